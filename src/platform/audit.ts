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

/** The same fact about each of several people. */
export async function recordOfEach(db: Db, beneficiaryIds: number[], { details, ...fact }: Omit<Fact, 'beneficiary_id'>): Promise<void> {
  const known = JSON.stringify(details ?? {})
  const rows = beneficiaryIds.map((beneficiary_id) => ({ ...fact, beneficiary_id, details: known }))
  if (rows.length > 0) await db.insertInto('audit_facts').values(rows).execute()
}
