import { freePort } from '../src/embedded-postgres/index.ts'
import { BENEFICIARIES, CAMPAIGNS, FEW, untilJobsAreDone, WALLETS, withClient } from './database.ts'
import { end, serverOnAllCores } from './processes.ts'

const SERVER = 'dist/server/main.js'

/** How long each job took that the clock does: a worker starts on the database, finds that none was done, and does them all. */
async function jobsOf(url: string): Promise<Map<string, number>> {
  const port = await freePort()
  await withClient(url, (client) => client.query('delete from job_runs'))
  // Nobody takes its mails: they wait, as on a day on which the post is away.
  const post = 'smtp://127.0.0.1:9'
  const worker = await serverOnAllCores([SERVER, 'worker'], port, { DATABASE_URL: url, DEMO: '0', METRICS_PORT: `${port}`, SMTP_URL: post })
  try {
    await untilJobsAreDone(url)
    return secondsIn(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text())
  } finally {
    await end(worker)
  }
}

const secondsIn = (metrics: string): Map<string, number> =>
  new Map(
    [...metrics.matchAll(/^job_last_run_seconds\{job="([^"]+)"\} ([\d.e+-]+)$/gm)].map(([, job, seconds]) => [
      job as string,
      Number(seconds),
    ]),
  )

const WALLETS_ALL = WALLETS + FEW + BENEFICIARIES

/**
 * Opens the campaigns by their job, one of few people and one of all, on statistics of the day before; then the same night when the wallets
 * of a hundred thousand close.
 */
export async function night(url: string) {
  // Two days: around midnight the database's day may be the one before that of the program.
  const openLater = `update campaigns set starts_on = current_date + 2 where id = ${CAMPAIGNS.all}`
  const openToday = `update campaigns set starts_on = current_date where id = ${CAMPAIGNS.all}`
  await withClient(url, (client) => client.query(openLater))
  const few = (await jobsOf(url)).get('open-campaigns') as number
  await withClient(url, (client) => client.query(`${openToday}; checkpoint`))
  const all = (await jobsOf(url)).get('open-campaigns') as number
  await withClient(url, async (client) => {
    const { rows } = await client.query<{ wallets: number }>('select count(*)::int as wallets from wallets')
    if (rows[0]?.wallets !== WALLETS_ALL) throw new Error(`${rows[0]?.wallets} wallets instead of ${WALLETS_ALL}`)
    await client.query(`update wallets set closes_on = current_date - 1 where campaign_id = ${CAMPAIGNS.current}`)
    await client.query('update prepayments set expires_on = current_date - 1')
  })
  return { few, all, jobs: await jobsOf(url) }
}
