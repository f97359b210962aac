import { type Reader, writerBehind } from './database/index.ts'

/** What was done, as a name. Each has its words in the room `audit`; those about a person, in `personal-data` too. */
export type FactName =
  | 'account.created'
  | 'account.email-replaced'
  | 'account.password-changed'
  | 'account.reset-link-sent'
  | 'aid-batch.cancelled'
  | 'aid-batch.created'
  | 'aid-batch.downloaded'
  | 'aid-request.accepted'
  | 'aid-request.accepted-by-school'
  | 'aid-request.distance-checked'
  | 'aid-request.document-read'
  | 'aid-request.paid'
  | 'aid-request.put-in-payment'
  | 'aid-request.read'
  | 'aid-request.refused'
  | 'aid-request.rejected-by-bank'
  | 'aid-request.returned'
  | 'aid-request.taken-out-of-payment'
  | 'beneficiary.account-closed'
  | 'beneficiary.unused-account-closed'
  | 'beneficiary.account-saved'
  | 'beneficiary.address-changed'
  | 'beneficiary.address-saved'
  | 'beneficiary.email-change-asked'
  | 'beneficiary.email-changed'
  | 'beneficiary.file-read'
  | 'beneficiary.identity-corrected'
  | 'beneficiary.phones-changed'
  | 'beneficiary.searched'
  | 'beneficiary.sign-in-blocked'
  | 'beneficiary.sign-in-unblocked'
  | 'campaign.aid-changed'
  | 'campaign.benefits-changed'
  | 'campaign.dates-changed'
  | 'campaign.opened'
  | 'campaign.prepared'
  | 'card-application.identity-deleted'
  | 'card-application.identity-read'
  | 'card-application.moved'
  | 'card-application.photo-read'
  | 'card-application.read'
  | 'card-application.refused'
  | 'card-application.returned'
  | 'card-application.validated'
  | 'card-batch.created'
  | 'card-batch.downloaded'
  | 'card-batch.made'
  | 'card-batch.shipped'
  | 'card.opposed'
  | 'card.opposed-by-agent'
  | 'card.photo-read'
  | 'card.photo-sent'
  | 'card.set-aside'
  | 'checkout.opened'
  | 'consents.downloaded'
  | 'document.added'
  | 'document.changed'
  | 'document.deleted'
  | 'good-deal.added'
  | 'good-deal.changed'
  | 'good-deal.deleted'
  | 'key-date.added'
  | 'key-date.changed'
  | 'key-date.deleted'
  | 'message.read'
  | 'message.sent-again'
  | 'partner.added'
  | 'partner.changed'
  | 'partner.reactivated'
  | 'partner.suspended'
  | 'partners.imported'
  | 'prepayment.shown'
  | 'question-received.answered'
  | 'question.added'
  | 'question.changed'
  | 'question.deleted'
  | 'school.added'
  | 'school.changed'
  | 'school.closed'
  | 'school.courses-added'
  | 'school.courses-removed'
  | 'school.opened'
  | 'second-factor.enrolled'
  | 'second-factor.recovery-code-used'
  | 'second-factor.recovery-codes-made'
  | 'second-factor.removed'
  | 'settlement.paid'
  | 'settlement.prepared'
  | 'staff.closed'
  | 'staff.invited'
  | 'staff.link-sent'
  | 'staff.password-chosen'
  | 'staff.reopened'
  | 'staff.role-changed'
  | 'staff.second-factor-reset'

/** Written once, and not any more: the trail keeps them. Until a name was corrected with the rest of an identity. */
export type FormerFactName = 'beneficiary.name-corrected'

export interface Fact {
  at: Date
  fact: FactName
  staff_id?: number | null
  beneficiary_id?: number | null
  details?: Record<string, string | number | boolean | null>
}

/** Writes down that somebody changed a person's file, or that staff read it. Never changed afterwards. */
export async function record(db: Reader, fact: Fact): Promise<void> {
  await writerBehind(db)
    .insertInto('audit_facts')
    .values({ ...fact, details: JSON.stringify(fact.details ?? {}) })
    .execute()
}

/** Several facts, in one statement. */
export async function recordAll(db: Reader, facts: Fact[]): Promise<void> {
  const rows = facts.map(({ details, ...fact }) => ({ ...fact, details: JSON.stringify(details ?? {}) }))
  if (rows.length > 0) await writerBehind(db).insertInto('audit_facts').values(rows).execute()
}

/** The same fact about each of several people. */
export const recordOfEach = (db: Reader, beneficiaryIds: number[], fact: Omit<Fact, 'beneficiary_id'>): Promise<void> =>
  recordAll(
    db,
    beneficiaryIds.map((beneficiary_id) => ({ ...fact, beneficiary_id })),
  )
