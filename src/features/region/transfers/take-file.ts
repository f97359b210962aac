import { record } from '../../../platform/audit.ts'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { waitingAbout } from '../../desks/two-people/index.ts'
import { fileCancelling } from './cancel-file.ts'
import { facts } from './facts.ts'
import { type FileMade, fileById } from './queries.ts'

/** Why a file is not given; null as long as it is the one to give. `isToCancel`: a second person was told that nobody pays it. */
export function whyNotGiven({ cancelled_at, answered, is_older }: FileMade, isToCancel: boolean): string | null {
  if (cancelled_at) return 'Ce fichier est annulé : il ne se télécharge plus, pour que rien ne soit payé deux fois.'
  if (answered > 0) return 'Une réponse à ce fichier est déjà notée : il ne se télécharge plus, pour que rien ne soit payé deux fois.'
  if (is_older) return 'Ce fichier a été donné à la banque par une version plus ancienne de ce site : il ne se fait plus.'
  if (isToCancel)
    return 'L’annulation de ce fichier attend une seconde personne : pour le prendre, retirez-la d’abord, ou attendez qu’elle soit refusée.'
  return null
}

async function toGive(db: Reader, id: number, now: Date): Promise<FileMade> {
  const [file, cancelling] = [await fileById(db, id), await waitingAbout(db, now, fileCancelling, id)]
  const sentence = whyNotGiven(file, cancelling !== undefined)
  if (sentence === null) return file
  const code = file.cancelled_at ? 'cancelled' : file.answered > 0 || file.is_older ? 'answered' : 'to-cancel'
  throw new UserError(`transfers.${code}`, sentence, { status: 409 })
}

/**
 * A file, once somebody has taken it, as long as it is the one to give.
 * @throws UserError 409 `transfers.answered`, `transfers.cancelled`, `transfers.to-cancel`, `transfers.not-taken`
 */
export async function fileToGive(db: Reader, id: number, now: Date): Promise<FileMade> {
  const file = await toGive(db, id, now)
  if (file.taken_at) return file
  throw new UserError('transfers.not-taken', 'Prenez d’abord ce fichier, depuis sa page : elle garde qui l’a pris.', { status: 409 })
}

/**
 * Writes down who takes a file first, and when.
 * @throws UserError as `fileToGive`, but for who takes it
 */
export async function takeFile(tx: Tx, agent: Agent, { id }: { id: number }): Promise<void> {
  await tx.selectFrom('transfer_files').select('id').where('id', '=', id).forUpdate().execute()
  const { taken_at } = await toGive(tx, id, tx.now)
  if (taken_at) return
  await tx.updateTable('transfer_files').set({ taken_at: tx.now, taken_by: agent.id }).where('id', '=', id).execute()
  await record(tx, { at: tx.now, fact: facts['transfers.taken'], staff_id: agent.id, details: { file: id } })
}
