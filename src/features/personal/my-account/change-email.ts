import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import { takeTry } from '../../../platform/limits.ts'
import { notify, notifyAt } from '../../../platform/messages/notify.ts'
import type { Agent, Beneficiary } from '../../../spaces/actors.ts'
import { contactToChange } from '../../people/beneficiaries/index.ts'
import { emailChangeMails, isSameEmail } from './account.ts'
import { facts } from './facts.ts'
import { emailChangeAsked, emailChangeAskedByPhone, emailToConfirm } from './messages.ts'

/**
 * Asks whoever reads the new address to confirm it; the one in use is told at once, and stays until then. A newer wish takes the
 * place of the one before.
 */
export async function askEmailChange(tx: Tx, beneficiary: Beneficiary, input: Wish): Promise<void> {
  await ask(tx, { ...input, beneficiaryId: beneficiary.id, firstName: beneficiary.first_name, toTheOneInUse: emailChangeAsked })
  await record(tx, { at: tx.now, fact: facts['beneficiary.email-change-asked'], beneficiary_id: beneficiary.id })
}

/**
 * The same by an agent, for somebody who has neither that letter box nor their password any more.
 * @throws UserError `email.same` when it is theirs already
 */
export async function askEmailChangeFor(
  tx: Tx,
  agent: Agent,
  { beneficiaryId, reason, ...wish }: Wish & { beneficiaryId: number; reason: string },
): Promise<void> {
  const person = await contactToChange(tx, beneficiaryId)
  if (isSameEmail(person.email, wish.email)) {
    throw new UserError('email.same', 'Cette adresse est déjà celle de cette personne. Saisissez la nouvelle, ou revenez à son dossier.', {
      field: 'email',
    })
  }
  await ask(tx, { ...wish, beneficiaryId, firstName: person.first_name, toTheOneInUse: emailChangeAskedByPhone })
  const about = { at: tx.now, staff_id: agent.id, beneficiary_id: beneficiaryId }
  await record(tx, { ...about, fact: facts['beneficiary.email-change-asked'], details: { reason } })
}

interface Wish {
  email: string
  publicUrl: string
}

async function ask(
  tx: Tx,
  input: Wish & { beneficiaryId: number; firstName: string; toTheOneInUse: typeof emailChangeAsked },
): Promise<void> {
  const { beneficiaryId, email } = input
  await takeTry(tx, emailChangeMails(beneficiaryId), tx.now)
  const asked = { email, asked_at: tx.now, token_hash: null, expires_at: null }
  await tx
    .insertInto('email_changes')
    .values({ beneficiary_id: beneficiaryId, ...asked })
    .onConflict((conflict) => conflict.column('beneficiary_id').doUpdateSet(asked))
    .execute()
  await notify(tx, beneficiaryId, input.toTheOneInUse(input))
  await notifyAt(tx, beneficiaryId, email, emailToConfirm(input))
}

/** Sends the link again, to the same new address. The one sent before stops working when this one leaves. */
export async function askEmailChangeAgain(tx: Tx, beneficiary: Beneficiary, { publicUrl }: { publicUrl: string }): Promise<void> {
  const { email } = found(await pendingChange(tx, beneficiary))
  await takeTry(tx, emailChangeMails(beneficiary.id), tx.now)
  await notifyAt(tx, beneficiary.id, email, emailToConfirm({ firstName: beneficiary.first_name, publicUrl }))
}

/** Keeps the address in use: the link that was sent opens nothing any more. */
export async function abandonEmailChange(tx: Tx, beneficiary: Pick<Beneficiary, 'id'>): Promise<void> {
  await tx.deleteFrom('email_changes').where('beneficiary_id', '=', beneficiary.id).execute()
}

const pendingChange = (tx: Tx, beneficiary: Beneficiary) =>
  tx.selectFrom('email_changes').select('email').where('beneficiary_id', '=', beneficiary.id).forUpdate().executeTakeFirst()
