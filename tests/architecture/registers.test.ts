import { expect, test } from 'vitest'
import { facts } from '../../src/facts.ts'
import { jobs } from '../../src/jobs.ts'
import type { Fact } from '../../src/platform/audit.ts'
import type { Job } from '../../src/platform/jobs.ts'

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
  expect(jobs.map(({ name }) => name).sort()).toEqual(declared.map(({ name }) => name).sort())
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
