import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import type { Address } from '../../people/addresses/index.ts'
import type { Apprenticeship, Doubt, Transport } from '../apprentice-aid/index.ts'
import { hasFarEnds, type Measure, type MeasureDistance, type Point } from '../distances/index.ts'

/** Measures the way from home to the CFA. It may ask another server: never inside a transaction. */
export async function measureTransport(db: Reader, apprenticeship: Apprenticeship, measure: MeasureDistance): Promise<Transport> {
  const home = apprenticeship.address && (await homeOf(db, apprenticeship.address))
  const cfa = await cfaOf(db, apprenticeship)
  const { longitude: home_longitude, latitude: home_latitude } = home?.point ?? NOWHERE
  const { longitude: cfa_longitude, latitude: cfa_latitude } = cfa?.point ?? NOWHERE
  return {
    home_lines: apprenticeship.home_lines,
    home_longitude,
    home_latitude,
    home_point: home?.kind ?? null,
    cfa_lines: apprenticeship.cfa_lines,
    cfa_longitude,
    cfa_latitude,
    cfa_point: cfa?.kind ?? null,
    ...(home && cfa ? measuredBetween(home, cfa, await measure(home.point, cfa.point)) : UNMEASURED),
  }
}

const NOWHERE = { longitude: null, latitude: null }

type Distance = Pick<Transport, 'distance_m' | 'distance_provider' | 'distance_measured_on' | 'distance_doubts'>

const UNMEASURED: Distance = { distance_m: null, distance_provider: null, distance_measured_on: null, distance_doubts: ['unknown'] }

function measuredBetween(home: End<'street'>, cfa: End<'school'>, measured: Measure): Distance {
  const doubts: (Doubt | false)[] = [
    measured.provider === 'great-circle' && 'estimate',
    home.kind === 'town' && 'home-is-a-town',
    cfa.kind === 'town' && 'cfa-is-a-town',
    hasFarEnds(measured, home.point, cfa.point) && 'far-ends',
  ]
  return {
    distance_m: measured.metres,
    distance_provider: measured.provider,
    distance_measured_on: measured.measured_on,
    distance_doubts: doubts.filter((doubt) => doubt !== false),
  }
}

/** One end of the way: exact, or the centre of its town. */
interface End<Exact> {
  point: Point
  kind: Exact | 'town'
}

/** The middle of the street where the index of streets has one; else the centre of the town, which is to be checked. */
async function homeOf(db: Reader, address: Address): Promise<End<'street'> | undefined> {
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
  // A town of France does not stand for one of its name abroad.
  if (address.kind === 'free' && address.country) return undefined
  const point = await townAt(db, address.postcode, address.town)
  return point && { point, kind: 'town' }
}

async function cfaOf(db: Reader, apprenticeship: Apprenticeship): Promise<End<'school'> | undefined> {
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
