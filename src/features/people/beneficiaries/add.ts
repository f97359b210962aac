import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'
import type { Day } from '../../../platform/dates.ts'
import type { Keys } from '../../../platform/encryption.ts'
import { markPerson } from './fingerprint.ts'
import { keptNames, type TypedNames } from './identity.ts'

type NewPerson = TypedNames & { civility: string; birthDate: Day; email: string; key: Keys }

/** Adds a person; undefined when somebody of these names and this birth date is there already. */
export async function addBeneficiary(tx: Tx, person: NewPerson): Promise<number | undefined> {
  if ((await samePeople(tx, person)).length > 0) return undefined
  return insert(tx, person, 0)
}

/** Adds somebody whom an agent said to be another than those who have these names and this birth date already. */
export async function addNamesake(tx: Tx, person: NewPerson): Promise<number> {
  const id = await insert(tx, person, await namesakeFor(tx, person))
  if (id === undefined) throw new Error('the number of a namesake is taken, although those before are locked')
  return id
}

async function insert(tx: Tx, { civility, birthDate, email, key, ...names }: NewPerson, namesake: number): Promise<number | undefined> {
  const person = await tx
    .insertInto('beneficiaries')
    .values({ ...keptNames(names), civility, birth_date: birthDate, email, namesake, created_at: tx.now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (person) await markPerson(tx, person.id, key)
  return person?.id
}

export interface SamePerson {
  id: number
  namesake: number
  first_name: string
  email: string
}

/** Who has these names and this birth date, locked until the transaction ends: one, or those whom an agent told apart. */
export async function samePeople(
  tx: Tx,
  { lastName, firstName, birthDate }: Pick<NewPerson, 'lastName' | 'firstName' | 'birthDate'>,
): Promise<SamePerson[]> {
  const { rows } = await sql<SamePerson>`
    select id, namesake, first_name, email from beneficiaries
    where searchable(last_name) = searchable(${lastName}) and searchable(first_name) = searchable(${firstName})
      and birth_date = ${birthDate}
    order by namesake
    for no key update
  `.execute(tx)
  return rows
}

/**
 * The number by which somebody is told apart from those who have the same names and birth date: the first that is free. Whoever closed
 * their account and comes back is given the number that they had, and nothing twice.
 */
export async function namesakeFor(
  tx: Tx,
  person: Pick<NewPerson, 'lastName' | 'firstName' | 'birthDate'> & { besides?: number },
): Promise<number> {
  const taken = new Set((await samePeople(tx, person)).filter(({ id }) => id !== person.besides).map(({ namesake }) => namesake))
  let number = 0
  while (taken.has(number)) number += 1
  return number
}
