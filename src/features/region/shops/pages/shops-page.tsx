import { places } from '../../../../places.ts'
import type { Reader } from '../../../../platform/database/index.ts'
import { frenchDayOf, frenchMinute } from '../../../../platform/dates.ts'
import { choiceAsked, LINES_A_PAGE, listed, orderAsked, pageAsked, pastTheEnd, wordsAsked } from '../../../../platform/forms/paging.ts'
import { page } from '../../../../platform/http/page.ts'
import type { Agent } from '../../../../spaces/actors.ts'
import { may } from '../../../../spaces/roles.ts'
import { type ShopRole, shopRolesInWords } from '../../../../spaces/shop-roles.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { Columns, DataTable, Money, PageHeading, Panel, SummaryList, Tag } from '../../../../ui/blocks.tsx'
import { DeskList } from '../../../../ui/desk-list.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { kindLabel } from '../../../money/payments/index.ts'
import { transferInWords } from '../../../money/settlements/index.ts'
import { ofPartner, ofUser, outOf, wrongNumbersOf } from '../../../money/wrong-numbers/index.ts'
import { exchangesCounted, managedPartner, managedPartners, PARTNER_ORDERS } from '../../../partners/partners/index.ts'
import { duesOf, lastLinesOf, statementsOf, usersOf } from '../queries.ts'

const STATES = ['active', 'suspended'] as const

export const shopsPage = page(regionFor('shops.read'), places.region.shops, {
  title: 'Commerces',
  async view({ db, query }) {
    const asked = { words: wordsAsked(query), state: choiceAsked(query, 'etat', STATES), page: pageAsked(query) }
    const order = orderAsked(query, PARTNER_ORDERS, 'nom')
    const { rows, total } = await managedPartners(db, { ...asked, order })
    const past = pastTheEnd(rows, query)
    if (past) return past
    return (
      <DeskList
        title="Commerces"
        words={asked.words}
        wordsLabel="Nom, code ou ville"
        actions={null}
        choice={{
          name: 'etat',
          value: asked.state,
          label: 'État',
          all: 'Tous',
          options: [
            { value: 'active', label: 'Actifs' },
            { value: 'suspended', label: 'Suspendus' },
          ],
        }}
        found={{
          listed: listed(query, { total, aPage: LINES_A_PAGE, order }),
          caption: total > 1 ? `${total} commerces` : `${total} commerce`,
          empty: 'Aucun commerce trouvé.',
          columns: [{ label: 'Nom', by: 'nom' }, { label: 'Code', by: 'code' }, { label: 'Ville', by: 'ville' }, { label: 'État' }],
          rows: rows.map(({ id, name, code, town, active }) => [
            <a key="name" href={places.region.shop.to({ id })}>
              {name}
            </a>,
            code,
            town,
            <StateTag key="state" active={active} frozenAt={null} />,
          ]),
        }}
      />
    )
  },
})

const StateTag = ({ active, frozenAt }: { active: boolean; frozenAt: Date | null }) => {
  if (frozenAt) return <Tag tone="bad">{`Gelé depuis le ${frenchMinute(frozenAt)}`}</Tag>
  return active ? <Tag tone="good">Actif</Tag> : <Tag tone="bad">Suspendu</Tag>
}

