import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import { sinceLastChange } from './last-change.ts'
import type { Accepting, Partner } from './partner.ts'

const acceptingPartners = (db: Reader, accepting: Accepting) =>
  db
    .selectFrom('partners')
    .where('active', '=', true)
    .where('frozen_at', 'is', null)
    .where((eb) => {
      if (accepting === 'online-payments') return eb('accepts_online_payments', '=', true)
      // Whatever a form or a file says of it since: what is set aside for one that leaves would only be given back.
      const leaving = eb.selectFrom('partners_leaving as l').select('l.partner_id').whereRef('l.partner_id', '=', 'partners.id')
      return eb.and([eb('accepts_prepayments', '=', true), eb.not(eb.exists(leaving))])
    })

/** The towns where at least one partner accepts it, in order. */
export const townsOfPartners = (db: Reader, accepting: Accepting): Promise<string[]> =>
  sinceLastChange(db, `towns:${accepting}`, async () => {
    const rows = await acceptingPartners(db, accepting).select('town').groupBy(['town', 'town_search']).orderBy('town_search').execute()
    return rows.map((row) => row.town)
  })

/** The partners of a town that accept it, in order of name. */
export const partnersOf = (db: Reader, { town, accepting }: { town: string; accepting: Accepting }): Promise<Partner[]> =>
  acceptingPartners(db, accepting)
    .select(['id', 'code', 'name', 'postcode', 'town'])
    .where('town', '=', town)
    .orderBy('name_search')
    .orderBy('id')
    .execute()

/** @throws UserError when there is no such partner, or it does not accept it any more. */
export async function partnerAccepting(db: Reader, id: number, accepting: Accepting): Promise<Partner> {
  const partner = await acceptingPartners(db, accepting)
    .select(['id', 'code', 'name', 'postcode', 'town'])
    .where('id', '=', sql<number>`${id}::bigint`)
    .executeTakeFirst()
  if (partner) return partner
  const what = accepting === 'prepayments' ? 'les prépaiements' : 'les paiements en ligne'
  throw new UserError('partner.not-accepting', `Ce partenaire n’accepte pas ${what}. Choisissez-en un autre.`, { field: 'partnerId' })
}
