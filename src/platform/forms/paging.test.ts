import { expect, test } from 'vitest'
import { pageAsked } from './paging.ts'

test.each([
  ['', 1],
  ['page=3', 3],
  ['page=0', 1],
  ['page=-2', 1],
  ['page=1.5', 1],
  ['page=1e9', 1],
  ['page=99999999', 1],
])('« %s » asks for page %i', (query, page) => expect(pageAsked(new URLSearchParams(query))).toBe(page))

test('a page of two lists names them', () => {
  expect(pageAsked(new URLSearchParams('page=2&lots=3'), 'lots')).toBe(3)
})
