import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import { queueAgain, queueCopy } from '../../../platform/messages/notify.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { facts } from './facts.ts'
import { messageToSend } from './queries.ts'
import { sendingAgain } from './sent.ts'

/**
 * Sends a message again to the address that its person has now: the same one when it failed, a new one when it was sent.
 * @returns the id of the message that now waits
 */
export async function sendAgain(tx: Tx, agent: Agent, messageId: string): Promise<string> {
  const message = await messageToSend(tx, messageId)
  const sending = sendingAgain(message)
  if ('refusal' in sending) throw new UserError('message.not-sendable', sending.refusal, { status: 409 })
  await record(tx, {
    at: tx.now,
    fact: facts['message.sent-again'],
    staff_id: agent.id,
    beneficiary_id: message.beneficiary_id,
    details: { message: message.id, template: message.template },
  })
  if (message.state === 'sent') return queueCopy(tx, message.id, sending.to)
  await queueAgain(tx, message.id, sending.to)
  return message.id
}
