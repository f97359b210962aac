import { sealedColumn } from '../../../platform/resealing.ts'
import { ibanOf } from './transfer.ts'

/** What the room keeps encrypted: the account of each transfer. */
export const sealed = [sealedColumn({ table: 'transfers', id: 'id', column: 'iban_encrypted', boundTo: ibanOf })]
