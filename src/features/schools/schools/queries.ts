import { type RawBuilder, sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import type { By } from './school.ts'

export interface SchoolRow {
  id: number
  uai: string
  name: string
  kind: string
  town: string
  in_region: boolean
}

/** How much of a typed word must be found in a school's name, town or number. */
const LIKENESS = 0.5

/**
 * The open schools of the Region that take pupils or apprentices, the most like what was typed first, by town and name
 * when nothing was: each word is looked for in the name, the town and the number, typing errors allowed.
 */
export const schoolsTaking = (db: Reader, by: By, words: string, limit: number): Promise<SchoolRow[]> =>
  schoolsLike(db, by === 'pupils' ? sql`s.in_region and s.takes_pupils` : sql`s.in_region and s.takes_apprentices`, words, limit)

/** More than the Region has: they are 428. */
const SCHOOLS_AT_MOST = 1000

/** All of them, by town and name. */
export const everySchoolTaking = (db: Reader, by: By): Promise<SchoolRow[]> => schoolsTaking(db, by, '', SCHOOLS_AT_MOST)

/** The open schools of the rest of France, likewise. */
export const schoolsElsewhere = (db: Reader, words: string, limit: number): Promise<SchoolRow[]> =>
  schoolsLike(db, sql`not s.in_region`, words, limit)

async function schoolsLike(db: Reader, which: RawBuilder<unknown>, words: string, limit: number): Promise<SchoolRow[]> {
  const { rows } = await sql<SchoolRow>`
    select s.id, s.uai, s.name, s.kind, s.town, s.in_region
    from schools s
    cross join lateral (
      select coalesce(min(word_similarity(word, s.search)), 1) as worst, coalesce(sum(word_similarity(word, s.search)), 0) as likeness
      from string_to_table(searchable(${words.slice(0, 100)}), ' ') word
      where word <> ''
    ) found
    where s.open
      and ${which}
      and found.worst >= ${LIKENESS}
    order by found.likeness desc, s.town, s.name, s.id
    limit ${limit}
  `.execute(db)
  return rows
}

/** The open schools of the Region, whoever they take, likewise. */
export const schoolsNamed = (db: Reader, words: string, limit: number): Promise<SchoolRow[]> =>
  schoolsLike(db, sql`s.in_region`, words, limit)

/** A school by its id, open or not. */
export const school = (db: Reader, id: number): Promise<(SchoolRow & { open: boolean }) | undefined> =>
  db.selectFrom('schools').select(['id', 'uai', 'name', 'kind', 'town', 'in_region', 'open']).where('id', '=', id).executeTakeFirst()

const taughtAnywhere = (db: Reader, by: By) =>
  db
    .selectFrom('school_courses')
    .innerJoin('courses', 'courses.code', 'school_courses.course_code')
    .innerJoin('schools', 'schools.id', 'school_courses.school_id')
    .where('schools.open', '=', true)
    .where(by === 'pupils' ? 'schools.takes_pupils' : 'schools.takes_apprentices', '=', true)
    .where('school_courses.by_apprenticeship', '=', by === 'apprentices')
    .where('courses.open', '=', true)

const taught = (db: Reader, schoolId: number, by: By) => taughtAnywhere(db, by).where('schools.id', '=', schoolId)

/** The levels that a school teaches. */
export const levelsOf = (db: Reader, schoolId: number, by: By) =>
  taught(db, schoolId, by)
    .innerJoin('levels', 'levels.code', 'courses.level_code')
    .select(['levels.code', 'levels.label'])
    .distinct()
    .orderBy('levels.label')
    .execute()

/** The courses of a level that a school teaches. */
export const coursesOf = (db: Reader, schoolId: number, levelCode: string, by: By) =>
  taught(db, schoolId, by)
    .where('courses.level_code', '=', levelCode)
    .select(['courses.code', 'courses.label'])
    .orderBy('courses.label')
    .orderBy('courses.code')
    .execute()

/** Every course that a school teaches, with its level. */
export const everyCourseOf = (db: Reader, schoolId: number, by: By) =>
  taught(db, schoolId, by)
    .innerJoin('levels', 'levels.code', 'courses.level_code')
    .select(['courses.code', 'courses.label', 'courses.level_code', 'levels.label as level_label'])
    .orderBy('levels.label')
    .orderBy('courses.label')
    .orderBy('courses.code')
    .execute()

/** Every level of which there is an open course: what a school that is not ours may teach. */
export const allLevels = (db: Reader) =>
  db
    .selectFrom('levels')
    .select(['code', 'label'])
    .where('code', 'in', (courses) => courses.selectFrom('courses').select('level_code').where('open', '=', true))
    .orderBy('label')
    .execute()

/** Every open course of a level. */
export const allCourses = (db: Reader, levelCode: string) =>
  db
    .selectFrom('courses')
    .select(['code', 'label'])
    .where('level_code', '=', levelCode)
    .where('open', '=', true)
    .orderBy('label')
    .orderBy('code')
    .execute()

/** Whether this is an open course. */
export async function isCourse(db: Reader, courseCode: string): Promise<boolean> {
  const course = await db.selectFrom('courses').select('code').where('code', '=', courseCode).where('open', '=', true).executeTakeFirst()
  return course !== undefined
}

/** Whether a school teaches this course. */
export const schoolTeaches = async (db: Reader, schoolId: number, courseCode: string, by: By): Promise<boolean> =>
  (await taught(db, schoolId, by).where('courses.code', '=', courseCode).select('courses.code').executeTakeFirst()) !== undefined

/** The other open schools of the Region that teach a course, by town and name. */
export const othersTeaching = (db: Reader, { id, course, by }: { id: number; course: string; by: By }): Promise<SchoolRow[]> =>
  taughtAnywhere(db, by)
    .select(['schools.id', 'schools.uai', 'schools.name', 'schools.kind', 'schools.town', 'schools.in_region'])
    .where((eb) => eb.and({ 'courses.code': course, 'schools.in_region': true }))
    .where('schools.id', '<>', id)
    .orderBy('schools.town')
    .orderBy('schools.name')
    .orderBy('schools.id')
    .execute()
