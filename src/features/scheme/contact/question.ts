import { z } from 'zod'
import { email, optionalText, paragraphs, personName, text } from '../../../platform/forms/fields.ts'
import type { Limit } from '../../../platform/limits.ts'

/** What the contact form accepts, and what an answer must be. */

export const questionForm = z.object({
  name: personName('Saisissez votre nom et votre prénom.'),
  email: email(),
  fileNumber: optionalText(20),
  subject: text('Dites en quelques mots de quoi il s’agit.', 120),
  message: paragraphs('Écrivez votre question.', 4000),
})

export type NewQuestion = z.output<typeof questionForm>

export const answerForm = z.object({ answer: paragraphs('Écrivez la réponse.', 6000) })

export const QUESTIONS_A_PAGE = 30

/** Loose enough for a school where 300 pupils share an address. */
export const questionsFrom = (network: string): Limit => ({ bucket: `contact:network:${network}`, max: 40, minutes: 60 })

/** Nobody's letter box is filled by whoever types its address as theirs. */
export const mailsAboutQuestions = (address: string): Limit => ({ bucket: `contact:address:${address.toLowerCase()}`, max: 3, minutes: 60 })
