import { places } from '../../../../places.ts'
import { frenchDay, frenchMinute } from '../../../../platform/dates.ts'
import { pageAsked, pastTheEnd } from '../../../../platform/forms/paging.ts'
import { FormState } from '../../../../platform/forms/state.ts'
import { page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, Money, PageHeading, Pagination, Panel } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, SearchForm, TextField } from '../../../../ui/form.tsx'
import { labelOf } from '../../wallets/index.ts'
import { reasonInWords } from '../correction.ts'
import { CORRECTIONS_A_PAGE, correctionsMade, paymentNumbered, walletsNumbered } from '../queries.ts'

/** Where a correction of money begins, by the number that somebody gives; and those that were made. */
export const corrections = page(regionFor('corrections.ask'), places.region.corrections, {
  title: 'Corrections',
  async view({ db, query }) {
    const [file, transaction] = [digitsAsked(query.get('dossier')), digitsAsked(query.get('transaction'))]
    const payment = transaction ? await paymentNumbered(db, transaction) : undefined
    if (payment) return see(places.region.paymentFraud.to(payment))
    const number = pageAsked(query)
    const [wallets, made] = await Promise.all([file ? walletsNumbered(db, file) : [], correctionsMade(db, number)])
    const past = pastTheEnd(made.rows, query)
    if (past) return past
    return (
      <>
        <PageHeading>Corrections</PageHeading>
        <p>Rien n’est corrigé par une personne seule : vous demandez, quelqu’un de « Finances : validation » regarde et répond.</p>
        <Panel title="Corriger un porte-monnaie ou un paiement">
          <SearchForm action={places.region.corrections.to()}>
            <NumberField
              name="dossier"
              label="Numéro de dossier ou de carte"
              hint="Pour ajouter à un porte-monnaie, ou en retirer."
              value={file}
            />
            <NumberField
              name="transaction"
              label="Numéro de la transaction"
              hint="Pour annuler un paiement pour fraude : il est sur le reçu, et dans les transactions du partenaire."
              value={transaction}
            />
            <Actions>
              <Button>Chercher</Button>
            </Actions>
          </SearchForm>
          {transaction && <p>{`Aucun paiement ne porte le numéro ${transaction} : vérifiez-le.`}</p>}
          {file && <WalletsFound wallets={wallets} />}
        </Panel>
        <Panel title="Retirer des validations">
          <p>Une ou plusieurs demandes validées par erreur, par leurs numéros de dossier.</p>
          <Actions>
            <ButtonLink href={places.region.withdrawal.to()} kind="quiet">
              Retirer des validations
            </ButtonLink>
          </Actions>
        </Panel>
        <Made made={made} page={number} />
      </>
    )
  },
})

const Made = ({ made, page }: { made: Awaited<ReturnType<typeof correctionsMade>>; page: number }) => (
  <Panel>
    <DataTable
      caption="Régularisations et annulations faites, de la plus récente à la plus ancienne"
      columns={[
        { label: 'Date' },
        { label: 'N° transaction' },
        { label: 'Nature' },
        { label: 'Motif' },
        { label: 'Demandée par' },
        { label: 'Validée par' },
        { label: 'Montant', numeric: true },
      ]}
      empty="Aucune correction pour l’instant."
      rows={made.rows.map((row) => [
        frenchMinute(row.at),
        row.transaction_id,
        row.kind === 'debit' ? 'Régularisation en moins' : labelOf({ kind: row.kind, channel: null, is_ended: false }),
        `${reasonInWords(row.reason)} : ${row.comment}`,
        row.asked_by_name,
        row.agreed_by_name,
        <Money key="amount" cents={row.amount_cents} />,
      ])}
    />
    {made.total > CORRECTIONS_A_PAGE && (
      <Pagination
        page={page}
        pages={Math.ceil(made.total / CORRECTIONS_A_PAGE)}
        href={(to) => places.region.corrections.to({ page: to })}
      />
    )}
  </Panel>
)

const WalletsFound = ({ wallets }: { wallets: Awaited<ReturnType<typeof walletsNumbered>> }) => (
  <DataTable
    caption="Porte-monnaie à régulariser"
    columns={[{ label: 'Bénéficiaire' }, { label: 'Porte-monnaie' }, { label: 'Utilisable jusqu’au' }, { label: 'Solde', numeric: true }]}
    empty="Personne n’a de porte-monnaie sous ce numéro. Vérifiez-le."
    rows={wallets.map((wallet) => [
      `${wallet.last_name} ${wallet.first_name}`,
      <a key="wallet" href={places.region.walletAdjustment.to({ id: wallet.id })}>{`${wallet.label} (${wallet.campaign_name})`}</a>,
      frenchDay(wallet.closes_on),
      <Money key="balance" cents={wallet.balance_cents} />,
    ])}
  />
)

const NumberField = ({ value, ...about }: { name: string; label: string; hint: string; value: string }) => (
  <TextField form={new FormState('', '')} {...about} known={value} inputmode="numeric" width={20} autocomplete="off" />
)

const digitsAsked = (asked: string | null): string => (asked ?? '').replace(/\D/g, '').slice(0, 15)
