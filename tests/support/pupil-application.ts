import { photoPolicy } from '../../src/features/card/photos/index.ts'
import {
  CONTACT,
  registerApplication,
  SCHOOLING,
  type Schooling,
  SITUATION,
  saveAddress,
  saveAnswers,
  savePhoto,
  submitApplication,
} from '../../src/features/requests/card-applications/index.ts'
import type { Db, Tx } from '../../src/platform/database/index.ts'
import { storeFile } from '../../src/platform/files.ts'
import { aBeneficiary, aCourse, aSchool, aSchoolUser, TEST_KEY } from './makers.ts'

/** Where those who ask for the card live. */
export const address = {
  kind: 'free' as const,
  lines: ['1 allée Marie-Thérèse Vicot-Lhermite'],
  postcode: '59000',
  town: 'LILLE',
}

/** A pupil who has just signed up, and a school with a course for them. */
export async function aNewcomer(tx: Tx) {
  const school = await aSchool(tx)
  const course = await aCourse(tx, school)
  const { actor, ...beneficiary } = await aBeneficiary(tx)
  const file_number = await registerApplication(tx, beneficiary.id)
  return { school, course, beneficiary, actor: { ...actor, has_card: false }, file_number, office: await aSchoolUser(tx, school) }
}

type Newcomer = Awaited<ReturnType<typeof aNewcomer>>

/** Answers everything but « Envoyer ». */
async function fillIn(tx: Tx, { actor, school, course }: Pick<Newcomer, 'actor' | 'school' | 'course'>, given: Partial<Schooling> = {}) {
  const chosen = { school: school.id, level: course.level_code, course: course.code, scholarshipHolder: true, wasInGeneralSecondary: false }
  await saveAnswers(tx, actor, SITUATION, () => ({ situation: { situation: 'pupil' } }))
  await saveAddress(tx, actor, address)
  await saveAnswers(tx, actor, CONTACT, ({ contact }) => ({ contact: { ...contact, fixedPhone: null, mobilePhone: '0612345678' } }))
  await saveAnswers(tx, actor, SCHOOLING, () => ({ schooling: { ...chosen, ...given } }))
  await savePhoto(tx, actor, await aPhoto(tx))
}

export const aPhoto = (tx: Tx) => storeFile(tx, photoPolicy, Buffer.from('photo'), TEST_KEY)

/** A pupil whose draft has every answer. */
export async function aWholeDraft(tx: Tx, given: Partial<Schooling> = {}) {
  const newcomer = await aNewcomer(tx)
  await fillIn(tx, newcomer, given)
  return newcomer
}

/** Applications that wait for the decision of one school. */
export async function aPile(tx: Tx, count: number) {
  const first = await aWholeDraft(tx)
  await submitApplication(tx, first.actor, { notifiedBy: 'email' })
  const pile = [{ id: first.beneficiary.id, file_number: first.file_number }]
  while (pile.length < count) {
    const { actor, id } = await aBeneficiary(tx)
    const file_number = await registerApplication(tx, id)
    await fillIn(tx, { ...first, actor })
    await submitApplication(tx, actor, { notifiedBy: 'sms' })
    pile.push({ id, file_number })
  }
  return { ...first, pile, fileNumbers: pile.map((sent) => sent.file_number) }
}

export const applicationOf = (reader: Db, file_number: string) =>
  reader.selectFrom('card_applications').selectAll().where('file_number', '=', file_number).executeTakeFirstOrThrow()
