import { z } from 'zod'
import { choice, paragraphs, text } from '../../../platform/forms/fields.ts'

export const KINDS = {
  fraud: 'Fraude',
  payment: 'Paiement',
  card: 'Carte',
  partner: 'Partenaire',
  school: 'Établissement',
  outage: 'Panne',
  data: 'Données personnelles',
  other: 'Autre',
} as const
export type Kind = keyof typeof KINDS

/** What an incident may be about, and the number by which it is found. */
export const THINGS = {
  person: 'Jeune : numéro de dossier ou de carte',
  partner: 'Partenaire : son code',
  payment: 'Transaction : son numéro',
  school: 'Établissement : son UAI',
} as const
export type Thing = keyof typeof THINGS

const note = () => paragraphs('Écrivez la note.', 3000)

export const openingForm = z.object({
  title: text('Donnez un titre à l’incident.', 120),
  kind: choice(Object.keys(KINDS) as [Kind, ...Kind[]], 'Choisissez le type d’incident.'),
  note: paragraphs('Racontez ce qui s’est passé.', 3000),
})
export type Opening = z.output<typeof openingForm>

export const addingForm = z.discriminatedUnion('action', [
  z.object({
    action: z.literal('link'),
    thing: choice(Object.keys(THINGS) as [Thing, ...Thing[]], 'Choisissez ce que vous ajoutez.'),
    number: text('Saisissez son numéro ou son code.', 40),
  }),
  z.object({ action: z.literal('note'), note: note() }),
])

export const closingForm = z.object({ outcome: paragraphs('Écrivez comment l’incident se termine.', 1000) })

/** A number as it is kept: people group digits, and type codes in small letters. */
export const plain = (typed: string): string => typed.replace(/[\s.\p{Pd}]/gu, '').toUpperCase()
