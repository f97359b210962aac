import { describe, expect, test } from 'vitest'
import { concerning, getsCard, isAnswered, mayPay, purse, type Standing, standing } from './standing.ts'

const pupil = { situation: { situation: 'pupil' } } as const
const neither = { situation: { situation: 'neither' } } as const
const [LAST_DAY, DAY_AFTER] = ['2027-04-30', '2027-05-01'] as const
const [LAST_DECISIONS, AFTER_DECISIONS] = ['2027-05-30', '2027-05-31'] as const

describe('where somebody is with their request', () => {
  test.each([
    ['draft', pupil, 'to-fill-in', 'never-sent'],
    ['returned', pupil, 'to-correct', 'never-corrected'],
    ['submitted', pupil, 'being-checked', 'never-answered'],
    ['submitted', neither, 'being-checked', 'never-answered'],
    ['refused', pupil, 'refused', 'refused'],
    ['validated', pupil, 'has-card', 'has-card'],
    ['validated', neither, 'has-good-deals-only', 'has-good-deals-only'],
  ] as const)('%s: until it may be sent or decided on for the last time, and after it', (state, answers, inTime, tooLate) => {
    const request = { state, answers, ends_on: LAST_DAY, decisions_end_on: LAST_DECISIONS }
    const wasSent = state !== 'draft'
    expect([LAST_DAY, DAY_AFTER, LAST_DECISIONS, AFTER_DECISIONS].map((day) => standing(request, day))).toEqual([
      inTime,
      wasSent ? inTime : tooLate,
      wasSent ? inTime : tooLate,
      tooLate,
    ])
  })

  test('an answer with a reason is shown of a request that came back or was refused', () => {
    const all: Standing[] = ['to-fill-in', 'to-correct', 'being-checked', 'never-sent', 'never-corrected', 'never-answered', 'refused']
    expect([...all, 'has-card' as const, 'has-good-deals-only' as const].filter(isAnswered)).toEqual([
      'to-correct',
      'never-corrected',
      'refused',
    ])
  })

  test('everybody is to have a card until they say that they are neither pupil nor apprentice', () => {
    expect([undefined, { answers: {} }, { answers: pupil }, { answers: neither }].map(getsCard)).toEqual([true, true, true, false])
  })
})

describe('what is on the card', () => {
  const campaign = { id: 2, ends_on: LAST_DAY }
  const validated = { state: 'validated', campaign_id: 2 } as const
  const none = { open: [], toCome: undefined, progress: validated, campaign }

  test('money, now or soon', () => {
    expect(purse({ ...none, open: [{}] }, LAST_DAY)).toBe('money')
    expect(purse({ ...none, toCome: {} }, LAST_DAY)).toBe('money')
  })

  test('nothing this year, of who was validated for the campaign under way; nothing now, of the others', () => {
    expect(purse(none, LAST_DAY)).toBe('nothing-this-year')
    expect(purse(none, DAY_AFTER)).toBe('nothing-now')
    expect(purse({ ...none, progress: { ...validated, campaign_id: 1 } }, LAST_DAY)).toBe('nothing-now')
    expect(purse({ ...none, progress: { ...validated, state: 'submitted' } }, LAST_DAY)).toBe('nothing-now')
    expect(purse({ ...none, progress: undefined }, LAST_DAY)).toBe('nothing-now')
  })
})

describe('the dates that concern somebody', () => {
  const nobody = { standing: undefined, mayRenew: false, purse: undefined, isApprentice: false }

  test('what is still to be asked, what can be spent, an apprentice’s own, and those of everybody', () => {
    expect(concerning(nobody)).toEqual(['everybody', 'asking'])
    for (const standing of ['to-fill-in', 'to-correct'] as const) expect(concerning({ ...nobody, standing })).toContain('asking')
    expect(concerning({ ...nobody, standing: 'being-checked' })).toEqual(['everybody'])
    expect(concerning({ ...nobody, standing: 'has-card', purse: 'money' })).toEqual(['everybody', 'paying'])
    expect(concerning({ ...nobody, standing: 'has-card', purse: 'nothing-now', mayRenew: true })).toEqual(['everybody', 'asking'])
    expect(concerning({ ...nobody, standing: 'has-card', purse: 'nothing-this-year', isApprentice: true })).toEqual([
      'everybody',
      'apprentices',
    ])
  })

  test('when a card pays concerns who has money on it, or may still be given some', () => {
    const all: Standing[] = ['to-fill-in', 'to-correct', 'being-checked', 'never-sent', 'never-corrected', 'never-answered', 'refused']
    expect(all.filter((standing) => mayPay({ standing, purse: undefined }))).toEqual(['to-fill-in', 'to-correct', 'being-checked'])
    expect(mayPay({ standing: undefined, purse: undefined })).toBe(true)
    expect(mayPay({ standing: 'has-good-deals-only', purse: undefined })).toBe(false)
    expect(mayPay({ standing: 'has-card', purse: 'money' })).toBe(true)
    expect(mayPay({ standing: 'has-card', purse: 'nothing-this-year' })).toBe(false)
  })
})
