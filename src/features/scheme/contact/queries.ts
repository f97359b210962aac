import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { inOrder } from '../../../platform/database/order.ts'
import { found } from '../../../platform/errors.ts'
import type { Order } from '../../../platform/forms/paging.ts'
import type { FileId } from './note.ts'
import { EXCHANGES_AT_MOST, QUESTIONS_A_PAGE, type Theme } from './question.ts'

/** Where questions are: those that wait, of which some are in an agent's hand, and those that have ended. */
export const STANDINGS = ['attente', 'miennes', 'terminees'] as const
export type Standing = (typeof STANDINGS)[number]

/** What the list may be sorted by: an index each. */
export const QUESTION_ORDERS = { recue: ['q.received_at', 'q.id'], theme: ['q.theme', 'q.received_at', 'q.id'] } as const

export interface Asked {
  words: string
  theme: Theme | null
  standing: Standing
  page: number
  order: Order
}

/** One page of the questions, and how many there are in all. */
export async function questionsReceived(db: Reader, { words, theme, standing, page, order }: Asked, agentId: number) {
  const asked = db
    .selectFrom('questions_received as q')
    .where('q.ended_at', standing === 'terminees' ? 'is not' : 'is', null)
    .$if(standing === 'miennes', (query) => query.where('q.taken_by', '=', agentId))
    .$if(theme !== null, (query) => query.where('q.theme', '=', theme))
    .$if(words !== '', (query) =>
      query.where(sql<boolean>`(q.search like '%' || searchable(${words}) || '%' and searchable(${words}) <> '' or q.id::text = ${words})`),
    )
  const [rows, { total }] = await Promise.all([
    asked
      .leftJoin('staff_members as s', 's.id', 'q.taken_by')
      .select(['q.id', 'q.received_at', 'q.name', 'q.subject', 'q.theme', 'q.taken_by', 'q.taken_at', 's.name as taken_by_name'])
      .orderBy(inOrder(order))
      .limit(QUESTIONS_A_PAGE)
      .offset((page - 1) * QUESTIONS_A_PAGE)
      .execute(),
    asked.select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow(),
  ])
  return { rows, total }
}

/** A question with its answers, the file that it is about, and the others that came from the same address. */
export async function questionReceived(db: Reader, id: number) {
  const question = found(
    await db
      .selectFrom('questions_received as q')
      .leftJoin('staff_members as s', 's.id', 'q.taken_by')
      .leftJoin('staff_members as e', 'e.id', 'q.ended_by')
      .leftJoin('open_accounts as b', 'b.id', 'q.beneficiary_id')
      .leftJoin('partner_directory as p', 'p.id', 'q.partner_id')
      .selectAll('q')
      .select(['s.name as taken_by_name', 'e.name as ended_by_name', 'b.last_name', 'b.first_name', 'p.name as partner_name', 'p.code'])
      .where('q.id', '=', id)
      .executeTakeFirst(),
  )
  const [answers, others] = await Promise.all([
    db
      .selectFrom('question_answers as a')
      .innerJoin('staff_members as s', 's.id', 'a.answered_by')
      .select(['a.id', 'a.body', 'a.answered_at', 's.name as answered_by_name'])
      .where('a.question_id', '=', id)
      .orderBy('a.id')
      .execute(),
    db
      .selectFrom('questions_received')
      .select(['id', 'received_at', 'subject', 'ended_at'])
      .where((eb) => eb(eb.fn('lower', ['email']), '=', question.email.toLowerCase()))
      .where('id', '<>', id)
      .orderBy('received_at', 'desc')
      .limit(50)
      .execute(),
  ])
  return { ...question, answers, others }
}

export type Question = Awaited<ReturnType<typeof questionReceived>>

/** Those of a subject first, or all of them by title. */
export const answerTemplates = (db: Reader, theme: string | null = null) =>
  db.selectFrom('answer_templates').selectAll().orderBy(sql`theme is not distinct from ${theme}::text`, 'desc').orderBy('title').execute()

export const answerTemplate = async (db: Reader, id: number) =>
  found(await db.selectFrom('answer_templates').selectAll().where('id', '=', id).executeTakeFirst())

/** The questions that were linked to a file, and the notes that agents left on it, the newest first. */
export async function exchangesOf(db: Reader, file: FileId) {
  const [column, id] =
    'beneficiary_id' in file ? (['beneficiary_id', file.beneficiary_id] as const) : (['partner_id', file.partner_id] as const)
  const [questions, notes] = await Promise.all([
    db
      .selectFrom('questions_received')
      .select(['id', 'received_at', 'subject', 'ended_at'])
      .where(column, '=', id)
      .orderBy('received_at', 'desc')
      .limit(EXCHANGES_AT_MOST)
      .execute(),
    db
      .selectFrom('file_notes as n')
      .innerJoin('staff_members as s', 's.id', 'n.written_by')
      .select(['n.id', 'n.body', 'n.written_at', 's.name as written_by_name'])
      .where(`n.${column}`, '=', id)
      .orderBy('n.written_at', 'desc')
      .limit(EXCHANGES_AT_MOST)
      .execute(),
  ])
  return { questions, notes }
}

/** Whose file it is, as its page names it. */
export async function fileNamed(db: Reader, file: FileId): Promise<string> {
  if ('partner_id' in file) {
    return found(await db.selectFrom('partner_directory').select('name').where('id', '=', file.partner_id).executeTakeFirst()).name
  }
  const { first_name, last_name } = found(
    await db.selectFrom('open_accounts').select(['first_name', 'last_name']).where('id', '=', file.beneficiary_id).executeTakeFirst(),
  )
  return `${first_name} ${last_name}`
}
