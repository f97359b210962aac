import type { Db, Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import { notifyAt } from '../../../platform/messages/notify.ts'
import { hashOfCode, keepAgreement, mustBeTheCode, otherCode, textInForce } from '../agreements/index.ts'
import { codeOf } from './joining.ts'
import { applicationSent, joiningCode } from './messages.ts'
import type { Application } from './queries.ts'
import { mustBeBegun } from './save-answers.ts'

/** Mails a code to whoever will manage the shop: that letter box is theirs, or nothing is signed. Another one that was sent is good no more. */
export async function askCode(
  tx: Tx,
  { id }: Application,
  { signerName, version }: { signerName: string; version: number },
): Promise<void> {
  const { manager_email } = await mustBeBegun(tx, id)
  if (!manager_email) throw unfinished()
  const text = await textInForce(tx)
  await tx
    .updateTable('joining_applications')
    .set({ signer_name: signerName, read_version: text?.version === version ? version : null, code_asked_at: tx.now })
    .set({ code_hash: null, code_made_at: null, code_tries: 0 })
    .where('id', '=', id)
    .execute()
  await notifyAt(tx, null, manager_email, joiningCode({ id }))
}

/**
 * Before the transaction, so that a wrong code counts whatever becomes of it.
 * @throws UserError `agreement.wrong-code`, or `agreement.dead-code` when another one has to be asked for
 */
export async function proveCode(db: Db, now: Date, { id }: Application, code: string): Promise<void> {
  const row = await db
    .updateTable('joining_applications')
    .set((eb) => ({ code_tries: eb('code_tries', '+', 1) }))
    .where('id', '=', id)
    .where('state', '=', 'begun')
    .returning(['code_hash', 'code_made_at', 'code_tries'])
    .executeTakeFirst()
  // Signed by the same form a moment ago: its act says so.
  if (!row) return
  mustBeTheCode(row, hashOfCode(codeOf({ id }), code), now)
}

interface Signing {
  signerName: string
  code: string
  /** The version that was shown. */
  version: number
  network: string
  device: string | null
  publicUrl: string
}

/**
 * Accepts the agreement and sends the application to the Region, once: the same form again changes nothing.
 */
export async function signAgreement(
  tx: Tx,
  { id }: Application,
  { signerName, code, version, network, device, publicUrl }: Signing,
): Promise<void> {
  const row = await tx
    .selectFrom('joining_applications')
    .select(['state', 'siret', 'manager_email', 'type_code', 'document_file_id', 'iban_encrypted', 'code_hash', 'code_made_at'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (row.state !== 'begun') return
  const isWhole = row.manager_email && row.type_code && row.document_file_id && (row.siret === null || row.iban_encrypted)
  if (!isWhole || !row.manager_email) throw unfinished()
  // Another code may have been asked for since this one was proved.
  if (!row.code_hash?.equals(hashOfCode(codeOf({ id }), code)) || !row.code_made_at) throw otherCode()
  await keepAgreement(tx, {
    of: { application_id: id },
    ...{ version, signer_name: signerName, signer_email: row.manager_email, network, device },
    ...{ code_made_at: row.code_made_at, code_hash: row.code_hash },
  })
  await tx
    .updateTable('joining_applications')
    .set({ state: 'sent', sent_at: tx.now, signer_name: signerName, code_hash: null })
    .where('id', '=', id)
    .execute()
  await notifyAt(tx, null, row.manager_email, applicationSent({ id, publicUrl }))
}

const unfinished = () =>
  new UserError('joining.unfinished', 'Il manque quelque chose avant la convention : revenez aux étapes d’avant.', { status: 409 })
