import type { z } from 'zod'
import { record } from '../../../platform/audit.ts'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import type { Keys } from '../../../platform/encryption.ts'
import { found } from '../../../platform/errors.ts'
import { notify } from '../../../platform/messages/notify.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { addNamesake } from '../../people/beneficiaries/index.ts'
import { registerApplication } from '../../requests/card-applications/index.ts'
import { facts } from './facts.ts'
import { accountCreated } from './messages.ts'
import type { namesakeForm } from './new-account.ts'

type Namesake = z.output<typeof namesakeForm> & { knownId: number; publicUrl: string; key: Keys }

/** The person who has an account already; 404 once it is closed. */
export const knownPerson = async (db: Reader, id: number) =>
  found(
    await db
      .selectFrom('open_accounts')
      .select(['id', 'last_name', 'first_name', 'latin_last_name', 'latin_first_name', 'birth_date'])
      .where('id', '=', id)
      .executeTakeFirst(),
  )

/**
 * Signs somebody up whose names and birth date are those of a person who has an account: an agent says that they are two. Each has a file
 * of their own, and both show who said so.
 */
export async function signUpNamesake(tx: Tx, agent: Agent, input: Namesake): Promise<number> {
  const known = await knownPerson(tx, input.knownId)
  const id = await addNamesake(tx, {
    civility: input.civility,
    lastName: known.last_name,
    firstName: known.first_name,
    latinLastName: known.latin_last_name ?? undefined,
    latinFirstName: known.latin_first_name ?? undefined,
    birthDate: known.birth_date,
    email: input.email,
    key: input.key,
  })
  const fileNumber = await registerApplication(tx, id)
  const said = { at: tx.now, fact: facts['account.namesake-created'], staff_id: agent.id }
  await record(tx, { ...said, beneficiary_id: id, details: { reason: input.reason, beside: input.knownId } })
  await record(tx, { ...said, beneficiary_id: input.knownId, details: { reason: input.reason, beside: id } })
  await notify(tx, id, accountCreated({ firstName: known.first_name, fileNumber, publicUrl: input.publicUrl }))
  return id
}
