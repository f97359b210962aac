import { sql } from 'kysely'
import { record } from '../../../platform/audit.ts'
import { brokenConstraint, type Tx } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import { found, UserError } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { sayAidsPaid } from '../../aid/aid-payments/index.ts'
import { lapseAbout, startAct } from '../../desks/two-people/index.ts'
import { sayLinesPaid } from '../../money/settlements/index.ts'
import { facts } from './facts.ts'
import { askedAbout, transfersAgain } from './pay-again.ts'
import { EFFECT_OF, sourceOf } from './queries.ts'
import { rejectedIn, rejectTransfers } from './reject.ts'
import { bySource, type Effect, type PaidLine } from './transfer.ts'
import { answerTurn } from './turn.ts'

/**
 * Does what an answer says, as its page showed it. What the bank says comes true; a paid transfer that a table says refused waits for a second person.
 * @throws UserError 409 `bank-answer.done` when it was done meanwhile, or the same report under another file; `bank-answer.to-come` before the days
 * that it speaks of
 */
export async function doAnswer(tx: Tx, agent: Agent, { answer_id }: { answer_id: number }): Promise<void> {
  const answer = found(
    await tx
      .selectFrom('bank_answers')
      .select(['id', 'kind', 'hash', 'report_id', 'sender', 'page', 'done_at'])
      .where('id', '=', answer_id)
      .forUpdate()
      .executeTakeFirst(),
  )
  if (answer.done_at || (await isDoneElsewhere(tx, answer))) throw isDone()
  await sayDone(tx, agent, answer.id)
  await sql`
    select from transfers where id in (select transfer_id from bank_answer_lines where answer_id = ${answer.id}) order by id for update
  `.execute(tx)
  const effects = await settleEffects(tx, answer)
  // Done, it is not read again: what it says would never come.
  if ((effects['to-come'] ?? 0) > 0) throw isToCome()
  await payLines(tx, agent, answer.id)
  await rejectTransfers(tx, agent, await rejectedIn(tx, answer.id, 'rejected'), answer.id)
  await holdContradicted(tx, answer.id)
  const details = { answer: answer.id, kind: answer.kind, ...effects }
  await record(tx, { at: tx.now, fact: facts['bank-answer.done'], staff_id: agent.id, details })
  if ((effects.asks ?? 0) > 0) await startAct(tx, agent, answerTurn, { subject: answer.id, input: { answer_id: answer.id } })
}

const isDone = () => new UserError('bank-answer.done', 'Cette réponse a déjà été faite : rien n’a changé.', { status: 409 })

const isToCome = () =>
  new UserError(
    'bank-answer.to-come',
    'Cette réponse parle de virements datés d’un jour à venir : faites-la ce jour-là. Si la date est fausse, corrigez le fichier et envoyez-le de nouveau.',
    { status: 409 },
  )

/** Of two who do the same answer, read twice, at once, the second waits here for the first. */
async function sayDone(tx: Tx, agent: Agent, id: number): Promise<void> {
  await tx
    .updateTable('bank_answers')
    .set({ done_at: tx.now, done_by: agent.id })
    .where('id', '=', id)
    .execute()
    .catch((error) => {
      throw ['an_answer_is_done_once', 'a_report_is_done_once'].includes(brokenConstraint(error) ?? '') ? isDone() : error
    })
}

async function isDoneElsewhere(
  tx: Tx,
  {
    id,
    kind,
    hash,
    report_id,
    sender,
    page,
  }: { id: number; kind: string; hash: Buffer; report_id: string | null; sender: string | null; page: number },
): Promise<boolean> {
  const { rows } = await sql<{ id: number }>`
    select id from bank_answers
    where done_at is not null and id <> ${id} and (
      hash = ${hash} or kind = ${kind} and report_id = ${report_id}::text and sender is not distinct from ${sender}::text and page = ${page})
    limit 1
  `.execute(tx)
  return rows.length > 0
}

/** Writes down what comes of each line, and counts it. */
async function settleEffects(tx: Tx, { id, kind }: { id: number; kind: string }): Promise<Partial<Record<Effect, number>>> {
  await sql`
    update bank_answer_lines l set effect = ${EFFECT_OF({ kind, today: dayOf(tx.now) })}
    from transfers t where t.id = l.transfer_id and l.answer_id = ${id}
  `.execute(tx)
  const { rows } = await sql<{ effect: Effect; lines: number }>`
    select effect, count(*) as lines from bank_answer_lines where answer_id = ${id} group by effect
  `.execute(tx)
  return Object.fromEntries(rows.map(({ effect, lines }) => [effect, lines]))
}

async function payLines(tx: Tx, agent: Agent, answerId: number): Promise<void> {
  const { rows } = await sql<PaidLine>`
    update transfers t
    set state = 'paid', answered_at = ${tx.now}, answered_on = l.said_on, answer_id = ${answerId}, code = null, words = null
    from bank_answer_lines l
    where l.transfer_id = t.id and l.answer_id = ${answerId} and l.effect = 'paid'
    returning t.settlement_id, t.partner_id, t.aid_batch_id, t.aid_request_id
  `.execute(tx)
  const paid = bySource(rows)
  for (const [settlement_id, lines] of paid.settlements)
    await sayLinesPaid(tx, { settlement_id, partner_ids: lines.map(({ partner_id }) => partner_id), by: agent })
  for (const [batch_id, lines] of paid.batches)
    await sayAidsPaid(tx, agent, { batch_id, request_ids: lines.map(({ aid_request_id }) => aid_request_id) })
}

/**
 * What was rejected or cancelled, and is said to be paid, may have been: it is not paid again before two people say so. Who was asked already had not
 * read it.
 */
async function holdContradicted(tx: Tx, answerId: number): Promise<void> {
  const { rows } = await sql<PaidLine>`
    update transfers n set needs_agreement = true
    from transfers_said_paid s
    where s.answer_id = ${answerId} and n.state = 'waiting'
      and (n.settlement_id = s.settlement_id and n.partner_id = s.partner_id or n.aid_request_id = s.aid_request_id)
    returning n.settlement_id, n.partner_id, n.aid_batch_id, n.aid_request_id
  `.execute(tx)
  if (rows.length > 0) await lapseAbout(tx, transfersAgain, [...new Set(rows.map((row) => askedAbout(sourceOf(row))))])
}
