import { type KeyObject, randomUUID } from 'node:crypto'
import { record } from '../../platform/audit.ts'
import type { Tx } from '../../platform/database/index.ts'
import { forgetMessages, notifyAt } from '../../platform/messages/notify.ts'
import type { Beneficiary } from '../../spaces/actors.ts'
import { closeSignIn } from '../accounts/index.ts'
import { forgetAid } from '../apprentice-aid/index.ts'
import { eraseBeneficiary } from '../beneficiaries/index.ts'
import { forgetApplicant } from '../card-applications/index.ts'
import { forgetHolder } from '../cards/index.ts'
import { forgetQuestions } from '../contact/index.ts'
import { cancelPrepayment } from '../prepayments/index.ts'
import { accountClosed } from './messages.ts'

/**
 * Closes an account for good (trust.md, « Privacy »): nobody signs in, nothing pays, and nothing says whose it was. Pending
 * prepayments are cancelled, since nobody could show them any more; the ledger stays, its wallets closing with the campaign.
 */
export async function closeAccount(tx: Tx, beneficiary: Beneficiary, { key }: { key: KeyObject }): Promise<void> {
  const { email } = await tx
    .selectFrom('beneficiaries')
    .select('email')
    .where('id', '=', beneficiary.id)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow()
  // Applications before cards: a school that is accepting one ends first, and the card it gave is seen here.
  await forgetApplicant(tx, beneficiary)
  await forgetAid(tx, beneficiary)
  await forgetHolder(tx, beneficiary)
  // All of them locked before the first is cancelled: whoever is redeeming one of them waits for us, or we for them, never both.
  for (const { ticket } of await pendingPrepayments(tx, beneficiary)) await cancelPrepayment(tx, beneficiary, { ticket, _id: randomUUID() })
  await closeSignIn(tx, beneficiary.id)
  await forgetQuestions(tx, { beneficiaryId: beneficiary.id, email })
  await forgetMessages(tx, { beneficiaryId: beneficiary.id, email })
  await notifyAt(tx, beneficiary.id, email, accountClosed({ firstName: beneficiary.first_name }))
  await eraseBeneficiary(tx, beneficiary, key)
  await record(tx, { at: tx.now, fact: 'beneficiary.account-closed', beneficiary_id: beneficiary.id })
}

const pendingPrepayments = (tx: Tx, beneficiary: Beneficiary) =>
  tx
    .selectFrom('prepayments')
    .select('ticket')
    .where('beneficiary_id', '=', beneficiary.id)
    .where('state', '=', 'pending')
    .orderBy('wallet_id')
    .orderBy('id')
    .forUpdate()
    .execute()
