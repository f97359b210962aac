import { sql } from 'kysely'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { facts } from './facts.ts'

/** Adds a type of partners. Files and addresses name it by a word made of its name, which it keeps when it is renamed. */
export async function addPartnerType(tx: Tx, agent: Agent, { label }: { label: string }): Promise<void> {
  await mustHaveItsOwnName(tx, label, null)
  const code = wordOf(label)
  const added = await tx
    .insertInto('partner_types')
    .values({ code, label })
    .onConflict((conflict) => conflict.column('code').doNothing())
    .returning('code')
    .executeTakeFirst()
  if (!code || !added) throw isTaken()
  await record(tx, { at: tx.now, fact: facts['partner-type.added'], staff_id: agent.id, details: { code, label } })
}

/** Renames a type: its partners are shown under the new name at once. */
export async function renamePartnerType(tx: Tx, agent: Agent, { code, label }: { code: string; label: string }): Promise<void> {
  const { label: before } = found(
    await tx.selectFrom('partner_types').select('label').where('code', '=', code).forUpdate().executeTakeFirst(),
  )
  await mustHaveItsOwnName(tx, label, code)
  await tx.updateTable('partner_types').set({ label }).where('code', '=', code).execute()
  await record(tx, { at: tx.now, fact: facts['partner-type.renamed'], staff_id: agent.id, details: { code, before, label } })
}

/** « Articles de sport » : `articles-de-sport`. */
const wordOf = (label: string): string =>
  label
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')

async function mustHaveItsOwnName(tx: Tx, label: string, but: string | null): Promise<void> {
  const other = await tx
    .selectFrom('partner_types')
    .select('code')
    .where(sql`searchable(label)`, '=', sql`searchable(${label})`)
    .executeTakeFirst()
  if (other && other.code !== but) throw isTaken()
}

const isTaken = () =>
  new UserError('partner-type.taken', 'Un type de partenaires porte déjà ce nom. Choisissez-en un autre.', { field: 'label' })
