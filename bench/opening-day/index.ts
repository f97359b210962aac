import { type ChildProcess, fork, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { freePort, startEmbeddedPostgres } from '../../src/embedded-postgres/index.ts'
import { signIn, untilJobsAreDone, withClient } from '../database.ts'
import { end, serverOnAllCores } from '../processes.ts'
import { askForPhotos, fillForOpeningDay } from './data.ts'
import { IDENTITIES_TO_SEND, PEOPLE, PHOTOS_TO_REDO, TILLS } from './day.ts'
import { readProcessor, usedBetween } from './processor.ts'
import { attackTable, processorTable, type Run, requestTable } from './tables.ts'
import { ATTACKS, type Attack, type Person, type Report, type Task } from './task.ts'

/**
 * `npm run bench -- opening-day [FACTOR…] [--seconds N] [--attack NAME…]`: the opening day, times so much, on data of its own; or what
 * everybody feels while one of the attacks goes on. Prints tables in Markdown.
 */
const SERVER = 'dist/server/main.js'

/** What is measured when nothing is asked for: ten minutes of what must hold, two of the others. */
const FACTORS = [0.5, 1, 1.5, 2, 3]
const MUST_HOLD = 1.5
const [SECONDS, SECONDS_OF_WHAT_MUST_HOLD, SECONDS_OF_AN_ATTACK] = [120, 600, 60]
const WARM_UP_SECONDS = 10
const SIGNED_IN = 5_000

const say = (line = '') => process.stdout.write(`${line}\n`)

interface Asked {
  factors: number[]
  seconds: number | undefined
  attacks: Attack[]
}

function readArgs(args: string[]): Asked {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { seconds: { type: 'string' }, attack: { type: 'string', multiple: true } },
  })
  const attacks = (values.attack ?? []).flatMap((names) => (names === 'all' ? ATTACKS : names.split(',')))
  const isAttack = (name: string): name is Attack => (ATTACKS as readonly string[]).includes(name)
  const unknown = attacks.find((name) => !isAttack(name))
  const numbers = [...positionals, ...(values.seconds ? [values.seconds] : [])].map(Number)
  if (unknown || !numbers.every((number) => number > 0))
    throw new Error(`npm run bench -- opening-day [FACTOR…] [--seconds N] [--attack ${ATTACKS.join('|')}|all]`)
  const factors = positionals.map(Number)
  return {
    factors: factors.length > 0 ? factors : attacks.length > 0 ? [1] : FACTORS,
    seconds: values.seconds ? Number(values.seconds) : undefined,
    attacks: attacks.filter(isAttack),
  }
}

