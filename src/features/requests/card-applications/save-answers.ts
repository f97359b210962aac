import type { Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import { forgetFile, forgetFrom } from '../../../platform/files.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import type { Address } from '../../people/addresses/index.ts'
import {
  type Answers,
  type Apprenticeship,
  awaitsDecision,
  CONTACT,
  IDENTITY_DOCUMENT,
  mayOpen,
  PHOTO,
  SCHOOLING,
  type Schooling,
  type Step,
} from './application.ts'
import { type Application, applicationToEdit, documentToReplace } from './queries.ts'

/**
 * Keeps what was answered at a step; the answers of the others stay as they are.
 * @returns the application as it stands now
 */
export async function saveAnswers(
  tx: Tx,
  beneficiary: Beneficiary,
  step: Step,
  answered: (before: Answers) => Answers,
): Promise<Application> {
  const application = await openAt(tx, beneficiary, step)
  const answers = { ...application.answers, ...answered(application.answers) }
  await tx
    .updateTable('card_applications')
    .set({ answers: JSON.stringify(answers) })
    .where('id', '=', application.id)
    .execute()
  return { ...application, answers }
}

/** Keeps the postal address, which is given on pages of its own. */
export const saveAddress = (tx: Tx, beneficiary: Beneficiary, address: Address): Promise<Application> =>
  saveAnswers(tx, beneficiary, CONTACT, ({ contact }) => ({ contact: { ...contact, address } }))

/** Keeps what a pupil says of their school. */
export const saveSchooling = (tx: Tx, beneficiary: Beneficiary, schooling: Schooling): Promise<Application> =>
  saveAnswers(tx, beneficiary, SCHOOLING, (before) => {
    if (before.situation?.situation !== 'pupil') throw stepClosed()
    return { schooling }
  })

/** What an apprentice says at once: of their diploma too, or later. */
type ApprenticeshipSaid = Omit<Apprenticeship, 'otherDiploma'> & { otherDiploma?: boolean | undefined }

/** Keeps what an apprentice says of their CFA and contract, and what they say, or said, of their diploma as far as it is still asked. */
export const saveApprenticeship = (tx: Tx, beneficiary: Beneficiary, said: ApprenticeshipSaid): Promise<Application> =>
  saveAnswers(tx, beneficiary, SCHOOLING, ({ situation, apprenticeship: before }) => {
    if (situation?.situation !== 'apprentice') throw stepClosed()
    return { apprenticeship: { ...said, otherDiploma: said.wasApprentice ? (said.otherDiploma ?? before?.otherDiploma ?? null) : null } }
  })

/** Keeps the answer to the second question, of those to whom it is asked. */
export const saveOtherDiploma = (tx: Tx, beneficiary: Beneficiary, otherDiploma: boolean): Promise<Application> =>
  saveAnswers(tx, beneficiary, SCHOOLING, ({ situation, apprenticeship }) => {
    if (situation?.situation !== 'apprentice' || !apprenticeship?.wasApprentice) throw stepClosed()
    return { apprenticeship: { ...apprenticeship, otherDiploma } }
  })

/** Keeps the photo, and forgets the one before, unless it is that of another year: the card shows it. */
export async function savePhoto(tx: Tx, beneficiary: Beneficiary, fileId: string): Promise<void> {
  const { id, photo_file_id: former } = await openAt(tx, beneficiary, PHOTO)
  await tx.updateTable('card_applications').set({ photo_file_id: fileId }).where('id', '=', id).execute()
  if (!former) return
  const others = tx.selectFrom('card_applications').select('id').where('beneficiary_id', '=', beneficiary.id)
  if (!(await others.where('photo_file_id', '=', former).executeTakeFirst())) await forgetFile(tx, former)
}

/** Keeps the identity document, and forgets the one before: while the form is filled in, and until the decision. */
export async function saveIdentityDocument(tx: Tx, beneficiary: Beneficiary, fileId: string): Promise<void> {
  const application = await documentToReplace(tx, beneficiary)
  if (!mayOpen(IDENTITY_DOCUMENT, application)) throw stepClosed()
  await tx.updateTable('card_applications').set({ identity_file_id: fileId }).where('id', '=', application.id).execute()
  if (application.identity_file_id) await forgetFile(tx, application.identity_file_id)
  if (awaitsDecision(application)) {
    await tx.insertInto('application_events').values({ application_id: application.id, at: tx.now, event: 'document-replaced' }).execute()
    await forgetFrom(tx, [fileId], null)
  }
}

/** The application, locked, if that step of it may be opened. */
async function openAt(tx: Tx, beneficiary: Beneficiary, step: Step): Promise<Application> {
  const application = await applicationToEdit(tx, beneficiary)
  if (!mayOpen(step, application)) throw stepClosed()
  return application
}

export const stepClosed = () =>
  new UserError('application.step-closed', 'Répondez d’abord aux étapes précédentes de votre demande.', { status: 409, leadsOn: true })
