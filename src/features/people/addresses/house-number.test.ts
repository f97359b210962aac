import { expect, test } from 'vitest'
import { houseNumberFrom, numberBefore } from './house-number.ts'

test.each([
  ['12 bis rue nationale', '12', 'BIS', 'rue nationale'],
  ['12bis, rue nationale', '12', 'BIS', 'rue nationale'],
  ['n°12 rue nationale', '12', null, 'rue nationale'],
  ['N° 12, rue nationale', '12', null, 'rue nationale'],
  ['12-14 rue nationale', '12-14', null, 'rue nationale'],
  ['12 à 14 rue nationale', '12-14', null, 'rue nationale'],
  ['12/14 ter rue nationale', '12-14', 'TER', 'rue nationale'],
  ['3 A bis allée des Œillets', '3', 'A BIS', 'allée des Œillets'],
  ['7 B2 résidence les Lilas', '7', 'B2', 'résidence les Lilas'],
  ["5 l'abbaye", '5', null, "l'abbaye"],
  ['5 à la croix', '5', null, 'à la croix'],
])('« %s » is number %s, %s, and %s', (typed, house_number, number_suffix, street) => {
  expect(numberBefore(typed)).toEqual({ house_number, number_suffix, street })
})

test.each(['8 mai 1945', '11 novembre', 'rue du 8 mai 1945', '1er mai', 'rue nationale', 'nationale', '12', ''])(
  '« %s » has no number before a street',
  (typed) => {
    expect(numberBefore(typed)).toBeNull()
  },
)

test.each([
  ['12', '12', null],
  ['n°12', '12', null],
  ['12 - 14', '12-14', null],
  ['11 bis', '11', 'BIS'],
  ['11B', '11', 'B'],
  ['11 A bis', '11', 'A BIS'],
])('« %s » in its own field is %s and %s', (typed, house_number, number_suffix) => {
  expect(houseNumberFrom(typed)).toEqual({ house_number, number_suffix })
})

test.each(['onze', 'Villa les Tilleuls', '12 étage', '123456'])('« %s » is no number', (typed) => {
  expect(houseNumberFrom(typed)).toBeNull()
})