/** @param args what follows `opening-day` */
export async function openingDay(args: string[]): Promise<void> {
  const asked = readArgs(args)
  const folder = mkdtempSync(join(tmpdir(), 'generation-hdf-opening-day-'))
  const database = await startEmbeddedPostgres({ dataDir: join(folder, 'database'), log: say })
  try {
    const started = performance.now()
    // Its start migrates.
    await end((await serve(database.ownerUrl, folder)).program)
    await fillForOpeningDay(database.ownerUrl)
    say(`Data made in ${Math.round((performance.now() - started) / 1_000)} s.`)
    const { program, port } = await serve(database.ownerUrl, folder)
    try {
      // It has been up for days then: what the clock does once a day or for the first time is not of this hour.
      await untilJobsAreDone(database.ownerUrl)
      await (asked.attacks.length > 0 ? attacked : opened)(asked, (what) => runOn({ database, folder, program, port }, what))
    } finally {
      await end(program)
    }
    checkLedger(database.ownerUrl, folder)
  } finally {
    await database.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

type What = Pick<Run, 'factor' | 'seconds' | 'attack'>

async function opened({ factors, seconds }: Asked, run: (what: What) => Promise<Run>): Promise<void> {
  const runs: Run[] = []
  for (const factor of factors) {
    const usual = factor === MUST_HOLD ? SECONDS_OF_WHAT_MUST_HOLD : SECONDS
    runs.push(await run({ factor, seconds: seconds ?? usual, attack: undefined }))
  }
  for (const line of [...requestTable(runs), '', ...processorTable(runs)]) say(line)
}

async function attacked({ factors, seconds = SECONDS_OF_AN_ATTACK, attacks }: Asked, run: (what: What) => Promise<Run>): Promise<void> {
  for (const factor of factors) {
    const runs = [await run({ factor, seconds, attack: undefined })]
    for (const attack of attacks) runs.push(await run({ factor, seconds, attack }))
    for (const line of [...attackTable(runs), '', ...processorTable(runs)]) say(line)
  }
}

/** As it is started in production, behind a proxy: what a password is tried from is what the proxy says. */
async function serve(url: string, folder: string): Promise<{ program: ChildProcess; port: number }> {
  const port = await freePort()
  const program = await serverOnAllCores([SERVER, 'serve'], port, {
    DATABASE_URL: url,
    DATA_DIR: join(folder, 'site'),
    DEMO: '0',
    PORT: `${port}`,
    METRICS_PORT: '0',
    PUBLIC_URL: 'https://generation-hdf.example',
    WEB_PROCESSES: '',
  })
  return { program, port }
}

interface Served {
  database: { ownerUrl: string }
  folder: string
  program: ChildProcess
  port: number
}

async function runOn({ database, folder, program, port }: Served, what: What): Promise<Run> {
  const { factor, seconds, attack } = what
  const task: Task = { factor, seconds, port, warmUpSeconds: WARM_UP_SECONDS, ...(await peopleFor(database.ownerUrl, attack)) }
  const client = fork(join(import.meta.dirname, 'everybody.ts'))
  const users = { program: program.pid as number, database: postmasterIn(folder), client: client.pid as number }
  const run = new Promise<Run>((resolve, reject) => {
    let before: ReturnType<typeof readProcessor> | undefined
    let ended: Pick<Run, 'processor' | 'lateBy'> | undefined
    client.on('message', (report: Report) => {
      if (report.say === 'measuring') before = readProcessor(users)
      if (report.say === 'ended' && before) ended = { processor: usedBetween(before, readProcessor(users)), lateBy: report.lateBy }
      if (report.say === 'figures' && ended) resolve({ ...what, ...ended, figures: report.figures })
    })
    client.once('exit', (code) => reject(new Error(`the client ended with ${code}`)))
  })
  client.send(task)
  return await run
}

/** The first line of the file that it writes at its start. */
const postmasterIn = (folder: string): number =>
  Number(readFileSync(join(folder, 'database', 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])

async function peopleFor(url: string, attack: Attack | undefined): Promise<Pick<Task, 'people' | 'tills' | 'attack'>> {
  if (attack === 'photos') await askForPhotos(url)
  return await withClient(url, async (client) => {
    const signedIn = async (from: number, many: number, who: 'beneficiary' | 'staff'): Promise<Person[]> => {
      const people: Person[] = []
      for (let id = from; id < from + many; id += 1) {
        const session = await signIn(client, who === 'staff' ? { staff: id } : { beneficiary: id })
        // As cookies are called where the site is served by https.
        people.push({ ...session, id, cookie: `__Host-${session.cookie}` })
      }
      return people
    }
    const by: Record<Attack, () => Promise<Person[]>> = {
      receipts: () => signedIn(PEOPLE / 2, 1, 'beneficiary'),
      'sign-ins': async () => [],
      photos: () => signedIn(PEOPLE - PHOTOS_TO_REDO + 1, PHOTOS_TO_REDO, 'beneficiary'),
      documents: () => signedIn(PEOPLE + 1, IDENTITIES_TO_SEND, 'beneficiary'),
    }
    return {
      people: await signedIn(1, SIGNED_IN, 'beneficiary'),
      tills: await signedIn(1, TILLS, 'staff'),
      attack: attack && { name: attack, by: await by[attack]() },
    }
  })
}

/** Whatever came and was refused, the money is where the journal says. */
function checkLedger(url: string, folder: string): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SERVER, 'ledger:check'], {
    env: { ...process.env, DATABASE_URL: url, DATA_DIR: join(folder, 'site') },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stderr)
  say(`ledger:check, clean: ${stdout.split('\n')[0]}`)
}
