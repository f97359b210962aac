import { record } from '../../../platform/audit.ts'
import { accountMarked } from '../../../platform/bank-details.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { fingerprintsOf, type Keys } from '../../../platform/encryption.ts'
import { found } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { holdOrganisation, organisationOf } from '../organisations/index.ts'
import type { NewAccount } from './account.ts'
import { agreeToAccount } from './agree.ts'
import { facts } from './facts.ts'
import { keepAccount } from './propose.ts'

interface TakenOn extends NewAccount {
  partnerId: number
  /** The agent who checked it first: the database refuses that it is the one who agrees. */
  proposedBy: number
  key: Keys
}

/** The account of a partner that two agents take in, agreed to in the same act: it is paid 48 hours later, as any other. The partner has its organisation. */
export async function takeOnAccount(tx: Tx, agent: Agent, { partnerId, proposedBy, key, ...account }: TakenOn): Promise<void> {
  const { organisation_id } = found(await organisationOf(tx, partnerId))
  await holdOrganisation(tx, organisation_id)
  const marks = fingerprintsOf(key, accountMarked(account.iban))
  const { id } = await keepAccount(tx, { ...account, organisation_id, partnerIds: [partnerId], proposedBy, key, marks })
  await record(tx, {
    at: tx.now,
    fact: facts['bank-account.proposed'],
    staff_id: proposedBy,
    details: { bank_account_id: id, organisation_id },
  })
  await agreeToAccount(tx, agent, id)
}
