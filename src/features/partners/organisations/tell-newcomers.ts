import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'
import type { Slice } from '../../../platform/database/slices.ts'
import type { ByTheClock } from '../../../spaces/actors.ts'
import { warnShops } from '../mails/index.ts'
import { type Newcomer, shopsJoined } from './messages.ts'

interface Joined {
  id: number
  siren: string
  legal_name: string
}

/** A shop of one of these organisations, whether it has just joined it or was there before. */
type Shop = Newcomer & { organisation_id: number; partner_id: number; is_new: boolean }

/**
 * Tells the shops of some organisations which others have joined them, each organisation's at once: a file may bring ten. One that came alone is
 * told nothing of itself.
 * @returns how many organisations there were
 */
export async function tellOfNewcomers(tx: Tx, _clock: ByTheClock, slice: Slice): Promise<number> {
  const { rows } = await sql<Joined>`
    select id, siren, legal_name from organisations o
    where exists (select from sirets s where s.organisation_id = o.id and s.is_to_tell) and ${slice.mayTake('o.id')}
    order by id
    limit ${slice.atMost}
    for update skip locked
  `.execute(tx)
  const shops = Map.groupBy(await shopsOf(tx, slice.of(rows)), ({ organisation_id }) => organisation_id)
  await warnShops(
    tx,
    rows.flatMap(({ id, siren, legal_name }) => {
      const all = shops.get(id) ?? []
      const newcomers = all.filter(({ is_new }) => is_new)
      // The one there was has just left it for another.
      if (newcomers.length === 0) return []
      const message = shopsJoined({ siren, legal_name, newcomers })
      return all.filter(({ is_new }) => !is_new || newcomers.length > 1).map(({ partner_id }) => ({ partner_id, message }))
    }),
  )
  return rows.length
}

/** All the shops of these organisations. What is new of them is said from now on: one that joins meanwhile is for the next time. */
async function shopsOf(tx: Tx, organisations: Joined[]): Promise<Shop[]> {
  const { rows } = await sql<Shop>`
    with told as (
      update sirets set is_to_tell = false
      where organisation_id = any(${organisations.map(({ id }) => id)}::integer[]) and is_to_tell
      returning partner_id)
    select o.organisation_id, o.partner_id, o.siret, p.name, p.code, p.town, t.partner_id is not null as is_new
    from organisations_of_partners o
    join partner_directory p on p.id = o.partner_id
    left join told t on t.partner_id = o.partner_id
    where o.organisation_id = any(${organisations.map(({ id }) => id)}::integer[])
    order by p.name, p.id
  `.execute(tx)
  return rows
}
