import { existsSync } from 'node:fs'
import { openDatabase, openPool } from '../../../platform/database/index.ts'
import { openSealKey } from '../../../platform/secrets.ts'
import { checkSeals } from './check.ts'
import { headsFile, readHeads } from './write-heads.ts'

interface Call {
  args: string[]
  config: Parameters<typeof openSealKey>[0]
}

/**
 * The second half of `npm run ledger:check`: whether the journals are as they were sealed, and as the heads say that were written down; with
 * `-- FILE` also those of a file that left the machine.
 * @throws Error that lists the differences, when there are some
 */
export async function checkSealsAt(connectionString: string, { args, config }: Call): Promise<void> {
  const db = openDatabase(openPool(connectionString, { max: 1 }))
  try {
    const key = await openSealKey(config, db)
    const own = headsFile(config.dataDir)
    const heads = await Promise.all([...(existsSync(own) ? [own] : []), ...args].map(readHeads))
    const { differences, journals } = await checkSeals(db, key, heads.flat())
    for (const { journal, sealed, waiting } of journals)
      process.stdout.write(`Journal of ${journal}: ${sealed} lines are sealed, ${waiting} wait for their seal.\n`)
    if (differences.length > 0) throw new Error(`The journals are not as they were sealed:\n${differences.join('\n')}`)
    process.stdout.write('Every line that is sealed is as it was then.\n')
  } finally {
    await db.destroy()
  }
}
