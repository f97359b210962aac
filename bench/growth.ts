import { type ChildProcess, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort, startEmbeddedPostgres } from '../src/embedded-postgres/index.ts'
import { sumUp } from '../src/features/money/sums/index.ts'
import { countingOfFigures } from '../src/features/region/figures/jobs.ts'
import { openDatabase, openPool } from '../src/platform/database/index.ts'
import type { Site } from '../src/platform/http/site.ts'
import { type SignedIn, signIn, withClient } from './database.ts'
import { end, serverOnAllCores } from './processes.ts'

/**
 * `npm run bench -- growth [MILLIONS…]`: what the pages of money answer in as people and journal grow, a settlement of all shops while tills take
 * payments, and the sums of a whole journal. Prints a table in Markdown.
 */
const SERVER = 'dist/server/main.js'
const MILLION = 1_000_000
/** How many people make so many millions of lines: a department, a Region, the largest one after some years. */
const PEOPLE_BY_MILLIONS: Record<string, number> = { 2: 25_000, 8: 250_000, 25: 1_000_000 }
/** What is measured when nothing is asked for. */
const SIZES = ['2', '8']

const SHOPS = 5_000
const SCHOOLS = 580
/** The days over which the payments were made, the last one today. */
const DAYS = 200
const [GRANT, SPENT] = [10_000_000, 100]

const TIMES = 9
const [GOAL_OF_PAGES_MS, GOAL_OF_SETTLEMENTS_MS] = [300, 10_000]
const TILLS = 4
const ALONE_MS = 2_000

const say = (line = '') => process.stdout.write(`${line}\n`)
const count = (number: number) => Math.round(number).toLocaleString('en')
const inMilliseconds = (milliseconds: number) => `${count(milliseconds)} ms`

const peopleAndShops = (people: number) => `
  set session_replication_role = replica;
  set synchronous_commit = off;
  insert into campaigns (name, applications_open_on, starts_on, prepayments_expire_on, ends_on, card_number_daily_cap_cents, opened_at, announced_at)
    values ('Campagne', current_date - ${DAYS + 30}, current_date - ${DAYS}, current_date + 90, current_date + 100, 100000, now(), now());
  insert into benefits (campaign_id, rule, label, wallet_kind, amount_cents) values (1, 'pupil-first-time', 'première entrée', 'MANUEQUIP', ${GRANT});
  insert into partner_types select 'type' || i, 'Type ' || i from generate_series(1, 12) i;
  insert into partners (code, name, type_code, street, postcode, town, accepts_prepayments, accepts_online_payments)
    select 'P' || i, 'LIBRAIRIE ' || i, 'type' || 1 + i % 12, i || ' rue des Livres', '80000', 'Ville ' || i % 320, true, true
    from generate_series(1, ${SHOPS}) i;
  insert into staff (email, name, password_hash, partner_id) select 'caisse' || i || '@example.org', 'Caisse', 'none', i from generate_series(1, 2) i;
  insert into workplaces (staff_id, partner_id, roles, added_at) select id, partner_id, '{manager}', now() from staff;
  insert into staff (email, name, password_hash, region_roles) values ('agent@example.org', 'Agent', 'none', '{preparer}');
  insert into files (id, policy, media_type, bytes, created_at) values ('photo', 'photo', 'image/jpeg', 'photo', now());
  insert into schools (uai, name, kind, town, postcode, takes_pupils, takes_apprentices)
    select lpad(i::text, 7, '0') || substr('ABCDEFGHJKLMNPRSTUVWXYZ', 1 + i % 23, 1), 'Lycée ' || i, 'lycée', 'Ville ' || i % 320,
      (array['02', '59', '60', '62', '80'])[1 + i % 5] || '000', true, true
    from generate_series(1, ${SCHOOLS}) i;
  insert into levels values ('seconde', 'Seconde');
  insert into courses (code, label, level_code) values ('seconde', 'Seconde générale', 'seconde');
  insert into beneficiaries (civility, last_name, first_name, birth_date, email, created_at)
    select 'M', 'MARTIN ' || md5(i::text), 'Jean', '2010-06-17', i || '@example.org', now() from generate_series(1, ${people}) i;
  insert into card_applications
      (file_number, beneficiary_id, campaign_id, state, photo_file_id, situation, school_id, course_code, scholarship_holder, benefit_rule, created_at, submitted_at, decided_at)
    select (1000000000::bigint + i)::text, i, 1, 'validated', 'photo', 'pupil', 1 + i % ${SCHOOLS}, 'seconde', false, 'pupil-first-time',
      at, at, at + interval '3 days'
    from generate_series(1, ${people}) i, lateral (select now() - make_interval(days => 5 + (i * 7 % ${DAYS})::integer) as at) a;
  insert into wallets (beneficiary_id, campaign_id, kind, closes_on, granted_cents, balance_cents)
    select i, 1, 'MANUEQUIP', current_date + 100, ${GRANT}, ${GRANT} from generate_series(1, ${people}) i;
  insert into transactions (request_id, kind, wallet_id, amount_cents, balance_after_cents, at)
    select gen_random_uuid(), 'grant', i, ${GRANT}, ${GRANT}, now() - interval '${DAYS} days' from generate_series(1, ${people}) i`

