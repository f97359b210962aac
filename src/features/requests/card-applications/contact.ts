import { sql } from 'kysely'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import type { Contact } from './application.ts'

/** How to reach somebody, as said in the application that they are filling in; undefined without one. */
export async function contactInDraft(db: Reader, beneficiary: Beneficiary): Promise<Contact | undefined> {
  const draft = await db
    .selectFrom('card_applications')
    .select(sql<Contact | null>`answers -> 'contact'`.as('contact'))
    .where('beneficiary_id', '=', beneficiary.id)
    .where('state', 'in', ['draft', 'returned'])
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return draft?.contact ?? undefined
}

/** Their account says it now: the application that they are filling in must not put the former words back when it is sent. */
export async function keepContact(tx: Tx, beneficiary: Pick<Beneficiary, 'id'>, contact: Contact): Promise<void> {
  await tx
    .updateTable('card_applications')
    .set({
      answers: sql`answers || jsonb_build_object('contact', coalesce(answers -> 'contact', '{}') || ${JSON.stringify(contact)}::jsonb)`,
    })
    .where('beneficiary_id', '=', beneficiary.id)
    .where('state', 'in', ['draft', 'returned'])
    .execute()
}
