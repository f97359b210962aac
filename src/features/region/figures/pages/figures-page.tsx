import type { ComponentChildren } from 'preact'
import { places } from '../../../../places.ts'
import { csvAnswer } from '../../../../platform/csv.ts'
import type { Reader } from '../../../../platform/database/index.ts'
import { type Day, dayOf, frenchDay } from '../../../../platform/dates.ts'
import { found } from '../../../../platform/errors.ts'
import { FormState } from '../../../../platform/forms/state.ts'
import { download, page } from '../../../../platform/http/page.ts'
import { frenchEuros } from '../../../../platform/money.ts'
import { regionSpace } from '../../../../spaces/staff.tsx'
import { DataTable, Money, PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, SearchForm, Select } from '../../../../ui/form.tsx'
import { Bars, Columns } from '../charts.tsx'
import { inDays, periodsOf, STATE_WORDS, STATES } from '../figures.ts'
import { campaignsUntil, moneyOf, requestsByDay, spentByType, timesBySchool } from '../queries.ts'

/** The slowest, drawn and listed on the page; the CSV has them all. */
const SCHOOLS_SHOWN = 15

/** How a campaign goes. */
export const figures = page(regionSpace, places.region.figures, {
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
    return (
      <>
        <PageHeading>Chiffres</PageHeading>
        <SearchForm action={places.region.figures.to()}>
          <Select
            form={new FormState('', '', { campagne: [String(campaign.id)] })}
            name="campagne"
            label="Campagne"
            optional
            options={campaigns.map(({ id, name }) => ({ value: String(id), label: name }))}
          />
          <Actions>
            <Button>Afficher</Button>
          </Actions>
        </SearchForm>
        {await Requests({ db, campaignId: campaign.id })}
        {await Times({ db, campaignId: campaign.id })}
        {await Spending({ db, campaignId: campaign.id })}
      </>
    )
  },
})

interface Of {
  db: Reader
  campaignId: number
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

async function Times({ db, campaignId }: Of) {
  const schools = (await timesBySchool(db, campaignId)).slice(0, SCHOOLS_SHOWN)
  const timed = schools.flatMap((school) => (school.median_hours === null ? [] : [{ ...school, hours: school.median_hours }]))
  return (
    <Subject
      title="Délai de validation par établissement"
      csv={places.region.figuresOfTimes.to({ campagne: campaignId })}
      chart={
        timed.length > 0 && (
          <Bars
            title="Délai médian de validation des établissements les plus lents. Les nombres sont dans le tableau."
            bars={timed.map(({ name, town, hours }) => ({ label: `${name}, ${town}`, value: hours, words: inDays(hours) }))}
          />
        )
      }
    >
      <DataTable
        caption={`Les ${SCHOOLS_SHOWN} plus lents : la moitié de leurs demandes est validée en moins de temps`}
        columns={[
          { label: 'Établissement' },
          { label: 'Délai médian', numeric: true },
          { label: 'Validées', numeric: true },
          { label: 'À traiter', numeric: true },
        ]}
        empty="Aucun établissement n’a encore reçu de demande."
        rows={schools.map(({ name, town, median_hours, validated, waiting }) => [
          `${name}, ${town}`,
          median_hours === null ? '—' : inDays(median_hours),
          validated,
          waiting,
        ])}
      />
    </Subject>
  )
}

async function Spending({ db, campaignId }: Of) {
  const [lines, types] = await Promise.all([moneyLines(db, campaignId), spentByType(db, campaignId)])
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

async function moneyLines(db: Reader, campaignId: number): Promise<{ label: string; cents: number }[]> {
  const { granted_cents, left_cents, reserved_cents, closed_cents } = await moneyOf(db, campaignId)
  return [
    { label: 'Accordé', cents: granted_cents },
    { label: 'Dépensé', cents: granted_cents - left_cents - reserved_cents - closed_cents },
    { label: 'Réservé par des prépaiements', cents: reserved_cents },
    { label: 'Restant sur les cartes', cents: left_cents },
    { label: 'Rendu à la Région', cents: closed_cents },
  ]
}

interface SubjectProps {
  title: string
  csv: string
  chart: ComponentChildren
  children: ComponentChildren
}

const Subject = ({ title, csv, chart, children }: SubjectProps) => (
  <Panel title={title}>
    <div class="chart-and-table">
      {chart && <div>{chart}</div>}
      <div>
        {children}
        <Actions>
          <ButtonLink href={csv} kind="quiet" icon="documents">
            Télécharger (CSV)<span class="unseen">{` : ${title}`}</span>
          </ButtonLink>
        </Actions>
      </div>
    </div>
  </Panel>
)

async function chosenCampaign(db: Reader, today: Day, query: URLSearchParams) {
  const campaigns = await campaignsUntil(db, today)
  const asked = query.get('campagne')
  return { campaigns, campaign: campaigns.find(({ id }) => String(id) === asked) ?? campaigns[0] }
}

type Rows = (string | number | null)[][]

const csv = (place: typeof places.region.figuresOfRequests, name: string, rowsOf: (db: Reader, campaignId: number) => Promise<Rows>) =>
  download(regionSpace, place, { isSlow: true }, async ({ db, now, query }) => {
    const { campaign } = await chosenCampaign(db, dayOf(now), query)
    return csvAnswer(name, await rowsOf(db, found(campaign).id))
  })

/** Every day, even when the page shows weeks. */
export const requestsCsv = csv(places.region.figuresOfRequests, 'demandes.csv', async (db, campaignId) => [
  ['Date d’envoi', 'État actuel', 'Demandes'],
  ...(await requestsByDay(db, campaignId)).map(({ day, state, count }) => [frenchDay(day), STATE_WORDS[state], count]),
])

export const timesCsv = csv(places.region.figuresOfTimes, 'delais.csv', async (db, campaignId) => [
  ['UAI', 'Établissement', 'Ville', 'Demandes validées', 'Demandes à traiter', 'Délai médian en heures'],
  ...(await timesBySchool(db, campaignId)).map(({ uai, name, town, validated, waiting, median_hours }) => [
    uai,
    name,
    town,
    validated,
    waiting,
    median_hours === null ? null : Math.round(median_hours * 10) / 10,
  ]),
])

export const moneyCsv = csv(places.region.figuresOfMoney, 'argent.csv', async (db, campaignId) => [
  ['Argent', 'Montant en euros'],
  ...(await moneyLines(db, campaignId)).map(({ label, cents }) => [label, cents / 100]),
])

export const typesCsv = csv(places.region.figuresOfPartners, 'partenaires.csv', async (db, campaignId) => [
  ['Type de partenaire', 'Partenaires', 'Paiements', 'Dépensé en euros'],
  ...(await spentByType(db, campaignId)).map(({ label, partners, payments, spent_cents }) => [
    label,
    partners,
    payments,
    spent_cents / 100,
  ]),
])
