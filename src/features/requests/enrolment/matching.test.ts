import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { madeUp } from '../../../../tests/support/made-up-schools.ts'
import { type Asking, type Listed, match } from './matching.ts'

const pupil = (last_name: string, first: string, given: Partial<Listed> = {}): Listed => ({
  id: 1,
  last_name,
  usage_name: null,
  first_names: first.split(', '),
  birth_date: '2010-06-17',
  ine: [],
  ...given,
})
const asks = (last_name: string, first_name: string, given: Partial<Asking> = {}): Asking => ({
  id: 1,
  last_name,
  first_name,
  printed_last_name: last_name,
  printed_first_name: first_name,
  birth_date: '2010-06-17',
  ine: [],
  ...given,
})
const answer = (listed: Listed | Listed[], asking: Asking | Asking[]) => match([listed].flat(), [asking].flat()).get(1)?.answer

describe('the same birth date and names, however they are written, are found', () => {
  test.each([
    ['accents and capitals', pupil('LEFEVRE', 'NOE'), asks('Lefèvre', 'Noé')],
    ['joined', pupil('LE GOFF', 'Marie-Anne'), asks('Legoff', 'Marieanne')],
    ['split', pupil('LEGOFF', 'MarieAnne'), asks('Le Goff', 'Marie Anne')],
    ['apostrophes', pupil("D'HONDT", 'Léo'), asks('D’Hondt', 'Léo')],
    ['a particle less', pupil('DE LA TOUR', 'Léo'), asks('Tour', 'Léo')],
    ['a particle more', pupil('AMRANI', 'Yasmine'), asks('El Amrani', 'Yasmine')],
    ['the usage name', pupil('DUPONT', 'Léo', { usage_name: 'MARTIN' }), asks('Martin', 'Léo')],
    ['birth and usage names together', pupil('DUPONT', 'Léo', { usage_name: 'MARTIN' }), asks('Martin-Dupont', 'Léo')],
    ['all first names', pupil('DUPONT', 'Léo, Jean'), asks('Dupont', 'Léo Jean')],
    ['swapped', pupil('THOMAS', 'Martin'), asks('Martin', 'Thomas')],
    ['ligatures and foreign letters', pupil('SORENSEN', 'Loïc'), asks('Sørensen', 'Loïc')],
    ['another alphabet', pupil('IVANOVA', 'Olha'), asks('Іванова', 'Ольга', { printed_last_name: 'Ivanova', printed_first_name: 'Olha' })],
  ])('%s', (_, listed, asking) => expect(answer(listed, asking)).toBe('found'))
})

describe('what is close is for a person', () => {
  test.each([
    ['a letter typed wrong', pupil('DURIEZ', 'Léa'), asks('Duriex', 'Léa')],
    ['two letters that changed places', pupil('DURIEZ', 'Mathis'), asks('Duriez', 'Mahtis')],
    ['half of a name', pupil('DUPONT MARTIN', 'Léa'), asks('Dupont', 'Léa')],
    ['half of a first name', pupil('DUPONT', 'Jean-Pierre'), asks('Dupont', 'Jean')],
    ['the second first name', pupil('DUPONT', 'Marie, Anne'), asks('Dupont', 'Anne')],
    ['another family name', pupil('DUPONT', 'Léa'), asks('Bernard', 'Léa')],
    ['a figure of the birth date', pupil('DUPONT', 'Léa'), asks('Dupont', 'Léa', { birth_date: '2010-06-18' })],
    ['day and month', pupil('DUPONT', 'Léa', { birth_date: '2010-05-06' }), asks('Dupont', 'Léa', { birth_date: '2010-06-05' })],
    ['no birth date on the list', pupil('DUPONT', 'Léa', { birth_date: null }), asks('Dupont', 'Léa')],
    ['a letter, and another INE', pupil('DURIEZ', 'Léa', { ine: ['a'] }), asks('Duriex', 'Léa', { ine: ['b'] })],
    ['the same INE and birth date, and no name', pupil('DUPONT', 'Léa', { ine: ['a'] }), asks('X', 'Y', { ine: ['a'] })],
  ])('%s', (_, listed, asking) => expect(answer(listed, asking)).toBe('unknown'))

  test('twins who are both there are told apart; one who is not there is not the other', () => {
    const [leo, lea] = [pupil('MARTIN', 'Léo', { id: 1 }), pupil('MARTIN', 'Léa', { id: 2 })]
    expect([...match([leo, lea], [asks('Martin', 'Léo'), asks('Martin', 'Léa', { id: 2 })]).values()]).toMatchObject([
      { answer: 'found', listed: 1 },
      { answer: 'found', listed: 2 },
    ])
    expect(answer(leo, asks('Martin', 'Hugo'))).toBe('not-found')
  })

  test('where two pupils or two requests fit, none is found', () => {
    const two = [pupil('MARTIN', 'Léo', { id: 1 }), pupil('Martin', 'Leo', { id: 2 })]
    expect(match(two, [asks('Martin', 'Léo')]).get(1)).toEqual({ answer: 'unknown', why: 'several', candidates: [1, 2] })
    const both = match([pupil('MARTIN', 'Léo')], [asks('Martin', 'Léo'), asks('Léo', 'Martin', { id: 2 })])
    expect([...both.values()].map((one) => one.answer)).toEqual(['unknown', 'unknown'])
  })
})

