import type { Day } from '../../../platform/dates.ts'

/** A place on the ground, in degrees. */
export interface Point {
  longitude: number
  latitude: number
}

/** A way by road, between the points of the roads where it really begins and ends. */
export interface Route {
  metres: number
  ends: [Point, Point]
}

/** Something that knows roads. */
export interface Roads {
  provider: 'valhalla' | 'osrm' | 'geoplateforme'
  /** @throws Error when it does not answer, or knows no way. */
  route(from: Point, to: Point): Promise<Route>
}

export interface Measure extends Route {
  provider: Roads['provider'] | 'great-circle'
  measured_on: Day
}

/** How far it is from one point to another: the one function that the rest of the room knows. */
export type MeasureDistance = (from: Point, to: Point) => Promise<Measure>

const EARTH_RADIUS_METRES = 6_371_009
const radians = (degrees: number) => (degrees * Math.PI) / 180

/** Metres in a straight line, on a round earth. */
export function greatCircle(from: Point, to: Point): number {
  const latitudes = Math.sin(radians(to.latitude - from.latitude) / 2) ** 2
  const longitudes = Math.sin(radians(to.longitude - from.longitude) / 2) ** 2
  const chord = latitudes + Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude)) * longitudes
  return 2 * EARTH_RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(chord)))
}

const FAR_METRES = 500

/** Whether a way begins or ends elsewhere than where it was asked to. */
export const hasFarEnds = ({ ends }: Route, from: Point, to: Point): boolean =>
  greatCircle(ends[0], from) > FAR_METRES || greatCircle(ends[1], to) > FAR_METRES
