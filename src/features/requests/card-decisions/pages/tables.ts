import { places } from '../../../../places.ts'
import { csvAnswer } from '../../../../platform/csv.ts'
import { type Day, dayOf, frenchDay } from '../../../../platform/dates.ts'
import { download, see } from '../../../../platform/http/page.ts'
import { workbookAnswer } from '../../../../platform/workbook.ts'
import { schoolFor } from '../../../../spaces/staff.tsx'
import { casesTaken } from '../../../desks/decisions/index.ts'
import { saysWhyBeforeAFileOfMany } from '../../../desks/vigilance/index.ts'
import { SITUATIONS } from '../../card-applications/index.ts'
import { type Differs, differsInWords, enrolmentInWords } from '../../enrolment/index.ts'
import { facts } from '../facts.ts'
import type { ApplicationLine } from '../queries.ts'
import { lateInWords, STATES } from '../states.ts'
import { schoolCases } from './desk.tsx'

const COLUMNS = [
  { label: 'Nom', kind: 'text', width: 24 },
  { label: 'Prénom', kind: 'text', width: 18 },
  { label: 'Né(e) le', kind: 'day', width: 12 },
  { label: 'Classe', kind: 'text', width: 12 },
  { label: 'Inscription', kind: 'text', width: 18 },
  { label: 'Ce qui diffère', kind: 'text', width: 24 },
  { label: 'Niveau', kind: 'text', width: 24 },
  { label: 'Formation', kind: 'text', width: 40 },
  { label: 'Situation', kind: 'text', width: 12 },
  { label: 'Envoyée le', kind: 'day', width: 12 },
  { label: 'État', kind: 'text', width: 22 },
  { label: 'Numéro de demande', kind: 'text', width: 20 },
] as const

const rowOf = (row: ApplicationLine, today: Day): (string | null)[] => [
  row.last_name,
  row.first_name,
  row.birth_date,
  row.class,
  enrolmentInWords(row.enrolment, row.enrolment_why, row.enrolment_differs).label,
  differsInWords((row.enrolment_differs ?? []) as Differs[]),
  row.level_label,
  row.course_label,
  SITUATIONS[row.situation],
  row.submitted_at && dayOf(row.submitted_at),
  lateInWords(row, today) ?? STATES.find(({ state }) => state === row.state)?.label ?? null,
  row.number,
]

/** Of a file of text, days are as one writes them. */
const inCsv = (row: readonly (string | null)[]) =>
  row.map((value, index) => (value && COLUMNS[index]?.kind === 'day' ? frenchDay(value) : value))

export const requestsCsv = requestsTable(places.school.requestsCsv, async (name, rows) =>
  csvAnswer(`${name}.csv`, [COLUMNS.map(({ label }) => label), ...rows.map(inCsv)]),
)

export const requestsWorkbook = requestsTable(places.school.requestsWorkbook, (name, rows) =>
  workbookAnswer(`${name}.xlsx`, [{ name: 'Demandes', columns: COLUMNS, rows }]),
)

/** The list as it is narrowed, on all its pages. That it was taken is written down of each; of many people, whoever takes it says why. */
function requestsTable(place: typeof places.school.requestsCsv, write: (name: string, rows: (string | null)[][]) => Promise<Response>) {
  return download(
    schoolFor('requests.export'),
    place,
    {
      isSlow: true,
      async find({ db, now, actor, query, visit }) {
        const rows = await casesTaken(db, schoolCases, actor, query)
        const about = visit.url.pathname
        const isAsked = await saysWhyBeforeAFileOfMany(db, actor, now, { people: rows.length, about })
        return isAsked ? see(places.school.why.to({ about: 'people-exported' }, { vers: place.to(query) })) : rows
      },
      trace: ({ subject: rows }) =>
        rows.map(({ id, beneficiary_id }) => ({
          fact: facts['card-application.exported'],
          beneficiary_id,
          details: { application_id: id },
        })),
    },
    ({ now, subject: rows }) => {
      const today = dayOf(now)
      return write(
        `demandes-de-carte-${today}`,
        rows.map((row) => rowOf(row, today)),
      )
    },
  )
}
