import { expect, test } from 'vitest'
import { listed, orderAsked, pageAsked, pastTheEnd } from './paging.ts'

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

test.each([
  ['recherche=le&page=3', [], 'page', '?recherche=le'],
  ['page=2&lots=3', [], 'lots', '?page=2'],
  ['page=3', ['a line'], 'page', undefined],
  ['recherche=nobody', [], 'page', undefined],
])('« %s » with %j listed leads, by its %s, to %s', (query, rows, name, place) => {
  expect(pastTheEnd(rows, new URLSearchParams(query), name)?.headers.get('location')).toBe(place)
})

const ORDERS = { nom: ['name', 'id'], date: ['at', 'id'] }

test.each([
  ['', 'date', true],
  ['tri=nom', 'nom', false],
  ['tri=-nom', 'nom', true],
  ['tri=name, id; drop table staff', 'date', true],
  ['tri=constructor', 'date', true],
])('« %s » sorts by %s, reversed: %s', (query, by, isReversed) => {
  expect(orderAsked(new URLSearchParams(query), ORDERS, '-date')).toMatchObject({ by, isReversed, columns: ORDERS[by as 'nom'] })
})

test('a list asked otherwise keeps what it was searched by, and says nothing as done', () => {
  const query = new URLSearchParams('recherche=le&fait=ajout&page=3&tri=nom')
  const shown = listed(query, { total: 101, order: orderAsked(query, ORDERS, '-date') })
  expect(shown).toMatchObject({ page: 3, pages: 3 })
  expect(shown.asking({ tri: '-nom', page: null })).toBe('?recherche=le&tri=-nom')
})
