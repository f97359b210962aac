import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import { notify } from '../../../platform/messages/notify.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { keepContact } from '../../requests/card-applications/index.ts'
import { phonesChanged } from './messages.ts'

interface Phones {
  beneficiaryId: number
  fixedPhone: string | null
  mobilePhone: string | null
  reason: string
}

/**
 * Changes the telephones of somebody who called, and tells them by mail: a text message would go to the number that has just been given.
 * @throws UserError `phone.needed-for-sms` when they would be told by a telephone that they no longer have
 */
export async function changePhones(tx: Tx, agent: Agent, { beneficiaryId, fixedPhone, mobilePhone, reason }: Phones): Promise<void> {
  const before = found(
    await tx
      .selectFrom('beneficiaries')
      .select(['first_name', 'fixed_phone', 'mobile_phone', 'notified_by'])
      .where('id', '=', beneficiaryId)
      .where('closed_at', 'is', null)
      .forNoKeyUpdate()
      .executeTakeFirst(),
  )
  if (before.fixed_phone === fixedPhone && before.mobile_phone === mobilePhone) {
    throw new UserError('phones.same', 'Ces numéros sont déjà ceux de cette personne. Changez-les, ou revenez à son dossier.', {
      field: 'fixedPhone',
    })
  }
  if (before.notified_by === 'sms' && !mobilePhone) {
    throw new UserError('phone.needed-for-sms', 'Cette personne est prévenue par SMS : saisissez un téléphone portable.', {
      field: 'mobilePhone',
    })
  }
  await tx
    .updateTable('beneficiaries')
    .set({ fixed_phone: fixedPhone, mobile_phone: mobilePhone })
    .where('id', '=', beneficiaryId)
    .execute()
  await keepContact(tx, { id: beneficiaryId }, { fixedPhone, mobilePhone })
  const about = { at: tx.now, staff_id: agent.id, beneficiary_id: beneficiaryId }
  await record(tx, { ...about, fact: 'beneficiary.phones-changed', details: { reason } })
  await notify(tx, beneficiaryId, phonesChanged({ firstName: before.first_name }))
}
