import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aCampaign } from '../../../../tests/support/makers.ts'
import { aPile, applicationOf } from '../../../../tests/support/pupil-application.ts'
import { facts } from '../../../facts.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import type { Site } from '../../../platform/http/site.ts'
import { dataOf } from '../../personal/personal-data/data.ts'
import { type Ask, type Asked, apiParticulier, type Person } from './api-particulier.ts'
import { askTheState } from './ask.ts'
import { forgetStateAnswers } from './index.ts'
import { askingOfTheStateAfterSending, askingOfTheStateByNight, forgettingOfStateAnswers } from './jobs.ts'
import { enrolmentOf, stateInWords } from './state-enrolment.ts'

const database = await testDatabase()
const { db } = database

/** A server that answers as the State's public samples do: what each test says for a birth name, and what was asked. */
interface Answering {
  status: number
  body?: unknown
  headers?: Record<string, string>
}
let answers: Record<string, Answering> = {}
let questions: { url: URL; headers: IncomingMessage['headers'] }[] = []
const state = createServer((request, response) => {
  const url = new URL(request.url ?? '', 'http://state')
  questions.push({ url, headers: request.headers })
  const { status, body, headers } = answers[url.searchParams.get('nomNaissance') ?? ''] ?? NOT_FOUND
  response.writeHead(status, { 'Content-Type': 'application/json', 'RateLimit-Limit': '20', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
})
await new Promise<void>((listening) => state.listen(0, '127.0.0.1', listening))
afterAll(() => new Promise((closed) => state.close(closed)))
const url = `http://127.0.0.1:${(state.address() as AddressInfo).port}`

const error = (status: number, code: string): Answering => ({
  status,
  body: { errors: [{ code, title: 'Erreur', detail: 'Une erreur.', source: null, meta: { provider: 'MEN' } }] },
})
const NOT_FOUND = error(404, '30003')
const enrolled = (data: object = {}): Answering => ({
  status: 200,
  body: {
    data: {
      identite: { nom: 'MARTIN', prenom: 'EMMA', sexe: 'F', date_naissance: '2010-03-07' },
      module_elementaire_formation: { code_mef_stat: '211324099991', libelle: 'TERMINALE' },
      annee_scolaire: '2026-2027',
      est_scolarise: true,
      statut_eleve: { code: 'ST', libelle: 'SCOLAIRE' },
      etablissement: { code_uai: '0600020W', nom: 'LYCEE MARIE CURIE', code_ministere_tutelle: '06' },
      est_boursier: true,
      echelon_bourse: 3,
      ...data,
    },
    links: {},
    meta: {},
  },
})

const SOURCE = { url, token: 'clef', siret: '20005374200017' }
const { site: without, clock } = testSite(database)
const site: Site = { ...without, config: { ...without.config, apiParticulier: SOURCE } }
const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), act)
const ask = apiParticulier(SOURCE)

beforeAll(() => committed((tx) => aCampaign(tx)))

beforeEach(async () => {
  clock.set(TEST_NOW)
  answers = {}
  questions = []
  await db.updateTable('state_source').set({ paused_until: null }).execute()
  await db.deleteFrom('state_enrolments').execute()
  await db.updateTable('card_applications').set({ state: 'refused', decided_at: TEST_NOW }).where('state', '=', 'submitted').execute()
})

const EMMA: Person = {
  last_name: 'MARTIN',
  first_name: 'Emma',
  civility: 'Mme',
  birth_date: '2010-03-07',
  uai: '0600020W',
  school_year: 2026,
}

test('one question, as the State takes it: the key in its header, one school and no other place', async () => {
  answers = { MARTIN: enrolled() }
  expect(await ask(EMMA)).toEqual({
    kind: 'said',
    said: { is_enrolled: true, birth_date: '2010-03-07', school_year: '2026-2027', status: 'ST', uai: '0600020W' },
  })
  const [{ url: asked, headers } = { url: new URL(url), headers: {} as IncomingMessage['headers'] }] = questions
  expect(asked.pathname).toBe('/v4/men/scolarites/identite')
  expect(headers.authorization).toBe('Bearer clef')
  expect([...asked.searchParams]).toEqual([
    ['recipient', '20005374200017'],
    ['nomNaissance', 'MARTIN'],
    ['prenoms[]', 'Emma'],
    ['sexeEtatCivil', 'F'],
    ['anneeDateNaissance', '2010'],
    ['moisDateNaissance', '3'],
    ['jourDateNaissance', '7'],
    ['anneeScolaire', '2026'],
    ['codeEtablissement', '0600020W'],
  ])
})

