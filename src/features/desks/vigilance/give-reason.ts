import { sql } from 'kysely'
import { record } from '../../../platform/audit.ts'
import type { Db, Tx } from '../../../platform/database/index.ts'
import { deleteInSlices } from '../../../platform/database/slices.ts'
import type { Staff } from '../../../spaces/actors.ts'
import type { AskedAbout } from './ask-why.ts'
import { facts } from './facts.ts'

/** Keeps why somebody goes on: whoever watches reads it beside what was noticed. `about`: the address that they were going to. */
export async function giveReason(
  tx: Tx,
  staff: Pick<Staff, 'id'>,
  { kind, about, reason }: { kind: AskedAbout; about: string; reason: string },
): Promise<void> {
  await tx.insertInto('given_reasons').values({ staff_id: staff.id, at: tx.now, kind, about, reason }).execute()
  await record(tx, { at: tx.now, fact: facts['reason.given'], staff_id: staff.id, details: { kind, reason } })
}

/** Deletes the reasons that were given before an instant. */
export const forgetReasons = (db: Db, before: Date): Promise<void> => deleteInSlices(db, 'given_reasons', sql`at < ${before}`)
