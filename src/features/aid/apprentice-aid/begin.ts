import type { Tx } from '../../../platform/database/index.ts'
import { randomNumber } from '../../../platform/luhn.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import { type Doubt, INFORMATION } from './aid.ts'
import { type Filling, fillingToChange, type Request } from './queries.ts'

/** From where to where, how far, how it was measured and what to think of it: the columns that a request keeps. */
export interface Transport {
  home_lines: string[]
  home_longitude: number | null
  home_latitude: number | null
  home_point: 'street' | 'town' | null
  cfa_lines: string[]
  cfa_longitude: number | null
  cfa_latitude: number | null
  cfa_point: 'school' | 'town' | null
  distance_m: number | null
  distance_provider: string | null
  distance_measured_on: string | null
  distance_doubts: Doubt[]
}

/** Whether passing the first page measures the distance: always for a draft, and again for whoever has moved since. */
export const isToMeasure = ({ current, draft }: Filling): boolean => draft.state === 'draft' || !current || !INFORMATION.answered(draft)

/** Opens the draft of the contract year, or keeps the distance measured anew in the request that is being filled in. */
export async function beginRequest(tx: Tx, beneficiary: Beneficiary, transport: Transport | undefined): Promise<void> {
  const filling = await fillingToChange(tx, beneficiary)
  const { current, draft } = filling
  if (!transport) return
  if (!current) return insertDraft(tx, beneficiary, filling, transport)
  if (!INFORMATION.asked(draft)) return
  await tx
    .updateTable('apprentice_aid_requests')
    .set({ ...transport, distance_doubts: doubtsOf(transport, current), ...NOT_CHECKED })
    .where('id', '=', current.id)
    .execute()
}

/** What an agent kept was of another way. */
const NOT_CHECKED = { distance_checked_m: null, distance_check_reason: null, distance_checked_by: null, distance_checked_at: null }

const doubtsOf = ({ distance_doubts }: Transport, { distance_contest }: Pick<Request, 'distance_contest'>) =>
  distance_contest ? [...distance_doubts, 'contested' as const] : distance_doubts

async function insertDraft(tx: Tx, beneficiary: Beneficiary, filling: Filling, transport: Transport): Promise<void> {
  const { apprenticeship, campaign_id, opening } = filling
  const inserted = await tx
    .insertInto('apprentice_aid_requests')
    .values({
      ...transport,
      number: randomNumber(9),
      beneficiary_id: beneficiary.id,
      application_id: apprenticeship.application_id,
      campaign_id,
      contract_signed_on: apprenticeship.contract_signed_on,
      contract_year: opening.window.year,
      school_id: apprenticeship.school_id,
      created_at: tx.now,
    })
    // The number is somebody's already, or the same page was sent twice at once.
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (inserted) return
  const { current } = await fillingToChange(tx, beneficiary)
  if (!current) return insertDraft(tx, beneficiary, filling, transport)
}
