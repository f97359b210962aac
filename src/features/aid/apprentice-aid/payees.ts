import type { Reader } from '../../../platform/database/index.ts'
import { decrypt, type Keys } from '../../../platform/encryption.ts'
import { isLatin } from '../../../platform/forms/fields.ts'
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
export async function payeesOf(db: Reader, requestIds: number[], key: Keys): Promise<Payee[]> {
  const rows = await db
    .selectFrom('apprentice_aid_requests as r')
    .innerJoin('people as b', 'b.id', 'r.beneficiary_id')
    .select(['r.id', 'r.number', 'r.beneficiary_id', 'r.bank_holder', 'r.iban_encrypted', 'r.bic'])
    .select(['b.printed_first_name', 'b.printed_last_name'])
    .where('r.id', 'in', requestIds)
    .where('r.state', '=', 'in-payment')
    .orderBy('r.id')
    .execute()
  return rows.map(({ id, number, beneficiary_id, bank_holder, iban_encrypted, bic, printed_first_name, printed_last_name }) => ({
    request_id: id,
    number,
    beneficiary_id,
    // A bank reads Latin letters only.
    bank_holder: isLatin(bank_holder ?? '') ? (bank_holder as string) : `${printed_first_name} ${printed_last_name}`,
    iban: decrypt(key, iban_encrypted as Buffer, ibanOf({ id })),
    bic: bic as string,
  }))
}
