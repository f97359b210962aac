import { sql } from 'kysely'
import type { Db } from './database/index.ts'
import { deleteInSlices } from './database/slices.ts'
import { hashOf, type SessionOwner } from './sessions.ts'

/** As long as a form is kept whose session had ended. */
export const KEPT_MINUTES = 60

/** Whose a row is, and how limits name them. */
export const columnsOf = (owner: SessionOwner) =>
  'beneficiaryId' in owner
    ? { beneficiary_id: owner.beneficiaryId, staff_id: null, who: `beneficiary:${owner.beneficiaryId}` }
    : { beneficiary_id: null, staff_id: owner.staffId, who: `staff:${owner.staffId}` }

/** A secret that `newToken` makes, in an address. */
const SECRET = /(?<=\/)[\w-]{43}(?=\/|$)/g

/**
 * At which address it was typed, as a row says it: what somebody typed for one shop or school is not given back to them at another. A secret that
 * stands in it is not there in clear.
 */
export function placeOfForm(pathname: string, owner: SessionOwner): string {
  const path = pathname.replace(SECRET, (token) => hashOf(token).toString('base64url'))
  return 'workplaceId' in owner ? `${path} at workplace ${owner.workplaceId}` : path
}

/** Forgets all that is kept of a beneficiary: their account is closed. */
export async function forgetKeptFormsOf(db: Db, beneficiaryId: number): Promise<void> {
  await db.deleteFrom('kept_forms').where('beneficiary_id', '=', beneficiaryId).execute()
}

/** Forgets all that is kept in a browser for whoever signs out of it. */
export async function forgetKeptFormsIn(db: Db, token: string, owner: SessionOwner): Promise<void> {
  const { beneficiary_id, staff_id } = columnsOf(owner)
  await db
    .deleteFrom('kept_forms')
    .where('token_hash', '=', hashOf(token))
    .where('beneficiary_id', 'is not distinct from', beneficiary_id)
    .where('staff_id', 'is not distinct from', staff_id)
    .execute()
}

/** Deletes what was kept long enough. */
export async function forgetOldKeptForms(db: Db, now: Date): Promise<void> {
  await deleteInSlices(db, 'kept_forms', sql`kept_until <= ${now}`)
}
