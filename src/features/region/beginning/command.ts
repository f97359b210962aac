import { dirname, join } from 'node:path'
import { places } from '../../../places.ts'
import { record } from '../../../platform/audit.ts'
import type { Config } from '../../../platform/config.ts'
import { bringToStore, copyFromStore } from '../../../platform/copied-files.ts'
import { backUp, restore } from '../../../platform/database/backup.ts'
import { inTransaction, openDatabase, openPool } from '../../../platform/database/index.ts'
import { migrate } from '../../../platform/database/migrate.ts'
import { FileStore } from '../../../platform/file-store.ts'
import { mustHaveItsStore } from '../../../platform/files-in-store.ts'
import type { Log } from '../../../platform/log.ts'
import { keysAtHand, openKeys } from '../../../platform/secrets.ts'
import { administratorWords } from './beginning.ts'
import { facts } from './facts.ts'
import { makeAdministrator } from './make-administrator.ts'

interface Call {
  args: string[]
  config: { publicUrl: string; demo: boolean; smtpUrl?: string | undefined }
}

/** Nobody waits for a page. */
const STORE_MS = 60_000

const filesBeside = (file: string): string => join(dirname(file), 'files')

const USAGE = 'npm run administrator -- [--rescue] ADRESSE "NOM"'

/**
 * `npm run administrator -- [--rescue] EMAIL "NAME"`: an administrator's account, and on the terminal the link that opens it.
 * @throws Error in words when it is refused
 */
export async function administratorAt({ url, ownerUrl }: { url: string; ownerUrl: string }, { args, config }: Call): Promise<void> {
  const words = args.filter((word) => word !== '--rescue')
  if (words.length !== 2) throw new Error(USAGE)
  const typed = administratorWords.safeParse(words)
  if (!typed.success) throw new Error(typed.error.issues[0]?.message)
  const [email, name] = typed.data
  const role = await migrate(ownerUrl, url)
  const db = openDatabase(openPool(url, { max: 1, role }))
  try {
    // An account would keep the demonstration from being loaded, and it has its own.
    if (config.demo && !(await db.selectFrom('staff_members').select('id').limit(1).executeTakeFirst()))
      throw new Error('La démonstration apporte ses propres comptes : lancez npm start. Pour une vraie installation, donnez DEMO=0.')
    const token = await inTransaction(db, new Date(), (tx) =>
      makeAdministrator(tx, { kind: 'server' }, { email, name, isRescue: args.includes('--rescue'), publicUrl: config.publicUrl }),
    )
    const mail = config.smtpUrl ? 'Un mail lui apporte aussi un lien, dès que le site tourne.' : 'Sans SMTP_URL, aucun mail ne part.'
    process.stdout.write(
      `\nCompte d’administrateur de ${name}, ${email}. Pour choisir son mot de passe, dans les 72 heures :\n\n  ${config.publicUrl}${places.public.staffPassword.to({ token })}\n\nQui a ce lien a le compte : remettez-le de la main à la main. ${mail}\n`,
    )
  } finally {
    await db.destroy()
  }
}

/**
 * `npm run backup -- FILE`: the whole database in one file, and beside it, in the folder `files`, what it has in a store and the folder has not
 * yet; the journal keeps when, for « Mise en route ».
 */
export async function backUpAt(connectionString: string, file: string, { config, log }: { config: Config; log: Log }): Promise<void> {
  const db = openDatabase(openPool(connectionString, { max: 2 }))
  try {
    const ibanKey = await openKeys(config, db)
    const inStore = await backUp(connectionString, file, ibanKey)
    const fileStore = config.files && new FileStore(config.files, log, STORE_MS)
    await mustHaveItsStore(db, fileStore)
    if (fileStore) await copyFromStore({ db, log, ibanKey, fileStore }, inStore, filesBeside(file))
    await inTransaction(db, new Date(), (tx) => record(tx, { at: tx.now, fact: facts['backup.made'] }))
  } finally {
    await db.destroy()
  }
}

/**
 * `npm run restore -- FILE`: the same back, into a database that nobody has used, and into the store what it has not.
 * @throws StoreAway before anything is written, when the store is
 * @throws Error in words when files are missing: the rest is restored
 */
export async function restoreAt(
  { url, ownerUrl }: { url: string; ownerUrl: string },
  file: string,
  { config, log }: { config: Config; log: Log },
): Promise<void> {
  const fileStore = config.files && new FileStore(config.files, log, STORE_MS)
  // Once the database is filled, it cannot be restored again.
  await fileStore?.all().next()
  await migrate(ownerUrl, url)
  await restore(ownerUrl, file, () => keysAtHand(config))
  const db = openDatabase(openPool(ownerUrl, { max: 2 }))
  try {
    await mustHaveItsStore(db, fileStore)
    if (!fileStore) return
    const { brought, missing } = await bringToStore({ db, log, ibanKey: keysAtHand(config), fileStore }, filesBeside(file))
    process.stdout.write(`${brought} fichiers remis dans le magasin.\n`)
    if (missing.length > 0)
      throw new Error(`La base est restaurée, mais ces fichiers manquent au magasin et dans ${filesBeside(file)} : ${missing.join(', ')}`)
  } finally {
    await db.destroy()
  }
}
