import { accountMarked } from '../../../platform/bank-details.ts'
import { sealedFiles } from '../../../platform/files.ts'
import { type Marked, sealedColumn } from '../../../platform/resealing.ts'
import { ibanOf } from './bank.ts'
import { documentPolicy } from './document-policy.ts'

const iban = { table: 'apprentice_aid_requests', id: 'id', column: 'iban_encrypted', boundTo: (id: number) => ibanOf({ id }) } as const

/** What the room keeps encrypted: the bank accounts and the documents of requests. */
export const sealed = [sealedColumn(iban), sealedFiles(documentPolicy)]

/** By which the same bank account is known elsewhere. */
export const marked: Marked = { ...iban, mark: 'iban_mark', markedAs: accountMarked }
