import { sql } from 'kysely'
import { record, recordOfEach } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import { encrypt, type Keys } from '../../../platform/encryption.ts'
import { UserError } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { giveBatch } from '../../aid/aid-payments/index.ts'
import { fileName, nextBankDay, type Payer, TRANSFERS_A_FILE } from '../../money/bank-files/index.ts'
import { payByTransfers } from '../../money/settlements/index.ts'
import { facts } from './facts.ts'
import { beginTransfers, type Payable, payableNow } from './payable.ts'
import { ibanOf, type Kind, type Source } from './transfer.ts'

interface Making {
  source: Source
  kind: Kind
  keys: Keys
  payer: Payer | undefined
}

/**
 * Puts in a file all that a settlement, or a batch of aids, can pay now: each transfer with the account as it is at this moment. What waits for an
 * account, or for two people, joins a later file. Making it counts as giving it.
 * @returns the file's id
 * @throws UserError `transfers.none` when nothing can be paid, `transfers.no-payer` where no account pays, and as `payByTransfers` and `giveBatch`
 */
export async function makeFile(tx: Tx, agent: Agent, { source, kind, keys, payer }: Making): Promise<number> {
  if (kind === 'bank' && !payer) throw hasNoPayer()
  if ('settlement_id' in source) await payByTransfers(tx, source.settlement_id)
  else await giveBatch(tx, agent, source.aid_batch_id)
  await beginTransfers(tx, source)
  const payable = await payableNow(tx, source, keys)
  if (payable.length === 0)
    throw new UserError('transfers.none', 'Aucun virement ne peut partir maintenant : la liste dit ce que chacun attend.', { status: 409 })
  const file = await tx
    .insertInto('transfer_files')
    .values({ ...source, kind, execute_on: nextBankDay(dayOf(tx.now)), made_at: tx.now, made_by: agent.id })
    .returning(['id', 'message_id'])
    .executeTakeFirstOrThrow()
  await freezeAccounts(tx, { file, payable, keys })
  const total_cents = payable.reduce((sum, { amount_cents }) => sum + amount_cents, 0)
  const details = { ...subjectOf(source), file: file.id, kind, transfers: payable.length, total_cents }
  await record(tx, { at: tx.now, fact: facts['transfers.made'], staff_id: agent.id, details })
  const people = payable.flatMap(({ beneficiary_id }) => beneficiary_id ?? [])
  await recordOfEach(tx, people, { at: tx.now, fact: facts['aid-batch.downloaded'], staff_id: agent.id, details: subjectOf(source) })
  return file.id
}

/** What is paid, as the journal names it. */
export const subjectOf = (source: Source): Record<string, number> =>
  'settlement_id' in source ? { settlement: source.settlement_id } : { batch: source.aid_batch_id }

export const hasNoPayer = () =>
  new UserError(
    'transfers.no-payer',
    'Le compte de la Région qui paie n’est pas configuré (PAYER_IBAN, PAYER_BIC) : faites plutôt les propositions de mandat.',
    { status: 409 },
  )

interface Freezing {
  file: { id: number; message_id: string }
  payable: Payable[]
  keys: Keys
}

/** What is paid is what the account was when its file was made, whatever becomes of it. */
async function freezeAccounts(tx: Tx, { file, payable, keys }: Freezing): Promise<void> {
  const rows = payable.map(({ id, siret, bank_account_id, holder, iban, bic }, index) => ({
    ...{ id, siret, bank_account_id, holder, bic, iban_first4: iban.slice(0, 4), iban_last4: iban.slice(-4) },
    message_id: fileName(file.message_id, 1 + Math.floor(index / TRANSFERS_A_FILE)),
    iban_hex: encrypt(keys, iban, ibanOf(id)).toString('hex'),
  }))
  await sql`
    update transfers t
    set state = 'sent', file_id = ${file.id}, message_id = r.message_id, siret = r.siret, bank_account_id = r.bank_account_id, holder = r.holder,
      iban_encrypted = decode(r.iban_hex, 'hex'), iban_first4 = r.iban_first4, iban_last4 = r.iban_last4, bic = r.bic
    from json_to_recordset(${JSON.stringify(rows)}) as r (id bigint, message_id text, siret text, bank_account_id integer, holder text,
      iban_hex text, iban_first4 text, iban_last4 text, bic text)
    where t.id = r.id
  `.execute(tx)
}
