import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import { forgetFile } from '../../../platform/files.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import { applicationToMove, handToRegion } from '../card-applications/index.ts'
import { inDays, maySendCertificate, type Waiting } from './delay.ts'
import { facts } from './facts.ts'
import { waitingOf } from './queries.ts'

/**
 * Sends a certificate to the Region, which may decide then; the one before is forgotten.
 * @throws UserError 409 `certificate.too-early` before the school has had its days, or once the request is decided
 */
export async function sendCertificate(tx: Tx, beneficiary: Beneficiary, fileId: string): Promise<void> {
  // Held: of two sent at once the second finds the first to forget, and what is decided meanwhile is seen to be.
  const { id: application_id, school_id } = found(await applicationToMove(tx, beneficiary.id).forUpdate('a').executeTakeFirst())
  const waiting = await waitingOf(tx, application_id)
  if (school_id === null || !waiting || !maySendCertificate(waiting, tx.now)) throw tooEarly(waiting)
  const former = await tx
    .selectFrom('enrolment_certificates')
    .select('file_id')
    .where('application_id', '=', application_id)
    .forUpdate()
    .executeTakeFirst()
  const certificate = { file_id: fileId, sent_at: tx.now }
  await tx
    .insertInto('enrolment_certificates')
    .values({ application_id, ...certificate })
    .onConflict((known) => known.column('application_id').doUpdateSet(certificate))
    .execute()
  if (former) await forgetFile(tx, former.file_id)
  await handToRegion(tx, beneficiary, school_id, application_id)
  await record(tx, { at: tx.now, fact: facts['certificate.sent'], beneficiary_id: beneficiary.id, details: { application_id } })
}

export const tooEarly = (waiting: Waiting | undefined) =>
  new UserError(
    'certificate.too-early',
    `Vous pouvez envoyer un certificat à la Région quand votre établissement n’a pas répondu depuis ${waiting ? inDays(waiting.certificate_days) : 'longtemps'}. Suivez votre demande depuis votre page d’accueil.`,
    { status: 409 },
  )
