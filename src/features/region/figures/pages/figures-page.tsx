import { places } from '../../../../places.ts'
import type { Reader } from '../../../../platform/database/index.ts'
import { dayOf, frenchDayOf } from '../../../../platform/dates.ts'
import { orderAsked } from '../../../../platform/forms/paging.ts'
import { page } from '../../../../platform/http/page.ts'
import { frenchEuros } from '../../../../platform/money.ts'
import { regionSpace } from '../../../../spaces/staff.tsx'
import { DataTable, Money, PageHeading, Panel, SummaryList } from '../../../../ui/blocks.tsx'
import { ButtonLink, PrintButton } from '../../../../ui/form.tsx'
import { ageInDays, LATE, waitingSchools } from '../../../requests/delays/index.ts'
import { Bars, Columns } from '../charts.tsx'
import { byDepartment, inAll, inDays, moneyLines, monthInWords, periodsOf, STATE_WORDS, STATES, share } from '../figures.ts'
import {
  countedAt,
  figuresByMonth,
  figuresBySchool,
  moneyOf,
  requestsByDay,
  SCHOOL_ORDERS,
  type SchoolFigures,
  sharesOfPartners,
  spentByType,
} from '../queries.ts'
import { CampaignChoice, Counted, chosenCampaign, Subject } from './subject.tsx'

/** Those that wait longest, and those that took most: the files have them all. */
const SHOWN = 15

/** How a campaign goes: sums only, nobody's name. */
export const figures = page(regionSpace, places.region.figures, {
  mayLag: true,
  title: 'Chiffres',
  async view({ db, now, query }) {
    const { campaigns, campaign } = await chosenCampaign(db, dayOf(now), query)
    if (!campaign) {
      return (
        <>
          <PageHeading>Chiffres</PageHeading>
          <p>Aucune campagne n’a encore commencé.</p>
        </>
      )
    }
    const of = { db, now, campaignId: campaign.id }
    const [schools, at] = await Promise.all([
      figuresBySchool(db, campaign.id, orderAsked(new URLSearchParams(), SCHOOL_ORDERS, 'ville')),
      countedAt(db, campaign.id),
    ])
    return (
      <>
        <PageHeading>Chiffres</PageHeading>
        <CampaignChoice campaigns={campaigns} campaign={campaign} />
        <Counted at={at} />
        <InShort schools={schools} />
        {await Waiting(of)}
        {await Requests(of)}
        {await Months(of)}
        <Departments schools={schools} campaignId={campaign.id} />
        {await Spending(of)}
        {await Partners(of)}
        <PrintButton>Imprimer</PrintButton>
      </>
    )
  },
})

interface Of {
  db: Reader
  now: Date
  campaignId: number
}

function InShort({ schools }: { schools: readonly SchoolFigures[] }) {
  const { sent, validated, waiting, holders, users, granted_cents, spent_cents, aids, aid_cents } = inAll(schools)
  return (
    <Panel title="En bref">
      <SummaryList
        items={[
          { label: 'Demandes de carte envoyées', value: sent.toLocaleString('fr-FR') },
          { label: 'Validées', value: `${validated.toLocaleString('fr-FR')} (${share(validated, sent)})` },
          { label: 'À traiter', value: waiting.toLocaleString('fr-FR') },
          { label: 'Jeunes crédités', value: holders.toLocaleString('fr-FR') },
          { label: 'Jeunes crédités qui ont dépensé', value: `${users.toLocaleString('fr-FR')} (${share(users, holders)})` },
          {
            label: 'Dépensé',
            value: `${frenchEuros(spent_cents)} sur ${frenchEuros(granted_cents)} (${share(spent_cents, granted_cents)})`,
          },
          { label: 'Aides THR acceptées', value: `${aids.toLocaleString('fr-FR')}, pour ${frenchEuros(aid_cents)}` },
        ]}
      />
    </Panel>
  )
}

