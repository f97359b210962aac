import { z } from 'zod'
import { choice, day, optionalText, paragraphs, text } from '../../../platform/forms/fields.ts'

/** What somebody may ask about their data, without HTTP and without SQL. */

export const RIGHTS = {
  access: 'Accès : une copie de ses données',
  rectification: 'Rectification : corriger une donnée',
  erasure: 'Effacement : ne plus être connu du site',
  restriction: 'Limitation : ne plus utiliser une donnée',
  objection: 'Opposition : ne plus recevoir, ne plus être compté',
  portability: 'Portabilité : ses données dans un fichier à réutiliser',
} as const

export type Right = keyof typeof RIGHTS
export const RIGHT_NAMES = Object.keys(RIGHTS) as [Right, ...Right[]]
export const rightOptions = RIGHT_NAMES.map((value) => ({ value, label: RIGHTS[value] }))
export const rightInWords = (kind: string): string => (RIGHTS[kind as Right] ?? kind).replace(/ :.*/, '')

/** Why one is refused: the law knows these. */
export const REFUSALS = {
  'not-proved': 'La personne n’a pas prouvé qui elle est',
  'not-ours': 'Nous n’avons pas ces données',
  accounts: 'La loi oblige la Région à garder ses comptes',
  'legal-claim': 'Les données servent à constater ou à défendre un droit en justice',
  excessive: 'La demande est manifestement infondée ou excessive',
} as const

type Refusal = keyof typeof REFUSALS
const REFUSAL_NAMES = Object.keys(REFUSALS) as [Refusal, ...Refusal[]]

export const requestForm = z.object({
  kind: choice(RIGHT_NAMES, 'Choisissez ce qui est demandé.'),
  receivedOn: day('Saisissez le jour où la demande est arrivée.'),
  askedBy: text('Écrivez qui demande, et où lui répondre.', 200),
  number: optionalText(20),
  words: paragraphs('Écrivez ce qui est demandé.', 2000),
})

export const answerForm = z.discriminatedUnion('action', [
  z.object({ action: z.literal('done'), answer: paragraphs('Écrivez ce qui a été fait.', 2000) }),
  z.object({
    action: z.literal('refuse'),
    ground: choice(REFUSAL_NAMES, 'Choisissez pourquoi.'),
    refusal: paragraphs('Écrivez ce que vous répondez à la personne.', 2000),
  }),
  z.object({ action: z.literal('extend'), extension: paragraphs('Écrivez pourquoi il faut deux mois de plus.', 500) }),
])

export const erasureForm = z.object({
  reason: paragraphs('Écrivez le motif : il est gardé dans le journal.', 300),
  isSure: z.literal('on', { error: 'Cochez la case : l’effacement ne se reprend pas.' }),
})

/** The register is kept that long after an answer. */
export const REGISTER_DAYS = 5 * 365
