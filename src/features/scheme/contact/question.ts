import { z } from 'zod'
import { email, optionalText, paragraphs, personName, text } from '../../../platform/forms/fields.ts'
import type { Limit } from '../../../platform/limits.ts'

/** What the contact form accepts, what an answer must be, and who may answer. */

/** The subjects that questions are sorted into, in the order in which they are proposed. */
export const THEMES = {
  account: 'Compte et connexion',
  request: 'Demande de carte',
  card: 'Carte',
  money: 'Porte-monnaie et paiements',
  aid: 'Aide THR',
  partner: 'Partenaires',
  school: 'Établissements',
  other: 'Autre chose',
} as const

export type Theme = keyof typeof THEMES
export const THEME_NAMES = Object.keys(THEMES) as Theme[]
export const themeOptions = THEME_NAMES.map((value) => ({ value, label: THEMES[value] }))
export const themeInWords = (theme: string | null): string => THEMES[theme as Theme] ?? 'À classer'

const theme = z
  .union([z.literal('').transform(() => null), z.enum(THEME_NAMES)])
  .optional()
  .transform((value) => value ?? null)

export const questionForm = z.object({
  name: personName('Saisissez votre nom et votre prénom.'),
  email: email(),
  fileNumber: optionalText(20),
  theme,
  subject: text('Dites en quelques mots de quoi il s’agit.', 120),
  message: paragraphs('Écrivez votre question.', 4000),
})

export type NewQuestion = z.output<typeof questionForm>

/** What an agent does with a question: one button each. */
export const questionActionForm = z.discriminatedUnion('action', [
  z.object({ action: z.literal('take') }),
  z.object({ action: z.literal('give-back') }),
  z.object({ action: z.literal('answer'), answer: paragraphs('Écrivez la réponse.', 6000) }),
  z.object({ action: z.literal('end') }),
  z.object({ action: z.literal('reopen') }),
  z.object({ action: z.literal('sort'), theme }),
  z.object({ action: z.literal('link'), number: text('Saisissez un numéro de dossier ou de carte, ou le code d’un partenaire.', 20) }),
  z.object({ action: z.literal('unlink') }),
])

export const templateForm = z.object({
  title: text('Donnez un titre à ce modèle : vous le choisirez par lui.', 120),
  theme,
  body: paragraphs('Écrivez le texte du modèle.', 6000),
})

export const noteForm = z.object({ note: paragraphs('Écrivez la note.', 2000) })

/** An agent who has taken a question and left it so long no longer keeps the others from it. */
export const TAKEN_HOURS = 4

interface Taken {
  taken_by: number | null
  taken_at: Date | null
}

/** Who has it now; null when it is anybody's. */
export const holderOf = ({ taken_by, taken_at }: Taken, now: Date): number | null =>
  taken_at && taken_at.getTime() > now.getTime() - TAKEN_HOURS * 3_600_000 ? taken_by : null

/** The text of a template, for who asked. */
export const filledIn = (body: string, { id, name }: { id: number; name: string }): string =>
  body.replaceAll('{nom}', name).replaceAll('{numéro}', String(id))

export const QUESTIONS_A_PAGE = 30
export const EXCHANGES_AT_MOST = 100

/** Loose enough for a school where 300 pupils share an address. */
export const questionsFrom = (network: string): Limit => ({ bucket: `contact:network:${network}`, max: 40, minutes: 60 })

/** Nobody's letter box is filled by whoever types its address as theirs. */
export const mailsAboutQuestions = (address: string): Limit => ({ bucket: `contact:address:${address.toLowerCase()}`, max: 3, minutes: 60 })
