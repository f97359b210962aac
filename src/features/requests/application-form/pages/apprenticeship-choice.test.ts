import { expect, test } from 'vitest'
import { askedNext } from './apprenticeship-choice.ts'

const level = { code: '3', label: 'CAP' }

test.each([
  ['where', { choices: {} }, ''],
  ['school-here', { choices: { cfa: 'yes' } }, 'saisie'],
  ['school-elsewhere', { choices: { cfa: 'no' } }, ''],
  ['school-by-hand', { choices: { cfa: 'no' } }, 'saisie'],
  ['level', { choices: { cfa: 'no' }, place: { name: 'CFA', town: 'Reims' } }, 'saisie'],
  ['course', { choices: { cfa: 'yes' }, place: { name: 'CFA', town: 'Lens' }, level }, ''],
] as const)('an apprentice is asked one thing at a time: %s', (asked, chosen, query) => {
  expect(askedNext(chosen, new URLSearchParams(query))).toBe(asked)
})
