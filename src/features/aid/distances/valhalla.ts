import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { areThere, bringPackages, folderOf } from '../../../platform/packages.ts'
import { turns } from '../../../platform/turns.ts'
import type { Roads } from './measure.ts'
import { routeOfOsrm } from './routing-server.ts'

/** Valhalla in the process, on tiles of roads built from an extract of OpenStreetMap. */

const PACKAGE = '@valhallajs/valhallajs'
/** The engine weighs more than the rest of the program: who imports roads brings it. */
const ENGINE = folderOf('roads')
const engineRequire = createRequire(join(ENGINE, 'package.json'))
const tilesIn = (dataDir: string) => join(dataDir, 'roads')

// The settings that a car's way needs, without which the library refuses to start. Its own defaults otherwise.
const settings = (tiles: string) => {
  const logging = { type: '' }
  return {
    mjolnir: { tile_dir: tiles, logging },
    loki: {
      actions: ['route'],
      // Streets that lead nowhere are passed over; what is farther than 35 km from any road has no way.
      service_defaults: {
        heading_tolerance: 60,
        minimum_reachability: 50,
        node_snap_tolerance: 5,
        radius: 0,
        search_cutoff: 35_000,
        street_side_max_distance: 1000,
        street_side_tolerance: 5,
      },
      logging,
    },
    thor: { logging },
    meili: { default: { breakage_distance: 2000 }, grid: {}, logging },
    odin: { logging },
    service_limits: {
      auto: { max_distance: 5_000_000, max_locations: 2, max_matrix_distance: 0, max_matrix_location_pairs: 0 },
      pedestrian: {
        max_distance: 0,
        max_locations: 0,
        max_matrix_distance: 0,
        max_matrix_location_pairs: 0,
        min_transit_walking_distance: 0,
        max_transit_walking_distance: 0,
      },
      isochrone: { max_contours: 0, max_distance: 0, max_distance_contour: 0, max_locations: 0, max_time_contour: 0 },
      skadi: { max_shape: 0, min_resample: 10 },
      trace: { max_alternates: 0, max_alternates_shape: 0, max_distance: 0, max_gps_accuracy: 0, max_search_radius: 0, max_shape: 0 },
      max_alternates: 0,
      max_exclude_locations: 0,
      max_exclude_polygons_length: 0,
      max_radius: 200,
      max_reachability: 100,
    },
  }
}

/** What to say of roads that were imported and that nothing here can read; undefined when all is well. */
export const unreadRoads = (dataDir: string): string | undefined =>
  existsSync(tilesIn(dataDir)) && !areThere(ENGINE)
    ? `roads were imported and no engine reads them: npm ci --prefix ${ENGINE}, else distances are estimates`
    : undefined

/** The roads that were imported into the data folder; undefined when there are none, or no engine that reads them. */
export async function importedRoads(dataDir: string): Promise<Roads | undefined> {
  const tiles = tilesIn(dataDir)
  if (!existsSync(tiles) || !areThere(ENGINE)) return undefined
  const { Actor } = engineRequire(PACKAGE)
  const engine = new Actor(settings(tiles))
  // The library does not say that it can do two things at a time.
  const inTurn = turns({ atOnce: () => 1, waiting: 100, ofOne: { atOnce: 1, waiting: 2 } })
  return {
    provider: 'valhalla',
    async route(from, to) {
      const locations = [from, to].map(({ longitude, latitude }) => ({ lon: longitude, lat: latitude }))
      return routeOfOsrm(await inTurn(() => engine.route({ locations, costing: 'auto', directions_type: 'none', format: 'osrm' })))
    },
  }
}

/**
 * Builds the tiles of an extract (.osm.pbf) into the data folder, in place of those before once they are all there. A running site uses
 * them from its next start.
 */
export async function importRoads(dataDir: string, file: string): Promise<void> {
  if (!existsSync(file)) throw new Error(`Le fichier ${file} n’existe pas.`)
  await bringPackages(ENGINE)
  await mkdir(dataDir, { recursive: true })
  const work = await mkdtemp(join(dataDir, 'roads-'))
  try {
    const tiles = join(work, 'tiles')
    const config = join(work, 'valhalla.json')
    await mkdir(tiles)
    await writeFile(config, JSON.stringify(settings(tiles)))
    // It leaves its notes where it is run.
    await promisify(execFile)(builder(), ['-c', config, resolve(file)], { cwd: work, maxBuffer: 100_000_000 })
    await rm(tilesIn(dataDir), { recursive: true, force: true })
    await rename(tiles, tilesIn(dataDir))
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** The package brings its own builder for each machine, beside its library. */
function builder(): string {
  const program = join(dirname(engineRequire.resolve(PACKAGE)), platform(), arch(), 'valhalla_build_tiles')
  if (!existsSync(program)) throw new Error(`Valhalla (${PACKAGE}) n’existe pas pour cette machine.`)
  return program
}