test.each<[string, Answering, Asked]>([
  ['whoever is not found', NOT_FOUND, { kind: 'not-found' }],
  ['a wrong key', error(401, '00101'), { kind: 'wait', seconds: 3600, isClosed: true }],
  ['a key that may not', error(403, '00100'), { kind: 'wait', seconds: 3600, isClosed: true }],
  ['the same question that runs already', error(409, '00015'), { kind: 'away' }],
  ['a question that it does not take', error(422, '00419'), { kind: 'refused' }],
  ['too many', { ...error(429, '00429'), headers: { 'Retry-After': '37' } }, { kind: 'wait', seconds: 37, isClosed: false }],
  ['too many, without a word of how long', error(429, '00429'), { kind: 'wait', seconds: 60, isClosed: false }],
  [
    'a wait that no service means',
    { ...error(429, '00429'), headers: { 'Retry-After': '99999999999999999999' } },
    { kind: 'wait', seconds: 86_400, isClosed: false },
  ],
  ['a ministry that fails', error(502, '30999'), { kind: 'away' }],
  ['a ministry that is late', error(504, '30002'), { kind: 'away' }],
  ['a page instead of an answer', { status: 200, body: '<html>' }, { kind: 'away' }],
  ['another place', { status: 302, headers: { Location: 'http://127.0.0.1:1/' } }, { kind: 'away' }],
  [
    'a key that gives less',
    { status: 200, body: { data: { est_scolarise: true }, links: {}, meta: {} } },
    { kind: 'said', said: { is_enrolled: true, birth_date: null, school_year: null, status: null, uai: null } },
  ],
])('%s', async (_what, answering, asked) => {
  answers = { MARTIN: answering }
  expect(await ask(EMMA)).toEqual(asked)
})

test('nobody at that address is nobody there', async () => {
  expect(await apiParticulier({ url: 'http://127.0.0.1:1', token: 'clef', siret: '1' })(EMMA)).toEqual({ kind: 'away' })
})

const said = (given: object): Asked => ({
  kind: 'said',
  said: { is_enrolled: true, birth_date: '2010-03-07', school_year: '2026', status: 'ST', uai: '0600020W', ...given },
})
const NOTHING: Asked = said({ is_enrolled: null, birth_date: null, school_year: null, status: null, uai: null })

test.each<[string, Asked, string, string | null, string?]>([
  ['enrolled there', said({}), 'found', null],
  ['without a status that is ours', said({ status: 'NC' }), 'found', null],
  ['not enrolled, in November', said({ is_enrolled: false }), 'not-found', null],
  ['not enrolled, before it is known', said({ is_enrolled: false }), 'unknown', 'too-early', '2026-10-14'],
  ['not found, on the day from which it is known', { kind: 'not-found' }, 'not-found', null, '2026-10-15'],
  ['not found, in September', { kind: 'not-found' }, 'unknown', 'too-early', '2026-09-08'],
  ['at another school', said({ uai: '0595616K' }), 'unknown', 'other-school'],
  ['born on another day', said({ birth_date: '2010-03-08' }), 'unknown', 'other-person'],
  ['an apprentice', said({ status: 'AP' }), 'unknown', 'other-status'],
  ['of the year before', said({ school_year: '2025-2026' }), 'unknown', 'other-year'],
  ['not said', NOTHING, 'unknown', 'not-told'],
  ['not taken', { kind: 'refused' }, 'unknown', 'refused'],
])('%s', (_what, asked, answer, why, today = '2026-11-23') => {
  expect(enrolmentOf(asked, { ...EMMA, situation: 'pupil' }, today)).toEqual({ answer, why })
})

