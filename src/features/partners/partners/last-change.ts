import type { Reader } from '../../../platform/database/index.ts'

/** The oldest asked for is forgotten first. */
const ANSWERS_AT_MOST = 200

interface Known {
  version: number
  answers: Map<string, Promise<unknown>>
}

/** Of each database, what was computed since a partner last changed. */
const known = new WeakMap<Reader, Known>()

/**
 * What is the same for everybody is computed when a partner has changed, and not when it is looked at: the database counts the changes, so
 * that every process sees them.
 * @param question names what is computed, with all that it depends on
 */
export async function sinceLastChange<T>(db: Reader, question: string, compute: () => Promise<T>): Promise<T> {
  // Read before what is computed, which is then of that change or of a later one.
  const { version } = await db.selectFrom('partner_changes').select('version').executeTakeFirstOrThrow()
  const { answers } = knownSince(db, version)
  const answer = (answers.get(question) as Promise<T> | undefined) ?? compute()
  answers.delete(question)
  answers.set(question, answer)
  const [oldest] = answers.keys()
  if (answers.size > ANSWERS_AT_MOST && oldest !== undefined) answers.delete(oldest)
  return answer.catch((error) => {
    if (answers.get(question) === answer) answers.delete(question)
    throw error
  })
}

function knownSince(db: Reader, version: number): Known {
  const before = known.get(db)
  if (before && before.version >= version) return before
  const now = { version, answers: new Map<string, Promise<unknown>>() }
  known.set(db, now)
  return now
}
