import { expect, test } from 'vitest'
import { cleaned } from './cleaned.ts'

test.each([
  ['a zero-width space', '\u200bMARTIN\u200b', 'MARTIN'],
  ['marks of direction', '\u200e06\u202a 12\u202c\u202e\u2066\u200f', '06 12'],
  ['a soft hyphen', 'Jean\u00adMarie', 'JeanMarie'],
  ['spaces that do not break', '4827\u00a0501\u202f935', '4827 501 935'],
  ['spaces of other widths', '12\u2009345\u3000€', '12 345 €'],
  ['the mark that begins a file', '\ufeff23166621', '23166621'],
  ['control characters', '\u000023\u001f16\u007f', '2316'],
  ['line ends of other systems', 'un\u2028deux\u2029trois\u0085quatre', 'un\ndeux\ntrois\nquatre'],
  ['an object that was not pasted', 'RIB\ufffc', 'RIB'],
  ['a selector and a joiner that came with it', 'MARTIN\ufe0f\u200d', 'MARTIN'],
])('%s is not kept', (_name, typed, kept) => {
  expect(cleaned(typed)).toBe(kept)
})

test.each(['L’été à Noyon,\r\n« 12,50 € » œuvre', 'علی\u200cرضا', 'क्\u200dष', 'Merci 👨\u200d👩\u200d👧 ❤\ufe0f', '李雷', 'Nguyễn'])(
  'what people write stays: %s',
  (typed) => {
    expect(cleaned(typed)).toBe(typed)
  },
)
