import type { Db } from './database/index.ts'

export interface Fact {
  at: Date
  /** What was done, as a name: `card-application.read`. */
  fact: string
  staff_id?: number | null
  beneficiary_id?: number | null
  details?: Record<string, string | number | boolean | null>
}

/** Writes down that somebody changed a person's file, or that staff read it. Never changed afterwards. */
export async function record(db: Db, fact: Fact): Promise<void> {
  await db
    .insertInto('audit_facts')
    .values({ ...fact, details: JSON.stringify(fact.details ?? {}) })
    .execute()
}

/** Several facts, in one statement. */
export async function recordAll(db: Db, facts: Fact[]): Promise<void> {
  const rows = facts.map(({ details, ...fact }) => ({ ...fact, details: JSON.stringify(details ?? {}) }))
  if (rows.length > 0) await db.insertInto('audit_facts').values(rows).execute()
}

/** The same fact about each of several people. */
export const recordOfEach = (db: Db, beneficiaryIds: number[], fact: Omit<Fact, 'beneficiary_id'>): Promise<void> =>
  recordAll(
    db,
    beneficiaryIds.map((beneficiary_id) => ({ ...fact, beneficiary_id })),
  )
