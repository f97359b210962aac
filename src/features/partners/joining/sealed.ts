import { accountMarked } from '../../../platform/bank-details.ts'
import { sealedFiles } from '../../../platform/files.ts'
import { type Marked, sealedColumn } from '../../../platform/resealing.ts'
import { documentPolicy, ibanOf } from './joining.ts'

const iban = { table: 'joining_applications', id: 'id', column: 'iban_encrypted', boundTo: (id: number) => ibanOf({ id }) } as const

/** What the room keeps encrypted: the IBANs of those who ask to join, and their documents. */
export const sealed = [sealedColumn(iban), sealedFiles(documentPolicy)]

/** By which the same bank account is known elsewhere. */
export const marked: Marked = { ...iban, mark: 'iban_mark', markedAs: accountMarked }
