import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import type { Address } from '../../people/addresses/index.ts'
import { hasFarEnds, type Measure, type MeasureDistance, type Point } from '../distances/index.ts'
import type { Doubt } from './aid.ts'
import type { Apprenticeship } from './queries.ts'

/** From where to where, how far, how it was measured and what to think of it: the columns that a request keeps. */
export interface Transport {
  home_lines: string[]
  home_longitude: number | null
  home_latitude: number | null
  home_point: 'street' | 'town' | null
  cfa_lines: string[]
  cfa_longitude: number | null
  cfa_latitude: number | null
  cfa_point: 'school' | 'town' | null
  distance_m: number | null
  distance_provider: Measure['provider'] | null
  distance_measured_on: string | null
  distance_doubts: Doubt[]
}

/** Measures the way from home to the CFA. It may ask another server: never inside a transaction. */
export async function measureTransport(db: Reader, apprenticeship: Apprenticeship, measure: MeasureDistance): Promise<Transport> {
  const home = apprenticeship.address && (await homeOf(db, apprenticeship.address))
  const cfa = await cfaOf(db, apprenticeship)
  const measured = home && cfa && (await measure(home.point, cfa.point))
  const doubts: (Doubt | false)[] = measured
    ? [
        measured.provider === 'great-circle' && 'estimate',
        home.kind === 'town' && 'home-is-a-town',
        cfa.kind === 'town' && 'cfa-is-a-town',
        hasFarEnds(measured, home.point, cfa.point) && 'far-ends',
      ]
    : ['unknown']
  return {
    home_lines: apprenticeship.home_lines,
    home_longitude: home?.point.longitude ?? null,
    home_latitude: home?.point.latitude ?? null,
    home_point: home?.kind ?? null,
    cfa_lines: apprenticeship.cfa_lines,
    cfa_longitude: cfa?.point.longitude ?? null,
    cfa_latitude: cfa?.point.latitude ?? null,
    cfa_point: cfa?.kind ?? null,
    distance_m: measured?.metres ?? null,
    distance_provider: measured?.provider ?? null,
    distance_measured_on: measured?.measured_on ?? null,
    distance_doubts: doubts.filter((doubt) => doubt !== false),
  }
}

/** The middle of the street where the index of streets has one; else the centre of the town, which is to be checked. */
async function homeOf(db: Reader, address: Address): Promise<{ point: Point; kind: 'street' | 'town' } | undefined> {
  if (address.kind === 'guided') {
    const street = await db
      .selectFrom('street_places')
      .select(['longitude', 'latitude'])
      .where('name', '=', address.street)
      .where('postcode', '=', address.postcode)
      .where('insee_code', '=', address.insee_code)
      .executeTakeFirst()
    const point = pointOf(street)
    if (point) return { point, kind: 'street' }
  }
  const point = await townAt(db, address.postcode, address.town)
  return point && { point, kind: 'town' }
}

async function cfaOf(db: Reader, apprenticeship: Apprenticeship): Promise<{ point: Point; kind: 'school' | 'town' } | undefined> {
  const { cfa_longitude: longitude, cfa_latitude: latitude, cfa_postcode, cfa_town } = apprenticeship
  const school = pointOf({ longitude, latitude })
  if (school) return { point: school, kind: 'school' }
  const point = await townAt(db, cfa_postcode, cfa_town)
  return point && { point, kind: 'town' }
}

/** The centre of a town by its name; nothing when several towns have that name and no postcode tells them apart. */
async function townAt(db: Reader, postcode: string | null, name: string): Promise<Point | undefined> {
  const towns = await db
    .selectFrom('town_places')
    .select(['longitude', 'latitude'])
    .distinct()
    .where(sql<boolean>`searchable(name) = searchable(${name})`)
    .where('longitude', 'is not', null)
    .$if(postcode !== null, (query) => query.where('postcode', '=', postcode as string))
    .limit(2)
    .execute()
  return towns.length === 1 ? pointOf(towns[0]) : undefined
}

function pointOf(row: { longitude: number | null; latitude: number | null } | undefined): Point | undefined {
  if (!row || row.longitude === null || row.latitude === null) return undefined
  return { longitude: row.longitude, latitude: row.latitude }
}
