import { sql } from 'kysely'
import { recordAll } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import type { Slice } from '../../../platform/database/slices.ts'
import { forgetSecretsSentTo, notifyStaff } from '../../../platform/messages/notify.ts'
import type { Beneficiary, ByTheClock } from '../../../spaces/actors.ts'
import { eraseGuardianAccounts } from '../../people/staff/index.ts'
import { forgetFactors } from '../../people/staff-sign-in/index.ts'
import { facts } from './facts.ts'
import { guardianRemoved } from './messages.ts'
import { guardiansOf } from './queries.ts'

/** An account closes: nobody follows it any more, and nothing says who did. Those who did are told. */
export async function forgetGuardians(tx: Tx, beneficiary: Pick<Beneficiary, 'id' | 'first_name'>): Promise<void> {
  const told = (await guardiansOf(tx, beneficiary)).flatMap(({ account_id }) => account_id ?? [])
  await notifyStaff(tx, told, guardianRemoved({ firstName: beneficiary.first_name }))
  await tx.deleteFrom('consents_of_minors').where('beneficiary_id', '=', beneficiary.id).execute()
  await tx.deleteFrom('payment_alerts').where('beneficiary_id', '=', beneficiary.id).execute()
  await tx.deleteFrom('guardians').where('beneficiary_id', '=', beneficiary.id).execute()
}

/**
 * What ended before that instant, and what nobody confirmed since, some at a time; with the mails that went to an address which nobody keeps
 * any more.
 * @returns how many there were
 */
export async function forgetOldTies(tx: Tx, _clock: ByTheClock, before: Date, slice: Slice): Promise<number> {
  const { rows } = await sql<{ id: number; beneficiary_id: number; email: string; is_kept: boolean }>`
    select g.id, g.beneficiary_id, g.email, exists (
        select from guardians o
        where o.beneficiary_id = g.beneficiary_id and o.email = g.email and o.id <> g.id and not ${isOld('o', before)}) as is_kept
    from guardians g
    where ${isOld('g', before)} and ${slice.mayTake('g.id')}
    order by g.id
    limit ${slice.atMost}
    for update of g
  `.execute(tx)
  const old = slice.of(rows)
  await tx
    .deleteFrom('guardians')
    .where('id', '=', sql<number>`any(${old.map(({ id }) => id)}::bigint[])`)
    .execute()
  const sent = old.filter(({ is_kept }) => !is_kept).map(({ beneficiary_id, email }) => ({ beneficiary_id, address: email }))
  await forgetSecretsSentTo(tx, 'guardian-link', sent)
  return rows.length
}

const isOld = (tie: 'g' | 'o', before: Date) => {
  const column = (name: string) => sql.ref(`${tie}.${name}`)
  return sql`(${column('ended_at')} < ${before} or (${column('confirmed_at')} is null and ${column('named_at')} < ${before}))`
}

/**
 * Erases the accounts that follow nobody, and of which nothing is left that says they did, some at a time.
 * @returns how many there were
 */
export async function eraseUnusedGuardians(tx: Tx, _clock: ByTheClock, slice: Slice): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select a.id from guardian_accounts a
    where not exists (select from guardians g where g.account_id = a.id) and ${slice.mayTake('a.id')}
    order by a.id
    limit ${slice.atMost}
  `.execute(tx)
  const erased = slice.of(rows).map(({ id }) => id)
  await eraseGuardianAccounts(tx, erased)
  await forgetFactors(tx, erased)
  await recordAll(
    tx,
    erased.map((account_id) => ({ at: tx.now, fact: facts['guardian.account-erased'], details: { account_id } })),
  )
  return rows.length
}
