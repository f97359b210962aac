import { places } from '../../../places.ts'
import { record } from '../../../platform/audit.ts'
import type { Config } from '../../../platform/config.ts'
import { stillThere } from '../../../platform/copied-files.ts'
import { backUp, filesBeside, restore } from '../../../platform/database/backup.ts'
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

/** What the program ends with when a backup was made, without some files: what follows a backup, as old ones that are removed, may follow. */
const SOME_LOST = 2

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
 * `npm run backup -- FILE`: the whole database in one file, and beside it, in the folder `files`, the bytes of files that the folder has not yet; the
 * journal keeps when, for « Mise en route ». Where files have lost their bytes, it is made without them, and the program ends with 2.
 */
export async function backUpAt(connectionString: string, file: string, { config, log }: { config: Config; log: Log }): Promise<void> {
  const db = openDatabase(openPool(connectionString, { max: 2 }))
  try {
    const fileStore = config.files && new FileStore(config.files, log, STORE_MS)
    await mustHaveItsStore(db, fileStore)
    const { came, damaged, lost } = await backUp(connectionString, file, { ibanKey: await openKeys(config, db), fileStore })
    await inTransaction(db, new Date(), (tx) => record(tx, { at: tx.now, fact: facts['backup.made'] }))
    say(`Fichiers copiés dans ${filesBeside(file)} : ${came}${damaged > 0 ? `, dont ${damaged} à la place d’une copie abîmée` : ''}.`)
    const missed = await stillThere(db, lost)
    if (missed.length === 0) return
    const words = 'La sauvegarde est faite, sans le contenu de ces fichiers, qui n’est plus entier nulle part'
    process.stderr.write(`${words} : ${missed.join(', ')}\n`)
    process.exitCode = SOME_LOST
  } finally {
    await db.destroy()
  }
}

/**
 * `npm run restore -- [--incomplete] FILE`: the same back, into a database that nobody has used, and into the store what it has not.
 * @throws StoreAway when the store is, Error in words when files are missing and nobody said that they may: nothing is restored
 */
export async function restoreAt(
  { url, ownerUrl }: { url: string; ownerUrl: string },
  file: string,
  { args, config, log }: { args: string[]; config: Config; log: Log },
): Promise<void> {
  const fileStore = config.files && new FileStore(config.files, log, STORE_MS)
  // Heard of at once, and not once all rows are in.
  await fileStore?.all().next()
  await migrate(ownerUrl, url)
  const { brought, missing, lost } = await restore(ownerUrl, file, {
    keys: () => keysAtHand(config),
    fileStore,
    isIncomplete: args.includes('--incomplete'),
  })
  say(`Fichiers remis depuis ${filesBeside(file)} : ${brought}.`)
  if (missing.length > 0) say(`Restaurés sans leur contenu : ${missing.join(', ')}`)
  if (lost.length > 0) say(`Leur contenu n’était déjà plus là quand la sauvegarde a été faite : ${lost.join(', ')}`)
}

const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`)
