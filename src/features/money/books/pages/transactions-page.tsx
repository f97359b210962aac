import { places } from '../../../../places.ts'
import { frenchDay, frenchMinute } from '../../../../platform/dates.ts'
import { LINES_A_PAGE, listed, orderAsked, pageAsked, pastTheEnd } from '../../../../platform/forms/paging.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { page } from '../../../../platform/http/page.ts'
import type { Query } from '../../../../platform/http/place.ts'
import { frenchMovement } from '../../../../platform/money.ts'
import type { PartnerUser } from '../../../../spaces/actors.ts'
import { mayAtShop } from '../../../../spaces/shop-roles.ts'
import { shopFor } from '../../../../spaces/staff.tsx'
import { DataTable, Details, Money, PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { Actions, Button, ErrorSummary, HidingSearchForm, Select, TextField } from '../../../../ui/form.tsx'
import { List } from '../../../../ui/list.tsx'
import { givesBack, kindLabel, mayCancel, mayRefund, personAtTill, takingOf } from '../../payments/index.ts'
import { paidInWords } from '../../settlements/index.ts'
import { asked, askedAgain, byDay, type DayAndNature, natureOptions, periodInWords, sumsOf } from '../books.ts'
import { booksOf, LINE_ORDERS, type Line, takersOf } from '../queries.ts'
import { ByNature, TakenAndGivenBack } from './sums.tsx'
import { TakeAwayLinks } from './take-away-links.tsx'

/** Open where one of them is asked for: on a phone the lines come first. */
const NARROWED_BY = ['du', 'au', 'nature', 'par'] as const

export const partnerTransactions = page(shopFor('lines.read'), places.partner.transactions, {
  title: 'Transactions',
  async view({ db, actor, query, checked, now }) {
    const { asked: wanted, form } = asked(query, now)
    const order = orderAsked(query, LINE_ORDERS, '-date')
    const [{ days, rows }, takers] = await Promise.all([
      booksOf(db, actor, wanted, { page: pageAsked(query), order, aPage: LINES_A_PAGE }),
      takersOf(db, actor),
    ])
    const past = pastTheEnd(rows, query)
    if (past) return past
    const { all } = sumsOf(days)
    return (
      <>
        <ErrorSummary form={checked(form)} />
        <PageHeading>Transactions</PageHeading>
        <Narrowing form={form} query={query} statement={wanted.statement} takers={takers} />
        {all.lines > 0 && <Sums days={days} />}
        {all.lines > 0 && mayAtShop(actor, 'lines.export') && (
          <TakeAwayLinks lines={all.lines} hrefOf={(format) => places.partner.booksExport.to({ format }, askedAgain(query))} />
        )}
        <Panel>
          <List
            listed={listed(query, { total: all.lines, order })}
            caption={`${all.lines > 1 ? `${all.lines} transactions` : 'Transactions'}, ${periodInWords(wanted)}`}
            columns={[
              { label: 'Date', by: '-date' },
              { label: 'N°' },
              { label: 'Nature' },
              { label: 'Bénéficiaire' },
              { label: 'Par' },
              { label: 'Relevé' },
              { label: 'Montant', numeric: true, by: '-montant' },
              { label: 'Action' },
            ]}
            rows={rows.map((line) => [
              frenchMinute(line.at),
              <a href={places.partner.transaction.to({ transaction: line.id })}>{line.id}</a>,
              <WhatItIs line={line} />,
              personAtTill(line),
              line.taken_by ?? '',
              <Statement line={line} />,
              <Taken line={line} />,
              <WaysBack line={line} shop={actor} />,
            ])}
          />
        </Panel>
      </>
    )
  },
})

interface Narrowing {
  form: FormState
  query: Query<(typeof NARROWED_BY)[number]>
  statement: number | null
  takers: Awaited<ReturnType<typeof takersOf>>
}

const Narrowing = ({ form, query, statement, takers }: Narrowing) => (
  <HidingSearchForm>
    <TextField
      form={form}
      name="recherche"
      label="Rechercher"
      hint="Un n° de transaction, de ticket, une référence, un montant, un prénom."
      optional
    />
    <Details title="Plus de choix" open={NARROWED_BY.some((name) => query.get(name))}>
      <div class="more-filters">
        <TextField form={form} name="du" label="Du" hint="Par exemple 28/01/2026. Vide : les 31 derniers jours." width={10} optional />
        <TextField form={form} name="au" label="Au" width={10} optional />
        <Select form={form} name="nature" label="Nature" placeholder="Toutes" options={natureOptions} optional />
        <Select
          form={form}
          name="par"
          label="Par"
          placeholder="Tout le monde"
          options={takers.map(({ id, name, closed_at }) => ({
            value: String(id),
            label: closed_at ? `${name} (compte fermé)` : name,
          }))}
          optional
        />
      </div>
    </Details>
    {statement && <input type="hidden" name="releve" value={statement} />}
    <Actions>
      <Button icon="search">Afficher</Button>
    </Actions>
  </HidingSearchForm>
)

/** What was found, in all and by day. */
function Sums({ days }: { days: readonly DayAndNature[] }) {
  return (
    <Panel title="Totaux">
      <TakenAndGivenBack rows={days} />
      <Details title="Par nature et par jour">
        <ByNature rows={days} />
        <DataTable
          caption="Par jour"
          columns={[
            { label: 'Jour' },
            { label: 'Nombre', numeric: true },
            { label: 'Encaissé', numeric: true },
            { label: 'Rendu', numeric: true },
            { label: 'Net', numeric: true },
          ]}
          rows={byDay(days).map((ofDay) => [
            <a href={places.partner.closing.to({ jour: frenchDay(ofDay.day) })}>{frenchDay(ofDay.day)}</a>,
            ofDay.all.lines,
            <Money cents={ofDay.taken.cents} />,
            <Money cents={ofDay.givenBack.cents} />,
            <Money cents={ofDay.all.cents} />,
          ])}
        />
      </Details>
    </Panel>
  )
}

const WhatItIs = ({ line }: { line: Line }) => (
  <>
    {kindLabel(line)}
    {line.reference && (
      <span class="hint">
        <br />
        {`Réf. ${line.reference}`}
      </span>
    )}
  </>
)

const Statement = ({ line: { statement, released_at, paid_at } }: { line: Line }) =>
  statement === null ? (
    <span class="hint">À venir</span>
  ) : (
    <>
      <a href={places.partner.transactions.to({ releve: statement })}>{`N° ${statement}`}</a>
      <span class="hint">
        <br />
        {paidInWords({ released_at, paid_at })}
      </span>
    </>
  )

const Taken = ({ line }: { line: Line }) => (
  <>
    <span class="money">{frenchMovement(takingOf(line))}</span>
    {!givesBack(line) && line.left_cents < line.amount_cents && (
      <span class="hint">
        <br />
        {'reste '}
        <Money cents={line.left_cents} />
      </span>
    )}
  </>
)

/** As on its own page, in links: a list has many. */
function WaysBack({ line, shop }: { line: Line; shop: PartnerUser }) {
  if (!mayRefund(line) || !mayAtShop(shop, 'till.refund')) return null
  const about = <span class="unseen">{` la transaction n° ${line.id}`}</span>
  return (
    <>
      <a href={places.partner.refund.to({ transaction: line.id })}>Rembourser{about}</a>
      {mayCancel(line) && (
        <>
          <br />
          <a href={places.partner.onlineCancellation.to({ transaction: line.id })}>Annuler{about}</a>
        </>
      )}
    </>
  )
}
