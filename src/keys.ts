import type { DatabaseUrls } from './embedded-postgres/index.ts'
import { paymentCodesUnderOldKeys } from './features/money/assents/queries.ts'
import { pinsUnderOldKeys } from './features/partners/tills/queries.ts'
import { marksUnderOldKeys } from './features/people/beneficiaries/fingerprint.ts'
import { codesUnderOldKeys } from './features/people/staff-sign-in/sealed.ts'
import { numbersComparedBefore } from './features/requests/enrolment/queries.ts'
import { pupilsListedBefore } from './features/schools/enrolment-lists/queries.ts'
import { clockFrom } from './platform/clock.ts'
import type { Config } from './platform/config.ts'
import { type Db, openDatabase, openPool } from './platform/database/index.ts'
import { migrate } from './platform/database/migrate.ts'
import type { Keys } from './platform/encryption.ts'
import { FileStore } from './platform/file-store.ts'
import { mustHaveItsStore, renewInStore } from './platform/files-in-store.ts'
import type { Log } from './platform/log.ts'
import { markAgain, resealAll } from './platform/resealing.ts'
import { addKey, forgetOldKeys, openKeys, RINGS, servingSince } from './platform/secrets.ts'
import { MARKED, SEALED } from './sealed.ts'

const USAGE = 'npm run keys -- rotate|forget encryption|fingerprints'

/**
 * `npm run keys -- rotate encryption`: from now on what is written is written under a new key. `forget`: the keys before it go, once nothing
 * is under them any more. Both beside a running site.
 * @throws Error in words when it is refused
 */
export async function keysAt(
  { url, ownerUrl }: DatabaseUrls,
  { args: [verb, of = ''], config, log }: { args: string[]; config: Config; log: Log },
) {
  if (!(of === 'encryption' || of === 'fingerprints') || !(verb === 'rotate' || verb === 'forget')) throw new Error(USAGE)
  const ring = RINGS[of]
  const role = await migrate(ownerUrl, url)
  const db = openDatabase(openPool(url, { max: 2, role }))
  try {
    const ibanKey = await openKeys(config, db)
    if (verb === 'rotate') {
      await addKey(config, db, ring)
      return void process.stdout.write(ROTATED[of])
    }
    if (of === 'fingerprints') {
      const left = await fingerprintsUnderOldKeys(db, ibanKey)
      if (left > 0)
        throw new Error(`${left} empreintes sont encore comparées avec une clé d’avant : elle reste jusqu’à la fin de la dernière.`)
      for (const marked of MARKED) await markAgain({ db, clock: clockFrom(undefined), ibanKey }, marked)
    } else {
      const site = { db, clock: clockFrom(undefined), log, ibanKey }
      for (const sealed of Object.values(SEALED).flat()) await resealAll(site, sealed, 50)
      const fileStore = config.files && new FileStore(config.files, log, 60_000)
      await mustHaveItsStore(db, fileStore)
      if (fileStore) await renewInStore({ ...site, fileStore })
    }
    await forgetOldKeys(config, db, ring)
    process.stdout.write('Les clés d’avant sont oubliées. Détruisez aussi leurs copies.\n')
  } finally {
    await db.destroy()
  }
}

/** How many fingerprints can be made under no other key, since what they are of is not known. */
async function fingerprintsUnderOldKeys(db: Db, keys: Keys): Promise<number> {
  const since = await servingSince(db, RINGS.fingerprints, keys.fingerprints.newest.secret.export())
  const counts = await Promise.all([
    ...[marksUnderOldKeys, codesUnderOldKeys, pinsUnderOldKeys, paymentCodesUnderOldKeys].map((count) => count(db, keys)),
    ...[pupilsListedBefore, numbersComparedBefore].map((count) => count(db, since)),
  ])
  return counts.reduce((sum, count) => sum + count, 0)
}

const ROTATED = {
  encryption:
    'Une nouvelle clé chiffre ce qui est écrit. Ce qui l’était avant est chiffré de nouveau par le site, en quelques heures au plus.\nCopiez la clé en lieu sûr, puis, demain : npm run keys -- forget encryption\n',
  fingerprints:
    'Une nouvelle clé fait les empreintes. Celle d’avant sert à comparer jusqu’à la fin de la dernière empreinte faite avec elle.\nCopiez la clé en lieu sûr.\n',
}
