import type { Tx } from '../../../platform/database/index.ts'
import { notify } from '../../../platform/messages/notify.ts'
import type { SchoolUser } from '../../../spaces/actors.ts'
import { awaitingDecision, writeDecision } from '../apprentice-aid/index.ts'
import { aidAcceptedBySchool } from './messages.ts'

/** A CFA says that the apprentice is enrolled: the Region goes on with the request. */
export async function acceptBySchool(tx: Tx, school: SchoolUser, { number }: { number: string }): Promise<void> {
  const request = await awaitingDecision(tx, school, { number, to: 'awaiting-region' })
  await writeDecision(tx, school, { request, to: 'awaiting-region', reason: null })
  await notify(tx, request.beneficiary_id, aidAcceptedBySchool({ number, school_name: school.school_name }))
}
