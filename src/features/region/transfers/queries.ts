import { type RawBuilder, sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { inOrder } from '../../../platform/database/order.ts'
import type { Day } from '../../../platform/dates.ts'
import { decrypt, type Keys } from '../../../platform/encryption.ts'
import { found } from '../../../platform/errors.ts'
import type { Order } from '../../../platform/forms/paging.ts'
import type { AnswerKind, Transfer } from '../../money/bank-files/index.ts'
import { AT_ONCE, type Effect, ibanOf, type Kind, labelOf, type Situation, type Source, type State } from './transfer.ts'

export const LINES_A_PAGE = 50
export const ANSWERS_A_PAGE = 20

/** Where each line is: its transfer that is neither rejected nor cancelled, and why it waits. */
const linesOf = (source: Source, now: Date) =>
  'settlement_id' in source ? linesOfSettlement(source.settlement_id, now) : linesOfBatch(source.aid_batch_id)

const linesOfSettlement = (settlementId: number, now: Date) => sql`
  select p.code, p.name, l.amount_cents, t.id, coalesce(t.number, '') as number, t.answered_on, r.words as rejected_for, a.usable_from,
    case
      when t.state in ('sent', 'paid') then t.state
      when t.needs_agreement then 'agreement'
      when p.frozen_at is not null then 'frozen'
      when a.partner_id is null then 'no-account'
      when a.usable_from > ${now} then 'not-yet'
      else 'payable'
    end as situation
  from settled_amounts l
  join partner_directory p on p.id = l.partner_id
  left join transfers t on t.settlement_id = l.settlement_id and t.partner_id = l.partner_id and t.aid_batch_id is null
    and t.state not in ('rejected', 'cancelled')
  left join transfers r on r.settlement_id = l.settlement_id and r.partner_id = l.partner_id and r.attempt = t.attempt - 1
  left join accounts_to_pay a on a.partner_id = l.partner_id
  where l.settlement_id = ${settlementId} and l.held_at is null`

const linesOfBatch = (batchId: number) => sql`
  select l.number as code, l.name, l.amount_cents, coalesce(t.id, r.id) as id, coalesce(t.number, r.number, '') as number, t.answered_on,
    r.words as rejected_for, null::timestamptz as usable_from,
    case
      when l.outcome is not null then l.outcome
      when t.state = 'sent' then t.state
      when t.needs_agreement or t.id is null and exists (select from aids_said_paid s where s.request_id = l.request_id) then 'agreement'
      when not l.has_account then 'no-account'
      else 'payable'
    end as situation
  from aids_to_pay l
  left join transfers t on t.aid_batch_id = l.batch_id and t.aid_request_id = l.request_id and t.state not in ('rejected', 'cancelled')
  left join lateral (
    select o.id, o.number, o.words from transfers o
    where o.aid_batch_id = l.batch_id and o.aid_request_id = l.request_id and o.state = 'rejected' order by o.attempt desc limit 1
  ) r on true
  where l.batch_id = ${batchId}`

export interface Counted {
  situation: Situation
  lines: number
  cents: number
}

/** What can be paid now, what waits and why, what was answered. */
export async function situationsOf(db: Reader, now: Date, source: Source): Promise<Counted[]> {
  const { rows } = await sql<Counted>`
    select situation, count(*) as lines, sum(amount_cents)::bigint as cents from (${linesOf(source, now)}) s group by situation
  `.execute(db)
  return rows
}

export interface LineToPay {
  code: string
  name: string
  amount_cents: number
  /** Of its transfer, if it has one. */
  id: number | null
  number: string
  answered_on: Day | null
  rejected_for: string | null
  usable_from: Date | null
  situation: Situation
  total: number
}

export const LINE_ORDERS = {
  etat: ['situation', 'code'],
  code: ['code'],
  montant: ['amount_cents', 'code'],
} as const

/** One page of them. */
export async function someLinesOf(db: Reader, now: Date, source: Source, { page, order }: { page: number; order: Order }) {
  const { rows } = await sql<LineToPay>`
    select code, name, amount_cents, id, number, answered_on, rejected_for, usable_from, situation, count(*) over () as total
    from (${linesOf(source, now)}) s
    order by ${inOrder(order)} limit ${LINES_A_PAGE} offset ${(page - 1) * LINES_A_PAGE}
  `.execute(db)
  return rows
}

/** Transfers `t` of a settlement, or of a batch. */
const isOf = (source: Source) =>
  'settlement_id' in source ? sql`t.settlement_id = ${source.settlement_id}` : sql`t.aid_batch_id = ${source.aid_batch_id}`

/** Where a settlement is. */
export const settlementOf = async (db: Reader, id: number) =>
  found(await db.selectFrom('settlements_made').selectAll().where('id', '=', id).executeTakeFirst())

/** Where a batch of aids is. */
export const batchOf = async (db: Reader, id: number) =>
  found(await db.selectFrom('aid_batches_made').selectAll().where('id', '=', id).executeTakeFirst())

/** What waits for two people. */
export async function waitingForAgreement(db: Reader, source: Source) {
  const { rows } = await sql<{
    id: number
    number: string
    name: string
    amount_cents: number
    words: string | null
    is_said_paid: boolean
  }>`
    select t.id, t.number, p.name, t.amount_cents, r.words,
      exists (select from bank_answer_lines l where l.transfer_id = r.id and l.effect = 'contradicts')
        or exists (select from aids_said_paid s where s.request_id = t.aid_request_id) as is_said_paid
    from transfers t
    join payees_of_transfers p on p.transfer_id = t.id
    left join transfers r on r.attempt = t.attempt - 1
      and (r.settlement_id = t.settlement_id and r.partner_id = t.partner_id or r.aid_batch_id = t.aid_batch_id and r.aid_request_id = t.aid_request_id)
    where ${isOf(source)} and t.state = 'waiting' and t.needs_agreement
    order by t.id
  `.execute(db)
  return rows
}

export interface FileMade {
  id: number
  settlement_id: number | null
  aid_batch_id: number | null
  kind: Kind
  message_id: string
  execute_on: Day
  made_at: Date
  made_by_name: string
  /** It was given before files were made here: its accounts are not known any more. */
  is_older: boolean
  taken_at: Date | null
  taken_by_name: string | null
  cancelled_at: Date | null
  cancelled_by_name: string | null
  cancel_reason: string | null
  transfers: number
  total_cents: number
  answered: number
}

const files = sql`
  select f.id, f.settlement_id, f.aid_batch_id, f.kind, f.message_id, f.execute_on, f.made_at, s.name as made_by_name,
    f.named_before is not null as is_older, f.taken_at, k.name as taken_by_name, f.cancelled_at, c.name as cancelled_by_name, f.cancel_reason,
    t.transfers, t.total_cents, t.answered
  from transfer_files f
  join staff_members s on s.id = f.made_by
  left join staff_members k on k.id = f.taken_by
  left join staff_members c on c.id = f.cancelled_by
  cross join lateral (
    select count(*) as transfers, coalesce(sum(amount_cents), 0)::bigint as total_cents, count(*) filter (where state in ('paid', 'rejected')) as answered
    from transfers where file_id = f.id
  ) t`

export async function filesOf(db: Reader, source: Source): Promise<FileMade[]> {
  const ofSource = 'settlement_id' in source ? sql`f.settlement_id = ${source.settlement_id}` : sql`f.aid_batch_id = ${source.aid_batch_id}`
  const { rows } = await sql<FileMade>`${files} where ${ofSource} order by f.id desc`.execute(db)
  return rows
}

export async function fileById(db: Reader, id: number): Promise<FileMade> {
  const { rows } = await sql<FileMade>`${files} where f.id = ${id}`.execute(db)
  return found(rows[0])
}

/** What a file pays. */
export const sourceOf = ({ settlement_id, aid_batch_id }: Pick<FileMade, 'settlement_id' | 'aid_batch_id'>): Source =>
  settlement_id === null ? { aid_batch_id: aid_batch_id as number } : { settlement_id }

export interface TransferMade {
  id: number
  number: string
  name: string
  amount_cents: number
  state: State
  file_id: number | null
  settlement_id: number | null
  aid_batch_id: number | null
  message_id: string | null
  holder: string | null
  iban_first4: string | null
  iban_last4: string | null
  code: string | null
  words: string | null
  answered_on: Day | null
  answer_id: number | null
}

/** One transfer. */
export async function transferById(db: Reader, id: number): Promise<TransferMade> {
  const { rows } = await sql<TransferMade>`
    select t.id, t.number, p.name, t.amount_cents, t.state, t.file_id, t.settlement_id, t.aid_batch_id, t.message_id, t.holder, t.iban_first4,
      t.iban_last4, t.code, t.words, t.answered_on, t.answer_id
    from transfers t join payees_of_transfers p on p.transfer_id = t.id
    where t.id = ${id}
  `.execute(db)
  return found(rows[0])
}

export interface Late {
  number: string
  name: string
}

/**
 * What is in a file, without an answer, of partners that were frozen since, to accounts that are paid no more, or of what the bank has said since that it
 * paid under another number.
 */
export async function madeTooSoon(db: Reader, source: Source): Promise<Late[]> {
  const { rows } = await sql<Late>`
    with said as materialized (
      select s.settlement_id, s.partner_id, s.aid_request_id, a.done_at
      from transfers_said_paid s join bank_answers a on a.id = s.answer_id
    )
    select t.number, p.name
    from transfers t
    join transfer_files f on f.id = t.file_id
    join payees_of_transfers p on p.transfer_id = t.id
    left join partner_directory d on d.id = t.partner_id
    where ${isOf(source)} and t.state = 'sent' and (
      d.frozen_at is not null
      or (t.partner_id is not null and not exists (
        select from accounts_to_pay a where a.partner_id = t.partner_id and a.bank_account_id = t.bank_account_id))
      or exists (
        select from said s
        where s.done_at >= f.made_at
          and (s.settlement_id = t.settlement_id and s.partner_id = t.partner_id or s.aid_request_id = t.aid_request_id)))
    order by t.id
  `.execute(db)
  return rows
}

interface InFile {
  id: number
  partner_id: number | null
  number: string
  request_number: string | null
  siret: string | null
  holder: string
  iban_encrypted: Buffer
  bic: string | null
  amount_cents: number
}

/** A transfer as its file says it, its account in clear. */
export interface TransferInFile extends Transfer {
  partner_id: number | null
  siret: string | null
}

/** All that is in a file, some at a time, in the order in which it was made. */
export async function* transfersIn(
  db: Reader,
  { id: fileId, execute_on }: Pick<FileMade, 'id' | 'execute_on'>,
  keys: Keys,
): AsyncGenerator<TransferInFile, void> {
  for (let after = 0, isLast = false; !isLast; ) {
    const { rows } = await sql<InFile>`
      select t.id, t.partner_id, t.number, p.request_number, t.siret, t.holder, t.iban_encrypted, t.bic, t.amount_cents
      from transfers t join payees_of_transfers p on p.transfer_id = t.id
      where t.file_id = ${fileId} and t.id > ${after} order by t.id limit ${AT_ONCE}
    `.execute(db)
    for (const { id, number, request_number, iban_encrypted, ...transfer } of rows) {
      const label = labelOf({ number, request_number })
      yield { ...transfer, end_to_end_id: number, label, execute_on, iban: decrypt(keys, iban_encrypted, ibanOf(id)) }
    }
    isLast = rows.length < AT_ONCE
    after = rows.at(-1)?.id ?? after
  }
}

/** What a line of an answer `l` does to its transfer `t`. */
export const EFFECT_OF = ({ kind, today }: { kind: string; today: Day }): RawBuilder<Effect> => sql<Effect>`case
  when l.outcome = 'other' then 'nothing'
  when not l.is_of_its_file then 'other-file'
  when l.amount_agrees is false then 'amount'
  when t.state = 'waiting' then 'not-sent'
  when l.said_on > ${today}::date then 'to-come'
  when l.outcome = t.state then 'same'
  when t.state = 'cancelled' then case l.outcome when 'paid' then 'contradicts' else 'same' end
  when l.outcome = 'paid' and t.state = 'sent' then 'paid'
  when l.outcome = 'rejected' and t.state = 'sent' then 'rejected'
  -- A file that was given twice is refused the second time: what it paid stays paid.
  when l.outcome = 'rejected' and t.state = 'paid' and ${kind} = 'pain.002' and l.code in ('AM05', 'DUPL') then 'nothing'
  when l.outcome = 'rejected' and t.state = 'paid' then case when ${kind} in ('csv', 'typed') then 'asks' else 'rejected' end
  -- The debit of a batch is also that of what comes back later, where it is not somebody alone who says that it did.
  when l.is_of_all and not exists (select from bank_answers a where a.id = t.answer_id and a.kind in ('csv', 'typed')) then 'same'
  else 'contradicts'
end`

export interface AnswerRead {
  id: number
  kind: AnswerKind
  file_name: string
  report_id: string | null
  page: number
  said: number
  unknown: number
  read_at: Date
  read_by_name: string
  done_at: Date | null
  done_by_name: string | null
}

const answers = sql`
  select a.id, a.kind, a.file_name, a.report_id, a.page, a.said, a.read_at, s.name as read_by_name, a.done_at, d.name as done_by_name,
    a.unknown
  from bank_answers a
  join staff_members s on s.id = a.read_by
  left join staff_members d on d.id = a.done_by`

export async function answerById(db: Reader, id: number): Promise<AnswerRead> {
  const { rows } = await sql<AnswerRead>`${answers} where a.id = ${id}`.execute(db)
  return found(rows[0])
}

/** One page of them, the last first. */
export async function answersRead(db: Reader, page: number): Promise<{ rows: AnswerRead[]; total: number }> {
  const [{ rows }, counted] = await Promise.all([
    sql<AnswerRead>`${answers} order by a.id desc limit ${ANSWERS_A_PAGE} offset ${(page - 1) * ANSWERS_A_PAGE}`.execute(db),
    db.selectFrom('bank_answers').select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow(),
  ])
  return { rows, total: counted.total }
}

export interface EffectCounted {
  settlement_id: number | null
  aid_batch_id: number | null
  effect: Effect
  lines: number
  cents: number
}

/** What an answer does, or did, by settlement and by batch. */
export async function effectsOf(db: Reader, { id, kind }: Pick<AnswerRead, 'id' | 'kind'>, today: Day): Promise<EffectCounted[]> {
  const { rows } = await sql<EffectCounted>`
    select t.settlement_id, t.aid_batch_id, coalesce(l.effect, ${EFFECT_OF({ kind, today })}) as effect, count(*) as lines, sum(t.amount_cents)::bigint as cents
    from bank_answer_lines l join transfers t on t.id = l.transfer_id
    where l.answer_id = ${id}
    group by 1, 2, 3 order by 1, 2, 3
  `.execute(db)
  return rows
}

export interface LineOfAnswer {
  number: string
  aid_batch_id: number | null
  name: string
  amount_cents: number
  code: string | null
  words: string | null
  effect: Effect
  total: number
}

const lineOfAnswer = ({ id, kind }: Pick<AnswerRead, 'id' | 'kind'>, today: Day) => sql`
  select t.id, t.number, t.aid_batch_id, p.name, t.amount_cents, l.code, l.words, coalesce(l.effect, ${EFFECT_OF({ kind, today })}) as effect
  from bank_answer_lines l
  join transfers t on t.id = l.transfer_id
  join payees_of_transfers p on p.transfer_id = t.id
  where l.answer_id = ${id}`

/** What is not simply paid, of which somebody reads each: one page. */
export async function linesToRead(db: Reader, answer: Pick<AnswerRead, 'id' | 'kind'>, today: Day, page: number): Promise<LineOfAnswer[]> {
  const { rows } = await sql<LineOfAnswer>`
    select number, aid_batch_id, name, amount_cents, code, words, effect, count(*) over () as total
    from (${lineOfAnswer(answer, today)}) l where effect not in ('paid', 'same')
    order by id limit ${LINES_A_PAGE} offset ${(page - 1) * LINES_A_PAGE}
  `.execute(db)
  return rows
}

/** The lines of an answer that is done, by what it did. */
export async function linesWithEffect(db: Reader, answerId: number, effect: Effect) {
  const { rows } = await sql<{ number: string; name: string; amount_cents: number; words: string | null }>`
    select t.number, p.name, t.amount_cents, l.words
    from bank_answer_lines l
    join transfers t on t.id = l.transfer_id
    join payees_of_transfers p on p.transfer_id = t.id
    where l.answer_id = ${answerId} and l.effect = ${effect}
    order by t.id
  `.execute(db)
  return rows
}
