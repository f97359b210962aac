import type { Reader } from '../../../platform/database/index.ts'
import type { Visit } from '../../../platform/http/visit.ts'
import { ofBeneficiary } from './account.ts'
import { accountById } from './queries.ts'
import { passwordHashOf } from './sign-in.ts'

/** Whether this browser is known as one in which that very person signed in. */
export async function isKnownBrowser(db: Reader, visit: Visit, beneficiaryId: number): Promise<boolean> {
  return visit.isKnownTo(ofBeneficiary(beneficiaryId), await hashOf(db, visit, beneficiaryId))
}

/** It is not from now on: whoever signs in here next is a stranger. */
export async function forgetBrowser(db: Reader, visit: Visit, beneficiaryId: number): Promise<void> {
  const hash = await hashOf(db, visit, beneficiaryId)
  if (hash) visit.forgetBrowserOf(ofBeneficiary(beneficiaryId), hash)
}

async function hashOf(db: Reader, { now }: Visit, beneficiaryId: number): Promise<string | null> {
  const account = await accountById(db, now, beneficiaryId)
  return account ? passwordHashOf(account) : null
}
