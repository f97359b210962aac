import { places } from '../../../../places.ts'
import { maskedIban } from '../../../../platform/bank-details.ts'
import { type Day, dayOf, frenchDay, frenchDayOf } from '../../../../platform/dates.ts'
import { pageAsked, pastTheEnd } from '../../../../platform/forms/paging.ts'
import { FormState } from '../../../../platform/forms/state.ts'
import { page } from '../../../../platform/http/page.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { shopFor } from '../../../../spaces/staff.tsx'
import { DataTable, Details, InfoBox, Money, PageHeading, Pagination, Panel } from '../../../../ui/blocks.tsx'
import { Actions, Button, ErrorSummary, SearchForm, TextField } from '../../../../ui/form.tsx'
import { accountsPaid } from '../../../partners/bank-accounts/index.ts'
import { periodAsked, TakeAwayLinks } from '../../books/index.ts'
import { SETTLEMENTS_A_PAGE, StateTag, settledTo, transferInWords } from '../../settlements/index.ts'
import { byShop } from '../chain.ts'
import { duesOf, shopsOf, takingsOf } from '../queries.ts'

/** All the shops of an organisation that somebody may read, on one page. */
export const chainPage = page(shopFor('settlements.read'), places.partner.chain, {
  title: 'Tous mes points de vente',
  async view({ db, actor, query, checked, now }) {
    const shops = await shopsOf(db, actor)
    const [first] = shops
    if (!first) return <NoOrganisation />
    const ids = shops.map(({ partner_id }) => partner_id)
    const { period, typed, errors } = periodAsked(query, now)
    const days = { from: period.from as Day, until: period.until as Day, today: dayOf(now) }
    const number = pageAsked(query)
    const [takings, dues, accounts, settled] = await Promise.all([
      takingsOf(db, ids, days),
      duesOf(db, ids),
      accountsPaid(db, ids),
      settledTo(db, ids, number),
    ])
    const past = pastTheEnd(settled.rows, query)
    if (past) return past
    const form = new FormState('', '', typed, errors)
    const sums = byShop(shops, takings, days)
    return (
      <>
        <ErrorSummary form={checked(form)} />
        <PageHeading>Tous mes points de vente</PageHeading>
        <p>{`${first.legal_name} : ${shops.length > 1 ? `${shops.length} points de vente` : 'un point de vente'} où vous êtes gestionnaire ou comptable.`}</p>
        <SearchForm>
          <TextField form={form} name="du" label="Du" hint="Par exemple 28/01/2026. Vide : les 31 derniers jours." width={10} optional />
          <TextField form={form} name="au" label="Au" width={10} optional />
          <Actions>
            <Button icon="search">Afficher</Button>
          </Actions>
        </SearchForm>
        <Panel>
          <Takings sums={sums} dues={dues} period={days} />
          <Details title="Par jour">
            <DataTable
              caption="Tous les points de vente, par jour"
              columns={[{ label: 'Jour' }, { label: 'Nombre', numeric: true }, { label: 'Net', numeric: true }]}
              rows={sums.days.map(({ day, lines, cents }) => [frenchDay(day), lines, <Money key="net" cents={cents} />])}
            />
          </Details>
          {sums.all.period.lines > 0 && (
            <TakeAwayLinks
              lines={sums.all.period.lines}
              hrefOf={(format) => places.partner.chainExport.to({ format }, { du: query.get('du'), au: query.get('au') })}
            />
          )}
        </Panel>
        <Panel>
          <Accounts shops={shops} accounts={accounts} now={now} />
        </Panel>
        <Panel>
          <Statements settled={settled} shops={shops} page={number} asks={{ du: query.get('du'), au: query.get('au') }} />
        </Panel>
      </>
    )
  },
})

interface Statements {
  settled: Awaited<ReturnType<typeof settledTo>>
  shops: { partner_id: number; partner_name: string }[]
  page: number
  asks: { du: string | null; au: string | null }
}

