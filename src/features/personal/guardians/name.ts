import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import { mayTry } from '../../../platform/limits.ts'
import { notifyAt } from '../../../platform/messages/notify.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import { contactToChange } from '../../people/beneficiaries/index.ts'
import { facts } from './facts.ts'
import { GUARDIANS_AT_MOST, isMinor, isOfAge, mailsToGuardian, shortName } from './guardian.ts'
import { guardianNamed } from './messages.ts'
import { guardiansOf, minorOf } from './queries.ts'

/**
 * A minor names a guardian by an address: a mail brings the link. Whether the address has an account already is not said. That it is not an
 * address of their own nobody can prove: see the decision.
 */
export async function nameGuardian(
  tx: Tx,
  beneficiary: Beneficiary,
  { email, publicUrl }: { email: string; publicUrl: string },
): Promise<void> {
  const minor = await heldMinor(tx, beneficiary)
  const typed = email.toLowerCase()
  if (typed === minor.email.toLowerCase()) {
    const sentence = 'C’est votre adresse. Saisissez celle de votre responsable légal.'
    throw new UserError('guardian.own-address', sentence, { field: 'email' })
  }
  const named = await guardiansOf(tx, beneficiary)
  if (named.some((other) => other.email.toLowerCase() === typed)) {
    throw new UserError('guardian.named', 'Vous avez déjà indiqué cette adresse.', { field: 'email' })
  }
  const place = [1, 2].find((free) => !named.some((other) => other.place === free))
  if (place === undefined) {
    const sentence = `Vous avez déjà indiqué ${GUARDIANS_AT_MOST} responsables. Retirez-en un d’abord.`
    throw new UserError('guardian.enough', sentence, { status: 409 })
  }
  await tx.insertInto('guardians').values({ beneficiary_id: minor.id, place, email, named_at: tx.now }).execute()
  await sendTo(tx, minor, email, publicUrl)
  await record(tx, { at: tx.now, fact: facts['guardian.named'], beneficiary_id: minor.id })
}

/** Sends another link to whoever has not confirmed yet. */
export async function sendGuardianLink(
  tx: Tx,
  beneficiary: Beneficiary,
  { id, publicUrl }: { id: number; publicUrl: string },
): Promise<void> {
  const minor = await heldMinor(tx, beneficiary)
  const named = found((await guardiansOf(tx, beneficiary)).find((guardian) => guardian.id === id && guardian.confirmed_at === null))
  await sendTo(tx, minor, named.email, publicUrl)
}

/** Held until the end of the transaction: of two who name at once, the second sees what the first did. */
async function heldMinor(tx: Tx, beneficiary: Beneficiary) {
  await contactToChange(tx, beneficiary.id)
  const minor = await minorOf(tx, beneficiary)
  if (!isMinor(minor.birth_date, tx.now)) throw isOfAge()
  return minor
}

/** A letter box that has had enough is spared without a word: another typed its address as well. */
async function sendTo(
  tx: Tx,
  minor: { id: number; first_name: string; last_name: string },
  email: string,
  publicUrl: string,
): Promise<void> {
  if (!(await mayTry(tx, mailsToGuardian(email), tx.now))) return
  await notifyAt(tx, minor.id, email, guardianNamed({ minor: shortName(minor), publicUrl }))
}