/** One line in a hundred is the first shop's: nobody has a larger one. */
const paymentsOf = (people: number, each: number) => `
  set session_replication_role = replica;
  set synchronous_commit = off;
  set maintenance_work_mem = '512MB';
  -- Indexes are made again at the end: five times as fast as line by line.
  create temporary table indexes as select indexname, indexdef from pg_indexes where tablename = 'transactions' and indexname <> 'transactions_pkey';
  do $$ declare i record; begin
    alter table transactions drop constraint a_request_is_posted_once;
    for i in select * from indexes where indexname <> 'a_request_is_posted_once' loop execute 'drop index ' || i.indexname; end loop;
  end $$;
  insert into transactions (request_id, kind, wallet_id, partner_id, channel, amount_cents, balance_after_cents, at)
    select gen_random_uuid(), 'payment', i, case when (i + n) % 100 = 0 then 1 else 1 + (i * 31 + n * 7919) % ${SHOPS} end, 'online', ${SPENT},
      ${GRANT} - n * ${SPENT}, now() - make_interval(days => ((${each} - n) * ${DAYS} / ${each})::integer, secs => i % 1000)
    from generate_series(1, ${each}) n, generate_series(1, ${people}) i;
  do $$ declare i record; begin
    for i in select * from indexes where indexname <> 'a_request_is_posted_once' loop execute i.indexdef; end loop;
    alter table transactions add constraint a_request_is_posted_once unique (request_id);
  end $$;
  drop table indexes;
  update wallets set balance_cents = ${GRANT} - ${each} * ${SPENT}, spent_cents = ${each} * ${SPENT}`

const PAGES = [
  ['what is due to partners', 'agent', '/region/reversements'],
  ['before a settlement', 'agent', '/region/reversements/preparation'],
  ['the figures', 'agent', '/region/chiffres'],
  ['the figures by school', 'agent', '/region/chiffres/etablissements'],
  ['the Region’s home', 'agent', '/region'],
  ['the largest shop’s home', 'shop', '/partenaire'],
  ['its transactions', 'shop', '/partenaire/transactions'],
  ['those of a day', 'shop', '/partenaire/transactions?du=DAY&au=DAY'],
] as const

interface Payments {
  payments: number
  p95: number
  worst: number
}

interface Measured {
  people: number
  lines: number
  summedInSeconds: number
  countedInSeconds: number
  pages: { what: string; median: number; worst: number }[]
  settlement: { milliseconds: number; partners: number; meanwhile: Payments; alone: Payments }
  checkedInSeconds: number
}

