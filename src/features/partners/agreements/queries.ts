import type { Reader } from '../../../platform/database/index.ts'

/** The text that is accepted now; undefined as long as there is none. */
export const textInForce = (db: Reader) =>
  db.selectFrom('agreement_texts').select(['version', 'body', 'sha256', 'agreed_at']).orderBy('version', 'desc').limit(1).executeTakeFirst()

/** Every text there was, the last first. */
export const textsOfAgreement = (db: Reader) =>
  db
    .selectFrom('agreement_texts as t')
    .innerJoin('staff_members as w', 'w.id', 't.written_by')
    .innerJoin('staff_members as s', 's.id', 't.agreed_by')
    .select(['t.version', 't.sha256', 't.agreed_at', 'w.name as written_by_name', 's.name as agreed_by_name'])
    .orderBy('t.version', 'desc')
    .execute()

/** What proves that somebody accepted the agreement to join, with the text as it was; undefined where nobody has. */
export const proofOf = (db: Reader, applicationId: number) =>
  db
    .selectFrom('agreements as g')
    .innerJoin('agreement_texts as t', 't.version', 'g.text_version')
    .select(['g.text_version', 'g.text_sha256', 'g.signer_name', 'g.signer_email', 'g.signed_at', 'g.network', 'g.device'])
    .select(['g.code_made_at', 'g.code_hash', 't.body'])
    .where('g.application_id', '=', applicationId)
    .executeTakeFirst()

export type Proof = NonNullable<Awaited<ReturnType<typeof proofOf>>>
