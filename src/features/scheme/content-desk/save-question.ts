import { sql } from 'kysely'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { found } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { type QuestionInput, slugOf } from '../content/index.ts'
import { facts } from './facts.ts'

/**
 * Adds a question, or changes one, and its theme with it when it is a new one. Its address stays when it is reworded.
 * @returns its id
 */
export async function saveQuestion(tx: Tx, agent: Agent, { id, input }: { id: number | null; input: QuestionInput }): Promise<number> {
  const row = {
    question: input.question,
    answer: input.answer,
    theme_id: await themeIdOf(tx, input),
    position: input.position,
    published_from: input.publishedFrom,
    published_until: input.publishedUntil,
  }
  const saved =
    id === null
      ? await add(tx, row, slugOf(input.question))
      : found(await tx.updateTable('questions').set(row).where('id', '=', id).returning('id').executeTakeFirst()).id
  const fact = id === null ? facts['question.added'] : facts['question.changed']
  await record(tx, { at: tx.now, fact, staff_id: agent.id, details: { question: saved, words: input.question } })
  return saved
}

async function themeIdOf(tx: Tx, { newTheme, themeId = 0 }: QuestionInput): Promise<number> {
  if (!newTheme) return found(await tx.selectFrom('question_themes').select('id').where('id', '=', themeId).executeTakeFirst()).id
  const { id } = await tx
    .insertInto('question_themes')
    .values({ title: newTheme, position: sql`(select coalesce(max(position), 0) + 1 from question_themes)` })
    // Named twice it is the same theme.
    .onConflict((conflict) => conflict.column('title').doUpdateSet({ title: newTheme }))
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

interface Row {
  question: string
  answer: string
  theme_id: number
  position: number
  published_from: string | null
  published_until: string | null
}

/** Under the address that its words make, with a number after them when another question has it. */
async function add(tx: Tx, row: Row, words: string, number = 1): Promise<number> {
  const inserted = await tx
    .insertInto('questions')
    .values({ ...row, slug: number === 1 ? words : `${words}-${number}` })
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted?.id ?? add(tx, row, words, number + 1)
}
