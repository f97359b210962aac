import type { DatabaseUrls } from './embedded-postgres/index.ts'
import type { Config } from './platform/config.ts'
import { openDatabase, openPool } from './platform/database/index.ts'
import { migrate } from './platform/database/migrate.ts'
import { FileStore, StoreAway } from './platform/file-store.ts'
import { checkStore, type Moving, moveToDatabase, moveToStore, ownStore, setLeft } from './platform/files-in-store.ts'
import type { Log } from './platform/log.ts'
import { openKeys } from './platform/secrets.ts'

const USAGE = 'npm run files -- to-store|to-database|check|own'

/** Nobody waits for a page. */
const STORE_MS = 60_000

const say = (sentence: string) => void process.stdout.write(`${sentence}\n`)

const VERBS: Record<string, (moving: Moving) => Promise<void>> = {
  async 'to-store'(moving) {
    await setLeft(moving.db, false)
    say(`${await moveToStore(moving)} fichiers sont passés de la base au magasin.`)
  },
  async 'to-database'(moving) {
    say(`${await moveToDatabase(moving)} fichiers sont revenus dans la base. Plus aucun ne va au magasin : FILES_URL peut être retirée.`)
  },
  async check(moving) {
    const { inStore, without, unnamed } = await checkStore(moving)
    say(`${inStore} fichiers dans le magasin, ${without.length} sans leur contenu, ${unnamed.size} objets que rien ne nomme.`)
    if (without.length > 0)
      throw new Error(without.map(({ id, policy }) => `Le fichier ${id} (${policy}) n’est pas dans le magasin.`).join('\n'))
  },
  async own(moving) {
    await ownStore(moving)
    say('Ce magasin est celui de cette base : ce que rien n’y nomme sera effacé.')
  },
}

/**
 * `npm run files -- to-store`, `to-database`: moves files, beside a running site; ended half-way, it goes on the next time. `check` finds those
 * whose bytes are nowhere. `own`: after a restore, this database is the one whose files are in the store.
 * @throws Error in words when it is refused, or when files are missing
 */
export async function filesAt(
  { url, ownerUrl }: DatabaseUrls,
  { args: [verb = ''], config, log }: { args: string[]; config: Config; log: Log },
): Promise<void> {
  const act = VERBS[verb]
  if (!act) throw new Error(USAGE)
  if (!config.files) throw new StoreAway()
  const role = await migrate(ownerUrl, url)
  const db = openDatabase(openPool(url, { role }))
  try {
    await act({ db, log, ibanKey: await openKeys(config, db), fileStore: new FileStore(config.files, log, STORE_MS) })
  } finally {
    await db.destroy()
  }
}
