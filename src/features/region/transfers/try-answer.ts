import { sql } from 'kysely'
import { record } from '../../../platform/audit.ts'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { frenchMinute } from '../../../platform/dates.ts'
import { UserError } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { linesSaid, type SaidOfTransfer, type SaidOfWhole, type SentAnswer, wholesSaid } from '../../money/bank-files/index.ts'
import { facts } from './facts.ts'
import { AT_ONCE } from './transfer.ts'

const refusal = (code: string, sentence: string) => new UserError(`bank-answer.${code}`, sentence, { field: 'file' })

/**
 * Reads what a bank or the accountant answers: nothing changes yet, `doAnswer` does it. Of all that the file says, only what is of our transfers is kept.
 * @returns the answer's id
 * @throws UserError when it was done already, contradicts itself, or speaks of none of our transfers
 */
export async function tryAnswer(tx: Tx, agent: Agent, answer: SentAnswer): Promise<number> {
  const [doubt] = answer.doubts
  if (doubt) throw refusal('doubtful', `${doubt} Rien n’est fait : demandez à la banque une réponse complète.`)
  await mustBeNew(tx, answer)
  const { id } = await tx
    .insertInto('bank_answers')
    .values({
      kind: answer.kind,
      file_name: answer.fileName,
      hash: answer.hash,
      report_id: answer.reportId?.slice(0, 200) ?? null,
      sender: answer.sender?.slice(0, 200) ?? null,
      page: answer.page,
      said: answer.events.length,
      unknown: 0,
      read_at: tx.now,
      read_by: agent.id,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const lines = linesSaid(answer)
  let known = 0
  for (let at = 0; at < lines.length; at += AT_ONCE) known += await keepLines(tx, id, answer, lines.slice(at, at + AT_ONCE))
  const wholes = wholesSaid(answer)
  const ours = await oursAmong(tx, [...wholes.keys()])
  const unknown = lines.length - known + wholes.size - ours.length
  for (const message of ours) known += await keepWhole(tx, id, { ...(wholes.get(message) as SaidOfWhole), message })
  await tx.updateTable('bank_answers').set({ unknown }).where('id', '=', id).execute()
  if (known === 0) throw saysNothing(answer, ours.length > 0)
  await record(tx, { at: tx.now, fact: facts['bank-answer.read'], staff_id: agent.id, details: { answer: id, kind: answer.kind } })
  return id
}

function saysNothing({ events }: SentAnswer, isOurs: boolean): UserError {
  if (isOurs)
    return refusal(
      'nothing-said',
      'Ce fichier parle de nos virements, mais ne dit clairement d’aucun qu’il est payé ou refusé : il n’y a rien à noter pour l’instant.',
    )
  const sentence =
    events.length === 0
      ? 'Ce fichier ne dit rien d’aucun virement.'
      : 'Ce fichier ne parle d’aucun virement de ce site : c’est peut-être celui d’un autre lot, ou d’un autre compte.'
  return refusal('not-ours', sentence)
}

/** The same bytes, or the same page of the same report of the same bank, under whatever name of file. */
async function mustBeNew(db: Reader, { hash, kind, reportId, sender, page }: SentAnswer): Promise<void> {
  const { rows } = await sql<{ id: number; done_at: Date; name: string }>`
    select a.id, a.done_at, s.name from bank_answers a join staff_members s on s.id = a.done_by
    where a.done_at is not null and (
      a.hash = ${hash} or a.kind = ${kind} and a.report_id = ${reportId} and a.sender is not distinct from ${sender}::text and a.page = ${page})
    limit 1
  `.execute(db)
  const [done] = rows
  if (done)
    throw refusal(
      'done',
      `Cette réponse a déjà été faite par ${done.name}, le ${frenchMinute(done.done_at)} (n° ${done.id}) : rien n’a changé.`,
    )
}

/** Of these names of files, those that are of ours. */
async function oursAmong(db: Reader, messages: string[]): Promise<string[]> {
  const rows = await db
    .selectFrom('transfers')
    .select('message_id')
    .distinct()
    .where('message_id', '=', sql<string>`any(${messages}::text[])`)
    .execute()
  return rows.flatMap(({ message_id }) => message_id ?? [])
}

/** Keeps what is said of transfers of ours. @returns of how many */
async function keepLines(tx: Tx, answerId: number, { kind }: SentAnswer, lines: SaidOfTransfer[]): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into bank_answer_lines (answer_id, transfer_id, outcome, is_of_all, is_of_its_file, amount_agrees, code, words, said_on)
    select ${answerId}::integer, t.id, e.outcome, false, ${kind} <> 'pain.002' or e.message is not distinct from t.message_id,
      e.amount_cents = t.amount_cents, e.code, e.words, e.at
    from json_to_recordset(${JSON.stringify(lines)})
      as e (number text, message text, outcome text, code text, words text, amount_cents bigint, at date)
    join transfers t on t.number = e.number
  `.execute(tx)
  return Number(numAffectedRows)
}

/**
 * What is said of a whole payment, or of a whole file, is said of each of its transfers that the answer does not name. Money that leaves is that of all
 * of them, or of those that the bank has not refused.
 * @returns of how many it is kept
 */
async function keepWhole(tx: Tx, answerId: number, { message, ...event }: SaidOfWhole & { message: string }): Promise<number> {
  if (event.outcome === 'other') return 0
  const { numAffectedRows } = await sql`
    with of_file as (
      select t.id, t.amount_cents, t.state = 'rejected' or l.outcome = 'rejected' as is_rejected, l.transfer_id is not null as is_named
      from transfers t
      left join bank_answer_lines l on l.answer_id = ${answerId} and l.transfer_id = t.id
      where t.message_id = ${message}
    ), sums as (
      select sum(amount_cents) as whole, sum(amount_cents) filter (where is_rejected is not true) as rest from of_file
    )
    insert into bank_answer_lines (answer_id, transfer_id, outcome, is_of_all, is_of_its_file, amount_agrees, code, words, said_on)
    select ${answerId}::integer, f.id, ${event.outcome}, true, true,
      case when ${event.amount_cents}::bigint is not null then ${event.amount_cents}::bigint in (s.whole, coalesce(s.rest, 0)) end,
      ${event.code}::text, ${event.words?.slice(0, 500) ?? null}::text, ${event.at}::date
    from of_file f cross join sums s
    where not f.is_named
  `.execute(tx)
  return Number(numAffectedRows)
}
