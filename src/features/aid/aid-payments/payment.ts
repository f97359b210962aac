import { z } from 'zod'
import { text } from '../../../platform/forms/fields.ts'

/** A batch of transfers, without HTTP and without SQL. */

/** As many as an agent can follow, and a bank's file can hold. */
export const TRANSFERS_A_BATCH = 1000

/** What has become of a line; null as long as the bank has not answered. */
export type Outcome = 'paid' | 'rejected' | 'cancelled' | null

export const cancelForm = z.object({ reason: text('Écrivez pourquoi vous annulez ce lot.', 500) })
