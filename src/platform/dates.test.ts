import { expect, test } from 'vitest'
import { addDays, ageOn, dayOf, frenchDay, frenchInstant, frenchMinute, isDay } from './dates.ts'

test('the day is the one it is in France', () => {
  expect(dayOf(new Date('2026-12-31T23:30:00Z'))).toBe('2027-01-01')
  expect(dayOf(new Date('2026-07-01T21:59:59Z'))).toBe('2026-07-01')
})

test('clocks change in France at one in the morning, UTC', () => {
  const moments = [
    ['2026-03-29T00:59:59Z', '29/03/2026 01:59:59'],
    ['2026-03-29T01:00:00Z', '29/03/2026 03:00:00'],
    ['2026-10-25T00:59:59Z', '25/10/2026 02:59:59'],
    ['2026-10-25T01:00:00Z', '25/10/2026 02:00:00'],
  ] as const
  for (const [instant, shown] of moments) expect(frenchInstant(new Date(instant))).toBe(shown)
})

test('instants read as on the guide’s receipt', () => {
  const instant = new Date('2022-01-28T16:08:20Z')
  expect(frenchInstant(instant)).toBe('28/01/2022 17:08:20')
  expect(frenchMinute(instant)).toBe('28/01/2022 à 17:08')
  expect(frenchDay('2022-01-28')).toBe('28/01/2022')
})

test.each([
  ['2024-02-29', true],
  ['2023-02-29', false],
  ['2023-04-31', false],
  ['2023-4-1', false],
  ['', false],
])('%s is a day: %s', (text, is) => {
  expect(isDay(text)).toBe(is)
})

test('days are added across months and leap years', () => {
  expect(addDays('2024-02-28', 2)).toBe('2024-03-01')
  expect(addDays('2026-01-01', -1)).toBe('2025-12-31')
})

test('somebody is a year older on their birthday, and those of 29 February on 1 March', () => {
  expect(ageOn('2010-06-17', '2026-06-16')).toBe(15)
  expect(ageOn('2010-06-17', '2026-06-17')).toBe(16)
  expect(ageOn('2008-02-29', '2026-02-28')).toBe(17)
  expect(ageOn('2008-02-29', '2026-03-01')).toBe(18)
})
