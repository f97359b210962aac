import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { notFound } from '../../../platform/errors.ts'
import { moveSession } from '../../../platform/sessions.ts'
import type { AtSchools } from '../../../spaces/actors.ts'
import { facts } from './facts.ts'
import { ownSchools } from './queries.ts'

/**
 * Says for which of their schools somebody works in this session, from their next page.
 * @returns the session's token, which is a new one
 */
export async function workAt(tx: Tx, who: AtSchools, { school, token }: { school: number; token: string }): Promise<string> {
  if (!(await ownSchools(tx, who)).some(({ school_id }) => school_id === school)) throw notFound()
  await record(tx, { at: tx.now, fact: facts['staff.school-chosen'], staff_id: who.id, details: { school_id: school } })
  return moveSession(tx, token, school)
}