/** What was settled to each of them, with its transfer. */
function Statements({ settled: { rows, total }, shops, page: number, asks }: Statements) {
  const nameOf = new Map(shops.map(({ partner_id, partner_name }) => [partner_id, partner_name]))
  return (
    <>
      <DataTable
        caption="Relevés, du plus récent au plus ancien"
        empty="La Région n’a encore préparé aucun reversement."
        columns={[
          { label: 'Point de vente' },
          { label: 'Relevé' },
          { label: 'Préparé le' },
          { label: 'État' },
          { label: 'Montant', numeric: true },
        ]}
        rows={rows.map((line) => {
          const transfer = transferInWords(line)
          return [
            nameOf.get(line.partner_id) ?? '',
            `N° ${line.id}`,
            frenchDayOf(line.prepared_at),
            <>
              <StateTag settlement={line} />
              {transfer && <p class="hint">{transfer}</p>}
            </>,
            <Money key="amount" cents={line.amount_cents} />,
          ]
        })}
      />
      {total > SETTLEMENTS_A_PAGE && (
        <Pagination
          page={number}
          pages={Math.ceil(total / SETTLEMENTS_A_PAGE)}
          href={(to) => places.partner.chain.to({ ...asks, page: to })}
        />
      )}
    </>
  )
}

const NoOrganisation = () => (
  <>
    <PageHeading>Tous mes points de vente</PageHeading>
    <InfoBox title="Pas encore de structure">
      <p>
        Ce point de vente n’a pas encore donné son SIRET : la Région ne sait pas avec quels autres il va. Donnez-le avec son compte
        bancaire, ou appelez le {OUR_REGION.phone}.
      </p>
    </InfoBox>
  </>
)

interface Takings {
  sums: ReturnType<typeof byShop>
  dues: Awaited<ReturnType<typeof duesOf>>
  period: { from: Day; until: Day }
}

/** By shop, then in all. */
function Takings({ sums: { shops, all }, dues, period: { from, until } }: Takings) {
  const dueTo = new Map(dues.map((due) => [due.partner_id, due]))
  const inAll = dues.reduce((sum, { amount_cents }) => sum + amount_cents, 0)
  const figures = ({ today, period }: typeof all, due: number) => [
    <Money key="today" cents={today.cents} />,
    period.lines,
    <Money key="period" cents={period.cents} />,
    <Money key="due" cents={due} />,
  ]
  return (
    <DataTable
      caption={`Du ${frenchDay(from)} au ${frenchDay(until)}, remboursements déduits`}
      columns={[
        { label: 'Point de vente' },
        { label: 'Aujourd’hui', numeric: true },
        { label: 'Transactions', numeric: true },
        { label: 'Net', numeric: true },
        { label: 'Reste à verser', numeric: true },
      ]}
      rows={[
        ...shops.map(({ partner_id, partner_name, code, town, ...sums }) => [
          <>
            {partner_name}
            <span class="hint">
              <br />
              {`${code}, ${town}${dueTo.get(partner_id)?.is_held ? '. Gelé : rien n’est versé' : ''}`}
            </span>
          </>,
          ...figures(sums, dueTo.get(partner_id)?.amount_cents ?? 0),
        ]),
        [<strong key="all">En tout</strong>, ...figures(all, inAll)],
      ]}
    />
  )
}

interface Accounts {
  shops: { partner_id: number; partner_name: string }[]
  accounts: Awaited<ReturnType<typeof accountsPaid>>
  now: Date
}

/** Which bank account pays which shops: one for all, or several. */
function Accounts({ shops, accounts, now }: Accounts) {
  const paid = new Map(accounts.map((account) => [account.partner_id, account]))
  return (
    <DataTable
      caption="Comptes bancaires"
      columns={[{ label: 'Point de vente' }, { label: 'Versé sur' }, { label: 'Titulaire' }]}
      rows={shops.map(({ partner_id, partner_name }) => {
        const account = paid.get(partner_id)
        if (!account) return [partner_name, 'Aucun compte : rien n’est versé', '']
        const later = account.usable_from > now ? `, à partir du ${frenchDayOf(account.usable_from)}` : ''
        return [partner_name, `${maskedIban(account)}${later}`, account.holder]
      })}
    />
  )
}
