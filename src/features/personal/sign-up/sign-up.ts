import type { z } from 'zod'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import type { Keys } from '../../../platform/encryption.ts'
import { mayTry } from '../../../platform/limits.ts'
import { notify, withdrawSecrets } from '../../../platform/messages/notify.ts'
import { endSecrets, isActive, latestFileNumber, mailsTo, ofBeneficiary } from '../../people/accounts/index.ts'
import { addBeneficiary, mustBeABirthDate, type SamePerson, samePeople, setContactDetails } from '../../people/beneficiaries/index.ts'
import { registerApplication } from '../../requests/card-applications/index.ts'
import { facts } from './facts.ts'
import { accountCreated, accountExists } from './messages.ts'
import { type signUpForm, signUpMailsAt } from './new-account.ts'

type NewAccount = z.output<typeof signUpForm> & { publicUrl: string; key: Keys }

/**
 * Makes an account, or finds that the person has one: whoever signs up learns nothing of it, the mail tells. Time tells
 * nothing either: a few statements more or less, and of somebody unknown it can be asked once, since asking registers them.
 */
export async function signUp(tx: Tx, input: NewAccount): Promise<void> {
  mustBeABirthDate(input.birthDate, dayOf(tx.now))
  const id = await addBeneficiary(tx, input)
  if (id === undefined) return signUpAgain(tx, input)
  const fileNumber = await registerApplication(tx, id)
  await record(tx, { at: tx.now, fact: facts['account.created'], beneficiary_id: id })
  if (!(await mayHear(tx, id, input.email))) return
  await notify(tx, id, accountCreated({ firstName: input.firstName, fileNumber, publicUrl: input.publicUrl }))
}

async function signUpAgain(tx: Tx, input: NewAccount): Promise<void> {
  const known = await samePeople(tx, input)
  const [only, ...others] = known
  if (only?.namesake === 0 && others.length === 0) return tell(tx, input, only)
  // Whose letter box it is says which of the namesakes comes; another does not, and each is told where they are known.
  const theirs = known.filter(({ email }) => email.toLowerCase() === input.email.toLowerCase())
  for (const each of theirs.length > 0 ? theirs : known) await tell(tx, { ...input, email: each.email }, each)
}

/** Tells whoever has an account that they have one; it begins anew, at that address, as long as nobody has come in. */
async function tell(tx: Tx, input: Pick<NewAccount, 'email' | 'publicUrl'>, known: SamePerson): Promise<void> {
  const hasCome = await isActive(tx, known.id)
  if (!(await mayHear(tx, known.id, hasCome ? known.email : input.email))) return
  const words = { firstName: known.first_name, fileNumber: await latestFileNumber(tx, known.id), publicUrl: input.publicUrl }
  if (hasCome) return notify(tx, known.id, accountExists(words))

  // Nobody has come in yet: the address may have been mistyped, and whoever got the first mail must not keep the key.
  await setContactDetails(tx, known.id, { email: input.email })
  // First: one that is being made now is there to be deleted.
  await withdrawSecrets(tx, known.id)
  await endSecrets(tx, known.id)
  await record(tx, { at: tx.now, fact: facts['account.email-replaced'], beneficiary_id: known.id })
  await notify(tx, known.id, accountCreated(words))
}

/** Whether one more mail may go to that person, at that address: left out without a word otherwise. */
async function mayHear(tx: Tx, id: number, address: string): Promise<boolean> {
  const mayPerson = await mayTry(tx, mailsTo(ofBeneficiary(id), 'sign-up'), tx.now)
  return (await mayTry(tx, signUpMailsAt(address), tx.now)) && mayPerson
}
