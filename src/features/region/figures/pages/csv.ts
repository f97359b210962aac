import { places } from '../../../../places.ts'
import { csvAnswer } from '../../../../platform/csv.ts'
import type { Reader } from '../../../../platform/database/index.ts'
import { dayOf, frenchDay, frenchDayOf } from '../../../../platform/dates.ts'
import { found } from '../../../../platform/errors.ts'
import { orderAsked } from '../../../../platform/forms/paging.ts'
import { download } from '../../../../platform/http/page.ts'
import { regionSpace } from '../../../../spaces/staff.tsx'
import { byDepartment, type Counted, departmentOf, ELSEWHERE, moneyLines, monthInWords, STATE_WORDS } from '../figures.ts'
import { figuresByMonth, figuresBySchool, moneyOf, requestsByDay, SCHOOL_ORDERS, sharesOfPartners, spentByType } from '../queries.ts'
import { chosenCampaign } from './subject.tsx'

type Rows = (string | number | null)[][]

const csv = (place: typeof places.region.figuresOfRequests, name: string, rowsOf: (db: Reader, campaignId: number) => Promise<Rows>) =>
  download(regionSpace, place, { isSlow: true, mayLag: true }, async ({ db, now, query }) => {
    const { campaign } = await chosenCampaign(db, dayOf(now), query)
    return csvAnswer(name, await rowsOf(db, found(campaign).id))
  })

/** Every day, even when the page shows weeks. */
export const requestsCsv = csv(places.region.figuresOfRequests, 'demandes.csv', async (db, campaignId) => [
  ['Date d’envoi', 'État actuel', 'Demandes'],
  ...(await requestsByDay(db, campaignId)).map(({ day, state, count }) => [frenchDay(day), STATE_WORDS[state], count]),
])

const bySchool = (db: Reader, campaignId: number, first: string) =>
  figuresBySchool(db, campaignId, orderAsked(new URLSearchParams(), SCHOOL_ORDERS, first))

/** The oldest request that waits first. */
export const timesCsv = csv(places.region.figuresOfTimes, 'delais.csv', async (db, campaignId) => [
  [
    'UAI',
    'Établissement',
    'Ville',
    'Demandes à traiter',
    'La plus ancienne attend depuis le',
    'Demandes validées',
    'Délai médian en heures',
  ],
  ...(await bySchool(db, campaignId, 'attente')).map(({ uai, name, town, validated, waiting, waiting_since, median_hours }) => [
    uai ?? '',
    name ?? ELSEWHERE,
    town ?? '',
    waiting,
    waiting_since ? frenchDayOf(waiting_since) : '',
    validated,
    median_hours === null ? null : Math.round(median_hours * 10) / 10,
  ]),
])

const COUNTED = [
  'Demandes envoyées',
  'Demandes validées',
  'Demandes à traiter',
  'Jeunes crédités',
  'Jeunes qui ont dépensé',
  'Accordé en euros',
  'Dépensé en euros',
  'Aides THR acceptées',
  'Aides THR en euros',
]

const countsIn = (counted: Counted) => [
  counted.sent,
  counted.validated,
  counted.waiting,
  counted.holders,
  counted.users,
  counted.granted_cents / 100,
  counted.spent_cents / 100,
  counted.aids,
  counted.aid_cents / 100,
]

export const schoolsCsv = csv(places.region.figuresOfSchools, 'etablissements.csv', async (db, campaignId) => [
  ['UAI', 'Établissement', 'Ville', 'Département', ...COUNTED],
  ...(await bySchool(db, campaignId, 'ville')).map((school) => [
    school.uai ?? '',
    school.name ?? ELSEWHERE,
    school.town ?? '',
    departmentOf(school),
    ...countsIn(school),
  ]),
])

export const departmentsCsv = csv(places.region.figuresOfDepartments, 'departements.csv', async (db, campaignId) => [
  ['Département', ...COUNTED],
  ...byDepartment(await bySchool(db, campaignId, 'ville')).map(({ name, counted }) => [name, ...countsIn(counted)]),
])

export const monthsCsv = csv(places.region.figuresOfMonths, 'mois.csv', async (db, campaignId) => [
  [
    'Mois',
    'Demandes envoyées',
    'Demandes validées',
    'Cartes fabriquées',
    'Cartes opposées',
    'Dépensé en euros',
    'Aides THR acceptées',
    'Aides THR en euros',
  ],
  ...(await figuresByMonth(db, campaignId)).map((month) => [
    monthInWords(month.month),
    month.sent,
    month.validated,
    month.cards,
    month.opposed,
    month.spent_cents / 100,
    month.aids,
    month.aid_cents / 100,
  ]),
])

export const sharesCsv = csv(places.region.figuresOfShares, 'parts.csv', async (db, campaignId) => {
  const partners = await sharesOfPartners(db, campaignId, null)
  return [
    ['Code', 'Partenaire', 'Ville', 'Paiements', 'Dépensé en euros', 'Part en %'],
    ...partners.map(({ code, name, town, payments, spent_cents, all_spent_cents }) => [
      code,
      name,
      town,
      payments,
      spent_cents / 100,
      all_spent_cents > 0 ? Math.round((spent_cents / all_spent_cents) * 10_000) / 100 : 0,
    ]),
  ]
})

export const moneyCsv = csv(places.region.figuresOfMoney, 'argent.csv', async (db, campaignId) => [
  ['Argent', 'Montant en euros'],
  ...moneyLines(await moneyOf(db, campaignId)).map(({ label, cents }) => [label, cents / 100]),
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
