import { sql } from 'kysely'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { found, notFound, UserError } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { kindsManagedBy, openAccounts } from '../staff/index.ts'
import { FILE_KINDS, type FileKind } from './account-file.ts'
import { facts } from './facts.ts'
import { queueInvitations } from './invitations.ts'
import type { AccountsRead, AccountToOpen } from './read-file.ts'

/** Keeps what a file would do: nothing is opened. */
export async function keepFile(tx: Tx, agent: Agent, { read, fileName }: { read: AccountsRead; fileName: string }): Promise<number> {
  const { kind, accounts, known, refused } = read
  if (!kindsManagedBy(agent).includes(kind))
    throw new UserError('account-file.not-theirs', `Vous ne gérez pas les comptes des ${FILE_KINDS[kind].of}.`, { field: 'file' })
  const { id } = await tx
    .insertInto('account_files')
    .values({
      at: tx.now,
      staff_id: agent.id,
      file_name: fileName.slice(0, 200),
      kind,
      lines_read: accounts.length + known + refused.length,
      known,
      refused: JSON.stringify(refused),
      to_open: accounts.length,
      accounts: JSON.stringify(accounts),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/**
 * Opens all that a file asks for, and puts its invitations among those that leave in their turn. Whoever has an account since is passed over.
 * @throws UserError `account-file.open` when it was done already
 */
export async function openFromFile(tx: Tx, agent: Agent, id: number): Promise<void> {
  const file = found(
    await tx
      .selectFrom('account_files')
      .select([sql<FileKind>`kind`.as('kind'), sql<AccountToOpen[] | null>`accounts`.as('accounts')])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst(),
  )
  if (!kindsManagedBy(agent).includes(file.kind)) throw notFound()
  if (!file.accounts) throw new UserError('account-file.open', 'Les comptes de ce fichier sont déjà ouverts.', { status: 409 })
  const ids = await openAccounts(tx, agent, { kind: file.kind, accounts: file.accounts })
  await queueInvitations(tx, ids)
  await tx.updateTable('account_files').set({ accounts: null, opened: ids.length, opened_at: tx.now }).where('id', '=', id).execute()
  await record(tx, { at: tx.now, fact: facts['account-file.opened'], staff_id: agent.id, details: { file_id: id, accounts: ids.length } })
}
