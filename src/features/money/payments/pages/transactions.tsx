import { places } from '../../../../places.ts'
import { type Day, dayOf, frenchDay, frenchInstant, isDay } from '../../../../platform/dates.ts'
import { found } from '../../../../platform/errors.ts'
import { pageAsked, pastTheEnd, wordsAsked } from '../../../../platform/forms/paging.ts'
import { FormState } from '../../../../platform/forms/state.ts'
import { page } from '../../../../platform/http/page.ts'
import { frenchMovement } from '../../../../platform/money.ts'
import type { PartnerUser } from '../../../../spaces/actors.ts'
import { mayAtShop } from '../../../../spaces/shop-roles.ts'
import { shopFor } from '../../../../spaces/staff.tsx'
import { DataTable, Money, PageHeading, Pagination, Panel, Success, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, HidingSearchForm, TextField } from '../../../../ui/form.tsx'
import { lateRefundTo } from '../../wallets/index.ts'
import {
  givesBack,
  kindLabel,
  lateRefundAtTill,
  mayCancel,
  mayRefund,
  type PartnerTransaction,
  personAtTill,
  takingOf,
} from '../payment.ts'
import { TRANSACTIONS_A_PAGE, transactionOf, transactionsOf } from '../queries.ts'

export const partnerTransactions = page(shopFor('lines.read'), places.partner.transactions, {
  title: 'Transactions',
  async view({ db, actor, query, checked }) {
    const asked = askedDay(query.get('jour') ?? '')
    const words = wordsAsked(query)
    const number = pageAsked(query)
    const { rows, total } = await transactionsOf(db, actor, { day: asked.day, words, page: number })
    const past = pastTheEnd(rows, query)
    if (past) return past
    return (
      <>
        <ErrorSummary form={checked(asked.form)} />
        <PageHeading>Transactions</PageHeading>
        <Panel>
          <Searching form={asked.form} words={words} />
        </Panel>
        <Panel>
          <DataTable
            caption={asked.day ? `Transactions du ${frenchDay(asked.day)}` : 'Toutes vos transactions'}
            columns={[
              { label: 'Date' },
              { label: 'N°' },
              { label: 'Nature' },
              { label: 'Bénéficiaire' },
              { label: 'Par' },
              { label: 'Montant', numeric: true },
              { label: 'Action' },
            ]}
            rows={rows.map((line) => [
              frenchInstant(line.at),
              <a href={places.partner.transaction.to({ transaction: line.id })}>{line.id}</a>,
              <>
                {kindLabel(line)}
                {line.reference && (
                  <span class="hint">
                    <br />
                    {`Réf. ${line.reference}`}
                  </span>
                )}
              </>,
              personAtTill(line),
              line.taken_by ?? '',
              <>
                <span class="money">{frenchMovement(takingOf(line))}</span>
                {!givesBack(line) && line.left_cents < line.amount_cents && (
                  <span class="hint">
                    <br />
                    {'reste '}
                    <Money cents={line.left_cents} />
                  </span>
                )}
              </>,
              <WhatCanBeDone line={line} actor={actor} />,
            ])}
          />
          <Pagination
            page={number}
            pages={Math.ceil(total / TRANSACTIONS_A_PAGE)}
            href={(to) => places.partner.transactions.to({ jour: asked.day && frenchDay(asked.day), recherche: words, page: to })}
          />
        </Panel>
      </>
    )
  },
})

const Searching = ({ form, words }: { form: FormState; words: string }) => (
  <HidingSearchForm>
    <TextField form={form} name="jour" label="Jour" hint="Par exemple 28/01/2026. Laissez vide pour tout voir." width={10} optional />
    <TextField
      form={form}
      name="recherche"
      label="Numéro ou référence"
      hint="Le numéro de la transaction, ou la référence de la commande."
      known={words}
      optional
    />
    <Button kind="quiet">Afficher</Button>
  </HidingSearchForm>
)

/** The day that was asked for, typed as one writes it; what is no day says so. */
function askedDay(typed: string): { day: Day | null; form: FormState } {
  const day = typed
    .trim()
    .replace(/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, (_, date, month, year) => `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`)
  const isWrong = day !== '' && !isDay(day)
  const errors = isWrong ? [{ field: 'jour', message: 'Saisissez un jour qui existe, par exemple 28/01/2026.' }] : []
  return { day: day && !isWrong ? day : null, form: new FormState('', '', { jour: [typed] }, errors) }
}

/** Who did it, and for which order. */
export const whoAndWhat = ({ kind, taken_by, reference }: PartnerTransaction) => [
  ...(taken_by ? [{ label: kind === 'refund' ? 'Remboursé par' : 'Encaissé par', value: taken_by }] : []),
  ...(reference ? [{ label: 'Référence de la commande', value: reference }] : []),
]

function WhatCanBeDone({ line, actor }: { line: PartnerTransaction; actor: PartnerUser }) {
  if (!mayRefund(line) || !mayAtShop(actor, 'till.refund')) return null
  const about = <span class="unseen">{` la transaction n° ${line.id}`}</span>
  return (
    <Actions>
      {mayCancel(line) && (
        <ButtonLink href={places.partner.onlineCancellation.to({ transaction: line.id })} kind="quiet-red">
          Annuler{about}
        </ButtonLink>
      )}
      <ButtonLink href={places.partner.refund.to({ transaction: line.id })} kind="quiet">
        Rembourser{about}
      </ButtonLink>
    </Actions>
  )
}

/** One line: what a refund leads to. */
export const partnerTransaction = page(shopFor('lines.read'), places.partner.transaction, {
  title: ({ transaction }) => `Transaction n° ${transaction}`,
  async view({ db, actor, params }) {
    const line = found(await transactionOf(db, actor, params.transaction))
    const late = line.kind === 'refund' ? await lateRefundTo(db, line.wallet_id, dayOf(line.at)) : undefined
    return (
      <>
        {line.kind === 'refund' ? (
          <Success title="Remboursement enregistré">
            <p>{late ? lateRefundAtTill(late) : `Le porte-monnaie de ${personAtTill(line)} est crédité.`} Un message le lui dit.</p>
          </Success>
        ) : (
          <PageHeading>Transaction n° {line.id}</PageHeading>
        )}
        <Panel>
          <SummaryList
            items={[
              { label: 'Transaction n°', value: line.id },
              { label: 'Date', value: frenchInstant(line.at) },
              { label: 'Nature', value: kindLabel(line) },
              { label: 'Bénéficiaire', value: personAtTill(line) },
              { label: 'Montant', value: <Money cents={line.amount_cents} /> },
              ...whoAndWhat(line),
              ...(givesBack(line) && line.follows_id
                ? [
                    {
                      label: line.kind === 'refund' ? 'Transaction remboursée' : 'Transaction annulée',
                      value: <a href={places.partner.transaction.to({ transaction: line.follows_id })}>n° {line.follows_id}</a>,
                    },
                  ]
                : [{ label: 'Reste après remboursements', value: <Money cents={line.left_cents} /> }]),
            ]}
          />
          <WhatCanBeDone line={line} actor={actor} />
        </Panel>
        <p>
          <a href={places.partner.transactions.to()}>Toutes vos transactions</a>
        </p>
      </>
    )
  },
})
