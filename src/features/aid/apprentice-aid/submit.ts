import type { Tx } from '../../../platform/database/index.ts'
import { notify } from '../../../platform/messages/notify.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import { amountsOf, CHECK, firstOpenStep, givenAlready, nextCheck, totalCents } from './aid.ts'
import { aidSubmitted } from './messages.ts'
import { type Filling, fillingToChange, type Request } from './queries.ts'
import { stepClosed } from './save-answers.ts'

/** Sends the request to whoever checks it next, for the first time or corrected, with the amounts of that day. */
export async function submitRequest(tx: Tx, beneficiary: Beneficiary): Promise<{ number: string }> {
  const filling = await fillingToChange(tx, beneficiary)
  const { current, draft, apprenticeship } = filling
  if (!current || firstOpenStep(draft) !== CHECK) throw stepClosed()
  const state = nextCheck(current)
  const frozen = amountsToSend(filling, current)
  await tx
    .updateTable('apprentice_aid_requests')
    .set({ ...frozen, bands: JSON.stringify(frozen.bands), state, submitted_at: tx.now, decided_at: null })
    .where('id', '=', current.id)
    .execute()
  await tx.insertInto('apprentice_aid_events').values({ request_id: current.id, at: tx.now, event: 'submitted' }).execute()
  const checked_by = state === 'awaiting-school' ? apprenticeship.cfa_name : null
  await notify(tx, beneficiary.id, aidSubmitted({ number: current.number, checked_by, total_cents: totalCents(frozen) }))
  return { number: current.number }
}

/** The amounts of the day. New bank details change nothing of what was accepted; what an agent kept of the distance stands. */
export function amountsToSend({ parameters, given }: Pick<Filling, 'parameters' | 'given'>, request: Request) {
  const { state, transport_cents, meals_cents, lodging_cents, bands, lodging_kind } = request
  if (state === 'rejected-by-bank' && meals_cents !== null && lodging_cents !== null && bands) {
    return { transport_cents, meals_cents, lodging_cents, bands }
  }
  const distance_m = request.distance_checked_m ?? request.distance_m
  const already = givenAlready(request, given)
  return {
    ...amountsOf(parameters, { distance_m, lodging_kind }),
    ...(already.meals && { meals_cents: 0 }),
    ...(already.lodging && { lodging_cents: 0 }),
    bands: parameters.bands,
  }
}
