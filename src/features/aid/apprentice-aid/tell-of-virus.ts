import type { Tx } from '../../../platform/database/index.ts'
import { notify } from '../../../platform/messages/notify.ts'
import { aidDocumentInfected } from './messages.ts'

/** Tells an apprentice that one of their documents was erased, and which: they would learn it only once it is asked for. */
export async function tellOfVirus(tx: Tx, fileId: string): Promise<void> {
  const request = await tx
    .selectFrom('apprentice_aid_requests')
    .select(['number', 'beneficiary_id', 'state', 'contract_file_id', 'bank_file_id'])
    .where((eb) => eb.or([eb('contract_file_id', '=', fileId), eb('bank_file_id', '=', fileId), eb('lodging_file_id', '=', fileId)]))
    .executeTakeFirst()
  if (!request) return
  const { number, beneficiary_id, state, contract_file_id, bank_file_id } = request
  const document = fileId === contract_file_id ? 'contract' : fileId === bank_file_id ? 'bank' : 'lodging'
  await notify(tx, beneficiary_id, aidDocumentInfected({ number, document, isSent: state !== 'draft' }))
}
