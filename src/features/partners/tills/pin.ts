import { z } from 'zod'
import type { Keys } from '../../../platform/encryption.ts'
import { choice, password, rowId, text } from '../../../platform/forms/fields.ts'
import { chosenPin, fingerprintsOfPin, pinField } from '../../../platform/pins.ts'

const FOUR_TO_SIX = 'Saisissez les 4 à 6 chiffres de votre code, sans lettre.'

const TILL_NAME_AT_MOST = 40

const FIGURES = /^\d{4,6}$/

/** Who comes to a till, and who leaves it. */
export const cashierForm = z.discriminatedUnion('action', [
  z.object({ action: z.literal('come'), cashierId: rowId('Choisissez votre nom.'), pin: pinField(FIGURES, FOUR_TO_SIX) }),
  z.object({ action: choice(['leave', 'close'], 'Choisissez ce que vous voulez faire.') }),
])

export const choosePinForm = z.object({
  password: password('Saisissez votre mot de passe.'),
  pin: chosenPin(FIGURES, FOUR_TO_SIX),
})

/** What a manager does about the tills of their shop. */
export const tillsForm = z.discriminatedUnion('action', [
  z.object({ action: z.literal('open'), name: text('Donnez un nom à cette caisse, par exemple : Caisse 1.', TILL_NAME_AT_MOST) }),
  z.object({ action: z.literal('close'), till: rowId('Choisissez une caisse.') }),
  z.object({ action: z.literal('lift'), till: rowId('Choisissez une caisse.'), cashierId: rowId('Choisissez un caissier.') }),
])

/** What the database keeps of a PIN, under the newest key, and would have kept under those before. */
export const hashesOfPin = (keys: Keys, staffId: number, chosen: string): [Buffer, ...Buffer[]] =>
  fingerprintsOfPin(keys, `till-pin:${staffId}`, chosen)
