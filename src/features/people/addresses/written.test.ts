import { expect, test } from 'vitest'
import { readWritten } from './written.ts'

const read = (typed: string): Record<string, string | null> => {
  const { words, number, ...rest } = readWritten(typed)
  const said = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null))
  return {
    words: words.map(({ text }) => text).join(' '),
    number: number && [number.house_number, number.number_suffix].join(' ').trim(),
    ...said,
  }
}

test.each<[string, Record<string, string | null>]>([
  ['12 bis rue Nationale, 59000 Lille', { words: 'rue nationale lille', number: '12 BIS', postcode: '59000' }],
  ['59 000 LILLE, rue Nationale 12bis', { words: 'lille rue nationale', number: '12 BIS', postcode: '59000' }],
  [
    'n°12-14 av. du Gal de Gaulle F-59100 Roubaix France',
    { words: 'avenue du general de gaulle roubaix', number: '12-14', postcode: '59100' },
  ],
  ['3 A bis bd St-Michel Amiens', { words: 'boulevard saint michel amiens', number: '3 A BIS' }],
  ['Rue du 8 mai 1945, Arras', { words: 'rue du 8 mai 1945 arras', number: null }],
  ['4 rue du 11 novembre 1918 62000 Arras', { words: 'rue du 11 novembre 1918 arras', number: '4', postcode: '62000' }],
  [
    '7 rue Basse BP 193, 62203 Boulogne-sur-Mer CEDEX 2',
    { words: 'rue basse boulogne sur mer', number: '7', postcode: '62203', poBox: 'BP 193' },
  ],
  ['CS 10005 121 bd de la Liberté Lille', { words: 'boulevard de la liberte lille', number: '121', poBox: 'CS 10005' }],
  ['Cambrai Cedex 5 allée Saint-Roch', { words: 'cambrai allee saint roch', number: '5' }],
  [
    'chez Mme Durand, 2 rue Haute, appt 12, 02000 Laon',
    { words: 'rue haute laon', number: '2', postcode: '02000', careOf: 'Mme Durand', complement: 'appt 12' },
  ],
  [
    "5 rue de l'Église\nBât B 2ème étage\n62650 Bourthes",
    { words: 'rue de l eglise bourthes', number: '5', postcode: '62650', complement: 'Bât B 2ème étage' },
  ],
  ["8, l'Abbaye 80120 Rue", { words: 'l abbaye rue', number: '8', postcode: '80120' }],
])('« %s » is taken apart', (typed, expected) => {
  expect(read(typed)).toEqual(expected)
})
