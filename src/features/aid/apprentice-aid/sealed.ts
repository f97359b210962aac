import { sealedFiles } from '../../../platform/files.ts'
import { sealedColumn } from '../../../platform/resealing.ts'
import { ibanOf } from './bank.ts'
import { documentPolicy } from './document-policy.ts'

/** What the room keeps encrypted: the bank accounts and the documents of requests. */
export const sealed = [
  sealedColumn({ table: 'apprentice_aid_requests', id: 'id', column: 'iban_encrypted', boundTo: (id) => ibanOf({ id }) }),
  sealedFiles(documentPolicy),
]
