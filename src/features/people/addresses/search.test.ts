import { beforeAll, describe, expect, test } from 'vitest'
import { asOwner, testDatabase } from '../../../../tests/support/database.ts'
import { NOT_LISTED } from './address.ts'
import { loadTowns } from './load-towns.ts'
import { addressesFound } from './search.ts'

const database = await testDatabase()
const { db } = database

const STREETS = [
  ['59000', '59350', ['RUE NATIONALE', 'RUE GAMBETTA', 'PLACE GAMBETTA', 'RUE DE PARIS', 'RUE DU MOLINEL', 'BOULEVARD DE LA LIBERTE']],
  ['59800', '59350', ['BOULEVARD DE LA LIBERTE', 'RUE DE VALENCIENNES']],
  ['59100', '59512', ['RUE DE LILLE', 'RUE NATIONALE', 'GRANDE RUE']],
  ['62700', '62178', ['RUE HENRI CADOT', 'RUE ARTHUR LAMENDIN']],
  ['59230', '59526', ['RUE D ORCHIES', 'PLACE DU 11 NOVEMBRE']],
  ['02700', '02738', ['RUE DE LA REPUBLIQUE', 'RUE PIERRE SEMARD']],
  ['80120', '80688', ['RUE DU GENERAL LECLERC', 'RUE DU CROTOY']],
  ['59330', '59291', ['RUE DU 8 MAI 1945']],
] as const

beforeAll(async () => {
  await loadTowns(database.url)
  for (const [postcode, insee, names] of STREETS) {
    const rows = names.map((name) => `('${postcode}', '${insee}', '${name}')`)
    await asOwner(database.url, `insert into streets (postcode, insee_code, name) values ${rows}`)
  }
})

const first = async (typed: string) => (await addressesFound(db, typed))[0]

describe('an address written in one go', () => {
  test.each([
    ['12 bis rue nationale 59000 lille', '12 BIS RUE NATIONALE, 59000 LILLE'],
    ['59000 LILLE rue Nationale 12bis', '12 BIS RUE NATIONALE, 59000 LILLE'],
    ['Lille, n°12-14 rue nationale', '12-14 RUE NATIONALE, 59000 LILLE'],
    ['rue nationnale, 59100', 'RUE NATIONALE, 59100 ROUBAIX'],
    ['3 A bis pl. Gambeta, Lile 59000', '3 A BIS PLACE GAMBETTA, 59000 LILLE'],
    ['7 rue de Lille Roubaix', '7 RUE DE LILLE, 59100 ROUBAIX'],
    ['7 rue de lille 59100', '7 RUE DE LILLE, 59100 ROUBAIX'],
    ['5 rue Arthur Lamendin Bruay la Buissière', '5 RUE ARTHUR LAMENDIN, 62700 BRUAY LA BUISSIERE'],
    ['5 rue artur lamandin bruay', '5 RUE ARTHUR LAMENDIN, 62700 BRUAY LA BUISSIERE'],
    ['2 rue d’Orchies, St Amand les Eaux', '2 RUE D ORCHIES, 59230 SAINT AMAND LES EAUX'],
    ['1 place du 11 novembre 59230 saint-amand', '1 PLACE DU 11 NOVEMBRE, 59230 SAINT AMAND LES EAUX'],
    ['4 rue du 8 mai 1945 Hautmont', '4 RUE DU 8 MAI 1945, 59330 HAUTMONT'],
    ['4 rue du Crotoy, 80120 Rue', '4 RUE DU CROTOY, 80120 RUE'],
    ['9 rue Pierre Sémard Fargniers', '9 RUE PIERRE SEMARD, 02700 TERGNIER'],
    ['9 rue Pierre Sémard BP 12, 02704 Tergnier CEDEX', '9 RUE PIERRE SEMARD, 02700 TERGNIER'],
    ['14 bd de la liberté, 59800 Lille', '14 BOULEVARD DE LA LIBERTE, 59800 LILLE'],
    ['8 grande rue roubaix 59999', '8 GRANDE RUE, 59100 ROUBAIX'],
    ['8 grande rue', '8 GRANDE RUE, 59100 ROUBAIX'],
  ])('« %s » is %s', async (typed, label) => {
    expect((await first(typed))?.label).toBe(label)
  })

  test('fills all the fields that it says', async () => {
    const typed = 'chez Mme Durand, 12 bis rue Nationale, appt 4, BP 2616, 59000 Lille'
    expect(await first(typed)).toEqual({
      label: '12 BIS RUE NATIONALE, 59000 LILLE',
      fields: {
        ...{ postcode: '59000', inseeCode: '59350', street: 'RUE NATIONALE', houseNumber: '12', numberSuffix: 'BIS' },
        ...{ careOf: 'Mme Durand', complement: 'appt 4', poBox: 'BP 2616' },
      },
      chosenStreet: '',
    })
  })

  test('keeps a street that is in no list, in the town that is', async () => {
    expect(await first('3 sente du Bois Joli, 59330 Hautmont')).toMatchObject({
      label: '3 SENTE DU BOIS JOLI, 59330 HAUTMONT',
      chosenStreet: NOT_LISTED,
    })
  })

  test.each(['', '59000', 'xyz', '12', 'é', "'; drop table streets --", '%_', 'a'.repeat(500), '   ,,, '])(
    '« %s » finds none',
    async (typed) => {
      expect(await addressesFound(db, typed)).toEqual([])
    },
  )
})
