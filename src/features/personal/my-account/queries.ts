import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { hashOf } from '../../../platform/sessions.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import type { Address } from '../../people/addresses/index.ts'
import { contactInDraft } from '../../requests/card-applications/index.ts'

/** The account as its owner reads it. What was said in the application that they are filling in is not asked again. */
export async function accountOf(db: Reader, beneficiary: Beneficiary) {
  const person = await db
    .selectFrom('open_accounts')
    .select(['civility', 'last_name', 'first_name', 'printed_last_name', 'printed_first_name', 'birth_date', 'email', 'fixed_phone'])
    .select(['mobile_phone', 'notified_by'])
    .select(['good_deals_consent_at', 'newsletters_consent_at', sql<Address | null>`address`.as('address')])
    .where('id', '=', beneficiary.id)
    .executeTakeFirstOrThrow()
  const draft = await contactInDraft(db, beneficiary)
  return {
    ...person,
    address: person.address ?? draft?.address ?? null,
    fixed_phone: person.fixed_phone ?? draft?.fixedPhone ?? null,
    mobile_phone: person.mobile_phone ?? draft?.mobilePhone ?? null,
  }
}

/** The address given so far, if any. */
export const addressOf = async (db: Reader, beneficiary: Beneficiary): Promise<Address | null> => (await accountOf(db, beneficiary)).address

/** What they said of their schooling in the last application that they sent. */
export const schoolingOf = (db: Reader, beneficiary: Beneficiary) =>
  db
    .selectFrom('sent_applications')
    .select(['situation', 'scholarship_holder', 'benefit_rule', 'level_label', 'course_label', 'school_label as school_name'])
    .where('beneficiary_id', '=', beneficiary.id)
    .orderBy('applications_open_on', 'desc')
    .limit(1)
    .executeTakeFirst()

/** The new e-mail address that waits for its link to be opened. */
export const emailChangeOf = (db: Reader, beneficiary: Beneficiary) =>
  db
    .selectFrom('email_changes as e')
    .innerJoin('open_accounts as b', 'b.id', 'e.beneficiary_id')
    .select(['e.email', 'e.asked_at', 'e.confirmed_at', 'e.takes_effect_at', 'b.email as current_email'])
    .where('e.beneficiary_id', '=', beneficiary.id)
    .executeTakeFirst()

/** Whether a link still stops a change. */
export const mayStop = async (db: Reader, token: string): Promise<boolean> =>
  (await db.selectFrom('email_changes').select('beneficiary_id').where('stop_token_hash', '=', hashOf(token)).executeTakeFirst()) !==
  undefined

/** The address that a live link confirms. */
export const emailToConfirmBy = (db: Reader, token: string, now: Date) =>
  db
    .selectFrom('email_changes')
    .select(['email', 'takes_effect_at'])
    .where('token_hash', '=', hashOf(token))
    .where('expires_at', '>', now)
    .executeTakeFirst()
