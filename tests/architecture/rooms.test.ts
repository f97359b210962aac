import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { expect, test } from 'vitest'

const LINES_AT_MOST = 1_500

/** The rooms that may be bigger, and how big: docs/decisions/2026-11-29-how-big-a-room-is.md. */
const BIGGER: Record<string, number> = {
  'aid/apprentice-aid': 1_750,
  'partners/bank-accounts': 1_510,
  'people/addresses': 1_650,
  'people/staff-sign-in': 1_540,
  'region/support': 1_780,
  'region/transfers': 2_350,
  'requests/application-form': 1_750,
  'requests/card-applications': 1_740,
  'requests/card-decisions': 1_580,
  'schools/schools': 1_600,
  'scheme/campaigns': 1_880,
}

const sources = globSync('src/features/*/*/**/*.{ts,tsx}').filter((file) => !file.includes('.test.'))
const roomOf = (file: string) => file.split('/').slice(2, 4).join('/')

test('no room is too big to be read, or a decision says why', () => {
  const lines = [...Map.groupBy(sources, roomOf)].map(([room, files]) => ({
    room,
    lines: files.reduce((sum, file) => sum + readFileSync(file, 'utf8').split('\n').length - 1, 0),
  }))
  expect(lines.length).toBeGreaterThan(30)
  expect(lines.filter(({ room, lines }) => lines > (BIGGER[room] ?? LINES_AT_MOST))).toEqual([])
})

test('every wing and every room says what it is', () => {
  const read = new Set(globSync('src/features/{*,*/*}/README.md').map((file) => file.replace(/\/README\.md$/, '')))
  const places = new Set(sources.flatMap((file) => [file.split('/').slice(0, 3).join('/'), file.split('/').slice(0, 4).join('/')]))
  expect([...places].filter((place) => !read.has(place))).toEqual([])
})

test('a page has a name of its own, which says that it is one: no file of its room has it too', () => {
  const nameOf = (file: string) => basename(file).replace(/\.tsx?$/, '')
  const twins = sources.filter(
    (file) =>
      file.includes('/pages/') &&
      sources.some((other) => !other.includes('/pages/') && roomOf(other) === roomOf(file) && nameOf(other) === nameOf(file)),
  )
  expect(twins).toEqual([])
})
