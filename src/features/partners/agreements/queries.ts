import type { Reader } from '../../../platform/database/index.ts'

/** The text that is accepted now; undefined as long as there is none. */
export const textInForce = (db: Reader) =>
  db
    .selectFrom('agreement_texts')
    .select(['version', 'body', 'sha256', 'agreed_at', 'days_to_accept'])
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()

/** Every text there was, the last first. */
export const textsOfAgreement = (db: Reader) =>
  db
    .selectFrom('agreement_texts as t')
    .innerJoin('staff_members as w', 'w.id', 't.written_by')
    .innerJoin('staff_members as s', 's.id', 't.agreed_by')
    .select(['t.version', 't.sha256', 't.agreed_at', 'w.name as written_by_name', 's.name as agreed_by_name'])
    .orderBy('t.version', 'desc')
    .execute()

/** What proves that somebody accepted a text, with the text as it was; undefined where nobody has. `of`: to join, or the agreement itself. */
export const proofOf = (db: Reader, of: { application_id: number } | { id: number }) =>
  db
    .selectFrom('agreements as g')
    .innerJoin('agreement_texts as t', 't.version', 'g.text_version')
    .select(['g.text_version', 'g.text_sha256', 'g.signer_name', 'g.signer_email', 'g.signed_at', 'g.network', 'g.device'])
    .select(['g.code_made_at', 'g.code_hash', 't.body'])
    .where((eb) => ('id' in of ? eb('g.id', '=', of.id) : eb('g.application_id', '=', of.application_id)))
    .executeTakeFirst()

export type Proof = NonNullable<Awaited<ReturnType<typeof proofOf>>>
