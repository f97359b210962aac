import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { may } from '../../../spaces/roles.ts'
import { facts } from './facts.ts'

/** Whose file a note is left on. */
export type FileId = { beneficiary_id: number } | { partner_id: number }

/**
 * Leaves a note on a file, for the next agent who opens it.
 * @throws UserError 403 `forbidden.note` for who reads files only
 */
export async function leaveNote(tx: Tx, agent: Agent, { file, note }: { file: FileId; note: string }): Promise<void> {
  if (!may(agent, 'questions.answer')) {
    throw new UserError('forbidden.note', 'Votre rôle lit ce dossier sans rien y écrire.', { status: 403 })
  }
  const isThere =
    'beneficiary_id' in file
      ? await tx.selectFrom('open_accounts').select('id').where('id', '=', file.beneficiary_id).executeTakeFirst()
      : await tx.selectFrom('partner_directory').select('id').where('id', '=', file.partner_id).executeTakeFirst()
  found(isThere)
  const { id } = await tx
    .insertInto('file_notes')
    .values({ ...file, body: note, written_at: tx.now, written_by: agent.id })
    .returning('id')
    .executeTakeFirstOrThrow()
  const about = 'beneficiary_id' in file ? file : { details: { partner: file.partner_id, note: id } }
  await record(tx, { at: tx.now, fact: facts['file-note.left'], staff_id: agent.id, ...about })
}
