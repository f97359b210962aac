import type { z } from 'zod'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { facts } from './facts.ts'
import type { courseForm, newCourseForm, newLevelForm } from './school.ts'

/** Adds a level by hand, where the national file is late or has none. An import that names it later renames it. */
export async function addLevel(tx: Tx, agent: Agent, { code, label }: z.output<typeof newLevelForm>): Promise<void> {
  const added = await tx
    .insertInto('levels')
    .values({ code, label })
    .onConflict((conflict) => conflict.doNothing())
    .returning('code')
    .executeTakeFirst()
  if (!added) throw new UserError('level.code-taken', 'Un niveau a déjà ce code.', { field: 'code' })
  await record(tx, { at: tx.now, fact: facts['level.added'], staff_id: agent.id, details: { code, label } })
}

/** Renames a level: it is shown so at once. */
export async function renameLevel(tx: Tx, agent: Agent, { code, label }: { code: string; label: string }): Promise<void> {
  const before = found(await tx.selectFrom('levels').select('label').where('code', '=', code).forUpdate().executeTakeFirst())
  await tx.updateTable('levels').set({ label }).where('code', '=', code).execute()
  await record(tx, { at: tx.now, fact: facts['level.renamed'], staff_id: agent.id, details: { code, before: before.label, label } })
}

/** Adds a course by hand: schools can then say that they teach it. */
export async function addCourse(tx: Tx, agent: Agent, { code, label, levelCode }: z.output<typeof newCourseForm>): Promise<void> {
  await mustBeALevel(tx, levelCode)
  const added = await tx
    .insertInto('courses')
    .values({ code, label, level_code: levelCode })
    .onConflict((conflict) => conflict.doNothing())
    .returning('code')
    .executeTakeFirst()
  if (!added) throw new UserError('course.code-taken', 'Une formation a déjà ce code : cherchez-la dans la liste.', { field: 'code' })
  await record(tx, { at: tx.now, fact: facts['course.added'], staff_id: agent.id, details: { code, label, level: levelCode } })
}

/** Changes a course; one that is closed is chosen no more, who follows it goes on, and a file does not open it again. */
export async function changeCourse(tx: Tx, agent: Agent, { code, label, levelCode, open }: z.output<typeof courseForm> & { code: string }) {
  const before = found(await tx.selectFrom('courses').select('open').where('code', '=', code).forUpdate().executeTakeFirst())
  await mustBeALevel(tx, levelCode)
  await tx
    .updateTable('courses')
    .set({ label, level_code: levelCode, open, ...(open !== before.open && { open_decided_at: tx.now }) })
    .where('code', '=', code)
    .execute()
  await record(tx, { at: tx.now, fact: facts['course.changed'], staff_id: agent.id, details: { code, label, level: levelCode, open } })
}

async function mustBeALevel(tx: Tx, code: string): Promise<void> {
  const level = await tx.selectFrom('levels').select('code').where('code', '=', code).executeTakeFirst()
  if (!level) throw new UserError('course.no-such-level', 'Choisissez le niveau.', { field: 'levelCode' })
}
