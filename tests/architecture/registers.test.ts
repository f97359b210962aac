import { existsSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import { facts } from '../../src/facts.ts'
import { jobs } from '../../src/jobs.ts'
import type { Fact } from '../../src/platform/audit.ts'
import { jobsOfStore } from '../../src/platform/files-in-store.ts'
import type { Job } from '../../src/platform/jobs.ts'
import type { Kept } from '../../src/platform/retention.ts'
import { kept } from '../../src/retention.ts'
import { SEALED } from '../../src/sealed.ts'

/** What each room declares in a file of that name, room by room, is in what gathers it: once, and nothing else is. */

const declaredIn = <Declared>(modules: Record<string, Record<string, Declared>>): Declared[] =>
  Object.values(modules).flatMap((module) => Object.values(module))

test('every fact of a room is gathered, under a name that no other has', () => {
  const rooms = declaredIn<Record<string, Fact>>(import.meta.glob('/src/features/*/*/facts.ts', { eager: true }))
  const names = rooms.flatMap((room) => Object.values(room)).map(({ name }) => name)
  expect(names.length).toBeGreaterThan(90)
  expect([...facts.keys()].sort()).toEqual(names.sort())
})

test('every job of a room is done by the clock', () => {
  const declared = declaredIn<Job>(import.meta.glob('/src/features/*/*/jobs.ts', { eager: true }))
  expect(declared.length).toBeGreaterThan(10)
  const ofNoRoom = [...Object.keys(SEALED).map((what) => `re-encrypt-${what}`), ...jobsOfStore.map(({ name }) => name)]
  expect(jobs.map(({ name }) => name).sort()).toEqual([...declared.map(({ name }) => name), ...ofNoRoom].sort())
})

// What is missed here is lost on the day when the key before is forgotten.
test('all that every room keeps encrypted is written again under a new key', () => {
  const declared = declaredIn<unknown>(import.meta.glob('/src/features/*/*/sealed.ts', { eager: true })).filter(Array.isArray)
  expect(Object.values(SEALED)).toHaveLength(declared.length)
  for (const sealed of declared) expect(Object.values(SEALED)).toContain(sealed)
  const rooms = import.meta.glob<string>('/src/features/*/*/*.ts', { query: '?raw', import: 'default', eager: true })
  const encrypting = Object.entries(rooms).filter(
    ([path, text]) => !path.endsWith('.test.ts') && /isEncrypted: true|\bencrypt\(/.test(text),
  )
  const silent = encrypting.map(([path]) => dirname(path)).filter((room) => !(`${room}/sealed.ts` in rooms))
  // Its cookie of an hour: no row holds it.
  expect(silent).toEqual(['/src/features/personal/sign-up'])
})

test('what every room keeps is in the privacy policy', () => {
  const exported = declaredIn<Kept | number>(import.meta.glob('/src/features/*/*/retention.ts', { eager: true }))
  const declared = exported.filter((one): one is Kept => typeof one === 'object').map(({ data }) => data)
  expect(declared.length).toBeGreaterThan(10)
  expect(kept.map(({ data }) => data).sort()).toEqual(declared.sort())
})

test('no page declares a limit: it asks for one of its room', () => {
  const pages = import.meta.glob<string>('/src/features/*/*/pages/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true })
  const declaring = Object.entries(pages).filter(([, code]) => /\bbucket:/.test(code))
  expect(Object.keys(pages).length).toBeGreaterThan(60)
  expect(declaring.map(([path]) => path)).toEqual([])
})

test('the platform names no fact of any room', () => {
  const platform = import.meta.glob<string>(['/src/platform/**/*.{ts,tsx}', '!**/*.test.*'], {
    query: '?raw',
    import: 'default',
    eager: true,
  })
  const named = Object.entries(platform).filter(([, code]) => [...facts.keys()].some((name) => code.includes(`'${name}'`)))
  expect(Object.keys(platform).length).toBeGreaterThan(30)
  expect(named.map(([path]) => path)).toEqual([])
})

test('an act is in eight files at most, which CONTRIBUTING names', () => {
  const [, table = ''] = readFileSync('CONTRIBUTING.md', 'utf8').split('## Adding an act')
  const named = [...table.matchAll(/^\| `([^`]+)`/gm)].map(([, file = '']) =>
    /^(src|docs)\//.test(file) ? file : `src/features/region/support/${file}`,
  )
  const texts = import.meta.glob<string>(
    ['/src/**/*.{ts,tsx}', '/tests/**/*.ts', '!/tests/architecture/**', '/docs/*.md', '/bench/**/*.ts'],
    {
      query: '?raw',
      import: 'default',
      eager: true,
    },
  )
  const act = /change-?address|address-?change/i
  // A link that leads to it may stand on any page.
  const besidesLinks = (text = '') => text.replace(/places\.\w+\.\w+\.to\(/g, '')
  const found = Object.keys(texts).filter((path) => act.test(besidesLinks(texts[path])) || act.test(path))
  expect(found.length).toBeGreaterThan(5)
  expect(named.length).toBeLessThanOrEqual(8)
  expect(named.filter((file) => !existsSync(file))).toEqual([])
  expect(found.map((path) => path.slice(1)).filter((file) => !named.includes(file))).toEqual([])
})
