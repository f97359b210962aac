import { z } from 'zod'
import { email, optionalText, paragraphs, personName, text } from '../../../platform/forms/fields.ts'

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

/** A question is kept that long. */
export const KEPT_DAYS = 365
