import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import type { Slice } from '../../../platform/database/slices.ts'
import { notify, notifyAt, withdrawSecrets } from '../../../platform/messages/notify.ts'
import type { ByTheClock } from '../../../spaces/actors.ts'
import { isStillAsked, lapseAbout } from '../../desks/two-people/index.ts'
import { endSecrets, latestFileNumber } from '../../people/accounts/index.ts'
import { contactToChange, setContactDetails } from '../../people/beneficiaries/index.ts'
import { EMAIL_CHANGE } from './account.ts'
import { facts } from './facts.ts'
import { emailWasChanged, formerEmailWasChanged } from './messages.ts'

/** The new address takes the place of the former, and no secret sent to that one works any more; both are told. */
export async function takeEffect(tx: Tx, change: { beneficiary_id: number; email: string }, publicUrl: string): Promise<void> {
  const { beneficiary_id: id, email } = change
  const { email: former, first_name: firstName } = await contactToChange(tx, id)
  await setContactDetails(tx, id, { email })
  await endSecrets(tx, id)
  await lapseAbout(tx, EMAIL_CHANGE, [id])
  await record(tx, { at: tx.now, fact: facts['beneficiary.email-changed'], beneficiary_id: id })
  await notifyAt(tx, id, former, formerEmailWasChanged({ firstName }))
  await notify(tx, id, emailWasChanged({ firstName, publicUrl, fileNumber: await latestFileNumber(tx, id) }))
}

/**
 * Stops what was asked for by an agent who may not any more, or has left: the hours are there for what they did to be found out.
 * @returns whether it did
 */
export async function stopOrphan(tx: Tx, beneficiaryId: number): Promise<boolean> {
  if (await isStillAsked(tx, EMAIL_CHANGE, beneficiaryId)) return false
  await tx.deleteFrom('email_changes').where('beneficiary_id', '=', beneficiaryId).execute()
  await lapseAbout(tx, EMAIL_CHANGE, [beneficiaryId])
  await record(tx, { at: tx.now, fact: facts['beneficiary.email-change-dropped'], beneficiary_id: beneficiaryId })
  return true
}

/** Ends the waiting of an address that is confirmed, if its hour has come. */
export async function finishEmailChange(tx: Tx, beneficiaryId: number, publicUrl: string): Promise<void> {
  // What opens the account; not the link that stops the change, which holds the change while it is made.
  await withdrawSecrets(tx, beneficiaryId, ['temporary-password', 'reset-link'])
  const change = await tx
    .deleteFrom('email_changes')
    .where('beneficiary_id', '=', beneficiaryId)
    .where('confirmed_at', 'is not', null)
    .where('takes_effect_at', '<=', tx.now)
    .returning(['beneficiary_id', 'email'])
    .executeTakeFirst()
  if (change) await takeEffect(tx, change, publicUrl)
}

/**
 * The confirmed addresses whose hour has come, some at a time.
 * @returns how many there were
 */
export async function finishEmailChanges(tx: Tx, _clock: ByTheClock, { publicUrl }: { publicUrl: string }, slice: Slice): Promise<number> {
  const due = await tx
    .selectFrom('email_changes')
    .select('beneficiary_id as id')
    .where('confirmed_at', 'is not', null)
    .where('takes_effect_at', '<=', tx.now)
    .where(slice.mayTake('beneficiary_id'))
    .orderBy('takes_effect_at')
    .orderBy('beneficiary_id')
    .limit(slice.atMost)
    .forUpdate()
    .skipLocked()
    .execute()
  for (const { id } of slice.of(due)) if (!(await stopOrphan(tx, id))) await finishEmailChange(tx, id, publicUrl)
  return due.length
}
