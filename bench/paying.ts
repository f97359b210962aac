import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, startEmbeddedPostgres } from '../src/embedded-postgres/index.ts'
import { sumUp } from '../src/features/money/sums/index.ts'
import { ibanOf } from '../src/features/partners/bank-accounts/account.ts'
import { readConfig } from '../src/platform/config.ts'
import { openDatabase, openPool } from '../src/platform/database/index.ts'
import { encrypt } from '../src/platform/encryption.ts'
import { openKeys } from '../src/platform/secrets.ts'
import { type SignedIn, signIn, withClient } from './database.ts'
import { end, serverOnAllCores } from './processes.ts'

/**
 * `npm run bench -- paying [SHOPS [LINES]]`: a run of so many shops, from the settlement to the ZIP of all its statements, while a shop's page is
 * asked for and payments are taken all the time. One process serves everybody, as it would on the smallest machine.
 */
const [SHOPS, LINES] = [5_000, 20]
const TILLS = 4
const SPENT = 100
const GOAL_MS = 300
const SERVER = 'dist/server/main.js'
const IBAN = 'FR7630006000011234567890189'

type Say = (line: string) => void

const shopsPaid = (shops: number, lines: number) => `
  set session_replication_role = replica;
  insert into campaigns (name, applications_open_on, starts_on, prepayments_expire_on, ends_on, card_number_daily_cap_cents, opened_at, announced_at)
    values ('Campagne', current_date - 90, current_date - 60, current_date + 90, current_date + 100, 100000, now(), now());
  insert into benefits (campaign_id, rule, label, wallet_kind, amount_cents) values (1, 'pupil-first-time', 'première entrée', 'MANUEQUIP', 10000000);
  insert into partner_types values ('librairie', 'Librairie');
  insert into partners (code, name, type_code, street, postcode, town, accepts_prepayments, accepts_online_payments)
    select 'P' || i, 'LIBRAIRIE ' || i, 'librairie', i || ' rue des Livres', '80000', 'Amiens', true, true from generate_series(1, ${shops}) i;
  insert into staff (email, name, password_hash, partner_id) values ('caisse@example.org', 'Caisse', 'none', 1);
  insert into workplaces (staff_id, partner_id, roles, added_at) select id, partner_id, '{manager}', now() from staff;
  insert into staff (email, name, password_hash, region_roles) values
    ('agent@example.org', 'Agent', 'none', '{preparer}'), ('seconde@example.org', 'Seconde', 'none', '{approver}');
  insert into organisations (siren, legal_name) values ('123456789', 'SARL LIVRES');
  insert into sirets (partner_id, organisation_id, siret) select i, 1, '123456789' || lpad(i::text, 5, '0') from generate_series(1, ${shops}) i;
  insert into beneficiaries (civility, last_name, first_name, birth_date, email, created_at)
    select 'M', 'MARTIN ' || i, 'Jean', '2010-06-17', i || '@example.org', now() from generate_series(1, ${lines}) i;
  insert into wallets (beneficiary_id, campaign_id, kind, closes_on, granted_cents, balance_cents, spent_cents)
    select i, 1, 'MANUEQUIP', current_date + 100, 1000000000, 1000000000 - ${shops * SPENT}, ${shops * SPENT} from generate_series(1, ${lines}) i;
  insert into transactions (request_id, kind, wallet_id, amount_cents, balance_after_cents, at)
    select gen_random_uuid(), 'grant', i, 1000000000, 1000000000, now() - interval '60 days' from generate_series(1, ${lines}) i;
  insert into transactions (request_id, kind, wallet_id, partner_id, channel, amount_cents, balance_after_cents, at)
    select gen_random_uuid(), 'payment', i, n, 'online', ${SPENT}, 1000000000 - n * ${SPENT}, now() - make_interval(days => n % 30)
    from generate_series(1, ${shops}) n, generate_series(1, ${lines}) i;
  insert into bank_accounts (organisation_id, holder, iban_encrypted, iban_mark, iban_first4, iban_last4, state, proposed_by, proposed_at, decided_by, decided_at, usable_from)
    values (1, 'SARL LIVRES', '', '', 'FR76', '0189', 'agreed', 2, now() - interval '9 days', 3, now() - interval '9 days', now() - interval '7 days');
  insert into bank_account_partners (bank_account_id, partner_id, paid_since) select 1, i, now() - interval '7 days' from generate_series(1, ${shops}) i`

