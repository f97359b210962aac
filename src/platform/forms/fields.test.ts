import { expect, test } from 'vitest'
import { z } from 'zod'
import { nested } from '../http/body.ts'
import { across, day, digits, email, euros, fixedPhone, isLatin, mobilePhone, optionalText, personName, text, tick } from './fields.ts'

const wrong = (schema: z.ZodType, value: unknown) => schema.safeParse(value).error?.issues[0]?.message

test('a text is trimmed and its spaces folded; empty is missing', () => {
  expect(text('Manque.').parse('  Jean   Paul ')).toBe('Jean Paul')
  expect(wrong(text('Manque.'), '   ')).toBe('Manque.')
  expect(wrong(text('Manque.'), undefined)).toBe('Manque.')
  expect(optionalText().parse('  ')).toBeNull()
})

test.each(['Éloïse', 'D’Artagnan', "O'Neil", 'Jean-Marie', 'de la Tour', 'Nguyễn', 'St. Jean', 'J.-P.'])('%s is a name', (name) => {
  expect(personName('Manque.').parse(name)).toBe(name)
})

test.each([
  ["d'Artagnan", "d'Artagnan"],
  ['d`Artagnan', 'd’Artagnan'],
  ['D´Hondt', 'D’Hondt'],
  ['O‘Neil', 'O’Neil'],
  ['Oʼneil', 'O’neil'],
  ['Oʻahu', 'O’ahu'],
  ["van 't Hooft", "van 't Hooft"],
  ["'t Hooft", "'t Hooft"],
  ['ʿAbd al-Rahmān', '’Abd al-Rahmān'],
  ['Jean‐Marie', 'Jean-Marie'],
  ['Jean – Marie', 'Jean-Marie'],
  ['Marie—Ange', 'Marie-Ange'],
  ['de La Fontaine', 'de La Fontaine'],
  ['El‑Amrani', 'El-Amrani'],
  ['Ó', 'Ó'],
  ['Y', 'Y'],
  ['Иванов', 'Иванов'],
  ['李', '李'],
  ['علی\u200cرضا', 'علی\u200cرضا'],
  ['Gal·la', 'Gal·la'],
  ['A'.repeat(80), 'A'.repeat(80)],
])('the name « %s » is kept as %s', (typed, kept) => {
  expect(personName('Manque.').parse(typed)).toBe(kept)
})

test('a name has 80 letters at most, and says so', () => {
  expect(wrong(personName('Manque.'), 'A'.repeat(81))).toContain('80 caractères')
})

test.each([
  ['Nguyễn', true],
  ['Ślązak-Đặng', true],
  ["O'Neil", true],
  ['Иванов', false],
  ['Jean Иванов', false],
  ['李雷', false],
])('%s can be printed: %s', (name, can) => {
  expect(isLatin(name)).toBe(can)
})

test.each(['4827-501-935', '4827–501–935', ' 4827 501 935', '４８２７５０１９３５', '٤٨٢٧٥٠١٩٣٥'].map((typed) => [typed]))(
  'the number « %s » is read',
  (typed) => {
    expect(digits('Manque.').parse(typed)).toBe('4827501935')
  },
)

test.each(['<b>', '12', 'Jean2', '=cmd()', '-', 'Allez sur gagne.example', 'a@example.org', 'https://example.org'])(
  '%s is no name',
  (name) => {
    expect(wrong(personName('Manque.'), name)).toBeDefined()
  },
)

test.each([
  ['06 23 41 64 27', '0623416427'],
  ['+33 6 23 41 64 27', '0623416427'],
  ['0033623416427', '0623416427'],
  ['', null],
])('the mobile phone « %s » is %s', (typed, kept) => {
  expect(mobilePhone().parse(typed)).toBe(kept)
})

test('what several fields must be together is said with what is wrong elsewhere, once they are right themselves', () => {
  const form = z.object({ name: text('Nom ?'), from: text('Début ?'), until: text('Fin ?') }).refine(
    ...across(['from', 'until'], ({ from, until }: Record<'from' | 'until', string>) => from < until, {
      field: 'until',
      message: 'Après.',
    }),
  )
  const said = (typed: object) => form.safeParse(typed).error?.issues.map(({ path, message }) => `${String(path[0])} ${message}`)
  expect(said({ name: '', from: '2', until: '1' })).toEqual(['name Nom ?', 'until Après.'])
  expect(said({ name: '', from: '', until: '1' })).toEqual(['name Nom ?', 'from Début ?'])
  expect(said({ name: 'A', from: '2', until: '1' })).toEqual(['until Après.'])
  expect(said({ name: 'A', from: '1', until: '2' })).toBeUndefined()
})

test('a mobile phone is no fixed phone, and the reverse', () => {
  expect(wrong(mobilePhone(), '0322970000')).toContain('06 ou 07')
  expect(wrong(fixedPhone(), '0623416427')).toContain('téléphone fixe')
  expect(fixedPhone().parse('03.22.97.00.00')).toBe('0322970000')
})

test('a day is typed in three fields', () => {
  expect(day('Manque.').parse({ day: '7', month: '6', year: '2010' })).toBe('2010-06-07')
  expect(wrong(day('Manque.'), { day: '31', month: '4', year: '2010' })).toContain('n’existe pas')
  expect(wrong(day('Manque.'), { day: '', month: '', year: '' })).toBe('Manque.')
  expect(wrong(day('Manque.'), undefined)).toBe('Manque.')
})

test('amounts are clean and positive', () => {
  expect(euros('Manque.').parse('120,00')).toBe(12_000)
  expect(wrong(euros('Manque.'), '-1')).toContain('supérieur à zéro')
  expect(wrong(euros('Manque.'), ' ')).toBe('Manque.')
})

test('an e-mail is complete', () => {
  expect(email().parse(' jean@exemple.fr ')).toBe('jean@exemple.fr')
  expect(wrong(email(), 'jean@exemple')).toContain('adresse e-mail complète')
})

test('fields that were not offered change nothing; dots open objects, brackets keep all values', () => {
  const fields = {
    'birthDate.day': ['1'],
    'birthDate.month': ['2'],
    'numbers[]': ['a', 'b'],
    name: ['x', 'y'],
    '__proto__.admin': ['1'],
    'a.b.c': ['1'],
  }
  const read = nested({ fields, files: {} })
  expect(read).toMatchObject({ birthDate: { day: '1', month: '2' }, numbers: ['a', 'b'], name: 'x' })
  expect(read).not.toHaveProperty('a')
  expect(({} as { admin?: string }).admin).toBeUndefined()
  expect(z.object({ ticked: tick() }).parse({ admin: 'on' })).toEqual({ ticked: false })
})
