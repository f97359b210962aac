import type { Tx } from '../../../platform/database/index.ts'
import { addDays, dayOf } from '../../../platform/dates.ts'
import { decrypt, type Keys } from '../../../platform/encryption.ts'
import { UserError } from '../../../platform/errors.ts'
import { forgetFrom } from '../../../platform/files.ts'
import type { Agent, Staff } from '../../../spaces/actors.ts'
import type { NewAccount } from '../bank-accounts/index.ts'
import { ibanOf } from './joining.ts'
import { DOCUMENT_DAYS } from './retention.ts'

/** What the database holds to be there once an application is sent. */
type Whole = { [Column in 'name' | 'legal_name' | 'type_code' | 'street' | 'postcode' | 'town' | 'manager_name' | 'manager_email']: string }

/**
 * An application that waits for the Region, held until the transaction ends.
 * @throws UserError 409 `joining.ended` once it has its answer
 */
export async function heldSent(tx: Tx, id: number) {
  const row = await tx
    .selectFrom('joining_applications')
    .selectAll()
    .where('id', '=', id)
    .where('state', '=', 'sent')
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new UserError('joining.ended', 'Cette demande a déjà sa réponse : rien n’est fait.', { status: 409 })
  return row as typeof row & Whole
}

/** The account to which it asks to be paid; null of an association without a SIRET. */
export function accountOf({ id, holder, bic, iban_encrypted }: Awaited<ReturnType<typeof heldSent>>, keys: Keys): NewAccount | null {
  return iban_encrypted && holder ? { holder, bic, iban: decrypt(keys, iban_encrypted, ibanOf({ id })) } : null
}

/** It is a partner: two agents saw it. Its IBAN leaves it, its document does later. */
export async function endAccepted(
  tx: Tx,
  agent: Agent,
  { id, partner_id, checkedBy }: { id: number; partner_id: number; checkedBy: number },
) {
  const { document_file_id } = await tx
    .updateTable('joining_applications')
    .set({
      state: 'accepted',
      partner_id,
      checked_by: checkedBy,
      countersigned_by: agent.id,
      ended_at: tx.now,
      iban_encrypted: null,
      iban_mark: null,
    })
    .where('id', '=', id)
    .returning('document_file_id')
    .executeTakeFirstOrThrow()
  if (document_file_id) await forgetFrom(tx, [document_file_id], addDays(dayOf(tx.now), DOCUMENT_DAYS))
}

/** It is refused, and says why. */
export async function endRefused(tx: Tx, by: Staff, { id, reason }: { id: number; reason: string }): Promise<void> {
  await tx
    .updateTable('joining_applications')
    .set({ state: 'refused', refused_by: by.id, refusal: reason, ended_at: tx.now })
    .where('id', '=', id)
    .execute()
}
