import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { notify, notifyAt, withdrawSecrets } from '../../../platform/messages/notify.ts'
import { closeSessionsOf } from '../../../platform/sessions.ts'
import { endSecrets, isActive, latestFileNumber } from '../../people/accounts/index.ts'
import { contactToChange, setContactDetails } from '../../people/beneficiaries/index.ts'
import { facts } from './facts.ts'
import { mayHear } from './may-hear.ts'
import { accountCreated, addressWasMistyped } from './messages.ts'
import { isSameAddress } from './new-account.ts'

/**
 * The browser that signed somebody up mends their address, as long as they have not come in: the key goes to the new one, what the former
 * received opens nothing any more, and whoever reads it is told.
 * @returns false when they have come in: nothing changes
 */
export async function mendAddress(tx: Tx, { id, email, publicUrl }: { id: number; email: string; publicUrl: string }): Promise<boolean> {
  const { email: former, first_name } = await contactToChange(tx, id)
  if (await isActive(tx, id)) return false
  if (!(await mayHear(tx, id, email))) return true
  if (!isSameAddress(former, email)) {
    await setContactDetails(tx, id, { email })
    // First: one that is being made now is there to be deleted.
    await withdrawSecrets(tx, id)
    await endSecrets(tx, id)
    await closeSessionsOf(tx, id)
    await record(tx, { at: tx.now, fact: facts['account.email-replaced'], beneficiary_id: id })
    await notifyAt(tx, id, former, addressWasMistyped())
  }
  await notify(tx, id, accountCreated({ firstName: first_name, fileNumber: await latestFileNumber(tx, id), publicUrl }))
  return true
}
