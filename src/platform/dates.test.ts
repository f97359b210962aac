import { expect, test } from 'vitest'
import { addDays, ageOn, dayOf, dayTyped, frenchDay, frenchInstant, frenchMinute, isDay } from './dates.ts'

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

const inFields = (day: string, month = '', year = '') => dayTyped({ day, month, year })

test.each([
  ['17', '06', '2010'],
  ['17', '6', '2010'],
  ['17', 'juin', '2010'],
  [' 17 ', ' Juin ', ' 2010 '],
  ['17/06/2010'],
  ['17-06-2010'],
  ['17.6.2010'],
  ['17 06 2010'],
  ['17062010'],
  ['2010-06-17'],
  ['20100617'],
  ['17 juin 2010'],
  ['jeudi 17 juin 2010'],
  ['le 17 JUIN 2010'],
  ['17/06/2010', '06', '2010'],
  ['17/06/2010', 'juin', ''],
  ['', '', '17/06/2010'],
  ['17/06/2010', '17/06/2010', '17/06/2010'],
  ['17/06', '', '2010'],
  ['١٧', '٦', '٢٠١٠'],
])('« %s » « %s » « %s » is the 17th of June 2010', (day, month = '', year = '') => {
  expect(inFields(day, month, year)).toBe('2010-06-17')
})

test.each([
  ['1er', 'août', '2010', '2010-08-01'],
  ['1', 'févr.', '2010', '2010-02-01'],
  ['1', 'decembre', '2010', '2010-12-01'],
  ['3', 'mars', '2010', '2010-03-03'],
  ['20', '10', '2010', '2010-10-20'],
  ['20102010', '', '', '2010-10-20'],
])('« %s » « %s » « %s » is %s', (day, month, year, read) => {
  expect(inFields(day, month, year)).toBe(read)
})

test.each([
  ['17', '06', '10'],
  ['17/06/10'],
  ['17', 'jui', '2010'],
  ['17', '13', '2010'],
  ['31', '4', '2010'],
  ['17', '', '2010'],
  ['17/06/2010', '07', '2010'],
  ['17/06/2010', '06', '2011'],
  ['17/06/2010', '18/06/2010'],
  ['rien'],
])('« %s » « %s » « %s » is no day', (day, month = '', year = '') => {
  expect(inFields(day, month, year)).toBeUndefined()
})

test('nothing typed is no mistake', () => {
  expect(dayTyped({ day: ' ', month: '' })).toBeNull()
})
