import type { Reader } from '../../../platform/database/index.ts'
import { QUESTIONS_A_PAGE } from './question.ts'

/** One page of the questions that wait, the oldest first, or of those answered, the last first; and how many there are in all. */
export async function questionsReceived(db: Reader, { isAnswered, page }: { isAnswered: boolean; page: number }) {
  const rows = await db
    .selectFrom('questions_received')
    .select(['id', 'received_at', 'name', 'subject', 'answered_at', (eb) => eb.fn.countAll<number>().over().as('total')])
    .where('answered_at', isAnswered ? 'is not' : 'is', null)
    .orderBy(isAnswered ? 'answered_at' : 'received_at', isAnswered ? 'desc' : 'asc')
    .orderBy('id')
    .limit(QUESTIONS_A_PAGE)
    .offset((page - 1) * QUESTIONS_A_PAGE)
    .execute()
  return { rows, total: rows[0]?.total ?? 0 }
}

/** A question with its answer, and the others that came from the same address. */
export async function questionReceived(db: Reader, id: number) {
  const question = await db
    .selectFrom('questions_received as q')
    .leftJoin('staff_members as s', 's.id', 'q.answered_by')
    .selectAll('q')
    .select('s.name as answered_by_name')
    .where('q.id', '=', id)
    .executeTakeFirst()
  if (!question) return undefined
  const others = await db
    .selectFrom('questions_received')
    .select(['id', 'received_at', 'subject', 'answered_at'])
    .where((eb) => eb(eb.fn('lower', ['email']), '=', question.email.toLowerCase()))
    .where('id', '<>', id)
    .orderBy('received_at', 'desc')
    .limit(50)
    .execute()
  return { ...question, others }
}
