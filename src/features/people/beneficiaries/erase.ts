import type { Tx } from '../../../platform/database/index.ts'
import type { Keys } from '../../../platform/encryption.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import { markPerson } from './fingerprint.ts'

/**
 * Forgets who somebody was, and the names and addresses that they had or wished for: a row is left that says nothing of anybody, with the
 * mark by which they are given nothing twice.
 */
export async function eraseBeneficiary(tx: Tx, beneficiary: Pick<Beneficiary, 'id'>, key: Keys): Promise<void> {
  await markPerson(tx, beneficiary.id, key)
  await tx.deleteFrom('former_names').where('beneficiary_id', '=', beneficiary.id).execute()
  await tx
    .updateTable('beneficiaries')
    .set({
      civility: '',
      first_name: 'Compte clos',
      // Different for each: a person has one account, held by a unique index on the names.
      last_name: `n° ${beneficiary.id}`,
      latin_last_name: null,
      latin_first_name: null,
      birth_date: '1900-01-01',
      email: '',
      fixed_phone: null,
      mobile_phone: null,
      notified_by: 'email',
      address: null,
      good_deals_consent_at: null,
      newsletters_consent_at: null,
      closed_at: tx.now,
    })
    .where('id', '=', beneficiary.id)
    .execute()
}
