import { sql } from 'kysely'
import { recordOfEach } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { notify } from '../../../platform/messages/notify.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { aidInPayment } from './desk-messages.ts'
import { facts } from './facts.ts'

/** A request that is about to be paid, and how much. */
export interface ToPay {
  id: number
  amount_cents: number
}

/** Takes the accepted requests that have waited longest, for a batch that the caller writes. Two agents at once take different ones. */
export async function putInPayment(tx: Tx, agent: Agent, { at_most }: { at_most: number }): Promise<ToPay[]> {
  const { rows } = await sql<ToPay & { beneficiary_id: number }>`
    with chosen as (
      select id from apprentice_aid_requests where state = 'accepted'
      order by submitted_at, id limit ${at_most} for update skip locked
    ), told as (
      insert into apprentice_aid_events (request_id, at, event, staff_id)
      select id, ${tx.now}, 'put-in-payment', ${agent.id} from chosen
    )
    update apprentice_aid_requests as r set state = 'in-payment' from chosen where r.id = chosen.id
    returning r.id, r.beneficiary_id, r.transport_cents + r.meals_cents + r.lodging_cents as amount_cents
  `.execute(tx)
  const owners = rows.map(({ beneficiary_id }) => beneficiary_id)
  await recordOfEach(tx, owners, { at: tx.now, fact: facts['aid-request.put-in-payment'], staff_id: agent.id })
  await notify(tx, owners, aidInPayment())
  return rows.map(({ id, amount_cents }) => ({ id, amount_cents }))
}
