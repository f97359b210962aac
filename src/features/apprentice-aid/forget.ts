import type { Tx } from '../../platform/database/index.ts'
import { eraseFiles } from '../../platform/files.ts'
import type { Beneficiary } from '../../spaces/actors.ts'

/**
 * What a closed account leaves of its requests: the year, the CFA, the distance and the amounts, for the figures; no address, no
 * account, no document. One that is not paid yet is taken back, but for a transfer that is at the bank already: it keeps what the bank
 * needs until it is paid.
 */
export async function forgetAid(tx: Tx, beneficiary: Pick<Beneficiary, 'id'>): Promise<void> {
  const requests = await tx
    .selectFrom('apprentice_aid_requests')
    .select(['id', 'state', 'contract_file_id', 'bank_file_id', 'lodging_file_id'])
    .where('beneficiary_id', '=', beneficiary.id)
    .where('state', '<>', 'in-payment')
    .orderBy('id')
    .forUpdate()
    .execute()
  for (const { id, state } of requests) {
    const isOver = state === 'paid' || state === 'refused'
    await tx
      .updateTable('apprentice_aid_requests')
      .set({ ...(isOver ? NOBODYS : TAKEN_BACK), ...NOWHERE })
      .where('id', '=', id)
      .execute()
  }
  await eraseFiles(
    tx,
    requests.flatMap(({ contract_file_id, bank_file_id, lodging_file_id }) => [contract_file_id, bank_file_id, lodging_file_id]),
  )
}

const NOWHERE = { home_longitude: null, home_latitude: null, distance_contest: null }

const NOBODYS = {
  home_lines: [],
  bank_holder: '',
  bank_name: '',
  iban_encrypted: Buffer.alloc(0),
  iban_first4: '',
  iban_last4: '',
  bic: '',
}

const TAKEN_BACK = {
  state: 'draft',
  home_lines: null,
  bank_holder: null,
  bank_holder_differs: null,
  bank_name: null,
  iban_encrypted: null,
  iban_first4: null,
  iban_last4: null,
  bic: null,
}
