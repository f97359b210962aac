import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import { fingerprintsOf, type Keys } from '../../../platform/encryption.ts'

/**
 * Marks who a person is, by their real name and birth date as people are compared, and their number among namesakes, under the site's
 * key: it says nothing to whoever has only the database, and recognises them when they come back after they closed their account.
 */
export const markPerson = (db: Db, beneficiaryId: number, key: Keys): Promise<unknown> => mark(db, key, sql`id = ${beneficiaryId}`)

const MARKED_AT_ONCE = 1000

/** Marks those who have no mark of today any more: names are compared otherwise than when they signed up, or under another key. */
export async function markTheUnmarked(db: Db, key: Keys): Promise<void> {
  const unmarked = sql`closed_at is null and (fingerprint is null or fingerprint_key is distinct from ${key.fingerprints.newest.mark}
    or cardinality(earlier_fingerprints) <> ${key.fingerprints.all.length - 1})`
  while ((await mark(db, key, unmarked)) === MARKED_AT_ONCE);
}

/** @returns how many were marked, at most so many at once */
async function mark(db: Db, key: Keys, whose: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ id: number; person: string }>`
    select id, concat_ws(E'\n', searchable(last_name), searchable(first_name), birth_date, nullif(namesake, 0)) as person
    from beneficiaries where ${whose} limit ${MARKED_AT_ONCE}
  `.execute(db)
  const marks = rows.map(({ id, person }) => {
    const [fingerprint, ...earlier] = fingerprintsOf(key, `person\n${person}`).map((bytes) => `\\x${bytes.toString('hex')}`)
    return { id, fingerprint, earlier }
  })
  await sql`
    update beneficiaries b
    set fingerprint = m.fingerprint, fingerprint_key = ${key.fingerprints.newest.mark}, earlier_fingerprints = m.earlier
    from json_to_recordset(${JSON.stringify(marks)}) as m (id bigint, fingerprint bytea, earlier bytea[]) where b.id = m.id
  `.execute(db)
  return rows.length
}

/** How many closed accounts are compared under a key before the newest: their names are gone, they can be given no other fingerprint. */
export async function marksUnderOldKeys(db: Db, { fingerprints }: Keys): Promise<number> {
  const { rows } = await sql<{ left: number }>`
    select count(*)::integer as left from beneficiaries
    where closed_at is not null and fingerprint is not null and fingerprint_key is distinct from ${fingerprints.newest.mark}
  `.execute(db)
  return rows[0]?.left ?? 0
}

/** Forgets the marks of closed accounts that can serve no more: no campaign of theirs is under way, no contract year that was paid. */
export async function forgetMarks(db: Db, now: Date): Promise<void> {
  const today = dayOf(now)
  await sql`
    update beneficiaries b set fingerprint = null, fingerprint_key = null, earlier_fingerprints = '{}'
    where closed_at is not null and fingerprint is not null
      and not exists (select from wallets_held w where w.beneficiary_id = b.id and w.closes_on >= ${today})
      and not exists (
        select from aid_requests r
        where r.beneficiary_id = b.id and r.state in ('in-payment', 'paid')
          and r.contract_signed_on + r.contract_year * interval '1 year' >= ${today}::date)
  `.execute(db)
}
