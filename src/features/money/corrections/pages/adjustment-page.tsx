import { places } from '../../../../places.ts'
import { frenchDay } from '../../../../platform/dates.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { Money, PageHeading, Panel, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, MoneyField, RadioGroup, Select, TextArea } from '../../../../ui/form.tsx'
import { aboutPerson } from '../../../desks/vigilance/index.ts'
import { askToAdjust } from '../adjust.ts'
import { ADJUSTMENT_REASONS, adjustmentForm, COMMENT_HINT } from '../correction.ts'
import { walletToAdjust } from '../queries.ts'

/** What is asked; the page of the act, which comes next, shows the balance before and after. */
export const walletAdjustment = page(regionFor('corrections.ask'), places.region.walletAdjustment, {
  ...aboutPerson(
    (db, { id }: { id: number }) => walletToAdjust(db, id),
    ({ beneficiary_id }) => beneficiary_id,
  ),
  title: ({ id }) => `Régulariser le porte-monnaie n° ${id}`,
  view: ({ form, subject: wallet }) => (
    <>
      <ErrorSummary form={form} />
      <PageHeading>Régulariser un porte-monnaie</PageHeading>
      <Panel title={`${wallet.label} (${wallet.campaign_name})`}>
        <SummaryList
          items={[
            { label: 'Bénéficiaire', value: `${wallet.first_name} ${wallet.last_name}` },
            { label: 'Accordé', value: <Money cents={wallet.granted_cents} /> },
            { label: 'Solde', value: <Money cents={wallet.balance_cents} /> },
            { label: 'Réservé', value: <Money cents={wallet.reserved_cents} /> },
            { label: 'Utilisable jusqu’au', value: frenchDay(wallet.closes_on) },
          ]}
        />
      </Panel>
      <Form form={form} class="panel">
        <RadioGroup
          form={form}
          name="direction"
          legend="Que faire ?"
          inline
          options={[
            { value: 'credit', label: 'Ajouter' },
            { value: 'debit', label: 'Retirer' },
          ]}
        />
        <MoneyField form={form} name="amount" label="Montant" />
        <Select
          form={form}
          name="reason"
          label="Motif"
          hint="La personne le lit."
          placeholder="Choisissez un motif"
          options={Object.entries(ADJUSTMENT_REASONS).map(([value, label]) => ({ value, label }))}
        />
        <TextArea form={form} name="comment" label="Commentaire" hint={COMMENT_HINT} rows={3} />
        <p>Rien ne change tout de suite : la page suivante montre le solde avant et après, et une seconde personne valide.</p>
        <Actions>
          <ButtonLink kind="quiet" href={places.region.beneficiary.to({ id: wallet.beneficiary_id })}>
            Retour
          </ButtonLink>
          <Button>Demander la régularisation</Button>
        </Actions>
      </Form>
    </>
  ),
  submit: form(adjustmentForm, async ({ tx, actor, input, params }) =>
    see(places.region.actOfTwo.to({ id: await askToAdjust(tx, actor, { ...input, walletId: params.id }) })),
  ),
})
