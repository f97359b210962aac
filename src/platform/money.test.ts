import { expect, test } from 'vitest'
import { centsFrom, frenchEuros, frenchMovement } from './money.ts'

test.each([
  ['120', 12_000],
  ['120,5', 12_050],
  ['120.50', 12_050],
  ['1 200,50 €', 120_050],
  [' 1\u202f234\u00a0€ ', 123_400],
  ['0,01', 1],
])('« %s » is %i cents', (typed, cents) => {
  expect(centsFrom(typed)).toBe(cents)
})

test.each(['', '0', '0,00', '-5', '12,345', '1e3', 'douze', '12,', ',5', '٣', '99999999', '1,2,3', '12 34', '1 2', '1234 567'])(
  '« %s » is no amount',
  (typed) => {
    expect(centsFrom(typed)).toBeNull()
  },
)

test('amounts and movements read as in the guide', () => {
  expect(frenchEuros(12_000)).toBe('120,00\u00a0€')
  expect(frenchMovement(-12_000)).toBe('-120,00\u00a0€')
  expect(frenchMovement(20_000)).toBe('+200,00\u00a0€')
})

test('amounts are written as the French write them', () => {
  const euros = new Intl.NumberFormat('fr-FR', { style: 'currency', currency: 'EUR' })
  for (const cents of [0, 1, -5, 99, 100, -12_345, 99_999, 100_000, 123_456_789, -100_000_000_00]) {
    expect(frenchEuros(cents)).toBe(euros.format(cents / 100))
  }
})
