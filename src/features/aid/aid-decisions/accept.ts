import type { Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import { notify } from '../../../platform/messages/notify.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { lapseAbout } from '../../desks/two-people/index.ts'
import { awaitingDecision, totalCents, writeDecision } from '../apprentice-aid/index.ts'
import { isToCheck } from './grounds.ts'
import { aidAccepted } from './messages.ts'

/** The act that asks for a second preparer: over with any decision. */
export const ACCEPTANCE_BY_TWO = { kind: 'aid-request.acceptance' }

/**
 * The Region accepts a request: it will be paid.
 * @throws UserError `aid.distance-to-check` as long as nobody has settled what makes the distance doubtful, `aid.nothing-to-pay`
 */
export async function acceptRequest(tx: Tx, agent: Agent, { number }: { number: string }): Promise<void> {
  const request = await awaitingDecision(tx, agent, { number, to: 'accepted' })
  if (request.transport_cents === null || isToCheck(request)) {
    throw new UserError('aid.distance-to-check', 'La distance est à vérifier : confirmez-la ou corrigez-la avant d’accepter la demande.', {
      status: 409,
    })
  }
  const total_cents = totalCents(request)
  if (total_cents === 0) {
    throw new UserError('aid.nothing-to-pay', 'Cette demande ne donne droit à aucun montant : refusez-la, en disant pourquoi.', {
      status: 409,
    })
  }
  await writeDecision(tx, agent, { request, to: 'accepted', reason: null })
  await lapseAbout(tx, ACCEPTANCE_BY_TWO, [number])
  await notify(tx, request.beneficiary_id, aidAccepted({ number, total_cents }))
}
