import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { found } from '../../../platform/errors.ts'
import { closeSessionsOf } from '../../../platform/sessions.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { facts } from './facts.ts'

interface Decision {
  beneficiaryId: number
  reason: string
}

/** Nobody signs in to this account any more, and whoever is signed in is put out at once. Asked twice, it stays as it was. */
export async function blockSignIn(tx: Tx, agent: Agent, { beneficiaryId, reason }: Decision): Promise<void> {
  if (!(await setBlocked(tx, beneficiaryId, tx.now))) return
  await closeSessionsOf(tx, beneficiaryId)
  const about = { at: tx.now, staff_id: agent.id, beneficiary_id: beneficiaryId }
  await record(tx, { ...about, fact: facts['beneficiary.sign-in-blocked'], details: { reason } })
}

/** The account can be signed in to again, with the password that it had. */
export async function unblockSignIn(tx: Tx, agent: Agent, { beneficiaryId, reason }: Decision): Promise<void> {
  if (!(await setBlocked(tx, beneficiaryId, null))) return
  const about = { at: tx.now, staff_id: agent.id, beneficiary_id: beneficiaryId }
  await record(tx, { ...about, fact: facts['beneficiary.sign-in-unblocked'], details: { reason } })
}

/** @returns whether that changed anything */
async function setBlocked(tx: Tx, beneficiaryId: number, at: Date | null): Promise<boolean> {
  const { sign_in_blocked_at } = found(
    await tx
      .selectFrom('beneficiaries')
      .select('sign_in_blocked_at')
      .where('id', '=', beneficiaryId)
      .where('closed_at', 'is', null)
      .forNoKeyUpdate()
      .executeTakeFirst(),
  )
  if ((sign_in_blocked_at === null) === (at === null)) return false
  await tx.updateTable('beneficiaries').set({ sign_in_blocked_at: at }).where('id', '=', beneficiaryId).execute()
  return true
}
