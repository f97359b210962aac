import { z } from 'zod'
import { type Day, frenchDay } from '../../../platform/dates.ts'
import {
  across,
  choice,
  day,
  optionalDay,
  optionalFile,
  optionalText,
  paragraphs,
  rowId,
  text,
  webAddress,
} from '../../../platform/forms/fields.ts'
import type { PicturePolicy } from '../../../platform/images.ts'

/** What the Region publishes: when it is shown, and what its forms accept. */

export interface Publication {
  published_from: Day | null
  published_until: Day | null
}

export type PublicationState = 'draft' | 'to-come' | 'shown' | 'withdrawn'

/** Whether the content is shown on that day, was, or will be. The days of publication are both included. */
export function publicationState({ published_from, published_until }: Publication, today: Day): PublicationState {
  if (!published_from) return 'draft'
  if (today < published_from) return 'to-come'
  return published_until && published_until < today ? 'withdrawn' : 'shown'
}

const publication = { publishedFrom: optionalDay(), publishedUntil: optionalDay() }

const endsAfterItStarts = across(
  ['publishedFrom', 'publishedUntil'],
  ({ publishedFrom, publishedUntil }: Record<'publishedFrom' | 'publishedUntil', Day | null>) =>
    !publishedUntil || (publishedFrom !== null && publishedFrom <= publishedUntil),
  { field: 'publishedUntil', message: 'La fin de publication vient après le début : corrigez l’une des deux dates.' },
)

/** Good deals */

export const GOOD_DEAL_PICTURE: PicturePolicy = { field: 'picture', width: 640, height: 400, dpi: 96, narrowest: 320 }

export const goodDealForm = z
  .object({
    title: text('Saisissez le titre du bon plan.', 120),
    partnerCode: optionalText(20),
    organiser: optionalText(120),
    body: paragraphs('Décrivez le bon plan.', 5000),
    url: webAddress(),
    picture: optionalFile(),
    validFrom: optionalDay(),
    validUntil: optionalDay(),
    openTo: choice(['all', 'holders'], 'Dites à qui ce bon plan est ouvert.'),
    ...publication,
  })
  .refine(
    ...across(['partnerCode', 'organiser'], ({ partnerCode, organiser }) => (partnerCode === null) !== (organiser === null), {
      field: 'partnerCode',
      message: 'Saisissez le code du partenaire, ou le nom de l’organisateur : l’un des deux.',
    }),
  )
  .refine(
    ...across(
      ['validFrom', 'validUntil'],
      ({ validFrom, validUntil }: Record<'validFrom' | 'validUntil', Day | null>) => !validFrom || !validUntil || validFrom <= validUntil,
      { field: 'validUntil', message: 'La fin de validité vient après le début : corrigez l’une des deux dates.' },
    ),
  )
  .refine(...endsAfterItStarts)

export type GoodDealInput = z.output<typeof goodDealForm>

/** When a good deal can be used, in words. */
export function validityInWords({ valid_from, valid_until }: { valid_from: Day | null; valid_until: Day | null }): string {
  if (valid_from && valid_until) return `Valable du ${frenchDay(valid_from)} au ${frenchDay(valid_until)}`
  if (valid_from) return `Valable à partir du ${frenchDay(valid_from)}`
  return valid_until ? `Valable jusqu’au ${frenchDay(valid_until)}` : 'Sans limite de date'
}

/** Documents */

export const documentForm = z
  .object({ name: text('Saisissez le nom du document.', 150), file: optionalFile(), ...publication })
  .refine(...endsAfterItStarts)

export type DocumentInput = z.output<typeof documentForm>

/** `1,2 Mo`, `48 ko` */
export function sizeInWords(bytes: number): string {
  const megabytes = bytes / 1_000_000
  if (megabytes >= 1) return `${megabytes.toFixed(1).replace('.', ',')} Mo`
  return `${Math.max(1, Math.round(bytes / 1000))} ko`
}

/** Questions */

export const questionForm = z
  .object({
    question: text('Saisissez la question.', 200),
    answer: paragraphs('Saisissez la réponse.', 5000),
    themeId: rowId('Choisissez un thème.').optional().catch(undefined),
    newTheme: optionalText(80),
    position: z
      .string()
      .optional()
      .transform((typed) => typed?.trim() || '0')
      .pipe(z.string().regex(/^\d{1,4}$/, 'Saisissez un rang en chiffres, par exemple 3.'))
      .transform(Number),
    ...publication,
  })
  .refine(
    ...across(['themeId', 'newTheme'], ({ themeId, newTheme }) => themeId !== undefined || newTheme !== null, {
      field: 'themeId',
      message: 'Choisissez un thème, ou donnez le nom d’un nouveau.',
    }),
  )
  .refine(...endsAfterItStarts)

export type QuestionInput = z.output<typeof questionForm>

/** Words as they stand in an address: `j-ai-perdu-ma-carte`. */
export const slugOf = (words: string): string =>
  words
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 70)
    .replace(/^-|-$/g, '') || 'question'

/** Key dates */

/** Whom a date to remember concerns. */
export const CONCERNED = {
  everybody: 'Tout le monde',
  asking: 'Qui a une demande à faire ou à corriger',
  paying: 'Qui a de l’argent sur sa carte, ou va en avoir',
  apprentices: 'Les apprentis',
} as const

export type Concerned = keyof typeof CONCERNED

export const keyDateForm = z
  .object({
    label: text('Saisissez ce qui a lieu ce jour-là.', 150),
    day: day('Saisissez la date.'),
    campaignId: rowId('Choisissez une campagne.'),
    concerns: choice(Object.keys(CONCERNED) as [Concerned, ...Concerned[]], 'Dites qui cette date concerne.'),
    ...publication,
  })
  .refine(...endsAfterItStarts)

export type KeyDateInput = z.output<typeof keyDateForm>
