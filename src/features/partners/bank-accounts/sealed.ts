import { sealedColumn } from '../../../platform/resealing.ts'
import { ibanOf } from './account.ts'

/** What the room keeps encrypted: the IBANs. */
export const sealed = [sealedColumn({ table: 'bank_accounts', id: 'id', column: 'iban_encrypted', boundTo: (id) => ibanOf({ id }) })]
