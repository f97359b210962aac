import type { KeyObject } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'
import type { Day } from '../../../platform/dates.ts'
import { markPerson } from './fingerprint.ts'

interface Identity {
  lastName: string
  firstName: string
  birthDate: Day
}

/** Adds a person; undefined when they are there already. */
export async function addBeneficiary(
  tx: Tx,
  person: Identity & { civility: string; email: string; key: KeyObject },
): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    insert into beneficiaries (civility, last_name, first_name, birth_date, email, created_at)
    values (${person.civility}, ${person.lastName}, ${person.firstName}, ${person.birthDate}, ${person.email}, ${tx.now})
    on conflict (searchable(last_name), searchable(first_name), birth_date) do nothing
    returning id
  `.execute(tx)
  const id = rows[0]?.id
  if (id !== undefined) await markPerson(tx, id, person.key)
  return id
}

/** The person that addBeneficiary() found there already, locked until the transaction ends. */
export async function samePerson(
  tx: Tx,
  { lastName, firstName, birthDate }: Identity,
): Promise<{ id: number; first_name: string; email: string }> {
  const { rows } = await sql<{ id: number; first_name: string; email: string }>`
    select id, first_name, email from beneficiaries
    where searchable(last_name) = searchable(${lastName}) and searchable(first_name) = searchable(${firstName})
      and birth_date = ${birthDate}
    for no key update
  `.execute(tx)
  return rows[0] as (typeof rows)[0]
}
