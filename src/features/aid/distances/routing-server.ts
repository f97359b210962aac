import { z } from 'zod'
import type { Point, Roads } from './measure.ts'

/** A server of routes by its address: OSRM's own interface, or that of the French Géoplateforme (IGN). */

const position = z.tuple([z.number(), z.number()]).rest(z.number())

const osrmAnswer = z.object({
  routes: z.array(z.object({ distance: z.number().nonnegative() })).min(1),
  waypoints: z.tuple([z.object({ location: position }), z.object({ location: position })]),
})

const geoplateformeAnswer = z.object({
  distance: z.number().nonnegative(),
  geometry: z.object({ coordinates: z.array(position).min(2) }),
})

export const pointAt = ([longitude, latitude]: z.output<typeof position>): Point => ({ longitude, latitude })

/** What OSRM answers, and Valhalla in the same words. */
export function routeOfOsrm(answer: unknown) {
  const { routes, waypoints } = osrmAnswer.parse(answer)
  const ends: [Point, Point] = [pointAt(waypoints[0].location), pointAt(waypoints[1].location)]
  return { metres: Math.round(routes[0]?.distance ?? 0), ends }
}

function routeOfGeoplateforme(answer: unknown) {
  const { distance, geometry } = geoplateformeAnswer.parse(answer)
  const [first, last] = [geometry.coordinates[0], geometry.coordinates.at(-1)] as [z.output<typeof position>, z.output<typeof position>]
  const ends: [Point, Point] = [pointAt(first), pointAt(last)]
  return { metres: Math.round(distance), ends }
}

const written = ({ longitude, latitude }: Point) => `${longitude},${latitude}`

const SERVERS = {
  osrm: {
    path: (from: Point, to: Point) => `/route/v1/driving/${written(from)};${written(to)}?overview=false`,
    read: routeOfOsrm,
  },
  geoplateforme: {
    path: (from: Point, to: Point) =>
      `/itineraire?${new URLSearchParams({
        resource: 'bdtopo-osrm',
        profile: 'car',
        optimization: 'fastest',
        start: written(from),
        end: written(to),
        distanceUnit: 'meter',
        geometryFormat: 'geojson',
        getSteps: 'false',
        getBbox: 'false',
      })}`,
    read: routeOfGeoplateforme,
  },
}

export function routingServer({ kind, url, milliseconds }: { kind: keyof typeof SERVERS; url: string; milliseconds: number }): Roads {
  const server = SERVERS[kind]
  return {
    provider: kind,
    async route(from, to) {
      const answer = await fetch(url + server.path(from, to), { signal: AbortSignal.timeout(milliseconds) })
      if (!answer.ok) throw new Error(`${kind} answered ${answer.status}`)
      return server.read(await answer.json())
    },
  }
}
