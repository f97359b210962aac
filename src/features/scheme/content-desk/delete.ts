import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { found } from '../../../platform/errors.ts'
import { forgetFile } from '../../../platform/files.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { facts } from './facts.ts'

/** Deletes a good deal and its picture. */
export async function deleteGoodDeal(tx: Tx, agent: Agent, id: number): Promise<void> {
  const gone = found(await tx.deleteFrom('good_deals').where('id', '=', id).returning(['title', 'picture_file_id']).executeTakeFirst())
  await forgetFile(tx, gone.picture_file_id)
  await record(tx, { at: tx.now, fact: facts['good-deal.deleted'], staff_id: agent.id, details: { good_deal: id, title: gone.title } })
}

/** Deletes a document and its file. */
export async function deleteDocument(tx: Tx, agent: Agent, id: number): Promise<void> {
  const gone = found(await tx.deleteFrom('documents').where('id', '=', id).returning(['name', 'file_id']).executeTakeFirst())
  await forgetFile(tx, gone.file_id)
  await record(tx, { at: tx.now, fact: facts['document.deleted'], staff_id: agent.id, details: { document: id, name: gone.name } })
}

/** Deletes a question; its theme goes with its last one. */
export async function deleteQuestion(tx: Tx, agent: Agent, id: number): Promise<void> {
  const gone = found(await tx.deleteFrom('questions').where('id', '=', id).returning(['question', 'theme_id']).executeTakeFirst())
  await tx
    .deleteFrom('question_themes')
    .where('id', '=', gone.theme_id)
    .where(({ not, exists, selectFrom }) => not(exists(selectFrom('questions').select('id').where('theme_id', '=', gone.theme_id))))
    .execute()
  await record(tx, { at: tx.now, fact: facts['question.deleted'], staff_id: agent.id, details: { question: id, words: gone.question } })
}

/** Deletes a date to remember. */
export async function deleteKeyDate(tx: Tx, agent: Agent, id: number): Promise<void> {
  const gone = found(await tx.deleteFrom('key_dates').where('id', '=', id).returning(['label', 'day']).executeTakeFirst())
  await record(tx, { at: tx.now, fact: facts['key-date.deleted'], staff_id: agent.id, details: { key_date: id, ...gone } })
}

/** Takes a message off all pages. */
export async function deleteBanner(tx: Tx, agent: Agent, id: number): Promise<void> {
  const gone = found(await tx.deleteFrom('banners').where('id', '=', id).returning('text').executeTakeFirst())
  await record(tx, { at: tx.now, fact: facts['banner.deleted'], staff_id: agent.id, details: { banner: id, ...gone } })
}
