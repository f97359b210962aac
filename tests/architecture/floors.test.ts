import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { doors } from './boundaries.ts'
import { callsOf, callsOfWings, floorsOf, picture } from './floors.ts'

const calls = callsOf(doors)

test('rooms stand on each other: nobody calls upwards', () => {
  expect(floorsOf(calls)[0]).toContain('money/wallets')
})

test('a wing calls only those that stand before it in the table', () => {
  const wings = Object.keys(doors)
  for (const [wing, called] of Object.entries(callsOfWings(calls)))
    for (const other of called) expect(wings.indexOf(other), `${wing} -> ${other}`).toBeLessThan(wings.indexOf(wing))
})

test('a circle is named', () => {
  const knot = { 'a/one': ['b/two'], 'b/two': ['a/three'], 'a/three': ['b/two'] }
  expect(() => floorsOf(knot)).toThrow('A circle of rooms: b/two -> a/three -> b/two')
})

test('every door leads to a room that there is', () => {
  const unknown = Object.values(calls)
    .flat()
    .filter((room) => !(room in calls))
  expect(unknown).toEqual([])
})

test('ARCHITECTURE.md shows the doors as they are: `npm run floors` prints them', () => {
  expect(readFileSync('ARCHITECTURE.md', 'utf8')).toContain(`\`\`\`text\n${picture(calls)}\n\`\`\``)
})
