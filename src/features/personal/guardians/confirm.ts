import { record } from '../../../platform/audit.ts'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import { notify } from '../../../platform/messages/notify.ts'
import { hashPassword } from '../../../platform/passwords.ts'
import { hashOf } from '../../../platform/sessions.ts'
import type { Guardian } from '../../../spaces/actors.ts'
import { mustNotBePersonal } from '../../people/accounts/index.ts'
import { guardianAccount, openGuardianAccount } from '../../people/staff/index.ts'
import { facts } from './facts.ts'
import { deadGuardianLink } from './guardian.ts'
import { guardianConfirmed } from './messages.ts'
import { type TieByLink, tieByLink } from './queries.ts'

interface Typed {
  token: string
  name: string
  newPassword: string
}

/** Looks at the password that a new guardian chose, and hashes it. Slow: before the transaction. */
export async function proveNewGuardian(db: Reader, now: Date, { token, name, newPassword }: Typed): Promise<string> {
  if (!(await tieByLink(db, now, token))) throw deadGuardianLink()
  mustNotBePersonal(newPassword, { first_name: name, last_name: '', birth_date: null, numbers: [] })
  return hashPassword(newPassword)
}

/**
 * Uses the link up: whoever reads that address has an account now, and follows the minor. No session opens: they sign in, with a code.
 * @throws UserError `guardian.has-account` when the address has one: whoever has it confirms once they are signed in
 */
export async function confirmWithNewAccount(tx: Tx, { token, name, hash }: { token: string; name: string; hash: string }): Promise<void> {
  const tie = await taken(tx, token)
  const id = await openGuardianAccount(tx, { name, email: tie.email, hash })
  if (id === undefined) throw hasAccount()
  await follow(tx, tie, { id, name })
}

/** The same by a guardian who is signed in already, with the address that the link was sent to. */
export async function confirmWithAccount(tx: Tx, guardian: Guardian, token: string): Promise<void> {
  const tie = await taken(tx, token)
  const account = await guardianAccount(tx, tie.email)
  if (account?.id !== guardian.id) throw isForAnother()
  await follow(tx, tie, guardian)
}

export const isForAnother = () =>
  new UserError('guardian.another-address', 'Ce lien a été envoyé à une autre adresse que celle de votre compte. Rien n’est confirmé.', {
    status: 403,
  })

const hasAccount = () =>
  new UserError(
    'guardian.has-account',
    'Cette adresse a déjà un compte de responsable légal. Connectez-vous, puis ouvrez à nouveau le lien du mail.',
    {
      status: 409,
    },
  )

/** Of two who open a link at once, one has it. */
async function taken(tx: Tx, token: string): Promise<TieByLink> {
  const tie = await tieByLink(tx, tx.now, token)
  const used = await tx
    .updateTable('guardians')
    .set({ token_hash: null, link_expires_at: null })
    .where('token_hash', '=', hashOf(token))
    .where('ended_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!tie || !used) throw deadGuardianLink()
  return tie
}

async function follow(tx: Tx, tie: TieByLink, { id, name }: Pick<Guardian, 'id' | 'name'>): Promise<void> {
  await tx.updateTable('guardians').set({ account_id: id, confirmed_at: tx.now }).where('id', '=', tie.id).execute()
  await notify(tx, tie.beneficiary_id, guardianConfirmed({ name }))
  await record(tx, { at: tx.now, fact: facts['guardian.confirmed'], staff_id: id, beneficiary_id: tie.beneficiary_id })
}
