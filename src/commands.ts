import { databaseOf } from './database.ts'
import type { DatabaseUrls } from './embedded-postgres/index.ts'
import { importRoads } from './features/aid/distances/index.ts'
import { checkSealsAt } from './features/money/seals/command.ts'
import { checkLedgerAt } from './features/money/wallets/command.ts'
import { loadTowns, streetsImporter } from './features/people/addresses/index.ts'
import { administratorAt, backUpAt, restoreAt } from './features/region/beginning/command.ts'
import { coursesImporter, schoolsImporter } from './features/schools/schools/index.ts'
import { filesAt } from './files.ts'
import { keysAt } from './keys.ts'
import type { Config } from './platform/config.ts'
import { migrate } from './platform/database/migrate.ts'
import { type Importer, importFile } from './platform/import/load.ts'
import type { Log } from './platform/log.ts'
import { serve } from './serve.ts'

interface Call {
  config: Config
  args: string[]
  log: Log
  clientDir: string
  /** The file that this program is. */
  program: string
}

/** Runs on the database that is configured, or on the embedded one, started for the time it takes if it is not running. */
const onDatabase =
  (run: (database: DatabaseUrls, call: Call) => Promise<void>) =>
  async (call: Call): Promise<void> => {
    const database = await databaseOf(call.config, ({ findOrStartPostgres }) => findOrStartPostgres(call.config.dataDir))
    try {
      return await run(database, call)
    } finally {
      await database.stop()
    }
  }

/** What the program does, by the word it is started with: `npm run <word>`. */
export const commands: Record<string, (call: Call) => Promise<void>> = {
  serve: (call) => serve(call, ['web', 'worker']),
  web: (call) => serve(call, ['web']),
  worker: (call) => serve(call, ['worker']),
  administrator: onDatabase(administratorAt),
  backup: onDatabase(({ url }, call) => backUpAt(url, fileOf(call.args, 'npm run backup -- FICHIER'), call)),
  files: onDatabase(filesAt),
  keys: onDatabase(keysAt),
  'ledger:check': onDatabase(({ url }, call) => allOf(checkLedgerAt(url), checkSealsAt(url, call))),
  import: (call) => (call.args[0] === 'roads' ? importRoadsOf(call) : onDatabase(importReferenceData)(call)),
  restore: onDatabase((database, call) => restoreAt(database, fileOf(call.args, 'npm run restore -- [--incomplete] FICHIER'), call)),
}

/** Both are done, and whatever each complains of is said. */
async function allOf(...checks: Promise<void>[]): Promise<void> {
  const ends = await Promise.allSettled(checks)
  const complaints = ends.flatMap((end) =>
    end.status === 'rejected' ? [end.reason instanceof Error ? end.reason.message : end.reason] : [],
  )
  if (complaints.length > 0) throw new Error(complaints.join('\n'))
}

/** The file that is named last; before it, nothing but the words that its usage has. */
function fileOf(args: string[], usage: string): string {
  const file = args.at(-1)
  if (!file || file.startsWith('-') || args.slice(0, -1).some((word) => !usage.includes(`[${word}]`))) throw new Error(usage)
  return file
}

/** Reference data by kind, in the order in which they need each other. */
const importers: Record<string, Importer> = { schools: schoolsImporter, courses: coursesImporter, streets: streetsImporter }

/** `npm run import -- roads FILE.osm.pbf`: roads are files of the data folder, no database is needed. */
async function importRoadsOf({ config, args: [, file] }: Call): Promise<void> {
  if (!file) throw new Error('npm run import -- roads FICHIER.osm.pbf')
  await importRoads(config.dataDir, file)
  process.stdout.write('Les routes sont prêtes : elles servent à partir du prochain démarrage du site.\n')
}

/** What the program ends with when some lines of a file were refused, and the others loaded. */
const SOME_REFUSED = 2

/** `npm run import -- streets FILE`: what is wrong in the file is said line by line, the rest is loaded. */
async function importReferenceData({ url, ownerUrl }: DatabaseUrls, { args: [kind = '', file] }: Call): Promise<void> {
  const importer = importers[kind]
  if (!importer || !file) throw new Error(`npm run import -- ${[...Object.keys(importers), 'roads'].join('|')} FICHIER`)
  await migrate(ownerUrl, url)
  await loadTowns(ownerUrl)
  const { read, loaded, refused, left_out } = await importFile(ownerUrl, importer, file, (wrong) => process.stderr.write(`${wrong}\n`))
  const others = left_out > 0 ? `, ${left_out} sans objet` : ''
  process.stdout.write(`${read} lignes lues, ${loaded} chargées, ${refused} refusées${others}\n`)
  if (refused > 0) process.exitCode = SOME_REFUSED
}
