import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { frenchMinute } from '../../../platform/dates.ts'
import { found, UserError } from '../../../platform/errors.ts'
import type { Agent, Decider, SchoolUser } from '../../../spaces/actors.ts'
import { mustHave } from '../../../spaces/school-roles.ts'
import { CHANGES, type State, stateInWords } from './aid.ts'
import { type Decision, EVENT_OF } from './events.ts'
import { facts } from './facts.ts'
import { historyOf, type Request } from './queries.ts'

const mayDecide = (kind: Decider['kind'], from: State, to: Decision): boolean =>
  CHANGES.some((change) => change.from === from && change.to === to && change.by === kind)

/** What a decision needs to know of a request. */
type ToDecide = Pick<
  Request,
  'id' | 'beneficiary_id' | 'state' | 'distance_doubts' | 'distance_m' | 'distance_checked_m' | 'transport_cents' | 'bands'
> & { meals_cents: number; lodging_cents: number }

/**
 * The request, locked, if that school or agent may take that decision on it now.
 * @throws UserError 404 when it is not theirs, 409 `aid.decided` when it does not wait for them
 */
export async function awaitingDecision(tx: Tx, decider: Decider, { number, to }: { number: string; to: Decision }): Promise<ToDecide> {
  mustHave(decider, 'requests.decide')
  const row = await tx
    .selectFrom('apprentice_aid_requests as r')
    .select(['r.id', 'r.beneficiary_id', 'r.state', 'r.distance_doubts', 'r.distance_m', 'r.distance_checked_m'])
    .select(['r.transport_cents', 'r.meals_cents', 'r.lodging_cents', 'r.bands'])
    .where('r.state', '<>', 'draft')
    .where('r.number', '=', number)
    .$if(decider.kind === 'school', (query) => query.where('r.school_id', '=', (decider as SchoolUser).school_id))
    .forUpdate()
    .executeTakeFirst()
  const request = found(row) as unknown as ToDecide
  if (mayDecide(decider.kind, request.state, to)) return request
  const last = (await historyOf(tx, request.id)).findLast(({ staff_name }) => staff_name)
  const by = last ? ` Dernière décision : ${last.staff_name}, le ${frenchMinute(last.at)}.` : ''
  const sentence = `Cette demande n’attend pas cette décision. Son état : « ${stateInWords(request.state).label} ».${by}`
  throw new UserError('aid.decided', sentence, { status: 409 })
}

interface Decided {
  request: { id: number; beneficiary_id: number }
  to: Decision
  reason: string | null
}

/** Writes a decision on a request that waits for it, with who took it and why. */
export async function writeDecision(tx: Tx, decider: Decider, { request, to, reason }: Decided): Promise<void> {
  const isLastWord = to !== 'awaiting-region'
  await tx
    .updateTable('apprentice_aid_requests')
    .set({ state: to, ...(isLastWord ? { decided_at: tx.now } : { school_accepted_at: tx.now }) })
    .where('id', '=', request.id)
    .execute()
  await tx
    .insertInto('apprentice_aid_events')
    .values({ request_id: request.id, at: tx.now, event: EVENT_OF[to], staff_id: decider.id, reason })
    .execute()
  await record(tx, {
    at: tx.now,
    fact: facts[`aid-request.${EVENT_OF[to]}` as const],
    staff_id: decider.id,
    beneficiary_id: request.beneficiary_id,
    details: { request: request.id },
  })
}

interface Checked {
  request: ToDecide
  distance_m: number
  transport_cents: number
  reason: string
}

/** Writes the distance that an agent keeps of a request that waits for them, beside the one that was measured, and what it gives. */
export async function writeDistance(tx: Tx, agent: Agent, { request, distance_m, transport_cents, reason }: Checked): Promise<void> {
  await tx
    .updateTable('apprentice_aid_requests')
    .set({
      distance_checked_m: distance_m,
      distance_check_reason: reason,
      distance_checked_by: agent.id,
      distance_checked_at: tx.now,
      transport_cents,
    })
    .where('id', '=', request.id)
    .execute()
  await tx
    .insertInto('apprentice_aid_events')
    .values({ request_id: request.id, at: tx.now, event: 'distance-checked', staff_id: agent.id, reason })
    .execute()
  await record(tx, {
    at: tx.now,
    fact: facts['aid-request.distance-checked'],
    staff_id: agent.id,
    beneficiary_id: request.beneficiary_id,
    details: {
      request: request.id,
      before_m: request.distance_checked_m ?? request.distance_m,
      after_m: distance_m,
      before_cents: request.transport_cents,
      after_cents: transport_cents,
    },
  })
}
