import { sealedFiles } from '../../../platform/files.ts'
import { sealedColumn } from '../../../platform/resealing.ts'
import { documentPolicy, ibanOf } from './joining.ts'

/** What the room keeps encrypted: the IBANs of those who ask to join, and their documents. */
export const sealed = [
  sealedColumn({ table: 'joining_applications', id: 'id', column: 'iban_encrypted', boundTo: (id) => ibanOf({ id }) }),
  sealedFiles(documentPolicy),
]
