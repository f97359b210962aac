import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'
import type { Keys } from '../../../platform/encryption.ts'
import { payeesOf } from '../../aid/apprentice-aid/index.ts'
import { ibanInClear } from '../../partners/bank-accounts/index.ts'
import type { Source } from './transfer.ts'

/** A transfer that can leave now, and the account that it goes to, in clear. */
export interface Payable {
  id: number
  amount_cents: number
  /** Of a shop. */
  siret: string | null
  bank_account_id: number | null
  /** Of an apprentice. */
  beneficiary_id: number | null
  holder: string
  iban: string
  bic: string | null
}

/** A transfer for each line that has none yet. An aid that a bank said was paid by an earlier batch waits for two people. */
export async function beginTransfers(tx: Tx, source: Source): Promise<void> {
  if ('settlement_id' in source) {
    await sql`
      insert into transfers (settlement_id, partner_id, amount_cents)
      select l.settlement_id, l.partner_id, l.amount_cents
      from settled_amounts l
      where l.settlement_id = ${source.settlement_id} and l.held_at is null
        and not exists (select from transfers t where t.settlement_id = l.settlement_id and t.partner_id = l.partner_id)
      order by l.partner_id
    `.execute(tx)
    return
  }
  await sql`
    insert into transfers (aid_batch_id, aid_request_id, amount_cents, needs_agreement)
    select l.batch_id, l.request_id, l.amount_cents, exists (select from aids_said_paid s where s.request_id = l.request_id)
    from aids_to_pay l
    where l.batch_id = ${source.aid_batch_id} and l.outcome is null
      and not exists (select from transfers t where t.aid_batch_id = l.batch_id and t.aid_request_id = l.request_id)
    order by l.request_id
  `.execute(tx)
}

/** Those that can leave now, locked, in the order of their file. */
export const payableNow = (tx: Tx, source: Source, keys: Keys): Promise<Payable[]> =>
  'settlement_id' in source ? payableShops(tx, source.settlement_id, keys) : payableAids(tx, source.aid_batch_id, keys)

/** A freeze that is being made is waited for. */
async function payableShops(tx: Tx, settlementId: number, keys: Keys): Promise<Payable[]> {
  await sql`select hold_partners(array(select partner_id from transfers where settlement_id = ${settlementId} and state = 'waiting'))`.execute(
    tx,
  )
  const { rows } = await sql<{
    id: number
    amount_cents: number
    bank_account_id: number
    siret: string
    holder: string
    iban: Buffer
    bic: string | null
  }>`
    select t.id, t.amount_cents, a.bank_account_id, a.siret, a.holder, a.iban, a.bic
    from transfers t
    join accounts_to_pay a on a.partner_id = t.partner_id and a.usable_from <= ${tx.now}
    join partner_directory p on p.id = t.partner_id and p.frozen_at is null
    where t.settlement_id = ${settlementId} and t.state = 'waiting' and not t.needs_agreement
    order by t.id
    for update of t
  `.execute(tx)
  return rows.map((row) => ({ ...row, beneficiary_id: null, iban: ibanInClear(keys, row) }))
}

async function payableAids(tx: Tx, batchId: number, keys: Keys): Promise<Payable[]> {
  const { rows } = await sql<{ id: number; amount_cents: number; request_id: number }>`
    select t.id, t.amount_cents, l.request_id
    from transfers t
    join aids_to_pay l on l.batch_id = t.aid_batch_id and l.request_id = t.aid_request_id and l.has_account and l.outcome is null
    where t.aid_batch_id = ${batchId} and t.state = 'waiting' and not t.needs_agreement
    order by t.id
    for update of t
  `.execute(tx)
  if (rows.length === 0) return []
  const payees = await payeesOf(
    tx,
    rows.map(({ request_id }) => request_id),
    keys,
  )
  const payeeOf = new Map(payees.map((payee) => [payee.request_id, payee]))
  return rows.map(({ id, amount_cents, request_id }) => {
    const payee = payeeOf.get(request_id)
    if (!payee) throw new Error(`Request ${request_id} of batch ${batchId} is not in payment.`)
    const { beneficiary_id, bank_holder: holder, iban, bic } = payee
    return { id, amount_cents, siret: null, bank_account_id: null, beneficiary_id, holder, iban, bic }
  })
}
