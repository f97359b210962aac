import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { inOrder } from '../../../platform/database/order.ts'
import { found } from '../../../platform/errors.ts'
import { LINES_A_PAGE } from '../../../platform/forms/paging.ts'
import type { Asked } from '../../desks/registers/index.ts'

/** A school of the Region's list. */
interface SchoolLine {
  id: number
  uai: string
  name: string
  kind: string
  town: string
  open: boolean
  takes_pupils: boolean
  takes_apprentices: boolean
}

/** What their list may be sorted by: an index each. */
export const SCHOOL_ORDERS = { nom: ['name', 'id'], uai: ['uai'], ville: ['town', 'name', 'id'] } as const

/** The schools that the Region runs, by name, town or UAI, closed ones too. */
export async function managedSchools(
  db: Reader,
  { words, state, page, order }: Asked<'open' | 'closed'>,
): Promise<{ rows: SchoolLine[]; total: number }> {
  const asked = sql`true
      ${words ? sql`and search like '%' || searchable(${words}) || '%'` : sql``}
      ${state ? sql`and open = ${state === 'open'}` : sql``}`
  const { rows } = await sql<SchoolLine & { total: number }>`
    select id, uai, name, kind, town, open, takes_pupils, takes_apprentices,
      (select count(*)::integer from schools where ${asked}) as total
    from schools
    where ${asked}
    order by ${inOrder(order)}
    limit ${LINES_A_PAGE} offset ${(page - 1) * LINES_A_PAGE}
  `.execute(db)
  return { rows, total: rows[0]?.total ?? 0 }
}

/** One school, with what its closing would leave behind it. */
export async function managedSchool(db: Reader, id: number) {
  const school = found(await db.selectFrom('schools').selectAll().where('id', '=', id).executeTakeFirst())
  const { waiting } = await db
    .selectFrom('applications')
    .select((eb) => eb.fn.countAll<number>().as('waiting'))
    .where('school_id', '=', id)
    .where('state', 'in', ['submitted', 'returned'])
    .executeTakeFirstOrThrow()
  return { ...school, waiting }
}

export type ManagedSchool = Awaited<ReturnType<typeof managedSchool>>

/** Who may sign in for a school. */
export const officeOf = (db: Reader, schoolId: number) =>
  db
    .selectFrom('school_users')
    .select(['id', 'name', 'email', 'job_title', 'is_invited', 'seen_at'])
    .select(sql<Date | null>`coalesce(account_closed_at, closed_at)`.as('closed_at'))
    .where('school_id', '=', schoolId)
    .orderBy(sql`row (coalesce(account_closed_at, closed_at) is not null, name)`)
    .execute()

/** What a school teaches, to pupils and by apprenticeship. */
export const taughtAt = (db: Reader, schoolId: number) =>
  db
    .selectFrom('school_courses as s')
    .innerJoin('courses as c', 'c.code', 's.course_code')
    .innerJoin('levels as l', 'l.code', 'c.level_code')
    .select(['c.code', 'c.label', 'l.label as level', 's.by_apprenticeship', 'c.open'])
    .where('s.school_id', '=', schoolId)
    .orderBy('l.label')
    .orderBy('c.label')
    .orderBy('s.by_apprenticeship')
    .execute()

const COURSES_FOUND_AT_MOST = 30

/** Courses by a word of their label, or by their code. */
export async function coursesFound(db: Reader, words: string) {
  const { rows } = await sql<{ code: string; label: string; level: string }>`
    select c.code, c.label, l.label as level
    from courses c
    join levels l on l.code = c.level_code
    where c.open and (c.code = upper(${words}) or searchable(c.label || ' ' || l.label) like '%' || searchable(${words}) || '%')
    order by l.label, c.label, c.code
    limit ${COURSES_FOUND_AT_MOST}
  `.execute(db)
  return rows
}

/** Every level, with how many courses are of it. */
export async function levelsCounted(db: Reader) {
  const { rows } = await sql<{ code: string; label: string; courses: number }>`
    select l.code, l.label, count(c.code) as courses
    from levels l
    left join courses c on c.level_code = l.code
    group by l.code, l.label
    order by l.label, l.code
  `.execute(db)
  return rows
}

interface CourseLine {
  code: string
  label: string
  level: string
  open: boolean
}

/** What their list may be sorted by: an index each. */
export const COURSE_ORDERS = { niveau: ['c.level_code', 'c.label', 'c.code'], libelle: ['c.label', 'c.code'], code: ['c.code'] } as const

/** One page of all courses, by a word of their label or level, or by their code. */
export async function courseList(
  db: Reader,
  { words, state, page, order }: Asked<'open' | 'closed'>,
): Promise<{ rows: CourseLine[]; total: number }> {
  const asked = sql`true
      ${words ? sql`and (c.code = upper(${words}) or searchable(c.label || ' ' || l.label) like '%' || searchable(${words}) || '%')` : sql``}
      ${state ? sql`and c.open = ${state === 'open'}` : sql``}`
  const { rows } = await sql<CourseLine & { total: number }>`
    select c.code, c.label, l.label as level, c.open,
      (select count(*)::integer from courses c join levels l on l.code = c.level_code where ${asked}) as total
    from courses c
    join levels l on l.code = c.level_code
    where ${asked}
    order by ${inOrder(order)}
    limit ${LINES_A_PAGE} offset ${(page - 1) * LINES_A_PAGE}
  `.execute(db)
  return { rows, total: rows[0]?.total ?? 0 }
}

/** One course, with how many schools teach it. */
export async function courseByCode(db: Reader, code: string) {
  const course = found(await db.selectFrom('courses').selectAll().where('code', '=', code).executeTakeFirst())
  const { schools } = await db
    .selectFrom('school_courses')
    .select((eb) => eb.fn.count<number>('school_id').distinct().as('schools'))
    .where('course_code', '=', code)
    .executeTakeFirstOrThrow()
  return { ...course, schools }
}
