import { decrypt, type Keys } from '../../../platform/encryption.ts'
import { ibanOf } from './account.ts'

/** The IBAN of a row of `accounts_to_pay`, in clear: for a bank's file and nothing else, and never to be shown or logged. */
export const ibanInClear = (key: Pick<Keys, 'encryption'>, { bank_account_id, iban }: { bank_account_id: number; iban: Buffer }): string =>
  decrypt(key, iban, ibanOf({ id: bank_account_id }))
