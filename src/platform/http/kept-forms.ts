import { hkdfSync } from 'node:crypto'
import { deserialize, serialize } from 'node:v8'
import { decryptBytes, encrypt, KeyRing, type Keys } from '../encryption.ts'
import { isSecret } from '../forms/state.ts'
import { columnsOf, KEPT_MINUTES, placeOfForm } from '../kept-forms.ts'
import { type Limit, mayTry, uploadsOf, uploadsOfStaff } from '../limits.ts'
import { hashOf, type SessionOwner } from '../sessions.ts'
import type { Body } from './body.ts'
import type { Visit } from './visit.ts'

/** A form as it was typed, kept until whoever typed it is signed in again: docs/decisions/2026-11-29-nothing-typed-is-lost.md. */
export type KeptForm = Pick<Body, 'fields' | 'files'>

/** Enough for a day without luck; it is other people's disk. */
const keptBy = (who: string): Limit => ({ bucket: `kept-forms:${who}`, max: 30, minutes: 60 })

const uploadsOfOwner = (owner: SessionOwner): Limit =>
  'beneficiaryId' in owner ? uploadsOf(owner.beneficiaryId) : uploadsOfStaff(owner.staffId)

/** Half of the key is the site's, half the browser's. */
const keysOf = (visit: Visit, token: string): Pick<Keys, 'encryption'> => {
  const { encryption } = visit.site.ibanKey
  return {
    encryption: new KeyRing(() => encryption.all.map(({ secret }) => Buffer.from(hkdfSync('sha256', secret, token, 'kept form', 32)))),
  }
}

const boundTo = (who: string, path: string): string => `kept_forms.sealed of ${who} at ${path}`

/**
 * Keeps what somebody typed at this address, without what is secret; in the browser that sent it, for them. False past their limits.
 * `isCounted`: it is within them already.
 */
export async function keepForm(visit: Visit, owner: SessionOwner, { fields, files }: KeptForm, isCounted = false): Promise<boolean> {
  const { db } = visit.site
  const { who, ...columns } = columnsOf(owner)
  if (!isCounted && !(await mayTry(db, keptBy(who), visit.now))) return false
  const mayKeepFiles = isCounted || Object.keys(files).length === 0 || (await mayTry(db, uploadsOfOwner(owner), visit.now))
  const typed = Object.fromEntries(Object.entries(fields).filter(([name]) => name !== '_csrf' && !isSecret(name)))
  const token = visit.renewKeptToken()
  const path = placeOfForm(visit.url.pathname, owner)
  const sealed = encrypt(keysOf(visit, token), serialize({ fields: typed, files: mayKeepFiles ? files : {} }), boundTo(who, path))
  const kept_until = new Date(visit.now.getTime() + KEPT_MINUTES * 60_000)
  await forgetKeptForm(visit, owner, token)
  await db
    .insertInto('kept_forms')
    .values({ token_hash: hashOf(token), path, ...columns, sealed, kept_until })
    .execute()
  return true
}

/** The names of its files, by field. */
export const namesOf = ({ files }: Pick<KeptForm, 'files'>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([field, { name }]) => [field, name]))

/** What whoever is signed in typed at this address, in this browser; null when nothing is kept of it. */
export async function keptForm(visit: Visit): Promise<KeptForm | null> {
  const { keptToken: token, session } = visit
  if (!token || !session) return null
  const { who, beneficiary_id, staff_id } = columnsOf(session.owner)
  const path = placeOfForm(visit.url.pathname, session.owner)
  const row = await visit.site.reader
    .selectFrom('kept_forms')
    .select('sealed')
    .where('token_hash', '=', hashOf(token))
    .where('path', '=', path)
    .where('beneficiary_id', 'is not distinct from', beneficiary_id)
    .where('staff_id', 'is not distinct from', staff_id)
    .where('kept_until', '>', visit.now)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? deserialize(decryptBytes(keysOf(visit, token), row.sealed, boundTo(who, path))) : null
}

/** Forgets it: it was sent, or another takes its place. */
export async function forgetKeptForm(visit: Visit, owner = visit.session?.owner, token = visit.keptToken): Promise<void> {
  if (!token || !owner) return
  const { beneficiary_id, staff_id } = columnsOf(owner)
  await visit.site.db
    .deleteFrom('kept_forms')
    .where('token_hash', '=', hashOf(token))
    .where('path', '=', placeOfForm(visit.url.pathname, owner))
    .where('beneficiary_id', 'is not distinct from', beneficiary_id)
    .where('staff_id', 'is not distinct from', staff_id)
    .execute()
}
