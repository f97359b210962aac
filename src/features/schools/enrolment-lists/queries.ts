import { sql } from 'kysely'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { found } from '../../../platform/errors.ts'
import type { Columns } from './columns.ts'
import type { Giver } from './giver.ts'
import type { Dropped, Family, ToldLine } from './pupil.ts'

/** On French clocks, as the school's software writes it: it only is compared. */
export const exportedAt = sql<string | null>`to_char(exported_at, 'YYYY-MM-DD HH24:MI:SS')`.as('exported_at')

/** Who reads the lists of which school. A school does not see what the Region only tries. */
type Of = Pick<Giver, 'kind' | 'school_id'>

const lists = (db: Reader, reader: Of) =>
  db
    .selectFrom('enrolment_lists as l')
    .innerJoin('campaign_calendar as c', 'c.id', 'l.campaign_id')
    .innerJoin('staff_members as s', 's.id', 'l.given_by')
    .select(['l.id', 'l.school_id', 'l.campaign_id', 'c.name as campaign_name', 'c.enrolment_acceptance', 'l.file_name', 'l.given_at'])
    .select(['l.given_by', 'l.is_by_region', 'l.offered_at', 'l.taken_at', 'l.pupils', 'l.elsewhere'])
    .select(sql<string>`case when l.is_by_region then 'la Région' else s.name end`.as('given_by_name'))
    .select(sql<'tried' | 'in-use' | 'replaced'>`l.state`.as('state'))
    .select(sql<Family>`l.family`.as('family'))
    .select(exportedAt)
    .select(sql<ToldLine[]>`l.told`.as('told'))
    .select(sql<Dropped[]>`l.dropped`.as('dropped'))
    .where('l.school_id', '=', reader.school_id)
    .$if(reader.kind === 'school', (given) => given.where(sql<boolean>`(not l.is_by_region or l.offered_at is not null)`))

/** A list of this school, which it gave or the Region did for it. */
export const listById = async (db: Reader, reader: Of, id: number) =>
  found(await lists(db, reader).where('l.id', '=', id).executeTakeFirst())

export type EnrolmentList = Awaited<ReturnType<typeof listById>>

const LISTS_SHOWN = 10

/** The latest lists of a school, the newest first. */
export const listsOf = (db: Reader, reader: Of): Promise<EnrolmentList[]> =>
  lists(db, reader).orderBy('l.id', 'desc').limit(LISTS_SHOWN).execute()

/** The list that says who is enrolled there in that campaign. */
export const listInUse = (db: Reader, schoolId: number, campaignId: number) =>
  db
    .selectFrom('enrolment_lists')
    .select(['id', 'taken_by', 'taken_at'])
    .select(exportedAt)
    .where('school_id', '=', schoolId)
    .where('campaign_id', '=', campaignId)
    .where('state', '=', 'in-use')
    .executeTakeFirst()

/** Nobody else changes what is in use in that school until the end of the transaction. */
export const holdLists = (tx: Tx, schoolId: number): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtext('enrolment-lists'), ${schoolId})`.execute(tx)

const pupils = (db: Reader, listId: number) =>
  db
    .selectFrom('enrolled_pupils')
    .select(['id', 'line', 'keys', 'has_ine', 'last_name', 'usage_name', 'first_names', 'birth_date', 'class', 'course', 'left_on'])
    .select(['is_inactive', 'contract_begins_on', 'contract_ends_on', 'contract_broken_on'])
    .select(sql<'pupil' | 'apprentice' | null>`status`.as('status'))
    .where('list_id', '=', listId)
    .orderBy('line')
    .orderBy('id')

/** Everybody on a list, in the order of its file. */
export const pupilsOn = (db: Reader, listId: number) => pupils(db, listId).execute()

/** Those of a list who are meant. */
export const pupilsAmong = (db: Reader, listId: number, ids: number[]) =>
  pupils(db, listId).where('id', '=', sql<number>`any(${ids}::bigint[])`).execute()

export type EnrolledPupil = Awaited<ReturnType<typeof pupilsOn>>[number]

/** The columns of a school's table, or of the Region's for it: those that were pointed at, or have to be. */
export const columnsOf = (db: Reader, giver: Pick<Giver, 'kind' | 'school_id'>) =>
  db
    .selectFrom('list_columns')
    .select(['titles', 'written', 'at'])
    .select(sql<Columns | null>`columns`.as('columns'))
    .where('school_id', '=', giver.school_id)
    .where('is_by_region', '=', giver.kind === 'agent')
    .executeTakeFirst()

/** How many pupils are on lists that were given before then: their fingerprints are of that day. */
export async function pupilsListedBefore(db: Reader, when: Date): Promise<number> {
  const { left } = await db
    .selectFrom('enrolled_pupils as p')
    .innerJoin('enrolment_lists as l', 'l.id', 'p.list_id')
    .select(({ fn }) => fn.countAll<number>().as('left'))
    .where('l.given_at', '<', when)
    .executeTakeFirstOrThrow()
  return left
}