/** @param args what follows `paying` */
export async function paying(args: string[], say: Say): Promise<void> {
  const [shops = SHOPS, lines = LINES] = args.map(Number)
  if (!(shops >= 1 && lines >= 1)) throw new Error('npm run bench -- paying [SHOPS [LINES]]')
  const folder = mkdtempSync(join(tmpdir(), 'generation-hdf-paying-'))
  const database = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), log: say })
  const url = database.ownerUrl
  try {
    // Its start migrates, and makes the keys.
    await end((await serve(url, folder)).program)
    await fill(url, folder, shops, lines)
    const { program, port } = await serve(url, folder)
    try {
      say(`${shops} shops of ${lines} lines each`)
      await paysThem({ url, port, program, say })
    } finally {
      await end(program)
    }
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

async function fill(url: string, folder: string, shops: number, lines: number): Promise<void> {
  await withClient(url, (client) => client.query(shopsPaid(shops, lines)))
  const db = openDatabase(openPool(url, { max: 2 }))
  try {
    const keys = await openKeys(readConfig({ DATABASE_URL: url, DATA_DIR: join(folder, 'site') }), db)
    const iban_encrypted = encrypt(keys, IBAN, ibanOf({ id: 1 }))
    await db.updateTable('bank_accounts').set({ iban_encrypted }).where('id', '=', 1).execute()
    await sumUp(db)
  } finally {
    await db.destroy()
  }
  await withClient(url, (client) => client.query('vacuum analyze'))
}

interface Running {
  url: string
  port: number
  program: ChildProcess
  say: Say
}

async function paysThem({ url, port, program, say }: Running): Promise<void> {
  const { agent, second, shop } = await withClient(url, async (client) => ({
    agent: await signIn(client, { staff: 2 }),
    second: await signIn(client, { staff: 3 }),
    shop: await signIn(client, { staff: 1 }),
  }))
  const meanwhile = <T>(what: string, work: () => Promise<T>) => whileTillsAnswer({ url, port, shop, say }, what, work)
  await meanwhile('nothing else', () => new Promise((resolve) => setTimeout(resolve, 3_000)))
  await meanwhile('the settlement', () => post(port, agent, '/region/reversements/preparation'))
  await meanwhile('what a second person agrees to', () => post(port, second, '/region/a-valider/1', { action: 'agree' }))
  await meanwhile('its file', () => post(port, agent, '/region/reversements/1/virements', { action: 'mandates' }))
  await post(port, agent, '/region/fichiers-de-virements/1')
  const bytes = await meanwhile('the ZIP of its statements', () => downloaded(port, agent, '/region/fichiers-de-virements/1/fichier'))
  const held = mostHeld(program)
  say(
    `the ZIP is of ${(bytes / 1e6).toFixed(1)} MB; the server held at most ${held === null ? 'what this system does not say' : `${held} MB`}`,
  )
}

async function post(port: number, { cookie, csrf }: SignedIn, path: string, fields: Record<string, string> = {}): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    ...{ method: 'POST', redirect: 'manual', headers: { cookie } },
    body: new URLSearchParams({ _csrf: csrf, ...fields }),
  })
  if (answer.status !== 303) throw new Error(`${path} answers ${answer.status}`)
}

/** @returns how many bytes came */
async function downloaded(port: number, { cookie }: SignedIn, path: string): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { cookie } })
  if (answer.status !== 200 || !answer.body) throw new Error(`${path} answers ${answer.status}`)
  let bytes = 0
  for await (const piece of answer.body) bytes += piece.length
  return bytes
}

const PAYMENT = `select * from post_transaction(gen_random_uuid(), 'payment', $1, ${SPENT}, now(), $2, null, 'online')`

/** A shop's home, and payments, asked for all the time while something is done: how long each took. */
async function whileTillsAnswer<T>(
  { url, port, shop, say }: Pick<Running, 'url' | 'port' | 'say'> & { shop: SignedIn },
  what: string,
  work: () => Promise<T>,
): Promise<T> {
  const tills = openPool(url, { max: TILLS })
  const taken = { pages: [] as number[], payments: [] as number[] }
  let isOver = false
  const allTheTime = async (times: number[], ask: () => Promise<unknown>) => {
    while (!isOver) {
      const started = performance.now()
      await ask()
      times.push(performance.now() - started)
    }
  }
  const home = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/partenaire`, { headers: { cookie: shop.cookie } })
    await answer.arrayBuffer()
    if (answer.status !== 200) throw new Error(`a shop's home answers ${answer.status}`)
  }
  const asking = Promise.all([
    ...Array.from({ length: 2 }, () => allTheTime(taken.pages, home)),
    ...Array.from({ length: TILLS }, (_, till) => allTheTime(taken.payments, () => tills.query(PAYMENT, [1, till + 1]))),
  ])
  const started = performance.now()
  const result = await work()
  const seconds = (performance.now() - started) / 1_000
  isOver = true
  await asking
  await tills.end()
  say(`  during ${what} (${seconds.toFixed(1)} s): pages ${inWords(taken.pages)}; payments ${inWords(taken.payments)}`)
  return result
}

function inWords(times: number[]): string {
  const ordered = times.toSorted((a, b) => a - b)
  const p95 = ordered[Math.floor(ordered.length * 0.95)] ?? 0
  return `${ordered.length}, p95 ${Math.round(p95)} ms ${p95 < GOAL_MS ? 'reached' : 'MISSED'}, at most ${Math.round(ordered.at(-1) ?? 0)} ms`
}

/** The most that a process has held, in megabytes; null where the system does not say. */
function mostHeld({ pid }: ChildProcess): number | null {
  try {
    return Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_000)
  } catch {
    return null
  }
}
