import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import { notifyEach, notifyPartner } from '../../../platform/messages/notify.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { stayAfterAll } from '../../partners/partners/index.ts'
import { facts } from './facts.ts'
import { departureCalledOff, ticketStaysGood } from './messages.ts'
import { standingOf, ticketsOf } from './queries.ts'

/**
 * A partner does not leave after all. Who has set money aside for it hears so, as long as it takes it; once it has stopped, two agents open it again.
 * @throws UserError `departure.none` when it does not leave, or has left
 */
export async function callOffDeparture(tx: Tx, agent: Agent, id: number): Promise<void> {
  const calledOff = await tx
    .updateTable('departures')
    .set({ called_off_at: tx.now, called_off_by: agent.id })
    .where('partner_id', '=', id)
    .where('ended_at', 'is', null)
    .where('called_off_at', 'is', null)
    .returning(['accepted_prepayments', 'stopped_at'])
    .executeTakeFirst()
  if (!calledOff) throw new UserError('departure.none', 'Ce partenaire ne s’en va pas, ou est déjà parti.', { status: 409 })
  await stayAfterAll(tx, { id, accepted_prepayments: calledOff.accepted_prepayments })
  const { name } = await standingOf(tx, id)
  await notifyPartner(tx, id, departureCalledOff({ partner_name: name }))
  if (!calledOff.stopped_at) {
    const tickets = await ticketsOf(tx, id)
    await notifyEach(
      tx,
      tickets.map(({ beneficiary_id, ...ticket }) => ({ beneficiary_id, message: ticketStaysGood(ticket) })),
    )
  }
  await record(tx, { at: tx.now, fact: facts['departure.called-off'], staff_id: agent.id, details: { partner_id: id } })
}
