import type { Tx } from '../../../platform/database/index.ts'
import { mayTry } from '../../../platform/limits.ts'
import { notifyStaff } from '../../../platform/messages/notify.ts'
import { mailsTo } from '../accounts/index.ts'
import { staffResetAsked } from './messages.ts'
import { staffByEmail } from './queries.ts'
import { ofStaff } from './staff.ts'

/** Sends a link to whoever of the staff has this address; says nothing of whether somebody has. */
export async function askStaffReset(tx: Tx, { email, publicUrl }: { email: string; publicUrl: string }): Promise<void> {
  const member = await staffByEmail(tx, email)
  // The same statements for nobody, who has no row: the answer takes as long.
  const mayHear = await mayTry(tx, mailsTo(member ? ofStaff(member.id) : `email:${email.toLowerCase()}`, 'forgotten-password'), tx.now)
  await notifyStaff(tx, (mayHear && member?.id) || 0, staffResetAsked({ name: member?.name ?? '', publicUrl }))
}
