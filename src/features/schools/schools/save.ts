import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import { mustBeInItsTown } from '../../../platform/positions.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { lapseAbout } from '../../desks/two-people/index.ts'
import { facts } from './facts.ts'
import { askToOpen, schoolOpening } from './opening.ts'
import type { NewSchool, SchoolChange, SchoolDetails } from './school.ts'

/** Adds a school: it can be chosen once a second person has opened it, and it teaches something. */
export async function addSchool(tx: Tx, agent: Agent, { uai, ...input }: NewSchool): Promise<number> {
  await mustBeInItsTown(tx, input)
  const added = await tx
    .insertInto('schools')
    .values({ uai, ...columnsOf(input), open: false, open_decided_at: tx.now })
    .onConflict((conflict) => conflict.column('uai').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added) throw new UserError('school.uai-taken', 'Cet établissement existe déjà : cherchez-le par son numéro.', { field: 'uai' })
  await record(tx, { at: tx.now, fact: facts['school.added'], staff_id: agent.id, details: { school_id: added.id, uai } })
  await askToOpen(tx, agent, added.id)
  return added.id
}

/** Changes what is known of a school. */
export async function changeSchool(tx: Tx, agent: Agent, { id, ...input }: SchoolChange & { id: number }): Promise<void> {
  await mustBeInItsTown(tx, input)
  const before = found(await tx.selectFrom('schools').selectAll().where('id', '=', id).forUpdate().executeTakeFirst())
  const columns = { ...columnsOf(input), closes_on: input.closesOn }
  await tx
    .updateTable('schools')
    .set({
      ...columns, // Who says its last day says that it is open until then.
      ...(input.closesOn !== before.closes_on && { closes_on_decided_at: tx.now, ...(before.open && { open_decided_at: null }) }),
    })
    .where('id', '=', id)
    .execute()
  const changed = Object.entries(columns).filter(([column, value]) => before[column as keyof typeof columns] !== value)
  await record(tx, {
    at: tx.now,
    fact: facts['school.changed'],
    staff_id: agent.id,
    details: { school_id: id, ...Object.fromEntries(changed) },
  })
  // Who was about to open it saw something else: another person than who changed it looks again.
  if (changed.length > 0 && (await lapseAbout(tx, schoolOpening, [id])) > 0) await askToOpen(tx, agent, id)
}

/** A closed school can no longer be chosen; the applications that it has already stay its own. A second person opens it again. */
export async function closeSchool(tx: Tx, agent: Agent, id: number): Promise<void> {
  const changed = await tx
    .updateTable('schools')
    .set({ open: false, open_decided_at: tx.now })
    .where('id', '=', id)
    .where('open', '=', true)
    .returning('id')
    .executeTakeFirst()
  if (!changed) return
  await record(tx, { at: tx.now, fact: facts['school.closed'], staff_id: agent.id, details: { school_id: id } })
}

interface Offer {
  school_id: number
  codes: string[]
  by_apprenticeship: boolean
}

/** A school begins to teach courses that are known. */
export async function addCourses(tx: Tx, agent: Agent, { school_id, codes, by_apprenticeship }: Offer): Promise<void> {
  const school = found(
    await tx.selectFrom('schools').select(['takes_pupils', 'takes_apprentices']).where('id', '=', school_id).executeTakeFirst(),
  )
  if (by_apprenticeship ? !school.takes_apprentices : !school.takes_pupils) {
    const who = by_apprenticeship ? 'd’apprentis' : 'de lycéens'
    throw new UserError('school.takes-none', `Cet établissement n’accueille pas ${who}. Modifiez d’abord sa fiche.`, { field: 'way' })
  }
  const known = await tx.selectFrom('courses').select('code').where('code', 'in', codes).execute()
  if (known.length === 0) return
  await tx
    .insertInto('school_courses')
    .values(known.map(({ code }) => ({ school_id, course_code: code, by_apprenticeship })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await tx
    .deleteFrom('courses_taken_away')
    .where('school_id', '=', school_id)
    .where('by_apprenticeship', '=', by_apprenticeship)
    .where('course_code', 'in', codes)
    .execute()
  await record(tx, {
    at: tx.now,
    fact: facts['school.courses-added'],
    staff_id: agent.id,
    details: { school_id, by_apprenticeship, courses: codes.join(' ') },
  })
}

/** A school stops teaching a course: nobody chooses it any more, who follows it goes on, and a file does not bring it back. */
export async function removeCourses(
  tx: Tx,
  agent: Agent,
  { school_id, courses: ticked }: { school_id: number; courses: { code: string; by_apprenticeship: boolean }[] },
): Promise<void> {
  const known = await tx
    .selectFrom('courses')
    .select('code')
    .where(
      'code',
      'in',
      ticked.map(({ code }) => code),
    )
    .execute()
  const courses = ticked.filter(({ code }) => known.some((course) => course.code === code))
  if (courses.length === 0) return
  await tx
    .deleteFrom('school_courses')
    .where('school_id', '=', school_id)
    .where(({ eb, refTuple, tuple }) =>
      eb(
        refTuple('course_code', 'by_apprenticeship'),
        'in',
        courses.map((course) => tuple(course.code, course.by_apprenticeship)),
      ),
    )
    .execute()
  await tx
    .insertInto('courses_taken_away')
    .values(courses.map(({ code, by_apprenticeship }) => ({ school_id, course_code: code, by_apprenticeship, at: tx.now })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const codes = courses.map(({ code }) => code).join(' ')
  await record(tx, { at: tx.now, fact: facts['school.courses-removed'], staff_id: agent.id, details: { school_id, courses: codes } })
}

const columnsOf = (input: SchoolDetails) => ({
  name: input.name,
  kind: input.kind,
  street: input.street,
  postcode: input.postcode,
  town: input.town,
  longitude: input.longitude,
  latitude: input.latitude,
  in_region: input.inRegion,
  takes_pupils: input.takesPupils,
  takes_apprentices: input.takesApprentices,
})
