import type { z } from 'zod'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import type { Keys } from '../../../platform/encryption.ts'
import { notify } from '../../../platform/messages/notify.ts'
import { isActive, latestFileNumber } from '../../people/accounts/index.ts'
import { addBeneficiary, mustBeABirthDate, type SamePerson, samePeople } from '../../people/beneficiaries/index.ts'
import { registerApplication } from '../../requests/card-applications/index.ts'
import { facts } from './facts.ts'
import { mayHear } from './may-hear.ts'
import { mendAddress } from './mend-address.ts'
import { accountCreated, accountExists, signedUpElsewhere } from './messages.ts'
import { isSameAddress, type signUpForm } from './new-account.ts'

type NewAccount = z.output<typeof signUpForm> & { publicUrl: string; key: Keys }

/**
 * Makes an account, or finds that the person has one: whoever signs up learns nothing of it, the mail tells. Time tells
 * nothing either: a few statements more or less, and of somebody unknown it can be asked once, since asking registers them.
 * `madeHere`: the account that this browser made in the hour; signing up again there mends its address.
 * @returns the account whose address this browser may mend now; null when it made none
 */
export async function signUp(tx: Tx, input: NewAccount & { madeHere: number | null }): Promise<number | null> {
  mustBeABirthDate(input.birthDate, dayOf(tx.now))
  const id = await addBeneficiary(tx, input)
  if (id === undefined) return signUpAgain(tx, input)
  const fileNumber = await registerApplication(tx, id)
  await record(tx, { at: tx.now, fact: facts['account.created'], beneficiary_id: id })
  if (await mayHear(tx, id, input.email))
    await notify(tx, id, accountCreated({ firstName: input.firstName, fileNumber, publicUrl: input.publicUrl }))
  return id
}

async function signUpAgain(tx: Tx, input: NewAccount & { madeHere: number | null }): Promise<number | null> {
  const known = await samePeople(tx, input)
  const own = known.find(({ id }) => id === input.madeHere)
  if (own && (await mendAddress(tx, { id: own.id, email: input.email, publicUrl: input.publicUrl }))) return own.id
  // Whose letter box it is says which of the namesakes comes; another does not, and each is told where they are known.
  const theirs = known.filter(({ email }) => isSameAddress(email, input.email))
  for (const each of theirs.length > 0 ? theirs : known) await tell(tx, { ...input, isElsewhere: theirs.length === 0 }, each)
  return null
}

/**
 * Tells whoever has an account that they have one, where they are known, whatever address was typed: as long as nobody has come in, their
 * key again, unless it is asked for from elsewhere.
 */
async function tell(tx: Tx, { isElsewhere, publicUrl }: { isElsewhere: boolean; publicUrl: string }, known: SamePerson): Promise<void> {
  const hasCome = await isActive(tx, known.id)
  if (!(await mayHear(tx, known.id, known.email))) return
  const words = { firstName: known.first_name, fileNumber: await latestFileNumber(tx, known.id), publicUrl }
  await notify(tx, known.id, hasCome ? accountExists(words) : isElsewhere ? signedUpElsewhere(words) : accountCreated(words))
}