export const shopPage = page(regionFor('shops.read'), places.region.shop, {
  find: ({ db, params }) => managedPartner(db, params.id),
  title: (_, { name }) => name,
  async view({ db, actor, now, subject: shop }) {
    const { id, name, code, type, town, phone, email, active, frozen_at, waiting } = shop
    const [dues, lines, exchanges] = await Promise.all([duesOf(db, id), lastLinesOf(db, id), exchangesCounted(db, id)])
    return (
      <>
        <PageHeading>{name}</PageHeading>
        <p>
          <StateTag active={active} frozenAt={frozen_at} /> {`${code}, ${type}, ${town}`}
        </p>
        <Columns>
          <Panel title="Ce qui lui est dû">
            <SummaryList
              items={[
                { label: 'Depuis le dernier reversement', value: <Money cents={dues.amount_cents} /> },
                { label: 'Transactions', value: dues.transactions },
                ...(dues.is_held ? [{ label: 'Retenu', value: 'Oui, tant que le commerce est gelé' }] : []),
                {
                  label: 'Prépaiements à encaisser',
                  value: (
                    <>
                      {`${waiting.count}, pour `}
                      <Money cents={waiting.cents} />
                    </>
                  ),
                },
              ]}
            />
          </Panel>
          <Panel title="Le joindre">
            <SummaryList
              items={[
                { label: 'Téléphone', value: phone ?? '—' },
                { label: 'Adresse e-mail', value: email ?? '—' },
                { label: 'Questions rattachées', value: exchanges.questions },
                { label: 'Notes des agents', value: exchanges.notes },
              ]}
            />
            <Ways agent={actor} id={id} />
          </Panel>
        </Columns>
        <Panel>
          <DataTable
            caption={lines.length > 0 ? 'Ses dernières transactions' : 'Aucune transaction'}
            columns={[{ label: 'Date' }, { label: 'N°' }, { label: 'Nature' }, { label: 'Par' }, { label: 'Montant', numeric: true }]}
            rows={lines.map((line) => [
              frenchMinute(line.at),
              <a key="number" href={places.region.line.to({ transaction: line.id })}>
                {line.id}
              </a>,
              kindLabel(line),
              line.taken_by ?? '',
              <Money key="amount" cents={line.amount_cents} />,
            ])}
          />
        </Panel>
        <Panel>{await Statements({ db, id })}</Panel>
        <Panel>{await Users({ db, id, now })}</Panel>
      </>
    )
  },
})

/** Where an agent goes on, as far as they may. */
const Ways = ({ agent, id }: { agent: Agent; id: number }) => (
  <Actions>
    {may(agent, 'questions.answer') && (
      <ButtonLink kind="quiet" href={places.region.partnerExchanges.to({ id })}>
        Lire, ou laisser une note
      </ButtonLink>
    )}
    {may(agent, 'partners.manage') && (
      <ButtonLink kind="quiet" href={places.region.partner.to({ id })}>
        Gérer ce partenaire
      </ButtonLink>
    )}
  </Actions>
)

type Statement = Awaited<ReturnType<typeof statementsOf>>[number]

function stateOf({ held_at, taken_up_in, released_at, paid_at }: Statement): string {
  if (held_at && taken_up_in === null) return `Retenu le ${frenchDayOf(held_at)}`
  const where = held_at ? `Retenu, repris dans le relevé n° ${taken_up_in} : ` : ''
  if (paid_at) return `${where}payé le ${frenchDayOf(paid_at)}`
  return released_at ? `${where}validé le ${frenchDayOf(released_at)}, pas encore payé` : `${where}préparé`
}

async function Statements({ db, id }: { db: Reader; id: number }) {
  const statements = await statementsOf(db, id)
  return (
    <DataTable
      caption={statements.length > 0 ? 'Ses derniers relevés' : 'Aucun relevé'}
      columns={[{ label: 'Relevé' }, { label: 'État' }, { label: 'Virement' }, { label: 'Montant', numeric: true }]}
      rows={statements.map((statement) => [
        `n° ${statement.settlement_id}`,
        stateOf(statement),
        transferInWords(statement) ?? '',
        <Money key="amount" cents={statement.amount_cents} />,
      ])}
    />
  )
}

async function Users({ db, id, now }: { db: Reader; id: number; now: Date }) {
  const users = await usersOf(db, id)
  const wrong = await wrongNumbersOf(db, id, users, now)
  return (
    <>
      <p>{`Numéros faux de tout le commerce, ces 24 heures : ${outOf(wrong.partner, ofPartner(0))}.`}</p>
      <DataTable
        caption={users.length > 0 ? 'Qui y travaille' : 'Personne n’y a de compte'}
        columns={[
          { label: 'Nom' },
          { label: 'Rôles' },
          { label: 'Travaille aussi pour' },
          { label: 'Vu le' },
          { label: 'Numéros faux, cette heure' },
        ]}
        rows={users.map((user, index) => [
          user.name,
          shopRolesInWords(user.roles as ShopRole[]),
          user.elsewhere ?? '',
          user.seen_at ? frenchMinute(user.seen_at) : user.is_invited ? 'Invité' : 'Jamais',
          outOf(wrong.users[index]?.wrong ?? 0, ofUser(0)),
        ])}
      />
    </>
  )
}
