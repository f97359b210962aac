import { AsyncLocalStorage } from 'node:async_hooks'
import { type Reader, type Tx, writerBehind } from './database/index.ts'

/** Something that is written down, and how it is said. Each room declares its own in its `facts.ts`; `src/facts.ts` gathers them. */
export interface Fact {
  name: string
  /** As those who work with the scheme read it in the journal. */
  journal: string
  /** As the person whose file it is reads it in « Qui a consulté mon dossier », when staff did it. */
  owner?: string
  /** It says that staff saw something of somebody: their file, a photo, a document, or their card at a till. The others are acts. */
  isReading?: true
}

/** Every fact of the site, by its name. */
export type Facts = ReadonlyMap<string, Fact>

/** The facts of a room: each is named by its key, which the trail keeps for ever. */
export const factsOf = <Name extends string>(said: Record<Name, Omit<Fact, 'name'>>): Record<Name, Fact> =>
  Object.fromEntries(Object.entries<Omit<Fact, 'name'>>(said).map(([name, words]) => [name, { name, ...words }])) as Record<Name, Fact>

export interface Recorded {
  at: Date
  fact: Fact
  staff_id?: number | null
  beneficiary_id?: number | null
  details?: Record<string, string | number | boolean | null>
}

/** Writes down that somebody changed a person's file, or that staff read it. Never changed afterwards. */
export const record = (db: Reader, fact: Recorded): Promise<void> => recordAll(db, [fact])

/** At which school or shop somebody works while they are answered: what they do and read is written down as done there. */
interface Workplace {
  schoolId?: number | null
  partnerId?: number | null
}
export const workingAt = new AsyncLocalStorage<Workplace>()

/** Several facts, in one statement. */
export async function recordAll(db: Reader, facts: Recorded[]): Promise<void> {
  const { schoolId = null, partnerId = null } = workingAt.getStore() ?? {}
  const rows = facts.map(({ fact, details, ...about }) => ({
    ...about,
    fact: fact.name,
    school_id: about.staff_id ? schoolId : null,
    partner_id: about.staff_id ? partnerId : null,
    details: JSON.stringify(details ?? {}),
  }))
  if (rows.length > 0) await writerBehind(db).insertInto('audit_facts').values(rows).execute()
}

/** The same fact about each of several people. */
export const recordOfEach = (db: Reader, beneficiaryIds: number[], fact: Omit<Recorded, 'beneficiary_id'>): Promise<void> =>
  recordAll(
    db,
    beneficiaryIds.map((beneficiary_id) => ({ ...fact, beneficiary_id })),
  )

/** Lines older than that, the oldest first, at most so many. */
export async function factsBefore(db: Reader, since: Date, atMost: number): Promise<number[]> {
  const rows = await db.selectFrom('audit_facts').select('id').where('at', '<', since).orderBy('at').orderBy('id').limit(atMost).execute()
  return rows.map(({ id }) => id)
}

/** Forgets lines: refused by the database as long as the seals have not kept their hashes. */
export async function forgetFacts(tx: Tx, ids: number[]): Promise<void> {
  if (ids.length > 0) await tx.deleteFrom('audit_facts').where('id', 'in', ids).execute()
}
