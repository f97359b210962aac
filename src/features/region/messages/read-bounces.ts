import { readdir, readFile, rename, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { record } from '../../../platform/audit.ts'
import { inTransaction, isDatabaseAway, type Tx } from '../../../platform/database/index.ts'
import type { Site } from '../../../platform/http/site.ts'
import { markReturned } from '../../../platform/messages/dead-addresses.ts'
import { type Bounce, bounceIn } from './bounce.ts'
import { facts } from './facts.ts'

/** Longer than any report, with the whole mail in it. */
const LONGEST_BYTES = 1_000_000

/**
 * Reads what has come into a Maildir to which mails return. A report about a mail of ours is deleted once it is written down: it holds all that was
 * said to somebody. Anything else is moved to `cur`, for whoever looks after that box.
 * @returns false when the folder cannot be read
 */
export async function readBounces(site: Pick<Site, 'db' | 'clock' | 'log'>, folder: string, stopping?: AbortSignal): Promise<boolean> {
  const names = await readdir(join(folder, 'new')).catch((error) => {
    site.log.warn({ code: error.code }, 'returned mails cannot be read')
    return null
  })
  for (const name of names ?? []) {
    if (stopping?.aborted) break
    await readOne(site, folder, name).catch((error) => {
      if (isDatabaseAway(error)) throw error
      site.log.warn({ code: error.code }, 'a returned mail was not read')
    })
  }
  return names !== null
}

async function readOne({ db, clock }: Pick<Site, 'db' | 'clock'>, folder: string, name: string): Promise<void> {
  const path = join(folder, 'new', name)
  const isShort = (await stat(path)).size <= LONGEST_BYTES
  const bounce = isShort ? bounceIn(await readFile(path, 'latin1')) : null
  const isOurs = bounce && (await inTransaction(db, clock.now(), (tx) => recordBounce(tx, bounce)))
  if (isOurs) await unlink(path)
  else await rename(path, join(folder, 'cur', `${name}:2,`))
}

/** Writes down that one of our mails has come back, once. False when it is none of ours. */
async function recordBounce(tx: Tx, { id, status }: Bounce): Promise<boolean> {
  const returned = await markReturned(tx, id, status)
  if (returned?.isNew) {
    const { beneficiary_id } = returned
    await record(tx, { at: tx.now, fact: facts['message.returned'], beneficiary_id, details: { message: id, status } })
  }
  return returned !== undefined
}