/** @param args what follows `growth` */
export async function growth(args: string[]): Promise<void> {
  const sizes = args.length > 0 ? args : SIZES
  const all: Measured[] = []
  for (const size of sizes) {
    const people = PEOPLE_BY_MILLIONS[size]
    if (people === undefined) throw new Error(`npm run bench -- growth [${Object.keys(PEOPLE_BY_MILLIONS).join(' ')}]`)
    all.push(await grown(people, Number(size) * MILLION))
    tell(all)
  }
}

async function grown(people: number, lines: number): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'generation-hdf-growth-'))
  const database = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), log: say })
  const url = database.ownerUrl
  try {
    // Its start migrates.
    await end((await serve(url, folder)).program)
    const started = performance.now()
    await withClient(url, async (client) => {
      await client.query(peopleAndShops(people))
      // A grant is a line too.
      await client.query(paymentsOf(people, Math.round(lines / people) - 1))
      await client.query('vacuum analyze')
      await client.query('checkpoint')
    })
    say(`${count(lines)} lines of ${count(people)} people made in ${count((performance.now() - started) / 1_000)} s`)
    return await measured(url, folder, people)
  } finally {
    await database.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function serve(url: string, folder: string): Promise<{ program: ChildProcess; port: number }> {
  const port = await freePort()
  const env = { DATABASE_URL: url, DATA_DIR: join(folder, 'site'), DEMO: '0', PORT: `${port}`, METRICS_PORT: '0', WEB_PROCESSES: '1' }
  return { program: await serverOnAllCores([SERVER, 'web'], port, { ...env, PUBLIC_URL: `http://localhost:${port}` }), port }
}

async function measured(url: string, folder: string, people: number): Promise<Measured> {
  const pool = openPool(url, { max: 2 })
  const started = performance.now()
  const db = openDatabase(pool)
  await sumUp(db)
  const summedInSeconds = (performance.now() - started) / 1_000
  const counting = performance.now()
  await countingOfFigures.run({ db, clock: { now: () => new Date() } } as unknown as Site)
  const countedInSeconds = (performance.now() - counting) / 1_000
  const { rows } = await pool.query<{ lines: number }>('select count(*) as lines from transactions')
  const { program, port } = await serve(url, folder)
  try {
    const sessions = await withClient(url, async (client) => ({
      agent: await signIn(client, { staff: 3 }),
      shop: await signIn(client, { staff: 1 }),
    }))
    const pages = []
    for (const [what, who, path] of PAGES) pages.push({ what, ...(await timesOf(port, path, sessions[who])) })
    const settlement = await settled(url, port, sessions.agent, people)
    return {
      people,
      lines: rows[0]?.lines ?? 0,
      summedInSeconds,
      countedInSeconds,
      pages,
      settlement,
      checkedInSeconds: checked(url, folder),
    }
  } finally {
    await end(program)
    await pool.end()
  }
}

async function timesOf(port: number, path: string, { cookie }: SignedIn): Promise<{ median: number; worst: number }> {
  const day = new Date(Date.now() - 40 * 86_400_000).toLocaleDateString('fr-FR', { day: '2-digit', month: '2-digit', year: 'numeric' })
  const times: number[] = []
  // The first one reads from the disk, and makes plans.
  for (let time = 0; time <= TIMES; time += 1) {
    const started = performance.now()
    const answer = await fetch(`http://127.0.0.1:${port}${path.replaceAll('DAY', encodeURIComponent(day))}`, { headers: { cookie } })
    await answer.arrayBuffer()
    if (answer.status !== 200) throw new Error(`${path} answers ${answer.status}`)
    if (time > 0) times.push(performance.now() - started)
  }
  const ordered = times.toSorted((a, b) => a - b)
  return { median: ordered[TIMES >> 1] ?? 0, worst: ordered.at(-1) ?? 0 }
}

const PAYMENT = `select * from post_transaction(gen_random_uuid(), 'payment', $1, ${SPENT}, now(), $2, null, 'online')`

/** Tills that take payments one after the other while something is done: how long each payment took. */
async function paidMeanwhile<T>(url: string, people: number, work: () => Promise<T>): Promise<Payments & { result: T }> {
  const tills = openPool(url, { max: TILLS })
  const taken: number[] = []
  let isOver = false
  const till = async () => {
    while (!isOver) {
      const started = performance.now()
      await tills.query(PAYMENT, [1 + Math.floor(Math.random() * people), 1 + Math.floor(Math.random() * SHOPS)])
      taken.push(performance.now() - started)
    }
  }
  const paying = Promise.all(Array.from({ length: TILLS }, till))
  const result = await work()
  isOver = true
  await paying
  await tills.end()
  const ordered = taken.toSorted((a, b) => a - b)
  return { result, payments: ordered.length, p95: ordered[Math.floor(ordered.length * 0.95)] ?? 0, worst: ordered.at(-1) ?? 0 }
}

/** Settles what is due to all shops as an agent does, while tills take payments; and these without it. */
async function settled(url: string, port: number, { cookie, csrf }: SignedIn, people: number): Promise<Measured['settlement']> {
  const alone = await paidMeanwhile(url, people, () => sleep(ALONE_MS))
  const meanwhile = await paidMeanwhile(url, people, async () => {
    const started = performance.now()
    const answer = await fetch(`http://127.0.0.1:${port}/region/reversements/preparation`, {
      ...{ method: 'POST', redirect: 'manual', headers: { cookie } },
      body: new URLSearchParams({ _csrf: csrf }),
    })
    if (answer.status !== 303) throw new Error(`a settlement answers ${answer.status}`)
    return performance.now() - started
  })
  const { rows } = await withClient(url, (client) =>
    client.query<{ partners: number }>(
      'select count(*)::integer as partners from settlement_lines group by settlement_id order by settlement_id desc limit 1',
    ),
  )
  return { milliseconds: meanwhile.result, partners: rows[0]?.partners ?? 0, meanwhile, alone }
}

function checked(url: string, folder: string): number {
  const started = performance.now()
  const env = { ...process.env, DATABASE_URL: url, DATA_DIR: join(folder, 'site') }
  const { status, stderr } = spawnSync(process.execPath, [SERVER, 'ledger:check'], { env, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return (performance.now() - started) / 1_000
}

function tell(all: Measured[]): void {
  const row = (what: string, told: (one: Measured) => string) => say(`| ${[what, ...all.map(told)].join(' | ')} |`)
  row('', ({ people, lines }) => `${count(people)} people, ${(lines / MILLION).toFixed(1)} million lines`)
  row('---', () => '---')
  for (const [index, [what]] of PAGES.entries())
    row(what, ({ pages }) => `${inMilliseconds(pages[index]?.median ?? 0)}, at most ${inMilliseconds(pages[index]?.worst ?? 0)}`)
  row('a settlement', ({ settlement: { milliseconds, partners } }) => `${inMilliseconds(milliseconds)}, ${count(partners)} shops`)
  const inWords = ({ payments, p95, worst }: Payments) => `${count(payments)}, p95 ${inMilliseconds(p95)}, at most ${inMilliseconds(worst)}`
  row('payments meanwhile', ({ settlement }) => inWords(settlement.meanwhile))
  row('payments without it', ({ settlement }) => inWords(settlement.alone))
  row('figures counted', ({ countedInSeconds }) => `${countedInSeconds.toFixed(1)} s`)
  row('all of it summed', ({ summedInSeconds }) => `${count(summedInSeconds)} s`)
  row('ledger:check, clean', ({ checkedInSeconds }) => `${count(checkedInSeconds)} s`)
  const slowest = Math.max(...all.flatMap(({ pages }) => pages.map(({ median }) => median)))
  const longest = Math.max(...all.map(({ settlement }) => settlement.milliseconds))
  const verdict = (isReached: boolean) => (isReached ? 'reached' : 'MISSED')
  say(
    `goals: pages under ${GOAL_OF_PAGES_MS} ms ${verdict(slowest < GOAL_OF_PAGES_MS)}, a settlement under ten seconds ${verdict(longest < GOAL_OF_SETTLEMENTS_MS)}`,
  )
}