describe('an INE', () => {
  const how = (listed: Listed | Listed[], asking: Asking | Asking[]) => {
    const found = match([listed].flat(), [asking].flat()).get(1)
    return found?.answer === 'found' ? [found.listed, found.how] : found?.answer
  }
  const lea = pupil('DURIEZ', 'Léa', { ine: ['a'] })

  test('confirms what is close, and changes nothing where one of the two has none', () => {
    expect(how(lea, asks('Duriez', 'Léa', { ine: ['a'] }))).toEqual([1, 'all'])
    expect(how(lea, asks('Duriex', 'Léa', { ine: ['a'] }))).toEqual([1, 'ine'])
    expect(how(lea, asks('Duriez', 'Léa', { ine: ['a'], birth_date: '2010-06-18' }))).toEqual([1, 'ine'])
    expect(how(lea, asks('Duriez', 'Léa'))).toEqual([1, 'names'])
    expect(how(pupil('DURIEZ', 'Léa'), asks('Duriez', 'Léa', { ine: ['a'] }))).toEqual([1, 'names'])
    expect(how(pupil('DURIEZ', 'Léa'), asks('Duriex', 'Léa', { ine: ['a'] }))).toBe('unknown')
  })

  test('finds nobody alone', () => expect(how(lea, asks('Martin', 'Hugo', { ine: ['a'], birth_date: '2009-01-01' }))).toBe('not-found'))

  test('that is another refuses nobody', () => expect(how(lea, asks('Duriez', 'Léa', { ine: ['b'] }))).toEqual([1, 'other-number']))

  test('tells namesakes apart, and a twin’s makes nobody the twin', () => {
    const other = pupil('DURIEZ', 'Léa', { id: 2, ine: ['b'] })
    expect(how([lea, other], asks('Duriez', 'Léa', { ine: ['b'] }))).toEqual([2, 'all'])
    expect(how([lea, other], asks('Duriez', 'Léa', { ine: ['c'] }))).toBe('unknown')
    const [louise, louisa] = [pupil('DURIEZ', 'Louise', { ine: ['a'] }), pupil('DURIEZ', 'Louisa', { id: 2, ine: ['b'] })]
    expect(how([louise, louisa], asks('Duriez', 'Louise', { ine: ['b'] }))).toBe('unknown')
    expect(how([lea, pupil('DURIEZ', 'Hugo', { id: 2, ine: ['b'] })], asks('Duriez', 'Léa', { ine: ['b'] }))).toEqual([1, 'other-number'])
  })
})

test('nobody is found by a birth date, or by names, alone', () => {
  expect(answer(pupil('DUPONT', 'Léa'), asks('Martin', 'Hugo'))).toBe('not-found')
  expect(answer(pupil('DUPONT', 'Léa'), asks('Dupont', 'Léa', { birth_date: '2007-01-30' }))).toBe('not-found')
})

test('what a person said counts, and puts the others aside', () => {
  const two = [pupil('MARTIN', 'Léo', { id: 1 }), pupil('Martin', 'Leo', { id: 2 })]
  expect(match(two, [asks('Martin', 'Léo')], [{ asking: 1, listed: 2, isSame: true }]).get(1)).toEqual({
    answer: 'found',
    listed: 2,
    how: 'judged',
  })
  expect(match(two, [asks('Martin', 'Léo')], [{ asking: 1, listed: 2, isSame: false }]).get(1)).toMatchObject({
    answer: 'found',
    listed: 1,
  })
  const twice = [asks('Martin', 'Léo'), asks('Léo', 'Martin', { id: 2 })]
  expect([...match([pupil('MARTIN', 'Léo')], twice, [{ asking: 2, listed: 1, isSame: true }]).values()]).toMatchObject([
    { answer: 'unknown', why: 'close' },
    { answer: 'found' },
  ])
  expect(match([pupil('Duriez', 'Léa')], [asks('Duriex', 'Léa')], [{ asking: 1, listed: 1, isSame: false }]).get(1)).toEqual({
    answer: 'not-found',
  })
})

/** Most pupils have a number; some give theirs, some that of whoever stands before them: their twin's, or a stranger's. */
const numbered = (one: Listed): Listed => ({ ...one, ine: one.id % 10 === 0 ? [] : [`${one.id}`] })
const givingNumber = (one: Asking): Asking => ({ ...one, ine: one.id % 3 === 0 ? [] : [`${one.id % 3 === 1 ? one.id : one.id - 1}`] })

describe('made-up schools, with twins, namesakes and typing errors', () => {
  const seeds = fc.integer({ min: 1, max: 1_000_000 })

  test('never is somebody found where two pupils or two requests fit, whatever the order', () =>
    fc.assert(
      fc.property(seeds, fc.boolean(), (seed, haveNumbers) => {
        const made = madeUp({ seed, pupils: 400 })
        const { truth } = made
        const [listed, asking] = haveNumbers ? [made.listed.map(numbered), made.asking.map(givingNumber)] : [made.listed, made.asking]
        const answers = match(listed, asking)
        const found = [...answers].flatMap(([id, one]) => (one.answer === 'found' ? [{ id, listed: one.listed }] : []))
        // No pupil is found for two, and who is found is who asked, but for those whom names and birth date cannot tell apart.
        expect(new Set(found.map((one) => one.listed)).size).toBe(found.length)
        const wrong = found.filter((one) => truth.get(one.id) !== one.listed && !truth.isAlike(one.id, one.listed))
        expect(wrong).toEqual([])
        const turned = match(listed.toReversed(), asking.toReversed())
        for (const [id, one] of answers) expect(turned.get(id)?.answer).toBe(one.answer)
        const doubled = match([...listed, ...listed.map((one) => ({ ...one, id: one.id + 1_000_000 }))], asking)
        expect([...doubled.values()].filter((one) => one.answer === 'found')).toEqual([])
      }),
      { numRuns: 25 },
    ))
})
