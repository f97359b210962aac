import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { serverAt } from '../../../../tests/support/stand-in.ts'
import { readConfig } from '../../../platform/config.ts'
import { openLog } from '../../../platform/log.ts'
import { distanceGateway } from './gateway.ts'
import { greatCircle, hasFarEnds, type Point } from './measure.ts'
import { importedRoads, importRoads } from './valhalla.ts'

const LILLE = { longitude: 3.0586, latitude: 50.6292 }
const AMIENS = { longitude: 2.3, latitude: 49.9 }
const TODAY = '2026-11-23'

const gateway = (env: Record<string, string>) =>
  distanceGateway({ config: readConfig({ DATA_DIR: '/nonexistent', ...env }), log: openLog('silent'), detour_factor: 1.3, today: TODAY })

describe('a straight line', () => {
  test.each<[string, Point, Point, number]>([
    ['nowhere', LILLE, LILLE, 0],
    ['Lille to Amiens', LILLE, AMIENS, 97_300],
    ['a degree of latitude', { longitude: 2, latitude: 49 }, { longitude: 2, latitude: 50 }, 111_195],
  ])('%s', (_, from, to, metres) => {
    expect(Math.abs(greatCircle(from, to) - metres)).toBeLessThan(300)
  })

  test('is what an estimate is made of where no road is known', async () => {
    const measured = await gateway({})(LILLE, AMIENS)
    expect(measured).toMatchObject({ provider: 'great-circle', measured_on: TODAY, ends: [LILLE, AMIENS] })
    expect(measured.metres).toBe(Math.round(greatCircle(LILLE, AMIENS) * 1.3))
  })
})

describe('a server of routes', () => {
  const osrm = {
    code: 'Ok',
    routes: [{ distance: 139_204.6 }],
    waypoints: [{ location: [3.0587, 50.6293] }, { location: [2.3001, 49.9002] }],
  }

  test('OSRM is asked in its own words, and believed', async () => {
    let asked = ''
    const url = await serverAt((request, response) => {
      asked = request.url ?? ''
      response.end(JSON.stringify(osrm))
    })
    const measured = await gateway({ ROUTING_URL: `${url}/` })(LILLE, AMIENS)
    expect(asked).toBe('/route/v1/driving/3.0586,50.6292;2.3,49.9?overview=false')
    expect(measured).toMatchObject({ provider: 'osrm', metres: 139_205, measured_on: TODAY })
    expect(hasFarEnds(measured, LILLE, AMIENS)).toBe(false)
  })

  test('the Géoplateforme too; a way that begins elsewhere is seen', async () => {
    const url = await serverAt((request, response) => {
      const asked = new URL(request.url ?? '', 'http://x')
      expect([asked.pathname, asked.searchParams.get('start'), asked.searchParams.get('end')]).toEqual([
        '/navigation/itineraire',
        '3.0586,50.6292',
        '2.3,49.9',
      ])
      response.end(
        JSON.stringify({
          distance: 139_000.2,
          geometry: {
            type: 'LineString',
            coordinates: [
              [3.07, 50.63],
              [2.5, 50],
              [2.3, 49.9],
            ],
          },
        }),
      )
    })
    const measured = await gateway({ ROUTING_URL: `${url}/navigation`, ROUTING_KIND: 'geoplateforme' })(LILLE, AMIENS)
    expect(measured).toMatchObject({ provider: 'geoplateforme', metres: 139_000 })
    expect(hasFarEnds(measured, LILLE, AMIENS)).toBe(true)
  })

  test.each<[string, RequestListener]>([
    ['refuses', (_, response) => response.writeHead(503).end()],
    ['knows no way', (_, response) => response.end(JSON.stringify({ code: 'NoRoute' }))],
    ['says anything', (_, response) => response.end('<html>')],
    ['never answers', () => {}],
  ])('one that %s leaves an estimate', async (_, answer) => {
    const url = await serverAt(answer)
    await expect(gateway({ ROUTING_URL: url })(LILLE, AMIENS)).resolves.toMatchObject({ provider: 'great-circle' })
  })
})

describe('Valhalla in the process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'roads-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  // A town that fits in a file: OpenStreetMap's, not ours to keep in the repository.
  const monaco = process.env.OSM_EXTRACT ?? '../shared/data/osm/monaco-2018-05.osm.pbf'

  test.runIf(existsSync(monaco))('measures on the roads that were imported', async () => {
    await importRoads(folder, monaco)
    const [palace, casino] = [
      { longitude: 7.4197, latitude: 43.7311 },
      { longitude: 7.4286, latitude: 43.7402 },
    ] as const
    const measure = gateway({ DATA_DIR: folder })
    const [measured] = await Promise.all([measure(palace, casino), measure(casino, palace), measure(palace, casino)])
    expect(measured).toMatchObject({ provider: 'valhalla', measured_on: TODAY })
    expect(measured?.metres).toBeGreaterThan(2_000)
    expect(measured?.metres).toBeLessThan(2_600)
    expect(measured && hasFarEnds(measured, palace, casino)).toBe(false)
    const atSea = { longitude: 7.45, latitude: 43.72 }
    expect(hasFarEnds(await measure(palace, atSea), palace, atSea)).toBe(true)
    await expect(measure(palace, AMIENS)).resolves.toMatchObject({ provider: 'great-circle' })
  })

  test('without an import, there are no roads', async () => {
    await expect(importedRoads('/nonexistent')).resolves.toBeUndefined()
    await expect(importRoads(folder, '/nonexistent.pbf')).rejects.toThrow('n’existe pas')
  })
})
