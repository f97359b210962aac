import { sql } from 'kysely'
import { record, recordAll } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import type { Keys } from '../../../platform/encryption.ts'
import { found, notFound, UserError } from '../../../platform/errors.ts'
import { notifyStaff } from '../../../platform/messages/notify.ts'
import type { Agent, Staff } from '../../../spaces/actors.ts'
import { may, type Role } from '../../../spaces/roles.ts'
import { type ActOfTwo, type ActsOfTwo, isDoneAlready, type Outcome } from './act-of-two.ts'
import { facts } from './facts.ts'
import { powersAgreedByTheirOwner } from './messages.ts'
import { mayStart, othersWhoFinish } from './queries.ts'

interface Asked {
  acts: ActsOfTwo
  id: number
}

/**
 * Agrees to what somebody else started, and does it.
 * @throws UserError `act-of-two.own` to whoever started it, `act-of-two.gains` to whom it gives powers, `act-of-two.done` when it is over,
 * `act-of-two.not-theirs` when whoever started it may not any more
 */
export async function agree(tx: Tx, agent: Agent, { publicUrl, keys, ...asked }: Asked & { publicUrl: string; keys: Keys }): Promise<void> {
  const { row, act } = await waiting(tx, agent, asked)
  mustBeAnother(agent, row)
  if (!(await mayStart(tx, row.started_by, act))) {
    const sentence =
      'Qui l’a demandé n’en a plus le droit, ou n’a plus de compte : refusez-le. Si c’est à faire, quelqu’un d’autre le demande.'
    throw new UserError('act-of-two.not-theirs', sentence, { status: 409 })
  }
  const input = act.schema.parse(row.input)
  const isOwnGain = act.gains?.(input) === agent.id
  if (isOwnGain && (await othersWhoFinish(tx, act.finishes, [row.started_by, agent.id])) > 0) {
    const sentence = 'Cet acte vous donne des droits : une autre personne doit l’accepter.'
    throw new UserError('act-of-two.gains', sentence, { status: 403 })
  }
  await end(tx, agent, row, { outcome: 'agreed' })
  await act.perform(tx, agent, { input, startedBy: row.started_by, publicUrl, keys })
  if (isOwnGain) await tellDataProtection(tx, agent, act)
}

/** Nobody else could: whoever protects data is told, who can do nothing of it themselves. */
async function tellDataProtection(tx: Tx, agent: Agent, { title }: ActOfTwo): Promise<void> {
  const officers = await tx.selectFrom('staff_at_work').select('id').where('region_roles', '@>', sql<Role[]>`array['dpo']`).execute()
  await notifyStaff(
    tx,
    officers.map(({ id }) => id),
    powersAgreedByTheirOwner({ title, name: agent.name }),
  )
}

/** Refuses what somebody else started, and says why. */
export async function refuse(tx: Tx, agent: Agent, { answer, ...asked }: Asked & { answer: string }): Promise<void> {
  const { row, act } = await waiting(tx, agent, asked)
  mustBeAnother(agent, row)
  await end(tx, agent, row, { outcome: 'refused', answer })
  await act.drop?.(tx, agent, { input: act.schema.parse(row.input), outcome: 'refused', answer })
}

/** Takes back what one started oneself. */
export async function withdraw(tx: Tx, staff: Staff, asked: Asked): Promise<void> {
  const { row, act } = await waiting(tx, staff, asked)
  if (row.started_by !== staff.id)
    throw new UserError('act-of-two.not-own', 'Seule la personne qui l’a demandé peut le retirer.', { status: 403 })
  await end(tx, staff, row, { outcome: 'withdrawn' })
  await act.drop?.(tx, staff, { input: act.schema.parse(row.input), outcome: 'withdrawn', answer: null })
}

/**
 * Ends what waits about things that are over, or are no more what was shown: nobody has anything to answer any more.
 * @returns how many waited
 */
export async function lapseAbout(tx: Tx, act: Pick<ActOfTwo, 'kind'>, subjects: (string | number)[]): Promise<number> {
  const lapsed = await tx
    .updateTable('acts_of_two')
    .set({ outcome: 'lapsed', finished_at: tx.now })
    .where('kind', '=', act.kind)
    .where('subject', '=', sql<string>`any(${subjects.map(String)}::text[])`)
    .where('outcome', 'is', null)
    .returning(['id', 'kind', 'subject', 'started_by'])
    .execute()
  await recordLapsed(tx, lapsed)
  return lapsed.length
}

/** Writes down what nobody answered, in its days or before what it was about was over. */
export const recordLapsed = (tx: Tx, lapsed: Pick<Row, 'id' | 'kind' | 'subject' | 'started_by'>[]): Promise<void> =>
  recordAll(
    tx,
    lapsed.map(({ id, ...details }) => ({ at: tx.now, fact: facts['act-of-two.lapsed'], details: { act: id, ...details } })),
  )

type Row = Awaited<ReturnType<typeof waiting>>['row']

/** The act, held until the transaction ends, if it still waits and is their business. */
async function waiting(tx: Tx, staff: Staff, { acts, id }: Asked) {
  const row = found(
    await tx
      .selectFrom('acts_of_two')
      .select(['id', 'kind', 'subject', 'input', 'started_by', 'outcome', 'ends_at'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst(),
  )
  const act = found(acts.get(row.kind) as ActOfTwo | undefined)
  if (row.started_by !== staff.id && !(staff.kind === 'agent' && may(staff, act.finishes))) throw notFound()
  if (row.outcome !== null || row.ends_at <= tx.now) throw isDoneAlready()
  return { row, act }
}

function mustBeAnother(agent: Agent, row: Row): void {
  if (row.started_by !== agent.id) return
  const sentence = 'Vous l’avez demandé vous-même : une autre personne doit répondre. Vous pouvez le retirer.'
  throw new UserError('act-of-two.own', sentence, { status: 403 })
}

async function end(
  tx: Tx,
  staff: Staff,
  row: Row,
  { outcome, answer = null }: { outcome: Exclude<Outcome, 'lapsed'>; answer?: string | null },
) {
  await tx
    .updateTable('acts_of_two')
    .set({ outcome, answer, finished_by: staff.id, finished_at: tx.now })
    .where('id', '=', row.id)
    .execute()
  await record(tx, {
    at: tx.now,
    fact: facts[`act-of-two.${outcome}`],
    staff_id: staff.id,
    details: { act: row.id, kind: row.kind, subject: row.subject, started_by: row.started_by },
  })
}
