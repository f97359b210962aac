import { timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { type Keys, markedFingerprintsOf } from '../../../platform/encryption.ts'
import { choice, password, rowId, text } from '../../../platform/forms/fields.ts'

const FOUR_TO_SIX = 'Saisissez les 4 à 6 chiffres de votre code, sans lettre.'

const TILL_NAME_AT_MOST = 40

/** What is typed in place of a PIN is none: a code that was scanned into the field is no try. */
const pin = z.string({ error: FOUR_TO_SIX }).regex(/^\d{4,6}$/, FOUR_TO_SIX)

/** Who comes to a till, and who leaves it. */
export const cashierForm = z.discriminatedUnion('action', [
  z.object({ action: z.literal('come'), cashierId: rowId('Choisissez votre nom.'), pin }),
  z.object({ action: choice(['leave', 'close'], 'Choisissez ce que vous voulez faire.') }),
])

export const choosePinForm = z.object({
  password: password('Saisissez votre mot de passe.'),
  pin: pin.refine(
    (chosen) => !isGuessed(chosen),
    'Ce code est trop facile à deviner : ni chiffres qui se suivent ou se répètent, ni date, ni année. Choisissez-en un autre.',
  ),
})

/** What a manager does about the tills of their shop. */
export const tillsForm = z.discriminatedUnion('action', [
  z.object({ action: z.literal('open'), name: text('Donnez un nom à cette caisse, par exemple : Caisse 1.', TILL_NAME_AT_MOST) }),
  z.object({ action: z.literal('close'), till: rowId('Choisissez une caisse.') }),
  z.object({ action: z.literal('lift'), till: rowId('Choisissez une caisse.'), cashierId: rowId('Choisissez un caissier.') }),
])

/** Figures in the middle column of a keypad, its corners, its diagonals: what a hand types without thinking. */
const ON_A_KEYPAD = [
  '2580',
  '0852',
  '1379',
  '1397',
  '3179',
  '9731',
  '7931',
  '7139',
  '1793',
  '1470',
  '0741',
  '3690',
  '0963',
  '147258',
  '258369',
]

/** Whether many people choose it, so that whoever tries five finds it: figures that follow or repeat each other, years, days of birth. */
export function isGuessed(chosen: string): boolean {
  const figures = Array.from(chosen, Number)
  const steps = new Set(figures.slice(1).map((figure, index) => (figure - (figures[index] as number) + 10) % 10))
  // 1111, 1234, 9876, 7890.
  if (steps.size === 1 && [0, 1, 9].includes([...steps][0] as number)) return true
  // 1212, 123123, 112233, 1122, 1221, 123321.
  if (/^(\d{2,3})\1+$/.test(chosen) || /^(?:(\d)\1)+$/.test(chosen) || chosen === [...chosen].reverse().join('')) return true
  if (new Set(figures).size <= 2) return true
  return ON_A_KEYPAD.includes(chosen) || isDate(chosen)
}

/** A year, or a day and a month in either order, with two figures of a year or without. */
function isDate(chosen: string): boolean {
  if (/^(19[2-9]|20[0-4])\d$/.test(chosen)) return true
  const pairs = chosen.length === 5 ? [] : (chosen.match(/\d{2}/g) ?? []).map(Number)
  const isDay = (day = 0, month = 0) => day >= 1 && day <= 31 && month >= 1 && month <= 12
  const [first, second, third] = pairs
  const inEitherOrder = isDay(first, second) || isDay(second, first)
  return inEitherOrder || (third !== undefined && (isDay(second, third) || isDay(third, second)))
}

/** What the database keeps of a PIN, under the newest key, and would have kept under those before. */
export const hashesOfPin = (keys: Keys, staffId: number, chosen: string): [Buffer, ...Buffer[]] =>
  markedFingerprintsOf(keys, `till-pin:${staffId}:${chosen}`)

/** Whether it is the PIN of which that is kept. */
export const isPin = (kept: Buffer, hashes: readonly Buffer[]): boolean =>
  hashes.some((hash) => hash.length === kept.length && timingSafeEqual(hash, kept))
