import type { z } from 'zod'
import type { Tx } from '../../platform/database/index.ts'
import { dayOf } from '../../platform/dates.ts'
import { takeTry } from '../../platform/limits.ts'
import { notify } from '../../platform/messages/notify.ts'
import { type forgottenPasswordForm, mailsTo, mustBeABirthDate, ofBeneficiary } from './account.ts'
import { resetAsked } from './messages.ts'
import { accountByNumber } from './queries.ts'

/** Sends a link to whoever has this number and this birth date; says nothing of whether somebody has. */
export async function askReset(tx: Tx, input: z.output<typeof forgottenPasswordForm> & { publicUrl: string }): Promise<void> {
  mustBeABirthDate(input.birthDate, dayOf(tx.now))
  const account = await accountByNumber(tx, tx.now, input.number)
  await takeTry(tx, mailsTo(account ? ofBeneficiary(account.id) : `number:${input.number}`, 'forgotten-password'), tx.now)
  const isTheirs = account?.birth_date === input.birthDate
  // The same statement for nobody, who has no row: the answer takes as long.
  await notify(tx, isTheirs ? account.id : 0, resetAsked({ firstName: account?.first_name ?? '', publicUrl: input.publicUrl }))
}
