import { sql } from 'kysely'
import type { z } from 'zod'
import type { Tx } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import { UserError } from '../../../platform/errors.ts'
import { forgetFile, forgetFrom } from '../../../platform/files.ts'
import { notify } from '../../../platform/messages/notify.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import { setContactDetails } from '../../people/beneficiaries/index.ts'
import { hasStarted } from '../../scheme/campaigns/index.ts'
import { isCourse, type SchoolRow, school, schoolTeaches } from '../../schools/schools/index.ts'
import { isTakenOver } from '../outages/index.ts'
import {
  type Apprenticeship,
  benefitRule,
  contractProblem,
  firstOpenStep,
  type SchoolElsewhere,
  type Schooling,
  type Situation,
  SUMMARY,
} from './application.ts'
import { applicationSubmitted } from './messages.ts'
import { type Application, applicationToEdit } from './queries.ts'
import { stepClosed } from './save-answers.ts'

/** Sends an application to who decides on it, for the first time or corrected: everything is checked again. */
export async function submitApplication(tx: Tx, beneficiary: Beneficiary, { notifiedBy }: z.output<typeof SUMMARY.schema>): Promise<void> {
  const application = await applicationToEdit(tx, beneficiary)
  const { contact } = application.answers
  if (firstOpenStep(application) !== SUMMARY || !contact?.address) throw stepClosed()
  const { school_name, ...studies } = await studiesOf(tx, application)
  if (notifiedBy === 'sms' && !contact.mobilePhone) {
    const sentence = 'Pour recevoir des SMS, ajoutez votre téléphone portable dans vos coordonnées.'
    throw new UserError('application.no-mobile', sentence, { field: 'notifiedBy' })
  }

  const needsDocument = studies.situation === 'neither'
  await tx
    .updateTable('card_applications')
    .set({
      ...studies,
      state: 'submitted',
      benefit_rule: benefitRule(application.answers),
      submitted_at: tx.now,
      // The Region decides in the place of the school that let it wait, and of no other.
      handed_to_region_at: sql<Date | null>`case when school_id = ${studies.school_id}::integer then handed_to_region_at end`,
      ...(needsDocument ? {} : { identity_file_id: null }),
    })
    .where('id', '=', application.id)
    .execute()
  await keepDocument(tx, application.identity_file_id, needsDocument)
  await setContactDetails(tx, beneficiary.id, {
    address: contact.address,
    fixed_phone: contact.fixedPhone ?? null,
    mobile_phone: contact.mobilePhone ?? null,
    notified_by: notifiedBy,
  })
  await tx.insertInto('application_events').values({ application_id: application.id, at: tx.now, event: 'submitted' }).execute()
  const { file_number } = application
  const isAway = studies.school_id !== null && (await isTakenOver(tx, studies.school_id))
  const starts_on = hasStarted(application, dayOf(tx.now)) ? null : application.starts_on
  await notify(
    tx,
    beneficiary.id,
    applicationSubmitted({
      file_number,
      situation: studies.situation,
      school_name,
      isTakenOver: isAway,
      starts_on,
      hasCard: beneficiary.has_card,
    }),
  )
}

/** What the application's columns say of somebody's studies; `school_name` where a school decides. */
interface Studies {
  situation: Situation
  school_id: number | null
  school_name: string | null
  school_elsewhere: string | null
  course_code: string | null
  scholarship_holder: boolean
  cfa_in_region: boolean | null
  contract_signed_on: string | null
  contract_ends_on: string | null
}

const NONE = {
  school_id: null,
  school_name: null,
  school_elsewhere: null,
  course_code: null,
  scholarship_holder: false,
  cfa_in_region: null,
  contract_signed_on: null,
  contract_ends_on: null,
}

async function studiesOf(tx: Tx, { answers, ...campaign }: Application): Promise<Studies> {
  const { situation, schooling, apprenticeship } = answers
  if (situation?.situation === 'neither') return { ...NONE, situation: 'neither' }
  if (situation?.situation === 'apprentice' && apprenticeship) {
    const { course, scholarshipHolder, contractSignedOn, contractEndsOn } = apprenticeship
    const place = await mustBePossible(tx, apprenticeship, campaign)
    return {
      ...place,
      situation: 'apprentice',
      course_code: course,
      scholarship_holder: scholarshipHolder,
      cfa_in_region: apprenticeship.cfaInRegion,
      contract_signed_on: contractSignedOn,
      contract_ends_on: contractEndsOn,
    }
  }
  if (!schooling) throw stepClosed()
  const { name } = await mustBeTaught(tx, schooling)
  return {
    ...NONE,
    situation: 'pupil',
    school_id: schooling.school,
    school_name: name,
    course_code: schooling.course,
    scholarship_holder: schooling.scholarshipHolder,
  }
}

/** What is sent is kept until it is decided on; what is no longer needed is not kept at all. */
async function keepDocument(tx: Tx, fileId: string | null, isNeeded: boolean): Promise<void> {
  if (!fileId) return
  if (isNeeded) await forgetFrom(tx, [fileId], null)
  else await forgetFile(tx, fileId)
}

const notTaught = () =>
  new UserError('application.not-taught', 'Cette formation n’est pas proposée par cet établissement. Choisissez-en une autre.', {
    field: 'course',
  })

/** A school may close, and a course too, between the answer and its sending. */
export async function mustBeTaught(tx: Tx, { school: id, course }: Pick<Schooling, 'school' | 'course'>): Promise<SchoolRow> {
  const chosen = await school(tx, id)
  if (!chosen?.in_region || !(await schoolTeaches(tx, id, course, 'pupils'))) throw notTaught()
  return chosen
}

/**
 * What an apprentice says of their CFA and contract can be true, that day.
 * @returns the school that decides, or the one elsewhere
 */
export async function mustBePossible(
  tx: Tx,
  apprenticeship: Omit<Apprenticeship, 'otherDiploma'>,
  campaign: { starts_on: string; ends_on: string },
): Promise<Pick<Studies, 'school_id' | 'school_name' | 'school_elsewhere'>> {
  const problem = contractProblem(apprenticeship, campaign, dayOf(tx.now))
  if (problem) throw new UserError('application.contract', problem.message, { field: problem.field })
  const { cfaInRegion, school: id, typedSchool, course } = apprenticeship
  const chosen = id === null ? undefined : await school(tx, id)
  if (cfaInRegion) {
    if (!chosen?.in_region || !(await schoolTeaches(tx, chosen.id, course, 'apprentices'))) throw notTaught()
    return { school_id: chosen.id, school_name: chosen.name, school_elsewhere: null }
  }
  if (chosen && (chosen.in_region || !chosen.open)) {
    throw new UserError('application.not-elsewhere', `Choisissez un établissement situé hors de la région ${OUR_REGION.name}.`, {
      field: 'school',
    })
  }
  if (!(await isCourse(tx, course))) throw notTaught()
  const elsewhere: SchoolElsewhere | null = chosen ? { uai: chosen.uai, name: chosen.name, town: chosen.town } : typedSchool
  if (!elsewhere) throw stepClosed()
  return { school_id: null, school_name: null, school_elsewhere: JSON.stringify(elsewhere) }
}
