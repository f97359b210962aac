import { accountMarked } from '../../../platform/bank-details.ts'
import { type Marked, sealedColumn } from '../../../platform/resealing.ts'
import { ibanOf } from './account.ts'

const iban = { table: 'bank_accounts', id: 'id', column: 'iban_encrypted', boundTo: (id: number) => ibanOf({ id }) } as const

/** What the room keeps encrypted: the IBANs. */
export const sealed = [sealedColumn(iban)]

/** By which the same bank account is known elsewhere. */
export const marked: Marked = { ...iban, mark: 'iban_mark', markedAs: accountMarked }
