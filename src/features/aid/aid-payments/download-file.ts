import { recordOfEach } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import type { Keys } from '../../../platform/encryption.ts'
import { UserError } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { nextBankDay, type Payer, transfersFile } from '../../money/bank-files/index.ts'
import { payeesOf } from '../apprentice-aid/index.ts'
import { facts } from './facts.ts'
import { amountsOf, batchToChange } from './queries.ts'

interface Making {
  batch_id: number
  key: Keys
  payer: Payer | undefined
}

/**
 * A batch as the bank's file: made for whoever downloads it, never kept. The first download sets the day on which the bank is asked to pay.
 * @throws UserError 409 `aid-batch.cancelled`, `aid-batch.not-released` before a second person let it out, `aid-batch.answered` once the bank has answered a line, `aid-batch.no-payer` where no
 * account is configured
 */
export async function downloadFile(tx: Tx, agent: Agent, { batch_id, key, payer }: Making): Promise<{ name: string; xml: string }> {
  const batch = await batchToChange(tx, batch_id)
  if (batch.sent < batch.transfers) {
    const sentence = 'La banque a déjà répondu à ce lot : son fichier ne se télécharge plus, pour que rien ne soit payé deux fois.'
    throw new UserError('aid-batch.answered', sentence, { status: 409 })
  }
  if (!batch.released_at) {
    const sentence = 'Ce lot attend encore la validation d’une seconde personne : son fichier ne se télécharge pas avant.'
    throw new UserError('aid-batch.not-released', sentence, { status: 409 })
  }
  if (!payer) {
    const sentence = 'Le compte qui paie les aides n’est pas configuré : renseignez PAYER_IBAN et PAYER_BIC, puis redémarrez le site.'
    throw new UserError('aid-batch.no-payer', sentence, { status: 409 })
  }
  const execute_on = batch.execute_on ?? nextBankDay(dayOf(tx.now))
  if (batch.downloaded_at === null) {
    const download = { downloaded_at: tx.now, downloaded_by: agent.id, execute_on }
    await tx.updateTable('aid_payment_batches').set(download).where('id', '=', batch_id).execute()
  }
  const amounts = await amountsOf(tx, batch_id)
  const payees = await payeesOf(
    tx,
    amounts.map(({ request_id }) => request_id),
    key,
  )
  if (payees.length !== amounts.length) throw new Error(`A request of batch ${batch_id} is not in payment.`)
  await recordOfEach(
    tx,
    payees.map(({ beneficiary_id }) => beneficiary_id),
    { at: tx.now, fact: facts['aid-batch.downloaded'], staff_id: agent.id, details: { batch: batch_id } },
  )
  const amountOf = new Map(amounts.map(({ request_id, amount_cents }) => [request_id, amount_cents]))
  const transfers = payees.map(({ request_id, number, bank_holder, iban, bic }) => ({
    end_to_end_id: number,
    amount_cents: amountOf.get(request_id) as number,
    holder: bank_holder,
    iban,
    bic,
    label: `AIDE THR DEMANDE ${number}`,
    execute_on,
  }))
  return { name: `${batch.message_id}.xml`, xml: transfersFile({ ...batch, payer }, transfers) }
}
