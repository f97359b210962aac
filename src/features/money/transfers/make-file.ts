import { sql } from 'kysely'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import { encrypt, type Keys } from '../../../platform/encryption.ts'
import { UserError } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { ibanInClear } from '../../partners/bank-accounts/index.ts'
import { fileName, nextBankDay, type Payer, TRANSFERS_A_FILE } from '../bank-files/index.ts'
import { payByTransfers } from '../settlements/index.ts'
import { facts } from './facts.ts'
import { ibanOf, type Kind } from './transfer.ts'

interface Making {
  settlement_id: number
  kind: Kind
  keys: Keys
  payer: Payer | undefined
}

interface Payable {
  id: number
  amount_cents: number
  bank_account_id: number
  siret: string
  holder: string
  iban: Buffer
  bic: string | null
  iban_first4: string
  iban_last4: string
}

/**
 * Puts in a file all that a settlement can pay now: each transfer with the account as it is at this moment. What waits for an account, or for two
 * people, joins a later file. Making it counts as giving it.
 * @returns the file's id
 * @throws UserError `transfers.none` when nothing can be paid, `transfers.no-payer` where no account pays, and as `payByTransfers`
 */
export async function makeFile(tx: Tx, agent: Agent, { settlement_id, kind, keys, payer }: Making): Promise<number> {
  if (kind === 'bank' && !payer) throw hasNoPayer()
  await payByTransfers(tx, settlement_id)
  await beginTransfers(tx, settlement_id)
  const payable = await payableNow(tx, settlement_id)
  if (payable.length === 0) {
    const sentence = 'Aucun virement de ce reversement ne peut partir maintenant : la liste dit ce que chacun attend.'
    throw new UserError('transfers.none', sentence, { status: 409 })
  }
  const file = await tx
    .insertInto('transfer_files')
    .values({ settlement_id, kind, execute_on: nextBankDay(dayOf(tx.now)), made_at: tx.now, made_by: agent.id })
    .returning(['id', 'message_id'])
    .executeTakeFirstOrThrow()
  await freezeAccounts(tx, { file, payable, keys })
  const total_cents = payable.reduce((sum, { amount_cents }) => sum + amount_cents, 0)
  const details = { settlement: settlement_id, file: file.id, kind, transfers: payable.length, total_cents }
  await record(tx, { at: tx.now, fact: facts['transfers.made'], staff_id: agent.id, details })
  return file.id
}

export const hasNoPayer = () =>
  new UserError(
    'transfers.no-payer',
    'Le compte de la Région qui paie n’est pas configuré (PAYER_IBAN, PAYER_BIC) : faites plutôt les propositions de mandat.',
    { status: 409 },
  )

/** A transfer for each line that has none yet. */
const beginTransfers = (tx: Tx, settlementId: number) =>
  sql`
    insert into transfers (settlement_id, partner_id, amount_cents)
    select l.settlement_id, l.partner_id, l.amount_cents
    from settled_amounts l
    where l.settlement_id = ${settlementId} and l.held_at is null
      and not exists (select from transfers t where t.settlement_id = l.settlement_id and t.partner_id = l.partner_id)
    order by l.partner_id
  `.execute(tx)

/** Those that can leave now, locked. A freeze that is being made is waited for. */
async function payableNow(tx: Tx, settlementId: number): Promise<Payable[]> {
  await sql`select hold_partners(array(select partner_id from transfers where settlement_id = ${settlementId} and state = 'waiting'))`.execute(
    tx,
  )
  const { rows } = await sql<Payable>`
    select t.id, t.amount_cents, a.bank_account_id, a.siret, a.holder, a.iban, a.bic, a.iban_first4, a.iban_last4
    from transfers t
    join accounts_to_pay a on a.partner_id = t.partner_id and a.usable_from <= ${tx.now}
    join partner_directory p on p.id = t.partner_id and p.frozen_at is null
    where t.settlement_id = ${settlementId} and t.state = 'waiting' and not t.needs_agreement
    order by t.id
    for update of t
  `.execute(tx)
  return rows
}

interface Freezing {
  file: { id: number; message_id: string }
  payable: Payable[]
  keys: Keys
}

/** What is paid is what the account was when its file was made, whatever becomes of it. */
async function freezeAccounts(tx: Tx, { file, payable, keys }: Freezing): Promise<void> {
  const rows = payable.map(({ iban, amount_cents: _, ...transfer }, index) => ({
    ...transfer,
    message_id: fileName(file.message_id, 1 + Math.floor(index / TRANSFERS_A_FILE)),
    iban_hex: encrypt(keys, ibanInClear(keys, { bank_account_id: transfer.bank_account_id, iban }), ibanOf(transfer.id)).toString('hex'),
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
