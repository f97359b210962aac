import { type Match, match } from '../src/features/requests/enrolment/matching.ts'
import { sentIn } from '../src/features/schools/enrolment-lists/read-list.ts'
import { siecleXml, zipOf } from '../tests/support/enrolment-files.ts'
import { madeUp } from '../tests/support/made-up-schools.ts'

/** `npm run bench -- enrolment`: how long a school's list takes to be read and matched, and how well people are found. */

const SECONDS_GOAL = 5
const MEGABYTES_GOAL = 300
const SCHOOLS = 300
const PUPILS_OF_A_SCHOOL = 1_000
const SIZES = [1_000, 10_000, 100_000]

type Say = (line: string) => void

/** SIECLE's archive of ten thousand pupils, and their requests. */
async function readAndMatched(say: Say): Promise<void> {
  const { listed, asking } = madeUp({ seed: 1, pupils: 10_000 })
  const pupils = listed.map(({ id, last_name, first_names, birth_date }) => ({
    name: last_name,
    first: first_names[0] as string,
    born: (birth_date as string).split('-').toReversed().join('/'),
    ine: `${String(id).padStart(9, '0')}KD`,
    class: `T${id % 40}`,
    secret: '1 rue des Lilas',
  }))
  const zip = await zipOf({ 'ElevesSansAdresses.xml': siecleXml(pupils, { uai: '0600020W' }) })
  const [started, before, memory] = [performance.now(), process.cpuUsage(), process.memoryUsage().rss]
  const sent = await sentIn(zip)
  if (!('list' in sent)) throw new Error('The list is read as a table.')
  const read = sent.list.pupils.map((pupil) => ({ ...pupil, id: pupil.line, ine: [] }))
  const found = [...match(read, asking).values()].filter(({ answer }) => answer === 'found').length
  const elapsed = (performance.now() - started) / 1_000
  // What the neighbours of the machine take is not its own.
  const { user, system } = process.cpuUsage(before)
  const seconds = (user + system) / 1e6
  const megabytes = (process.memoryUsage().rss - memory) / 1_000_000
  say(
    `  ${read.length} pupils read and matched with ${asking.length} requests: ${seconds.toFixed(1)} s of processor (${elapsed.toFixed(1)} s on the clock), ${found} found  goal ${SECONDS_GOAL} s ${seconds < SECONDS_GOAL ? 'reached' : 'MISSED'}`,
  )
  say(`  ${megabytes.toFixed(0)} MB more  goal ${MEGABYTES_GOAL} MB ${megabytes < MEGABYTES_GOAL ? 'reached' : 'MISSED'}`)
}

function flatCost(say: Say): void {
  for (const pupils of SIZES) {
    const { listed, asking } = madeUp({ seed: 2, pupils })
    const before = process.cpuUsage()
    match(listed, asking)
    const { user, system } = process.cpuUsage(before)
    say(`  ${pupils} pupils matched: ${((user + system) / pupils).toFixed(0)} µs of processor for each`)
  }
}

/** A million pupils: who is found is who asked, and who is there is found. */
function precisionAndRecall(say: Say): void {
  const counts = { found: 0, right: 0, alike: 0, wrong: 0, there: 0, unsure: 0, absent: 0, unsureAbsent: 0 }
  for (let seed = 1; seed <= SCHOOLS; seed += 1) {
    const { listed, asking, truth } = madeUp({ seed, pupils: PUPILS_OF_A_SCHOOL })
    for (const [id, one] of match(listed, asking)) add(counts, id, { one, truth })
  }
  const { found, right, alike, wrong, there, unsure, absent, unsureAbsent } = counts
  const share = (part: number, whole: number) => `${((100 * part) / whole).toFixed(3)} %`
  say(`  ${SCHOOLS} schools, ${there} requests of who is there, ${absent} of who is not`)
  say(`  precision ${share(right, found)}, recall ${share(right, there)}, for a person ${share(unsure, there)} of who is there`)
  say(
    `  wrong: ${wrong}; namesakes born on the same day, whom nothing tells apart: ${alike}; of who is not there, for a person: ${unsureAbsent}`,
  )
}

type Counts = Record<'found' | 'right' | 'alike' | 'wrong' | 'there' | 'unsure' | 'absent' | 'unsureAbsent', number>

function add(counts: Counts, id: number, { one, truth }: { one: Match; truth: ReturnType<typeof madeUp>['truth'] }): void {
  const pupil = truth.get(id)
  counts[pupil === undefined ? 'absent' : 'there'] += 1
  if (one.answer === 'unknown') counts[pupil === undefined ? 'unsureAbsent' : 'unsure'] += 1
  if (one.answer !== 'found') return
  counts.found += 1
  if (one.listed === pupil) counts.right += 1
  else counts[truth.isAlike(id, one.listed) ? 'alike' : 'wrong'] += 1
}

export async function enrolment(say: Say): Promise<void> {
  say('(h) A school’s list, and who is on it')
  await readAndMatched(say)
  flatCost(say)
  precisionAndRecall(say)
}
