import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'
import type { Slice } from '../../../platform/database/slices.ts'
import type { ByTheClock } from '../../../spaces/actors.ts'
import { bankAccountAgreed } from './messages.ts'
import { tellShopsOf } from './tell.ts'

interface Imported {
  id: number
  holder: string
  iban_first4: string
  iban_last4: string
  usable_from: Date
}

/**
 * Tells shops of the account that a file of the Region brought, some at a time: before anything is paid to it.
 * @returns how many there were
 */
export async function tellShopsOfImported(tx: Tx, _clock: ByTheClock, slice: Slice): Promise<number> {
  const { rows } = await sql<Imported>`
    select id, holder, iban_first4, iban_last4, usable_from from bank_accounts
    where is_to_tell and ${slice.mayTake('id')}
    order by id
    limit ${slice.atMost}
    for update skip locked
  `.execute(tx)
  const told = slice.of(rows)
  await tellShopsOf(tx, told, (words, { usable_from }) => bankAccountAgreed({ ...words, usable_from }))
  await sql`update bank_accounts set is_to_tell = false where id = any(${told.map(({ id }) => id)}::integer[])`.execute(tx)
  return rows.length
}
