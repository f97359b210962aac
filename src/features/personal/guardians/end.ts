import { sql } from 'kysely'
import { record, recordAll } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import type { Slice } from '../../../platform/database/slices.ts'
import { found } from '../../../platform/errors.ts'
import { notify, notifyEachOfStaff, notifyStaff, withdrawSecrets } from '../../../platform/messages/notify.ts'
import type { Beneficiary, ByTheClock, Guardian } from '../../../spaces/actors.ts'
import { contactToChange, setContactDetails } from '../../people/beneficiaries/index.ts'
import { facts } from './facts.ts'
import { CONSENTED_AT, type Consent, consentsAlone } from './guardian.ts'
import { cameOfAge, guardianLeft, guardianRemoved, minorCameOfAge } from './messages.ts'
import { followedMinor, isMinorAt, minorOf } from './queries.ts'

/** A young person removes somebody whom they named, whatever their age: they are asked nothing, and what an open session shows ends at once. */
export async function removeGuardian(tx: Tx, beneficiary: Beneficiary, id: number): Promise<void> {
  await contactToChange(tx, beneficiary.id)
  const { account_id } = await end(tx, { id, beneficiaryId: beneficiary.id, by: 'owner' })
  if (account_id) await notifyStaff(tx, account_id, guardianRemoved({ firstName: beneficiary.first_name }))
  await record(tx, { at: tx.now, fact: facts['guardian.ended'], beneficiary_id: beneficiary.id })
}

/** A guardian follows that minor no more. */
export async function leaveMinor(tx: Tx, guardian: Guardian, id: number): Promise<void> {
  const { beneficiary_id } = await followedMinor(tx, tx.now, guardian, id)
  await contactToChange(tx, beneficiary_id)
  await end(tx, { id, beneficiaryId: beneficiary_id, by: 'guardian' })
  await notify(tx, beneficiary_id, guardianLeft(guardian))
  await record(tx, { at: tx.now, fact: facts['guardian.ended'], staff_id: guardian.id, beneficiary_id })
}

async function end(tx: Tx, { id, beneficiaryId, by }: { id: number; beneficiaryId: number; by: 'owner' | 'guardian' }) {
  const ended = await tx
    .updateTable('guardians')
    .set({ ended_at: tx.now, ended_by: by, token_hash: null, link_expires_at: null })
    .where('id', '=', id)
    .where('beneficiary_id', '=', beneficiaryId)
    .where('ended_at', 'is', null)
    .returning(['account_id', 'email'])
    .executeTakeFirst()
  if (ended) await withdrawSecrets(tx, beneficiaryId, ['guardian-link'], ended.email)
  await askConsentsAgain(tx, beneficiaryId, id)
  return found(ended)
}

/** Under 15, what that guardian had agreed to waits for another's answer: nobody vouches for it any more. */
async function askConsentsAgain(tx: Tx, beneficiaryId: number, tieId: number): Promise<void> {
  const { birth_date } = await minorOf(tx, { id: beneficiaryId })
  if (consentsAlone(birth_date, tx.now)) return
  const fallen = await tx
    .updateTable('consents_of_minors')
    .set({ answer: null, answered_at: null, answered_by: null, asked_at: tx.now })
    .where('beneficiary_id', '=', beneficiaryId)
    .where('answered_by', '=', tieId)
    // Whoever said no is not removed to have another say yes: the no stands as long as any.
    .where('answer', '=', 'given')
    .returning('consent')
    .execute()
  if (fallen.length === 0) return
  await setContactDetails(tx, beneficiaryId, Object.fromEntries(fallen.map(({ consent }) => [CONSENTED_AT[consent as Consent], null])))
}

/**
 * At 18 it ends by itself, some at a time: both are told, those who never confirmed are not.
 * @returns how many there were
 */
export async function endAtEighteen(tx: Tx, _clock: ByTheClock, slice: Slice): Promise<number> {
  const due = await tx
    .selectFrom('guardians as g')
    .innerJoin('open_accounts as b', 'b.id', 'g.beneficiary_id')
    .select(['g.id', 'g.beneficiary_id', 'g.account_id', 'b.first_name'])
    .where('g.ended_at', 'is', null)
    .where((eb) => eb.not(isMinorAt(tx.now)))
    .where(slice.mayTake('g.id'))
    .orderBy('g.id')
    .limit(slice.atMost)
    .forUpdate('g')
    .skipLocked()
    .execute()
  const ended = slice.of(due)
  if (ended.length === 0) return 0
  await tx
    .updateTable('guardians')
    .set({ ended_at: tx.now, ended_by: 'age', token_hash: null, link_expires_at: null })
    .where('id', '=', sql<number>`any(${ended.map(({ id }) => id)}::bigint[])`)
    .execute()
  const followed = ended.flatMap(({ account_id, ...tie }) => (account_id === null ? [] : [{ ...tie, account_id }]))
  const ofAge = [...new Set(followed.map(({ beneficiary_id }) => beneficiary_id))]
  await notify(tx, ofAge, cameOfAge())
  await notifyEachOfStaff(
    tx,
    followed.map(({ account_id, first_name }) => ({ staff_id: account_id, message: minorCameOfAge({ firstName: first_name }) })),
  )
  await recordAll(
    tx,
    ended.map(({ beneficiary_id }) => ({ at: tx.now, fact: facts['guardian.ended'], beneficiary_id })),
  )
  return due.length
}
