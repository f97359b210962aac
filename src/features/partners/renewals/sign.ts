import { record } from '../../../platform/audit.ts'
import type { Db, Reader, Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import { notifyStaff } from '../../../platform/messages/notify.ts'
import type { MakeSecret } from '../../../platform/messages/send.ts'
import type { PartnerUser } from '../../../spaces/actors.ts'
import { hashOfCode, keepAgreement, mustBeTheCode, newCode, otherCode } from '../agreements/index.ts'
import { facts } from './facts.ts'
import { agreementCode } from './messages.ts'
import { textToAccept } from './queries.ts'

const codeOf = (staffId: number): string => `agreement code of ${staffId}`

/** Where a code went, and under which name, of a manager who asked for one at this shop; undefined where none did. */
export const askedCode = (db: Reader, { id, partner_id }: PartnerUser) =>
  db
    .selectFrom('agreement_codes')
    .select(['signer_name', 'read_version'])
    .where('staff_id', '=', id)
    .where('partner_id', '=', partner_id)
    .executeTakeFirst()

/** The letter box of a manager at their shop. */
export const letterBoxOf = async (db: Reader, { workplace_id }: PartnerUser): Promise<string> =>
  found(await db.selectFrom('shop_users_at_work').select('email').where('workplace_id', '=', workplace_id).executeTakeFirst()).email

/** Mails a code to the manager's own letter box. Another one that was sent is good no more. */
export async function askCode(
  tx: Tx,
  { id, partner_id }: PartnerUser,
  { signerName, version }: { signerName: string; version: number },
): Promise<void> {
  const text = await mustBeAsked(tx, partner_id)
  const read_version = text.version === version ? version : null
  const asked = { partner_id, signer_name: signerName, read_version, asked_at: tx.now, code_hash: null, code_made_at: null, code_tries: 0 }
  await tx
    .insertInto('agreement_codes')
    .values({ staff_id: id, ...asked })
    .onConflict((conflict) => conflict.column('staff_id').doUpdateSet(asked))
    .execute()
  await notifyStaff(tx, id, agreementCode())
}

/** A code of six figures, for the manager who asked for one. */
export const makeAgreementCode: MakeSecret['agreement-code'] = (staffId) => {
  const secret = newCode()
  return {
    secret,
    keep: (tx) =>
      tx
        .updateTable('agreement_codes')
        .set({ code_hash: hashOfCode(codeOf(staffId), secret), code_made_at: tx.now, code_tries: 0 })
        .where('staff_id', '=', staffId)
        .execute(),
  }
}

/**
 * Before the transaction, so that a wrong code counts whatever becomes of it.
 * @throws UserError `agreement.wrong-code`, or `agreement.dead-code` when another one has to be asked for
 */
export async function proveCode(db: Db, now: Date, { id, partner_id }: PartnerUser, code: string): Promise<void> {
  const row = await db
    .updateTable('agreement_codes')
    .set((eb) => ({ code_tries: eb('code_tries', '+', 1) }))
    .where('staff_id', '=', id)
    .where('partner_id', '=', partner_id)
    .returning(['code_hash', 'code_made_at', 'code_tries'])
    .executeTakeFirst()
  mustBeTheCode(row ?? { code_hash: null, code_made_at: null, code_tries: 0 }, hashOfCode(codeOf(id), code), now)
}

interface Signing {
  signerName: string
  code: string
  /** The version that was shown. */
  version: number
  network: string
  device: string | null
}

/**
 * Accepts the text in force for the manager's shop, and all those of its organisation.
 * @throws UserError `agreement.nothing-to-accept` when somebody has meanwhile, `agreement.other-text` when the text has changed
 */
export async function acceptText(tx: Tx, manager: PartnerUser, { signerName, code, version, network, device }: Signing): Promise<void> {
  const { id, partner_id } = manager
  const row = await tx
    .deleteFrom('agreement_codes')
    .where('staff_id', '=', id)
    .where('partner_id', '=', partner_id)
    .returning(['code_hash', 'code_made_at'])
    .executeTakeFirst()
  await mustBeAsked(tx, partner_id)
  if (!row?.code_hash?.equals(hashOfCode(codeOf(id), code)) || !row.code_made_at) throw otherCode()
  const isKept = await keepAgreement(tx, {
    of: { partner_id, signed_by: id },
    ...{ version, signer_name: signerName, signer_email: await letterBoxOf(tx, manager), network, device },
    ...{ code_made_at: row.code_made_at, code_hash: row.code_hash },
  })
  // Another manager of this shop has, at the same moment.
  if (!isKept) throw nothingToAccept()
  await record(tx, { at: tx.now, fact: facts['agreement.accepted'], staff_id: id, details: { partner: partner_id, version } })
}

async function mustBeAsked(db: Reader, partnerId: number): Promise<{ version: number }> {
  const text = await textToAccept(db, partnerId)
  if (!text) throw nothingToAccept()
  return text
}

const nothingToAccept = () =>
  new UserError('agreement.nothing-to-accept', 'Ce texte est déjà accepté pour votre commerce : il n’y a rien à faire.', { status: 409 })
