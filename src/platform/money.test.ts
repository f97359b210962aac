import { expect, test } from 'vitest'
import { centsFrom, frenchEuros, frenchMovement } from './money.ts'

test.each([
  ['120', 12_000],
  ['120,5', 12_050],
  ['120.50', 12_050],
  ['1 200,50 €', 120_050],
  ['0,01', 1],
])('« %s » is %i cents', (typed, cents) => {
  expect(centsFrom(typed)).toBe(cents)
})

test.each(['', '0', '0,00', '-5', '12,345', '1e3', 'douze', '12,', ',5', '٣', '99999999', '1,2,3'])('« %s » is no amount', (typed) => {
  expect(centsFrom(typed)).toBeNull()
})

test('amounts and movements read as in the guide', () => {
  expect(frenchEuros(12_000)).toBe('120,00\u00a0€')
  expect(frenchMovement(-12_000)).toBe('-120,00\u00a0€')
  expect(frenchMovement(20_000)).toBe('+200,00\u00a0€')
})
