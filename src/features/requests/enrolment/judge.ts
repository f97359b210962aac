import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { notFound } from '../../../platform/errors.ts'
import type { SchoolUser } from '../../../spaces/actors.ts'
import { mustHave } from '../../../spaces/school-roles.ts'
import { holdLists } from '../../schools/enrolment-lists/index.ts'
import { facts } from './facts.ts'
import { lookAgain } from './look.ts'
import { comparisonOf } from './queries.ts'

interface Judgement {
  number: string
  /** One of those who were shown. */
  pupil: number
  isSame: boolean
}

/** Says that somebody on the list is who asked, or is not: it is looked for again, and a newer list does not ask it again. */
export async function judge(tx: Tx, office: SchoolUser, { number, pupil: id, isSame }: Judgement): Promise<void> {
  mustHave(office, 'requests.decide')
  await holdLists(tx, office.school_id)
  const { request, pupils } = await comparisonOf(tx, office, number)
  const pupil = pupils.find((one) => one.id === id)
  if (!pupil) throw notFound()
  await tx
    .insertInto('enrolment_judgements')
    .values({ application_id: request.id, keys: pupil.keys, is_same: isSame, at: tx.now, staff_id: office.id })
    .execute()
  await record(tx, {
    at: tx.now,
    fact: facts['enrolment.judged'],
    staff_id: office.id,
    beneficiary_id: request.beneficiary_id,
    details: { application_id: request.id, is_same: isSame },
  })
  await lookAgain(tx, office, request)
}
