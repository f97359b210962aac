import { recordAll } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { notFound, UserError } from '../../../platform/errors.ts'
import type { Decider } from '../../../spaces/actors.ts'
import { mustHave } from '../../../spaces/school-roles.ts'
import { mustDecideItself } from '../outages/index.ts'
import { facts } from './facts.ts'

interface Withdrawal {
  fileNumbers: string[]
  /** In words: its owner reads it. */
  reason: string
  comment: string
}

/**
 * Takes back the validation of applications, all of them or none: they wait for a decision again. An agent takes back anybody's, a school
 * its own.
 * @throws UserError 404 for those that are not theirs, `withdrawal.not-validated` when one of them is not validated
 */
export async function withdrawDecisions(tx: Tx, decider: Decider, { fileNumbers, reason, comment }: Withdrawal) {
  mustHave(decider, 'requests.decide')
  if (decider.kind === 'school') await mustDecideItself(tx, decider)
  const applications = await tx
    .selectFrom('card_applications as a')
    .innerJoin('campaign_calendar as c', 'c.id', 'a.campaign_id')
    .select(['a.id', 'a.file_number', 'a.beneficiary_id', 'a.campaign_id', 'a.state', 'a.situation', 'a.decided_at'])
    .select(['c.withdrawal_hours', 'c.name as campaign_name', 'c.decisions_end_on'])
    .where('a.file_number', 'in', fileNumbers)
    .$if(decider.kind === 'school', (query) => query.where('a.school_id', '=', decider.kind === 'school' ? decider.school_id : 0))
    .orderBy('a.id')
    .forUpdate('a')
    .execute()
  if (applications.length === 0 || applications.length !== new Set(fileNumbers).size) throw notFound()
  const other = applications.find(({ state, situation }) => state !== 'validated' || situation === 'neither')
  if (other) {
    const sentence = `La demande ${other.file_number} n’est pas celle d’un élève ou d’un apprenti validée, ou sa validation est déjà retirée.`
    throw new UserError('withdrawal.not-validated', sentence, { status: 409 })
  }
  const ids = applications.map(({ id }) => id)
  await tx
    .updateTable('card_applications')
    .set({ state: 'submitted', decided_at: null, withdrawn_at: tx.now })
    .where('id', 'in', ids)
    .execute()
  await tx
    .insertInto('application_events')
    .values(ids.map((id) => ({ application_id: id, at: tx.now, event: 'withdrawn', staff_id: decider.id, reason })))
    .execute()
  await recordAll(
    tx,
    applications.map(({ id, beneficiary_id }) => ({
      at: tx.now,
      fact: facts['card-application.withdrawn'],
      staff_id: decider.id,
      beneficiary_id,
      details: { application_id: id, reason, comment },
    })),
  )
  return applications
}
