import { z } from 'zod'
import { email, fixedPhone, mobilePhone, onePhone, paragraphs, rowId, text } from '../../../platform/forms/fields.ts'

/** What an agent does for somebody on the telephone, without HTTP and without SQL. */

/** What somebody is looked for by: which field of the page's one text it is can be seen. */
export type LookedFor = { by: 'name' | 'email' | 'number'; words: string } | { by: 'nothing' }

/** A file or card number has digits only, an e-mail address has an @; the rest is a name. */
export function lookedFor(typed: string): LookedFor {
  const words = typed.trim().slice(0, 100)
  if (words === '') return { by: 'nothing' }
  if (words.includes('@')) return { by: 'email', words }
  const number = words.replace(/[\s.\p{Pd}]/gu, '')
  return /^\d+$/.test(number) ? { by: 'number', words: number } : { by: 'name', words }
}

/** More than these are not listed: who looks among so many has to say more. */
export const FOUND_AT_MOST = 100

export const FOUND_A_PAGE = 20

/** It stays in the audit when the person is forgotten. */
export const REASON_HINT = 'Ce motif reste dans le journal : n’y écrivez pas de nom. 300 caractères au plus.'

const reason = paragraphs('Écrivez le motif : il est gardé dans l’historique.', 300)

export const reasonForm = z.object({ reason })

export const phonesForm = z.object({ fixedPhone: fixedPhone(), mobilePhone: mobilePhone(), reason }).refine(...onePhone)

export const emailForm = z.object({ email: email(), reason })

export const moveForm = z.object({
  school: rowId('Choisissez l’établissement.'),
  course: text('Choisissez la formation.', 40),
  reason,
})

/** The end of a ticket: its whole number is redeemed by whoever has it. */
export const maskedTicket = (ticket: string): string => `•••• •••• ${ticket.slice(-4)}`