test('nobody there says nothing', () => {
  for (const asked of [{ kind: 'away' }, { kind: 'wait', seconds: 5, isClosed: false }] as Asked[])
    expect(enrolmentOf(asked, { ...EMMA, situation: 'pupil' }, '2026-11-23')).toBeNull()
  expect(stateInWords('unknown', 'too-early', TEST_NOW).words).toContain('avant la mi-octobre')
})

let named = 0

/** Requests that wait, of people whose names are no one else's. */
const sentBy = async (count: number) => {
  const made = await committed((tx) => aPile(tx, count))
  for (const { id } of made.pile) {
    named += 1
    const last_name = `DURAND${String.fromCharCode(64 + named)}`
    await db.updateTable('beneficiaries').set({ last_name }).where('id', '=', id).execute()
  }
  const people = await db
    .selectFrom('enrolment_requests')
    .select(['id', 'printed_last_name as name', 'birth_date', 'beneficiary_id'])
    .where('school_id', '=', made.school.id)
    .orderBy('id')
    .execute()
  return { ...made, people }
}
type Sent = Awaited<ReturnType<typeof sentBy>>
const enrolledAt = ({ school: { uai } }: Sent, birth_date: string) =>
  enrolled({ identite: { date_naissance: birth_date }, etablissement: { code_uai: uai } })
const kept = () => db.selectFrom('state_enrolments').select(['application_id', 'answer', 'why']).orderBy('application_id').execute()

test('who has just sent their request is asked about within seconds, once; the others in the night, and again as long as they are not found', async () => {
  const sent = await sentBy(2)
  const [one, other] = sent.people as [Sent['people'][0], Sent['people'][0]]
  await db
    .updateTable('card_applications')
    .set({ submitted_at: new Date(TEST_NOW.getTime() - 86_400_000) })
    .where('id', '=', other.id)
    .execute()
  answers = { [one.name]: enrolledAt(sent, one.birth_date) }
  for (const _ of [1, 2]) await askingOfTheStateAfterSending.run(site)
  expect(await kept()).toEqual([{ application_id: one.id, answer: 'found', why: null }])
  expect(questions).toHaveLength(1)
  await askingOfTheStateByNight.run(site)
  expect(await kept()).toMatchObject([{ answer: 'found' }, { application_id: other.id, answer: 'not-found' }])
  await askingOfTheStateByNight.run(site)
  expect(questions).toHaveLength(2)
  clock.set(new Date(TEST_NOW.getTime() + 86_400_000))
  answers[other.name] = enrolledAt(sent, other.birth_date)
  await askingOfTheStateByNight.run(site)
  expect(await kept()).toMatchObject([{ answer: 'found' }, { answer: 'found' }])
  expect(questions).toHaveLength(3)
  const facts = await db
    .selectFrom('audit_facts')
    .select(['fact', 'details'])
    .where('beneficiary_id', '=', one.beneficiary_id)
    .where('fact', '=', 'enrolment.asked-of-the-state')
    .execute()
  expect(facts).toEqual([{ fact: 'enrolment.asked-of-the-state', details: { application_id: one.id, answer: 'found' } }])
})

test('an answer counts no more once a name is another, and is asked again', async () => {
  const sent = await sentBy(1)
  const [one] = sent.people as [Sent['people'][0]]
  answers = { [one.name]: enrolledAt(sent, one.birth_date) }
  await askingOfTheStateAfterSending.run(site)
  const counting = () => db.selectFrom('state_answers').select('answer').where('application_id', '=', one.id).execute()
  expect(await counting()).toEqual([{ answer: 'found' }])
  await db.updateTable('beneficiaries').set({ last_name: 'AUTRENOM' }).where('id', '=', one.beneficiary_id).execute()
  expect(await counting()).toEqual([])
  await askingOfTheStateAfterSending.run(site)
  expect(await counting()).toEqual([{ answer: 'not-found' }])
})

