import type { Tx } from '../../../platform/database/index.ts'
import { mayTry } from '../../../platform/limits.ts'
import { mailsTo, ofBeneficiary } from '../../people/accounts/index.ts'
import { signUpMailsAt } from './new-account.ts'

/** Whether one more mail may go to that person, at that address: left out without a word otherwise. */
export async function mayHear(tx: Tx, id: number, address: string): Promise<boolean> {
  const mayPerson = await mayTry(tx, mailsTo(ofBeneficiary(id), 'sign-up'), tx.now)
  return (await mayTry(tx, signUpMailsAt(address), tx.now)) && mayPerson
}
