import { createHmac, type KeyObject } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Tx } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'

/**
 * Marks who a person is, by their name and birth date as people are compared and under the site's key: it says nothing to whoever has only
 * the database, and recognises them when they come back after they closed their account.
 */
export async function markPerson(tx: Tx, beneficiaryId: number, key: KeyObject): Promise<void> {
  const { rows } = await sql<{ person: string }>`
    select concat_ws(E'\n', searchable(last_name), searchable(first_name), birth_date) as person
    from beneficiaries where id = ${beneficiaryId}
  `.execute(tx)
  const fingerprint = createHmac('sha256', key).update(`person\n${rows[0]?.person}`).digest()
  await tx.updateTable('beneficiaries').set({ fingerprint }).where('id', '=', beneficiaryId).execute()
}

/** Forgets the marks of closed accounts that can serve no more: no campaign of theirs is under way, no contract year that was paid. */
export async function forgetMarks(db: Db, now: Date): Promise<void> {
  const today = dayOf(now)
  await sql`
    update beneficiaries b set fingerprint = null
    where closed_at is not null and fingerprint is not null
      and not exists (select from wallets_held w where w.beneficiary_id = b.id and w.closes_on >= ${today})
      and not exists (
        select from aid_requests r
        where r.beneficiary_id = b.id and r.state in ('in-payment', 'paid')
          and r.contract_signed_on + r.contract_year * interval '1 year' >= ${today}::date)
  `.execute(db)
}
