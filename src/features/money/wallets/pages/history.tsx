import { places } from '../../../../places.ts'
import { frenchInstant } from '../../../../platform/dates.ts'
import { found } from '../../../../platform/errors.ts'
import { pageAsked, pastTheEnd } from '../../../../platform/forms/paging.ts'
import { page } from '../../../../platform/http/page.ts'
import { frenchEuros, frenchMovement } from '../../../../platform/money.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { DataTable, Money, PageHeading, Pagination, Panel, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { historyOf, MOVEMENTS_A_PAGE } from '../queries.ts'
import { balancesAround, effectOf, labelOf, type Movement, type Wallet } from '../wallet.ts'

export const history = page(beneficiarySpace, places.beneficiary.transactions, {
  title: 'Mes transactions',
  async view({ db, actor, query, now }) {
    const number = pageAsked(query)
    const history = found(await historyOf(db, actor.id, { wallet_id: walletAsked(query.get('porte-monnaie')), page: number }, now))
    const { wallets, movements, total } = history
    const past = pastTheEnd(movements, query)
    if (past) return past
    const wallet = found(wallets.find(({ id }) => id === history.wallet_id))
    const { opening_cents, closing_cents } = balancesAround(movements)
    const first = (number - 1) * MOVEMENTS_A_PAGE + 1
    return (
      <>
        <PageHeading>Mes transactions</PageHeading>
        {wallets.length > 1 && <OtherWallets wallets={wallets} shown={wallet} />}
        <Panel title={`${wallet.label} (${wallet.campaign_name})`}>
          <SummaryList
            items={[
              { label: 'Solde avant ces transactions', value: <Money cents={opening_cents} /> },
              { label: 'Solde après ces transactions', value: <Money cents={closing_cents} /> },
            ]}
          />
        </Panel>
        <Panel>
          <DataTable
            caption="Historique des transactions"
            columns={[
              { label: 'Date' },
              { label: 'N° transaction' },
              { label: 'Nature' },
              { label: 'Partenaire' },
              { label: 'Montant', numeric: true },
              { label: 'Solde après', numeric: true },
            ]}
            rows={movements.map((movement) => [
              frenchInstant(movement.at),
              movement.id,
              labelOf(movement),
              movement.partner_name ?? 'Région Hauts-de-France',
              amountOf(movement),
              frenchEuros(movement.balance_after_cents),
            ])}
          />
          <Pagination
            page={number}
            pages={Math.ceil(total / MOVEMENTS_A_PAGE)}
            lines={movements.length > 0 ? { first, last: first + movements.length - 1 } : undefined}
            href={(to) => places.beneficiary.transactions.to({ 'porte-monnaie': wallet.id, page: to })}
          />
        </Panel>
        <Actions>
          <ButtonLink href={places.beneficiary.card.to()} kind="quiet">
            Retour
          </ButtonLink>
        </Actions>
      </>
    )
  },
})

/** Null without one; what is no number is nobody's. */
const walletAsked = (asked: string | null): number | null => (asked === null ? null : /^\d{1,15}$/.test(asked) ? Number(asked) : 0)

/** What a redeemed prepayment took was taken when it was made: the wallet does not move again. */
function amountOf(movement: Movement) {
  const amount = frenchMovement(effectOf(movement))
  if (movement.kind !== 'redemption') return amount
  return (
    <>
      {amount}
      <span class="hint">
        <br />
        <Money cents={movement.amount_cents} /> déjà réservés
      </span>
    </>
  )
}

const OtherWallets = ({ wallets, shown }: { wallets: Wallet[]; shown: Wallet }) => (
  <nav aria-label="Mes porte-monnaie">
    <Actions>
      {wallets
        .filter((wallet) => wallet !== shown)
        .map((wallet) => (
          <ButtonLink key={wallet.id} href={places.beneficiary.transactions.to({ 'porte-monnaie': wallet.id })} kind="quiet">
            {wallet.label} ({wallet.campaign_name})
          </ButtonLink>
        ))}
    </Actions>
  </nav>
)
