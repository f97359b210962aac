import { sql } from 'kysely'
import { z } from 'zod'
import { places } from '../../../places.ts'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { frenchMinute } from '../../../platform/dates.ts'
import { UserError } from '../../../platform/errors.ts'
import { mustTick, text } from '../../../platform/forms/fields.ts'
import { frenchEuros } from '../../../platform/money.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { holdBatch, takeBatchBack } from '../../aid/aid-payments/index.ts'
import { startAct, takesTwo } from '../../desks/two-people/index.ts'
import { facts } from './facts.ts'
import { subjectOf } from './make-file.ts'
import { type FileMade, fileById, filesOf, sourceOf } from './queries.ts'
import { payAnew } from './reject.ts'
import { KINDS } from './transfer.ts'

/** Nothing but somebody's word says what the bank has: it is asked for. */
export const cancelForm = z.object({
  withdrawn: mustTick('Assurez-vous d’abord que la banque ou le comptable n’a pas ce fichier : sinon, tout serait payé deux fois.'),
  reason: text('Écrivez pourquoi ce fichier est à annuler.', 500),
})

/** A file made by mistake: two people say that nobody pays it. Its transfers are over, and their sums due again under other numbers. */
export const fileCancelling = takesTwo({
  kind: 'transfer-file.cancel',
  title: 'Annuler un fichier de virements',
  starts: 'settlements.prepare',
  finishes: 'money.release',
  schema: z.object({ file_id: z.number().int(), reason: z.string() }),
  async shown(db, { file_id, reason }) {
    const file = await fileById(db, file_id)
    return {
      about: `${KINDS[file.kind]}, ${file.message_id}`,
      href: places.region.transferFile.to({ id: file_id }),
      items: [
        { label: 'Virements', value: file.transfers },
        { label: 'Montant', value: frenchEuros(file.total_cents) },
        { label: 'Pris par quelqu’un', value: file.taken_at ? `${frenchMinute(file.taken_at)}, par ${file.taken_by_name}` : 'Jamais' },
        { label: 'Motif', value: reason },
      ],
      effects: [
        'Ce fichier ne se télécharge plus. Ses virements repartent dans un autre, sous d’autres numéros : assurez-vous que la banque ou le comptable ne paiera pas celui-ci.',
      ],
    }
  },
  perform: (tx, agent, { input: { file_id, reason } }) => cancelFile(tx, agent, { file_id, reason }),
})

/** Asks a second person to cancel a file. */
export async function askToCancel(tx: Tx, agent: Agent, { file_id, reason }: { file_id: number; reason: string }): Promise<void> {
  // Whoever is taking it comes before: the second person reads so.
  await tx.selectFrom('transfer_files').select('id').where('id', '=', file_id).forUpdate().execute()
  mustBeUnanswered(await fileById(tx, file_id))
  await startAct(tx, agent, fileCancelling, { subject: file_id, input: { file_id, reason } })
}

function mustBeUnanswered({ cancelled_at, answered }: FileMade): void {
  if (cancelled_at) throw new UserError('transfers.cancelled', 'Ce fichier est déjà annulé.', { status: 409 })
  if (answered > 0)
    throw new UserError('transfers.answered', 'Une réponse à ce fichier est déjà notée : il ne s’annule plus.', { status: 409 })
}

async function cancelFile(tx: Tx, agent: Agent, { file_id, reason }: { file_id: number; reason: string }): Promise<void> {
  // An answer holds the transfers: it comes before, and is seen, or waits.
  await sql`select from transfers where file_id = ${file_id} order by id for update`.execute(tx)
  await tx.selectFrom('transfer_files').select('id').where('id', '=', file_id).forUpdate().execute()
  const file = await fileById(tx, file_id)
  mustBeUnanswered(file)
  const by = { cancelled_at: tx.now, cancelled_by: agent.id, cancel_reason: reason }
  await tx.updateTable('transfer_files').set(by).where('id', '=', file_id).execute()
  const over = await tx
    .updateTable('transfers')
    .set({ state: 'cancelled', iban_encrypted: null })
    .where('file_id', '=', file_id)
    .returning('id')
    .execute()
  await payAnew(tx, over, { needs_agreement: false })
  const { aid_batch_id } = file
  if (aid_batch_id !== null) {
    await holdBatch(tx, aid_batch_id)
    const others = await filesOf(tx, { aid_batch_id })
    if (others.every(({ cancelled_at }) => cancelled_at !== null)) await takeBatchBack(tx, aid_batch_id)
  }
  const details = { ...subjectOf(sourceOf(file)), file: file_id, transfers: over.length, reason }
  await record(tx, { at: tx.now, fact: facts['transfers.cancelled'], staff_id: agent.id, details })
}
