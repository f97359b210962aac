import type { z } from 'zod'
import { record } from '../../platform/audit.ts'
import type { Tx } from '../../platform/database/index.ts'
import { dayOf } from '../../platform/dates.ts'
import { mayTry } from '../../platform/limits.ts'
import { notify, withdrawSecrets } from '../../platform/messages/notify.ts'
import { addBeneficiary, correctEmail, samePerson } from '../beneficiaries/index.ts'
import { registerApplication } from '../card-applications/index.ts'
import { mailsTo, mustBeABirthDate, ofBeneficiary, type signUpForm } from './account.ts'
import { accountCreated, accountExists } from './messages.ts'
import { isActive, latestFileNumber } from './queries.ts'

type NewAccount = z.output<typeof signUpForm> & { publicUrl: string }

/**
 * Makes an account, or finds that the person has one: whoever signs up learns nothing of it, the mail tells. Time tells
 * nothing either: a few statements more or less, and of somebody unknown it can be asked once, since asking registers them.
 */
export async function signUp(tx: Tx, input: NewAccount): Promise<void> {
  mustBeABirthDate(input.birthDate, dayOf(tx.now))
  const id = await addBeneficiary(tx, input)
  if (id === undefined) return signUpAgain(tx, input)
  const fileNumber = await registerApplication(tx, id)
  await mayTry(tx, mailsTo(ofBeneficiary(id), 'sign-up'), tx.now)
  await record(tx, { at: tx.now, fact: 'account.created', beneficiary_id: id })
  await notify(tx, id, accountCreated({ firstName: input.firstName, fileNumber, publicUrl: input.publicUrl }))
}

async function signUpAgain(tx: Tx, input: NewAccount): Promise<void> {
  const known = await samePerson(tx, input)
  if (!(await mayTry(tx, mailsTo(ofBeneficiary(known.id), 'sign-up'), tx.now))) return
  const words = { firstName: known.first_name, fileNumber: await latestFileNumber(tx, known.id), publicUrl: input.publicUrl }
  if (await isActive(tx, known.id)) return notify(tx, known.id, accountExists(words))

  // Nobody has come in yet: the address may have been mistyped, and whoever got the first mail must not keep the key.
  await correctEmail(tx, known.id, input.email)
  await tx.deleteFrom('temporary_passwords').where('beneficiary_id', '=', known.id).execute()
  await tx.deleteFrom('password_resets').where('beneficiary_id', '=', known.id).execute()
  await withdrawSecrets(tx, known.id)
  await record(tx, { at: tx.now, fact: 'account.email-replaced', beneficiary_id: known.id })
  await notify(tx, known.id, accountCreated(words))
}
