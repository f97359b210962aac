import { sql } from 'kysely'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import { found, UserError } from '../../../platform/errors.ts'
import { notify } from '../../../platform/messages/notify.ts'
import type { Agent, SchoolUser } from '../../../spaces/actors.ts'
import { mustHave } from '../../../spaces/school-roles.ts'
import { everyCourseOf, school } from '../../schools/schools/index.ts'
import { mustDecideItself } from '../outages/index.ts'
import { isMovable, mayHandOver } from './application.ts'
import { facts } from './facts.ts'
import { schoolChanged } from './messages.ts'
import { applicationToMove } from './queries.ts'

interface Move {
  beneficiaryId: number
  school: number
  course: string
  reason: string
}

/**
 * Gives somebody's request to another school of the Region: it decides on it if nobody has, and has it among its own from now on. What
 * was granted does not change.
 */
export async function moveToSchool(tx: Tx, agent: Agent, { beneficiaryId, school: schoolId, course, reason }: Move): Promise<void> {
  const application = found(await applicationToMove(tx, beneficiaryId).forUpdate('a').executeTakeFirst())
  await move(tx, agent, application, { beneficiaryId, school: schoolId, course, reason })
}

/** A school hands over a request that was sent to it by mistake, for the same course: the other one decides. */
export async function handOver(
  tx: Tx,
  office: SchoolUser,
  { fileNumber, school: schoolId, reason }: { fileNumber: string; school: number; reason: string },
): Promise<void> {
  mustHave(office, 'requests.decide')
  await mustDecideItself(tx, office)
  const { beneficiary_id: beneficiaryId } = found(
    await tx
      .selectFrom('card_applications')
      .select('beneficiary_id')
      .where('file_number', '=', fileNumber)
      .where('school_id', '=', office.school_id)
      .where('state', '<>', 'draft')
      .executeTakeFirst(),
  )
  const application = found(await applicationToMove(tx, beneficiaryId).forUpdate('a').executeTakeFirst())
  const { file_number, school_id, course_code: course } = application
  if (file_number !== fileNumber || school_id !== office.school_id || !mayHandOver(application, dayOf(tx.now)) || !course) {
    const sentence = 'Cette demande n’attend plus votre décision : ouvrez-la pour lire ce qu’elle devient.'
    throw new UserError('application.not-movable', sentence, { status: 409 })
  }
  await move(tx, office, application, { beneficiaryId, school: schoolId, course, reason })
}

async function move(
  tx: Tx,
  mover: Agent | SchoolUser,
  application: NonNullable<Awaited<ReturnType<ReturnType<typeof applicationToMove>['executeTakeFirst']>>>,
  { beneficiaryId, school: schoolId, course, reason }: Move,
): Promise<void> {
  if (!isMovable(application)) {
    const sentence = 'Cette demande n’est plus chez un établissement : son auteur choisit lui-même le sien en la complétant.'
    throw new UserError('application.not-movable', sentence, { status: 409 })
  }
  if (application.school_id === schoolId && application.course_code === course) {
    throw new UserError('application.same-school', 'C’est déjà son établissement et sa formation. Choisissez-en d’autres.', {
      field: 'course',
    })
  }
  const by = application.situation === 'pupil' ? 'pupils' : 'apprentices'
  const chosen = found(await school(tx, schoolId))
  const taught = (await everyCourseOf(tx, schoolId, by)).find(({ code }) => code === course)
  if (!chosen.in_region || !taught) {
    throw new UserError('application.not-taught', 'Cette formation n’est pas proposée par cet établissement. Choisissez-en une autre.', {
      field: 'course',
    })
  }

  const isApprentice = application.situation === 'apprentice'
  const answers = { school: schoolId, level: taught.level_code, course, ...(isApprentice && { cfaInRegion: true, typedSchool: null }) }
  const step = isApprentice ? 'apprenticeship' : 'schooling'
  await tx
    .updateTable('card_applications')
    .set({
      school_id: schoolId,
      course_code: course,
      school_elsewhere: null,
      // A school takes nothing out of the hands of the Region.
      ...(mover.kind === 'agent' && { handed_to_region_at: null }),
      ...(isApprentice && { cfa_in_region: true }),
      answers: sql`jsonb_set(answers, array[${step}], coalesce(answers -> ${step}, '{}') || ${JSON.stringify(answers)}::jsonb)`,
    })
    .where('id', '=', application.id)
    .execute()
  const moved = `${application.school_name ?? 'Sans établissement'} → ${chosen.name}. ${reason}`
  await tx
    .insertInto('application_events')
    .values({ application_id: application.id, at: tx.now, event: 'moved', staff_id: mover.id, reason: moved })
    .execute()
  await record(tx, {
    at: tx.now,
    fact: facts['card-application.moved'],
    staff_id: mover.id,
    beneficiary_id: beneficiaryId,
    details: { application_id: application.id, from_school: application.school_id, to_school: schoolId },
  })
  await notify(tx, beneficiaryId, schoolChanged({ school_name: chosen.name, isDecided: application.state === 'validated' }))
}
