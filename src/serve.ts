import { databaseOf } from './database.ts'
import { loadDemonstration } from './demonstration.ts'
import { unreadRoads } from './features/aid/distances/index.ts'
import { workOnImports } from './features/region/imports/index.ts'
import { readBounces } from './features/region/messages/index.ts'
import { jobs } from './jobs.ts'
import { clockFrom } from './platform/clock.ts'
import { type Config, mustSendMails } from './platform/config.ts'
import { figures } from './platform/http/metrics.ts'
import { keepDoing, startJobs } from './platform/jobs.ts'
import type { Log } from './platform/log.ts'
import { deliverBy } from './platform/messages/deliver.ts'
import { push } from './platform/messages/push.ts'
import { CHANNELS, ringDevices, sendMessages } from './platform/messages/send.ts'
import { makeSecret } from './secrets.ts'
import { type OpenSite, openSite, prepareDatabase, siteForJobs } from './site.ts'
import { noticeOf, startMetrics, startWeb } from './web.ts'
import { isOneOfSeveral, serveAsOneOfSeveral, startProcesses } from './web-processes.ts'

interface Call {
  config: Config
  log: Log
  clientDir: string
  /** The file that this program is. */
  program: string
}

/** Serves until SIGTERM or SIGINT: then readiness fails first, requests in flight end, and everything that was started stops. */
export async function serve(call: Call, parts: ('web' | 'worker')[]): Promise<void> {
  if (isOneOfSeveral()) return serveAsOneOfSeveral(call)
  const { config, log, clientDir } = call
  mustSendMails(config)
  const told = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve())
  })
  const database = await databaseOf(config, ({ startEmbeddedPostgres }) =>
    startEmbeddedPostgres({ dataDir: config.dataDir, log: (line) => log.warn({ from: 'postgres' }, line) }),
  )
  const stops: (() => Promise<void>)[] = [() => database.stop()]
  try {
    const prepared = await prepareDatabase(database, log)
    const site = await openSite({ config, database: prepared, clock: clockFrom(config.clockStartsAt), log, clientDir })
    stops.unshift(() => site.close())
    const trouble = config.routing ? undefined : unreadRoads(config.dataDir)
    if (trouble) log.warn(trouble)
    const accounts = config.demo ? await loadDemonstration(site, database.ownerUrl) : ''
    const going: (() => Promise<void>)[] = []
    stops.unshift(async () => void (await Promise.all(going.map((stop) => stop()))))
    if (parts.includes('worker')) going.push(await startWorker(site))
    if (parts.includes('web')) going.push(await (config.webProcesses > 1 ? startWebOnCores(site, call) : startWebHere(site, call)))
    else going.push(startMetrics(site, async () => [await figures()]))
    process.stdout.write(`${accounts}\n  Le site : ${config.publicUrl}\n\n`)
    await told
  } finally {
    // In the reverse order of starting: requests in flight, the mail in hand and the job that runs end together, while everything that
    // they need is still there.
    for (const stop of stops) await stop()
  }
}

/** The web in this very process. */
async function startWebHere(site: OpenSite, { config, clientDir }: Call): Promise<() => Promise<void>> {
  const web = await startWeb(site, clientDir)
  const stopMetrics = startMetrics(site, async () => [await figures()])
  return async () => {
    web.leave()
    await stopMetrics()
    await noticeOf(config)
    await web.drain()
  }
}

/** The web in processes of its own, one a core. */
async function startWebOnCores(site: OpenSite, call: Call): Promise<() => Promise<void>> {
  const { config } = call
  const aheadMs = site.clock.now().getTime() - Date.now()
  const processes = await startProcesses({ database: site.database, aheadMs, processes: config.webProcesses }, call)
  const stopMetrics = startMetrics(site, async () => [await figures(), ...(await processes.figures())])
  return async () => {
    await stopMetrics()
    await processes.stop()
  }
}

async function startWorker(site: OpenSite): Promise<() => Promise<void>> {
  const deliver = deliverBy(site.config)
  const working = siteForJobs(site)
  const stopJobs = startJobs(working, site.database.url, jobs)
  // Each at its own pace: a campaign of mails keeps no SMS waiting, nor does a gateway that is away a mail.
  const sending = CHANNELS.map((channel) => keepDoing((stopping) => sendMessages(site, deliver, makeSecret, stopping, [channel]), 500))
  sending.push(keepDoing((stopping) => ringDevices(site, push, stopping), 500))
  const stopImports = keepDoing((stopping) => workOnImports(working, stopping), 1_000)
  const { bouncesDir } = site.config
  if (bouncesDir) sending.push(keepDoing((stopping) => readBounces(working, bouncesDir, stopping), 30_000))
  return async () => {
    await Promise.all([...sending.map((stop) => stop()), stopJobs(), stopImports()])
    deliver.close?.()
    await working.db.destroy()
  }
}
