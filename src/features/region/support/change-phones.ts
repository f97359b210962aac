import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import { notify } from '../../../platform/messages/notify.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { contactToChange } from '../../people/beneficiaries/index.ts'
import { keepPhones } from '../../personal/my-account/index.ts'
import { facts } from './facts.ts'
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
  const before = await contactToChange(tx, beneficiaryId)
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
  await keepPhones(tx, { id: beneficiaryId }, { fixedPhone, mobilePhone })
  const about = { at: tx.now, staff_id: agent.id, beneficiary_id: beneficiaryId }
  await record(tx, { ...about, fact: facts['beneficiary.phones-changed'], details: { reason } })
  await notify(tx, beneficiaryId, phonesChanged({ firstName: before.first_name }))
}
