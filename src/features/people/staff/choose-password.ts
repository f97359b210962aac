import { record } from '../../../platform/audit.ts'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import { withdrawStaffSecrets } from '../../../platform/messages/notify.ts'
import { hashPassword, verifyPassword } from '../../../platform/passwords.ts'
import { hashOf } from '../../../platform/sessions.ts'
import { mustNotBePersonal } from '../accounts/index.ts'
import { facts } from './facts.ts'
import { endSignIns } from './pending.ts'
import { staffByLink } from './queries.ts'
import { deadStaffLink } from './staff.ts'
import { tellOfChange } from './tell.ts'

/** Looks at the password chosen by whoever holds a live link, and hashes it. Slow: before the transaction. */
export async function proveStaffLink(
  db: Reader,
  now: Date,
  { token, newPassword }: { token: string; newPassword: string },
): Promise<string> {
  const member = await staffByLink(db, now, token)
  if (!member) throw deadStaffLink()
  mustNotBePersonal(newPassword, { first_name: member.name, last_name: '', birth_date: null, numbers: [] })
  if (await verifyPassword(member.password_hash, newPassword)) {
    throw new UserError('password.used-before', 'Choisissez un mot de passe différent de celui que vous aviez.', { field: 'newPassword' })
  }
  return hashPassword(newPassword)
}

/** Uses the link up, with all others of its owner, and gives them the password that they chose: what was open before is closed. */
export async function chooseStaffPassword(tx: Tx, { token, hash }: { token: string; hash: string }): Promise<void> {
  const member = await staffByLink(tx, tx.now, token)
  if (!member) throw deadStaffLink()
  await withdrawStaffSecrets(tx, member.id)
  const links = await tx.deleteFrom('staff_links').where('staff_id', '=', member.id).returning('token_hash').execute()
  if (!links.some(({ token_hash }) => token_hash.equals(hashOf(token)))) throw deadStaffLink()
  await tx.updateTable('staff').set({ password_hash: hash }).where('id', '=', member.id).execute()
  await endSignIns(tx, member.id)
  await tellOfChange(tx, member.id, 'password')
  await record(tx, { at: tx.now, fact: facts['staff.password-chosen'], staff_id: member.id })
}
