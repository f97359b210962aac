import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { PARTNERS, WALLETS } from './database.ts'

const CONNECTIONS = 8
/** A hundred thousand accounts each: two million of them, and twenty branches, for eight connections. */
const SCALE = 20

export interface Posting {
  how: string
  /** pgbench's own transaction, the reference. */
  tpcb(): Promise<number>
  /** Payments of random wallets, at random shops. */
  atRandom(): Promise<number>
  /** Payments of random wallets, all at one shop. */
  atOneShop(): Promise<number>
}

/** What posts at eight connections: pgbench where there is one, the same statements by `pg` elsewhere. */
export async function postingOn(given: { url: string; referenceUrl: string; folder: string; seconds: number }): Promise<Posting> {
  return spawnSync('pgbench', ['--version']).status === 0 ? byPgbench(given) : byPg(given)
}

const payment = (wallet: string, partner: string) =>
  `select * from post_transaction(gen_random_uuid(), 'payment', ${wallet}, 1, now(), ${partner}, null, 'qr-code', ${partner})`

function byPgbench({ url, referenceUrl, folder, seconds }: Parameters<typeof postingOn>[0]): Posting {
  const run = (args: string[], on: string) => {
    const { status, stdout, stderr } = spawnSync('pgbench', [...args, on], { encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
    return Number(/tps = ([\d.]+) \(without/.exec(stdout)?.[1] ?? 0)
  }
  const load = ['-n', '-M', 'prepared', '-c', `${CONNECTIONS}`, '-j', '2', '-T', `${seconds}`]
  const script = (name: string, partner: string) => {
    const file = join(folder, `${name}.sql`)
    writeFileSync(file, `\\set wallet random(1, ${WALLETS})\n\\set partner ${partner}\n${payment(':wallet', ':partner')};\n`)
    return async () => run([...load, '-f', file], url)
  }
  run(['-i', '-q', '-s', `${SCALE}`], referenceUrl)
  return {
    how: 'pgbench, prepared statements',
    tpcb: async () => run(load, referenceUrl),
    atRandom: script('random', `random(1, ${PARTNERS})`),
    atOneShop: script('one-shop', '7'),
  }
}

async function byPg({ url, referenceUrl, seconds }: Parameters<typeof postingOn>[0]): Promise<Posting> {
  await withPool(referenceUrl, (pool) => pool.query(TPCB_TABLES))
  const paying = (partner: () => number) => () =>
    rate(url, seconds, (client) => client.query({ name: 'pay', text: payment('$1', '$2'), values: [random(WALLETS), partner()] }))
  return {
    how: 'pg, prepared statements (no pgbench here)',
    tpcb: () => rate(referenceUrl, seconds, tpcb),
    atRandom: paying(() => random(PARTNERS)),
    atOneShop: paying(() => 7),
  }
}

const random = (most: number): number => 1 + Math.floor(Math.random() * most)

const TPCB_TABLES = `
  create table pgbench_branches (bid integer primary key, bbalance integer, filler char(88)) with (fillfactor = 100);
  create table pgbench_tellers (tid integer primary key, bid integer, tbalance integer, filler char(84)) with (fillfactor = 100);
  create table pgbench_accounts (aid integer primary key, bid integer, abalance integer, filler char(84)) with (fillfactor = 100);
  create table pgbench_history (tid integer, bid integer, aid integer, delta integer, mtime timestamp, filler char(22));
  insert into pgbench_branches select i, 0, '' from generate_series(1, ${SCALE}) i;
  insert into pgbench_tellers select i, 1 + i / 10, 0, '' from generate_series(1, ${SCALE * 10}) i;
  insert into pgbench_accounts select i, 1 + i / 100000, 0, '' from generate_series(1, ${SCALE * 100_000}) i;
  analyze pgbench_accounts`

/** TPC-B as pgbench has it: seven round trips. */
async function tpcb(client: pg.PoolClient): Promise<void> {
  const [aid, tid, bid, delta] = [random(SCALE * 100_000), random(SCALE * 10), random(SCALE), random(10_000) - 5_000]
  const ask = (name: string, text: string, values: number[]) => client.query({ name, text, values })
  await client.query('begin')
  await ask('a', 'update pgbench_accounts set abalance = abalance + $1 where aid = $2', [delta, aid])
  await ask('s', 'select abalance from pgbench_accounts where aid = $1', [aid])
  await ask('t', 'update pgbench_tellers set tbalance = tbalance + $1 where tid = $2', [delta, tid])
  await ask('b', 'update pgbench_branches set bbalance = bbalance + $1 where bid = $2', [delta, bid])
  await ask('h', 'insert into pgbench_history (tid, bid, aid, delta, mtime) values ($1, $2, $3, $4, current_timestamp)', [
    tid,
    bid,
    aid,
    delta,
  ])
  await client.query('commit')
}

function rate(url: string, seconds: number, transaction: (client: pg.PoolClient) => Promise<unknown>): Promise<number> {
  return withPool(url, async (pool) => {
    const clients = await Promise.all(Array.from({ length: CONNECTIONS }, () => pool.connect()))
    let done = 0
    const started = performance.now()
    const endsAt = started + seconds * 1_000
    await Promise.all(
      clients.map(async (client) => {
        while (performance.now() < endsAt) {
          await transaction(client)
          done += 1
        }
      }),
    )
    for (const client of clients) client.release()
    return done / ((performance.now() - started) / 1_000)
  })
}

async function withPool<T>(url: string, work: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS })
  try {
    return await work(pool)
  } finally {
    await pool.end()
  }
}
