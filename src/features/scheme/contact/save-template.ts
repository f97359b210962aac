import type { Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import type { Theme } from './question.ts'

interface Typed {
  title: string
  theme: Theme | null
  body: string
}

/**
 * Writes a template, or changes one.
 * @throws UserError 409 `template.title-taken`
 */
export async function saveTemplate(tx: Tx, _agent: Agent, { id, ...typed }: Typed & { id: number | null }): Promise<void> {
  const other = await tx.selectFrom('answer_templates').select('id').where('title', '=', typed.title).executeTakeFirst()
  if (other && other.id !== id) {
    throw new UserError('template.title-taken', 'Un autre modèle porte déjà ce titre : donnez-en un autre.', {
      status: 409,
      field: 'title',
    })
  }
  if (id === null) await tx.insertInto('answer_templates').values(typed).execute()
  else found(await tx.updateTable('answer_templates').set(typed).where('id', '=', id).returning('id').executeTakeFirst())
}

/** What it has served for stays as it was sent. */
export async function deleteTemplate(tx: Tx, _agent: Agent, { id }: { id: number }): Promise<void> {
  await tx.deleteFrom('answer_templates').where('id', '=', id).execute()
}
