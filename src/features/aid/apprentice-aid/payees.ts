import type { KeyObject } from 'node:crypto'
import type { Reader } from '../../../platform/database/index.ts'
import { decrypt } from '../../../platform/encryption.ts'
import { ibanOf } from './bank.ts'

/** To whom and to which account a request is paid: in clear, for the bank's file and nothing else. */
export interface Payee {
  request_id: number
  number: string
  beneficiary_id: number
  bank_holder: string
  iban: string
  bic: string
}

/** The payees of these requests, as long as their transfer is at the bank. */
export async function payeesOf(db: Reader, requestIds: number[], key: KeyObject): Promise<Payee[]> {
  const rows = await db
    .selectFrom('apprentice_aid_requests')
    .select(['id', 'number', 'beneficiary_id', 'bank_holder', 'iban_encrypted', 'bic'])
    .where('id', 'in', requestIds)
    .where('state', '=', 'in-payment')
    .orderBy('id')
    .execute()
  return rows.map(({ id, number, beneficiary_id, bank_holder, iban_encrypted, bic }) => ({
    request_id: id,
    number,
    beneficiary_id,
    bank_holder: bank_holder as string,
    iban: decrypt(key, iban_encrypted as Buffer, ibanOf({ id })),
    bic: bic as string,
  }))
}
