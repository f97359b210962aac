import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { sinceLastChange } from './last-change.ts'

/** What a partner is searched by, any of them; empty when it is not. */
export interface PartnerCriteria {
  name: string
  town: string
  type: string
}

export interface Place {
  latitude: number
  longitude: number
}

export const PARTNERS_A_PAGE = 30

/** No map shows more. */
const POINTS_AT_MOST = 10_000

export interface FoundPartner {
  code: string
  name: string
  type: string
  street: string
  postcode: string
  town: string
  latitude: number | null
  longitude: number | null
  /** From the place near which one searches; null without one, or without coordinates. */
  distance_km: number | null
  found: number
}

const matching = ({ name, town, type }: PartnerCriteria) => sql`
  from partners p
  join partner_types t on t.code = p.type_code
  ${name ? sql`join partners_named_like(${name}) n on n.id = p.id` : sql``}
  where p.active and p.frozen_at is null
  ${town ? sql`and p.town_search = searchable(${town})` : sql``}
  ${type ? sql`and p.type_code = ${type}` : sql``}`

/** As the crow flies, on ground flat enough for a region. */
const distanceFrom = ({ latitude, longitude }: Place) => sql`
  111.2 * sqrt(power(p.latitude - ${latitude}::float8, 2) + power((p.longitude - ${longitude}::float8) * cos(radians(${latitude}::float8)), 2))`

/** One page of partners, the nearest first when a place is given, else the closest names (a typing mistake is forgiven), else by town. */
export const searchPartners = (db: Reader, criteria: PartnerCriteria, at: { near: Place | null; page: number }): Promise<FoundPartner[]> =>
  // Near a place, everybody's list is their own.
  at.near ? foundPartners(db, criteria, at) : sinceLastChange(db, questionOf(criteria, at.page), () => foundPartners(db, criteria, at))

const questionOf = ({ name, town, type }: PartnerCriteria, what: number | 'points'): string => JSON.stringify([what, name, town, type])

async function foundPartners(
  db: Reader,
  criteria: PartnerCriteria,
  { near, page }: { near: Place | null; page: number },
): Promise<FoundPartner[]> {
  const order = near
    ? sql`distance_km, p.id`
    : criteria.name
      ? sql`n.likeness desc, p.town_search, p.name, p.id`
      : sql`p.town_search, p.name, p.id`
  const { rows } = await sql<FoundPartner>`
    select p.code, p.name, t.label as type, p.street, p.postcode, p.town, p.latitude, p.longitude,
      ${near ? distanceFrom(near) : sql`null::float8`} as distance_km, count(*) over ()::integer as found
    ${matching(criteria)}
    order by ${order}
    limit ${PARTNERS_A_PAGE} offset ${(page - 1) * PARTNERS_A_PAGE}
  `.execute(db)
  return rows
}

/** Everything that a search found, for a map: towns once, and `[code, name, number of the town, latitude, longitude]`. */
export async function pointsOf(db: Reader, criteria: PartnerCriteria) {
  const { rows } = await sql<{ code: string; name: string; town: string } & Place>`
    select p.code, p.name, p.town, p.latitude, p.longitude ${matching(criteria)} and p.latitude is not null and p.longitude is not null
    order by p.id
    limit ${POINTS_AT_MOST}
  `.execute(db)
  const towns = [...new Set(rows.map(({ town }) => town))]
  const numbers = new Map(towns.map((town, number) => [town, number]))
  const rounded = (degrees: number) => Math.round(degrees * 10_000) / 10_000
  return {
    towns,
    partners: rows.map(({ code, name, town, latitude, longitude }) => [
      code,
      name,
      numbers.get(town),
      rounded(latitude),
      rounded(longitude),
    ]),
  }
}

/** The same as it is sent. */
export const pointsInJson = (db: Reader, criteria: PartnerCriteria): Promise<string> =>
  sinceLastChange(db, questionOf(criteria, 'points'), async () => JSON.stringify(await pointsOf(db, criteria)))

/** What can be searched for: the towns that have a partner, and the types. */
export const searchChoices = (db: Reader): Promise<{ towns: string[]; types: { code: string; label: string }[] }> =>
  sinceLastChange(db, 'choices', async () => {
    const [towns, types] = await Promise.all([
      db
        .selectFrom('partners')
        .select('town')
        .groupBy(['town_search', 'town'])
        .where('active', '=', true)
        .where('frozen_at', 'is', null)
        .orderBy('town_search')
        .execute(),
      db.selectFrom('partner_types').selectAll().orderBy('label').execute(),
    ])
    return { towns: towns.map((row) => row.town), types }
  })

/** A partner as anyone may see it. */
export const publicPartner = (db: Reader, code: string) =>
  db
    .selectFrom('partners as p')
    .innerJoin('partner_types as t', 't.code', 'p.type_code')
    .select(['p.code', 'p.name', 't.label as type', 'p.street', 'p.postcode', 'p.town', 'p.phone', 'p.email', 'p.website'])
    .select(['p.accepts_prepayments', 'p.accepts_online_payments', 'p.latitude', 'p.longitude'])
    .where('p.code', '=', code)
    .where('p.active', '=', true)
    .where('p.frozen_at', 'is', null)
    .executeTakeFirst()