/** By what waits and how old it is: a school that answers fast but forgets ten requests is slow. */
async function Waiting({ db, now, campaignId }: Of) {
  const schools = await waitingSchools(db, now, campaignId)
  const slowest = schools.slice(0, SHOWN).map((school) => ({ ...school, days: ageInDays(school.since, now) }))
  return (
    <Subject
      id="attentes"
      title="Établissements qui font attendre"
      csv={places.region.figuresOfTimes.to({ campagne: campaignId })}
      more={
        <ButtonLink href={places.region.figuresBySchool.to({ campagne: campaignId, tri: 'attente' })} kind="quiet">
          Tous les établissements
        </ButtonLink>
      }
      chart={
        slowest.length > 0 && (
          <Bars
            title="Âge de la plus ancienne demande qui attend, par établissement. Les nombres sont dans le tableau."
            bars={slowest.map(({ name, town, days }) => ({ label: `${name}, ${town}`, value: days, words: inDays(days * 24) }))}
          />
        )
      }
    >
      <p class="hint">{LATE}</p>
      <DataTable
        caption={
          schools.length > SHOWN
            ? `Les ${SHOWN} qui font attendre depuis le plus longtemps, sur ${schools.length}`
            : 'La plus ancienne demande d’abord'
        }
        columns={[
          { label: 'Établissement' },
          { label: 'À traiter', numeric: true },
          { label: 'En retard', numeric: true },
          { label: 'La plus ancienne' },
        ]}
        empty="Aucune demande n’attend dans un établissement."
        rows={slowest.map(({ name, town, waiting, late, since }) => [`${name}, ${town}`, waiting, late, frenchDayOf(since)])}
      />
    </Subject>
  )
}

async function Requests({ db, campaignId }: Of) {
  const periods = periodsOf(await requestsByDay(db, campaignId))
  return (
    <Subject
      title="Demandes de carte envoyées"
      csv={places.region.figuresOfRequests.to({ campagne: campaignId })}
      chart={
        <Columns
          title="Demandes de carte envoyées, par jour d’envoi et par état actuel. Les nombres sont dans le tableau."
          kinds={STATES.map((state) => STATE_WORDS[state])}
          stacks={periods.map((period) => ({ label: period.label, values: STATES.map((state) => period[state]) }))}
        />
      }
    >
      <DataTable
        caption="Par date d’envoi et par état actuel"
        columns={[{ label: 'Date' }, ...STATES.map((state) => ({ label: STATE_WORDS[state], numeric: true }))]}
        empty="Aucune demande n’est encore envoyée."
        rows={periods
          .filter((period) => STATES.some((state) => period[state] > 0))
          .map((period) => [period.label, ...STATES.map((state) => period[state])])}
      />
    </Subject>
  )
}

async function Months({ db, campaignId }: Of) {
  const months = await figuresByMonth(db, campaignId)
  return (
    <Subject
      isWide
      title="Mois par mois"
      csv={places.region.figuresOfMonths.to({ campagne: campaignId })}
      chart={
        months.length > 0 && (
          <Columns
            title="Dépensé avec la carte et aides THR acceptées, par mois, en euros. Les montants sont dans le tableau."
            kinds={['Dépensé avec la carte', 'Aides THR acceptées']}
            stacks={months.map(({ month, spent_cents, aid_cents }) => ({
              label: monthInWords(month),
              values: [spent_cents / 100, aid_cents / 100],
            }))}
            inWords={(euros) => `${euros.toLocaleString('fr-FR', { notation: 'compact' })} €`}
          />
        )
      }
    >
      <DataTable
        caption="Demandes, cartes, dépenses et aides de chaque mois"
        columns={[
          { label: 'Mois' },
          { label: 'Envoyées', numeric: true },
          { label: 'Validées', numeric: true },
          { label: 'Cartes fabriquées', numeric: true },
          { label: 'Opposées', numeric: true },
          { label: 'Dépensé', numeric: true },
          { label: 'Aides THR', numeric: true },
        ]}
        empty="Rien n’est encore arrivé dans cette campagne."
        rows={months.map((month) => [
          monthInWords(month.month),
          month.sent,
          month.validated,
          month.cards,
          month.opposed,
          <Money key="spent" cents={month.spent_cents} />,
          <Money key="aid" cents={month.aid_cents} />,
        ])}
      />
    </Subject>
  )
}

