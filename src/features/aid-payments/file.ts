import type { KeyObject } from 'node:crypto'
import { recordOfEach } from '../../platform/audit.ts'
import type { Db } from '../../platform/database/index.ts'
import { UserError } from '../../platform/errors.ts'
import type { Agent } from '../../spaces/actors.ts'
import { payeesOf } from '../apprentice-aid/index.ts'
import { amountsOf, batchOf } from './queries.ts'
import { type Payer, transfersFile } from './transfers.ts'

interface Making {
  batch_id: number
  key: KeyObject
  payer: Payer | undefined
  now: Date
}

/**
 * A batch as the bank's file: made for whoever downloads it, never kept.
 * @throws UserError `aid-batch.answered` once the bank has answered a line, `aid-batch.no-payer` where no account is configured
 */
export async function fileOfBatch(db: Db, agent: Agent, { batch_id, key, payer, now }: Making): Promise<{ name: string; xml: string }> {
  const batch = await batchOf(db, batch_id)
  const back = { href: `/region/paiements-thr/${batch_id}`, label: 'Revenir au lot' }
  if (batch.sent !== batch.transfers) {
    const sentence = 'La banque a déjà répondu à ce lot : son fichier ne se télécharge plus, pour que rien ne soit payé deux fois.'
    throw new UserError('aid-batch.answered', sentence, { status: 409, next: back })
  }
  if (!payer) {
    const sentence = 'Le compte qui paie les aides n’est pas configuré : renseignez PAYER_IBAN et PAYER_BIC, puis redémarrez le site.'
    throw new UserError('aid-batch.no-payer', sentence, { status: 409, next: back })
  }
  const amounts = await amountsOf(db, batch_id)
  const payees = await payeesOf(
    db,
    amounts.map(({ request_id }) => request_id),
    key,
  )
  if (payees.length !== amounts.length) throw new Error(`A request of batch ${batch_id} is not in payment.`)
  const amountOf = new Map(amounts.map(({ request_id, amount_cents }) => [request_id, amount_cents]))
  await recordOfEach(
    db,
    payees.map(({ beneficiary_id }) => beneficiary_id),
    { at: now, fact: 'aid-batch.downloaded', staff_id: agent.id, details: { batch: batch_id } },
  )
  const transfers = payees.map(({ request_id, number, bank_holder, iban, bic }) => ({
    number,
    amount_cents: amountOf.get(request_id) as number,
    holder: bank_holder,
    iban,
    bic,
  }))
  return { name: `${batch.message_id}.xml`, xml: transfersFile({ ...batch, payer }, transfers) }
}
