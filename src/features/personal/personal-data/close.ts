import { randomUUID } from 'node:crypto'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import type { Slice } from '../../../platform/database/slices.ts'
import type { Keys } from '../../../platform/encryption.ts'
import { forgetMessages, notifyAt } from '../../../platform/messages/notify.ts'
import { keptSince } from '../../../platform/retention.ts'
import type { Beneficiary, ByTheClock } from '../../../spaces/actors.ts'
import { forgetAid } from '../../aid/apprentice-aid/index.ts'
import { forgetHolder } from '../../card/cards/index.ts'
import { forgetAssents } from '../../money/assents/index.ts'
import { cancelPrepayment, lockPending } from '../../money/prepayments/index.ts'
import { closeSignIn } from '../../people/accounts/index.ts'
import { ACCOUNT_NEVER_USED_DAYS, contactToChange, eraseBeneficiary, unusedAccounts } from '../../people/beneficiaries/index.ts'
import { forgetApplicant } from '../../requests/card-applications/index.ts'
import { forgetContractChanges } from '../../requests/contracts/index.ts'
import { forgetDelays } from '../../requests/delays/index.ts'
import { forgetEnrolment } from '../../requests/enrolment/index.ts'
import { forgetStateAnswers } from '../../requests/state-enrolment/index.ts'
import { forgetQuestions } from '../../scheme/contact/index.ts'
import { abandonEmailChange } from '../my-account/index.ts'
import { facts } from './facts.ts'
import { accountClosed } from './messages.ts'

/**
 * Closes an account for good: nobody signs in, nothing pays, and nothing says whose it was. Pending
 * prepayments are cancelled, since nobody could show them any more; the ledger stays, its wallets closing with the campaign.
 */
export async function closeAccount(tx: Tx, beneficiary: Beneficiary, { key }: { key: Keys }): Promise<void> {
  const { email } = await contactToChange(tx, beneficiary.id)
  // Applications before cards: a school that is accepting one ends first, and the card it gave is seen here.
  await forgetApplicant(tx, beneficiary)
  await forgetAid(tx, beneficiary)
  await forgetContractChanges(tx, beneficiary)
  await forgetDelays(tx, beneficiary)
  await forgetEnrolment(tx, beneficiary)
  await forgetStateAnswers(tx, beneficiary)
  await forgetHolder(tx, beneficiary)
  await forgetAssents(tx, beneficiary)
  // All of them locked before the first is cancelled: whoever is redeeming one of them waits for us, or we for them, never both.
  for (const { ticket } of await lockPending(tx, beneficiary)) await cancelPrepayment(tx, beneficiary, { ticket, _id: randomUUID() })
  await forgetWhatWasSaid(tx, { beneficiaryId: beneficiary.id, email })
  await notifyAt(tx, beneficiary.id, email, accountClosed({ firstName: beneficiary.first_name }))
  await eraseBeneficiary(tx, beneficiary, key)
  await record(tx, { at: tx.now, fact: facts['beneficiary.account-closed'], beneficiary_id: beneficiary.id })
}

/**
 * Closes accounts that nobody ever came into, some at a time: no password was chosen, and nothing was sent. Nobody is told: the address
 * may be another's.
 * @returns how many were closed
 */
export async function closeUnusedAccounts(tx: Tx, _clock: ByTheClock, { key }: { key: Keys }, slice: Slice): Promise<number> {
  const unused = await unusedAccounts(tx, keptSince(tx.now, ACCOUNT_NEVER_USED_DAYS), slice)
  for (const { id, email } of slice.of(unused)) {
    await forgetApplicant(tx, { id })
    await forgetWhatWasSaid(tx, { beneficiaryId: id, email })
    await eraseBeneficiary(tx, { id }, key)
    await record(tx, { at: tx.now, fact: facts['beneficiary.unused-account-closed'], beneficiary_id: id })
  }
  return unused.length
}

async function forgetWhatWasSaid(tx: Tx, of: { beneficiaryId: number; email: string }): Promise<void> {
  await closeSignIn(tx, of.beneficiaryId)
  await abandonEmailChange(tx, { id: of.beneficiaryId })
  await forgetQuestions(tx, of)
  await forgetMessages(tx, of)
}
