import { places } from '../../../../places.ts'
import { dayOf, frenchInstant } from '../../../../platform/dates.ts'
import { found } from '../../../../platform/errors.ts'
import { pageAsked, pastTheEnd } from '../../../../platform/forms/paging.ts'
import { page } from '../../../../platform/http/page.ts'
import { frenchEuros, frenchMovement } from '../../../../platform/money.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { DayByDay, Money, PageHeading, Pagination, Panel, SummaryList, WalletLine } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { historyOf, MOVEMENTS_A_PAGE } from '../queries.ts'
import { balancesAround, effectOf, labelOf, type Movement, spendableInWords, type Wallet } from '../wallet.ts'

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
          <p class="amount">
            <Money cents={wallet.balance_cents} />
          </p>
          <p class="hint">{spendableInWords(wallet) ?? 'Porte-monnaie clôturé'}</p>
        </Panel>
        <Panel title="Historique des transactions">
          {movements.length === 0 && <p>Aucun enregistrement trouvé.</p>}
          <DayByDay lines={movements} dayOf={({ at }) => dayOf(at)}>
            {(movement) => <MovementLine movement={movement} />}
          </DayByDay>
          <Pagination
            page={number}
            pages={Math.ceil(total / MOVEMENTS_A_PAGE)}
            lines={movements.length > 0 ? { first, last: first + movements.length - 1 } : undefined}
            href={(to) => places.beneficiary.transactions.to({ 'porte-monnaie': wallet.id, page: to })}
          />
        </Panel>
        <Panel>
          <SummaryList
            items={[
              { label: 'Solde avant ces transactions', value: <Money cents={opening_cents} /> },
              { label: 'Solde après ces transactions', value: <Money cents={closing_cents} /> },
            ]}
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

const MovementLine = ({ movement }: { movement: Movement }) => (
  <WalletLine
    who={movement.partner_name ?? `Région ${OUR_REGION.name}`}
    about={<span class="hint">{labelOf(movement)}</span>}
    amount={frenchMovement(effectOf(movement))}
  >
    {/* The wallet went down when it was made, and does not move again. */}
    {movement.kind === 'redemption' && <p>{`${frenchEuros(movement.amount_cents)} déjà réservés`}</p>}
    <p>{`Transaction n° ${movement.id}, le ${frenchInstant(movement.at)}`}</p>
    <p>{`Solde après : ${frenchEuros(movement.balance_after_cents)}`}</p>
    <p>
      <a href={places.beneficiary.transactionReceipt.to({ transaction: movement.id })}>
        Reçu (PDF)<span class="unseen">{` de la transaction n° ${movement.id}`}</span>
      </a>
    </p>
  </WalletLine>
)

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
