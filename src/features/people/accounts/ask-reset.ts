import type { z } from 'zod'
import type { Tx } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import { mayTry } from '../../../platform/limits.ts'
import { notify } from '../../../platform/messages/notify.ts'
import { mustBeABirthDate } from '../beneficiaries/index.ts'
import { type forgottenPasswordForm, mailsTo, ofBeneficiary } from './account.ts'
import { resetAsked } from './messages.ts'
import { accountByNumber } from './queries.ts'

/**
 * Sends a link to whoever has this number and this birth date; says nothing of whether somebody has. Mails are counted when
 * both are right, and left out without a word: a stranger who has a number cannot use up its owner's.
 */
export async function askReset(tx: Tx, input: z.output<typeof forgottenPasswordForm> & { publicUrl: string }): Promise<void> {
  mustBeABirthDate(input.birthDate, dayOf(tx.now))
  const account = await accountByNumber(tx, tx.now, input.number)
  const owner = account?.birth_date === input.birthDate ? account : undefined
  // The same statements for nobody, who has no row: the answer takes as long.
  const mayHear = await mayTry(tx, mailsTo(owner ? ofBeneficiary(owner.id) : `number:${input.number}`, 'forgotten-password'), tx.now)
  await notify(tx, owner && mayHear ? owner.id : 0, resetAsked({ firstName: owner?.first_name ?? '', publicUrl: input.publicUrl }))
}
