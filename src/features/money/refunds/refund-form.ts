import { z } from 'zod'
import { euros, formId } from '../../../platform/forms/fields.ts'
import { againField } from '../wallets/index.ts'

export const refundForm = z.object({ amount: euros('Saisissez le montant à rembourser.') })
export const confirmedRefundForm = z.object({ amount: euros('Saisissez le montant à rembourser.'), _id: formId(), again: againField() })
