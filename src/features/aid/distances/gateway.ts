import type { Config } from '../../../platform/config.ts'
import type { Day } from '../../../platform/dates.ts'
import type { Log } from '../../../platform/log.ts'
import { greatCircle, type MeasureDistance, type Roads, type Route } from './measure.ts'
import { routingServer } from './routing-server.ts'
import { importedRoads } from './valhalla.ts'

const MILLISECONDS_AT_MOST = 3_000

interface Given {
  config: Config
  log: Log
  /** How much longer a road is than a straight line: a parameter of the campaign. */
  detour_factor: number
  today: Day
}

/**
 * The distance by road: asked of the server of ROUTING_URL, else of the roads imported into the data folder. Where neither is there, or
 * does not answer in time, a straight line times the campaign's factor: an estimate, that an agent confirms.
 */
export function distanceGateway({ config, log, detour_factor, today }: Given): MeasureDistance {
  return async (from, to) => {
    const roads = await roadsOf(config)
    if (roads) {
      try {
        return { ...(await inTime(roads.route(from, to))), provider: roads.provider, measured_on: today }
      } catch {
        log.warn({ provider: roads.provider }, 'no distance by road: it is estimated')
      }
    }
    const metres = Math.round(greatCircle(from, to) * detour_factor)
    return { metres, ends: [from, to], provider: 'great-circle', measured_on: today }
  }
}

const opened = new WeakMap<Config, Promise<Roads | undefined>>()

/** Opened once: tiles take time and memory. */
function roadsOf(config: Config): Promise<Roads | undefined> {
  const known = opened.get(config)
  if (known) return known
  const opening = config.routing
    ? Promise.resolve(routingServer({ ...config.routing, milliseconds: MILLISECONDS_AT_MOST }))
    : importedRoads(config.dataDir).catch(() => undefined)
  opened.set(config, opening)
  return opening
}

function inTime(route: Promise<Route>): Promise<Route> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('too late')), MILLISECONDS_AT_MOST)
  })
  return Promise.race([route, tooLate]).finally(() => clearTimeout(timer))
}