test('told to wait, nobody asks until then, whichever job it is; a key that is refused waits for an hour', async () => {
  const sent = await sentBy(3)
  const [one] = sent.people as [Sent['people'][0]]
  answers = { [one.name]: { ...error(429, '00429'), headers: { 'Retry-After': '90' } } }
  await askingOfTheStateByNight.run(site)
  await askingOfTheStateAfterSending.run(site)
  expect(questions).toHaveLength(1)
  clock.set(new Date(TEST_NOW.getTime() + 91_000))
  answers = { [one.name]: error(401, '00103') }
  await askingOfTheStateByNight.run(site)
  clock.set(new Date(TEST_NOW.getTime() + 91_000 + 3_599_000))
  await askingOfTheStateByNight.run(site)
  expect(questions).toHaveLength(2)
  expect(await kept()).toEqual([])
})

test('what is waited for is counted from the answer, however late it came', async () => {
  await sentBy(1)
  const late: Ask = async () => {
    clock.set(new Date(TEST_NOW.getTime() + 5_000))
    return { kind: 'wait', seconds: 90, isClosed: false }
  }
  await askTheState(site, { when: 'by-night', minutes: 1, ask: late })
  const paused = await db.selectFrom('state_source').select('paused_until').executeTakeFirst()
  expect(paused).toEqual({ paused_until: new Date(TEST_NOW.getTime() + 95_000) })
})

test('it waits between two questions, and asks nothing for a while where nobody answers three times', async () => {
  await sentBy(5)
  const waits: number[] = []
  const wait = async (milliseconds: number) => void waits.push(milliseconds)
  let asked = 0
  const nobody: Ask = async () => {
    asked += 1
    return { kind: 'away' }
  }
  const byNight = { when: 'by-night', minutes: 1, wait } as const
  expect(await askTheState(site, { ...byNight, ask: nobody })).toBe(0)
  expect(asked).toBe(3)
  expect(waits).toEqual([125, 125])
  await askTheState(site, { ...byNight, ask: nobody })
  expect(asked).toBe(3)
  clock.set(new Date(TEST_NOW.getTime() + 301_000))
  expect(await askTheState(site, { ...byNight, ask: async () => ({ kind: 'not-found' }) })).toBe(5)
})

test('why the State says nothing is theirs to take away', async () => {
  const sent = await sentBy(1)
  const [one] = sent.people as [Sent['people'][0]]
  answers = { [one.name]: enrolled({ identite: { date_naissance: one.birth_date } }) }
  await askingOfTheStateAfterSending.run(site)
  const data = JSON.stringify(await dataOf(database.reader, sent.actor, facts))
  expect(data).toContain('"pourquoi":"un autre établissement"')
})

test('off by default: nothing is asked', async () => {
  await sentBy(1)
  await askTheState(without, { when: 'by-night', minutes: 1, ask: () => Promise.reject(new Error('asked')) })
  expect(await kept()).toEqual([])
})

test('what the State says is read by who decides and by its owner, and goes 30 days after the decision', async () => {
  const sent = await sentBy(1)
  const [one] = sent.people as [Sent['people'][0]]
  answers = { [one.name]: enrolledAt(sent, one.birth_date) }
  await askingOfTheStateAfterSending.run(site)
  const school = await new Visitor(site).signInAs({ staffId: sent.office.id })
  const file = await school.get(`/etablissement/demandes/${sent.file_number}`)
  expect(file.text).toContain('Éducation nationale')
  expect(file.text).not.toContain('LYCEE MARIE CURIE')
  expect(JSON.stringify(await db.selectFrom('state_enrolments').selectAll().execute())).not.toMatch(/boursier|211324099991|MARIE/i)
  const { id } = await applicationOf(db, sent.file_number)
  await db.updateTable('card_applications').set({ state: 'validated', decided_at: TEST_NOW }).where('id', '=', id).execute()
  clock.set(new Date(TEST_NOW.getTime() + 30 * 86_400_000))
  await forgettingOfStateAnswers.run(site)
  expect(await kept()).toHaveLength(1)
  clock.set(new Date(TEST_NOW.getTime() + 31 * 86_400_000))
  await forgettingOfStateAnswers.run(site)
  expect(await kept()).toEqual([])
  await committed((tx) => forgetStateAnswers(tx, { id: one.beneficiary_id }))
})
