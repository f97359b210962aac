import type { Tx } from '../../../platform/database/index.ts'
import { mayTry } from '../../../platform/limits.ts'
import { notifyStaff } from '../../../platform/messages/notify.ts'
import { mailsTo } from '../accounts/index.ts'
import { staffResetAsked } from './messages.ts'
import { type ByEmail, staffByEmail } from './queries.ts'
import { ofStaff } from './staff.ts'

/** Sends a link to whoever of the staff, or of the guardians, has this address; says nothing of whether somebody has. */
export async function askStaffReset(tx: Tx, { publicUrl, ...by }: ByEmail & { publicUrl: string }): Promise<void> {
  const member = await staffByEmail(tx, by)
  // The same statements for nobody, who has no row: the answer takes as long.
  const mayHear = await mayTry(tx, mailsTo(member ? ofStaff(member.id) : `email:${by.email.toLowerCase()}`, 'forgotten-password'), tx.now)
  await notifyStaff(tx, (mayHear && member?.id) || 0, staffResetAsked({ name: member?.name ?? '', publicUrl, isGuardian: by.isGuardian }))
}
