import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import { notifyStaff } from '../../../platform/messages/notify.ts'
import type { Agent, Role } from '../../../spaces/actors.ts'
import { endSignIns } from './end-sign-ins.ts'
import { facts } from './facts.ts'
import { staffPasswordLink } from './messages.ts'

/** Closes an account at once: its sessions end, its links open nothing. What its owner did stays under their name. */
export async function closeStaff(tx: Tx, agent: Agent, id: number): Promise<void> {
  await mustRuleAnother(tx, agent, id)
  await tx.updateTable('staff').set({ closed_at: tx.now }).where('id', '=', id).where('closed_at', 'is', null).execute()
  await endSignIns(tx, id)
  await tx.deleteFrom('staff_links').where('staff_id', '=', id).execute()
  await record(tx, { at: tx.now, fact: facts['staff.closed'], staff_id: agent.id, details: { account_id: id } })
}

/** Opens a closed account again: the password that it had is the one. */
export async function reopenStaff(tx: Tx, agent: Agent, id: number): Promise<void> {
  await mustRuleAnother(tx, agent, id)
  await tx.updateTable('staff').set({ closed_at: null }).where('id', '=', id).execute()
  await record(tx, { at: tx.now, fact: facts['staff.reopened'], staff_id: agent.id, details: { account_id: id } })
}

/** Sends a link to choose a password: the invitation again, or because it was forgotten. */
export async function sendStaffLink(tx: Tx, agent: Agent, { id, publicUrl }: { id: number; publicUrl: string }): Promise<void> {
  const member = found(await tx.selectFrom('staff').select('name').where('id', '=', id).where('closed_at', 'is', null).executeTakeFirst())
  await notifyStaff(tx, id, staffPasswordLink({ name: member.name, publicUrl }))
  await record(tx, { at: tx.now, fact: facts['staff.link-sent'], staff_id: agent.id, details: { account_id: id } })
}

/** Their phone and their recovery codes are lost: an agent enrols again at the next sign-in. */
export async function resetSecondFactor(tx: Tx, agent: Agent, id: number): Promise<void> {
  await mustRuleAnother(tx, agent, id)
  await tx.deleteFrom('second_factors').where('staff_id', '=', id).execute()
  await endSignIns(tx, id)
  await record(tx, { at: tx.now, fact: facts['staff.second-factor-reset'], staff_id: agent.id, details: { account_id: id } })
}

/** Changes what an agent is there for, from their next page. */
export async function changeRole(tx: Tx, agent: Agent, { id, role }: { id: number; role: Role }): Promise<void> {
  await mustRuleAnother(tx, agent, id)
  found(
    await tx
      .updateTable('staff')
      .set({ region_role: role })
      .where('id', '=', id)
      .where('region_role', 'is not', null)
      .returning('id')
      .executeTakeFirst(),
  )
  await record(tx, { at: tx.now, fact: facts['staff.role-changed'], staff_id: agent.id, details: { account_id: id, role } })
}

/**
 * So that one administrator is left whatever happens: nobody acts on their own account, and of two who act on each other at the same
 * moment the second is no administrator any more.
 */
async function mustRuleAnother(tx: Tx, agent: Agent, id: number): Promise<void> {
  if (agent.id === id)
    throw new UserError('staff.oneself', 'Demandez-le à un autre administrateur : on ne change pas son propre compte ici.')
  const administrators = await tx
    .selectFrom('staff')
    .select('id')
    .where('region_role', '=', 'administrator')
    .where('closed_at', 'is', null)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  if (administrators.some((other) => other.id === agent.id)) return
  const sentence = 'Un autre administrateur vient de fermer votre compte ou de changer votre rôle : rien n’est fait.'
  throw new UserError('staff.no-administrator', sentence, { status: 403 })
}
