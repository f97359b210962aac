import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import { forgetFile, storeFile } from '../../../platform/files.ts'
import type { Agent } from '../../../spaces/actors.ts'
import type { DocumentInput } from '../content/index.ts'
import { facts } from './facts.ts'
import { documentPolicy } from './file-policies.ts'

interface Saved {
  /** The one that is changed; null for a new one. */
  id: number | null
  input: DocumentInput
  /** The file, checked; without it the one before stays. */
  file: Buffer | undefined
}

/**
 * Adds a document, or changes one.
 * @returns its id
 * @throws UserError `document.no-file` for a new one without
 */
export async function saveDocument(tx: Tx, agent: Agent, { id, input, file }: Saved): Promise<number> {
  const row = { name: input.name, published_from: input.publishedFrom, published_until: input.publishedUntil }
  const saved = id === null ? await add(tx, row, file) : await change(tx, id, row, file)
  const fact = id === null ? facts['document.added'] : facts['document.changed']
  await record(tx, { at: tx.now, fact, staff_id: agent.id, details: { document: saved, name: input.name } })
  return saved
}

interface Row {
  name: string
  published_from: string | null
  published_until: string | null
}

export const noFile = () => new UserError('document.no-file', 'Choisissez un fichier PDF.', { field: 'file' })

async function add(tx: Tx, row: Row, file: Buffer | undefined): Promise<number> {
  if (!file) throw noFile()
  const file_id = await storeFile(tx, documentPolicy, file)
  const { id } = await tx
    .insertInto('documents')
    .values({ ...row, file_id })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

async function change(tx: Tx, id: number, row: Row, file: Buffer | undefined): Promise<number> {
  const before = found(await tx.selectFrom('documents').select('file_id').where('id', '=', id).forUpdate().executeTakeFirst())
  const replaced = file ? { file_id: await storeFile(tx, documentPolicy, file) } : {}
  await tx
    .updateTable('documents')
    .set({ ...row, ...replaced })
    .where('id', '=', id)
    .execute()
  if (file) await forgetFile(tx, before.file_id)
  return id
}