function Departments({ schools, campaignId }: { schools: readonly SchoolFigures[]; campaignId: number }) {
  const departments = byDepartment(schools)
  return (
    <Subject
      isWide
      title="Par département"
      csv={places.region.figuresOfDepartments.to({ campagne: campaignId })}
      more={
        <ButtonLink href={places.region.figuresBySchool.to({ campagne: campaignId })} kind="quiet">
          Par établissement
        </ButtonLink>
      }
      chart={
        <Bars
          title="Part de l’argent accordé qui est dépensée, par département de l’établissement. Les montants sont dans le tableau."
          most={100}
          bars={departments.map(({ name, counted: { granted_cents, spent_cents } }) => ({
            label: name,
            value: granted_cents > 0 ? (spent_cents / granted_cents) * 100 : 0,
            words: share(spent_cents, granted_cents),
          }))}
        />
      }
    >
      <DataTable
        caption="Selon l’établissement du jeune"
        columns={[
          { label: 'Département' },
          { label: 'Validées', numeric: true },
          { label: 'Ont dépensé', numeric: true },
          { label: 'Accordé', numeric: true },
          { label: 'Dépensé', numeric: true },
          { label: 'Aides THR', numeric: true },
        ]}
        rows={departments.map(({ name, counted }) => [
          name,
          counted.validated,
          `${counted.users} (${share(counted.users, counted.holders)})`,
          <Money key="granted" cents={counted.granted_cents} />,
          <Money key="spent" cents={counted.spent_cents} />,
          <Money key="aid" cents={counted.aid_cents} />,
        ])}
      />
    </Subject>
  )
}

async function Spending({ db, campaignId }: Of) {
  const [money, types] = await Promise.all([moneyOf(db, campaignId), spentByType(db, campaignId)])
  const lines = moneyLines(money)
  return (
    <>
      <Subject
        title="Argent de la campagne"
        csv={places.region.figuresOfMoney.to({ campagne: campaignId })}
        chart={
          <Bars
            title="Argent accordé, dépensé, réservé et restant. Les montants sont dans le tableau."
            bars={lines.map(({ label, cents }) => ({ label, value: cents, words: frenchEuros(cents) }))}
          />
        }
      >
        <DataTable
          caption="Accordé, et ce qu’il devient"
          columns={[{ label: 'Argent' }, { label: 'Montant', numeric: true }]}
          rows={lines.map(({ label, cents }) => [label, <Money key="amount" cents={cents} />])}
        />
      </Subject>
      <Subject
        title="Dépenses par type de partenaire"
        csv={places.region.figuresOfPartners.to({ campagne: campaignId })}
        chart={
          types.length > 0 && (
            <Bars
              title="Dépenses par type de partenaire. Les montants sont dans le tableau."
              bars={types.map(({ label, spent_cents }) => ({ label, value: spent_cents, words: frenchEuros(spent_cents) }))}
            />
          )
        }
      >
        <DataTable
          caption="Paiements et prépaiements encaissés, moins les remboursements"
          columns={[
            { label: 'Type' },
            { label: 'Partenaires', numeric: true },
            { label: 'Paiements', numeric: true },
            { label: 'Dépensé', numeric: true },
          ]}
          empty="Rien n’est encore dépensé."
          rows={types.map(({ label, partners, payments, spent_cents }) => [
            label,
            partners,
            payments,
            <Money key="spent" cents={spent_cents} />,
          ])}
        />
      </Subject>
    </>
  )
}

async function Partners({ db, campaignId }: Of) {
  const largest = await sharesOfPartners(db, campaignId, SHOWN)
  const { partners, all_spent_cents: spent } = largest[0] ?? { partners: 0, all_spent_cents: 0 }
  return (
    <Subject
      title="Parts des partenaires"
      csv={places.region.figuresOfShares.to({ campagne: campaignId })}
      chart={
        largest.length > 0 && (
          <Bars
            title="Part de chaque partenaire dans ce qui est dépensé. Les montants sont dans le tableau."
            most={100}
            bars={largest.map(({ name, town, spent_cents }) => ({
              label: `${name}, ${town}`,
              value: (Math.max(0, spent_cents) / Math.max(1, spent)) * 100,
              words: share(spent_cents, spent),
            }))}
          />
        )
      }
    >
      <DataTable
        caption={partners > SHOWN ? `Les ${SHOWN} plus grandes parts, sur ${partners} partenaires` : 'De la plus grande à la plus petite'}
        columns={[
          { label: 'Partenaire' },
          { label: 'Paiements', numeric: true },
          { label: 'Dépensé', numeric: true },
          { label: 'Part', numeric: true },
        ]}
        empty="Rien n’est encore dépensé."
        rows={largest.map(({ name, town, payments, spent_cents }) => [
          `${name}, ${town}`,
          payments,
          <Money key="spent" cents={spent_cents} />,
          share(spent_cents, spent),
        ])}
      />
    </Subject>
  )
}
