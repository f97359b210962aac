import { z } from 'zod'
import { asciiFigures, frenchMinute } from '../../../platform/dates.ts'
import { choice, paragraphs } from '../../../platform/forms/fields.ts'
import { OUR_REGION } from '../../../platform/region.ts'

/** Why a validation is taken back: the young person reads it. */
export const REASONS = {
  'by-mistake': 'Validée par erreur',
  'not-enrolled': 'Pas inscrit dans l’établissement',
  'wrong-course': 'Situation ou formation erronée',
  'left-school': 'A quitté l’établissement avant la campagne',
  'suspected-fraud': 'Soupçon de fraude',
} as const

const reason = choice(Object.keys(REASONS) as [keyof typeof REASONS, ...(keyof typeof REASONS)[]], 'Choisissez un motif.')
const comment = paragraphs('Écrivez ce qu’il faut savoir de ce retrait.', 500)

export const COMMENT_HINT = 'Le jeune ne le lit pas ; il reste dans le journal : n’y écrivez pas de nom. 500 caractères au plus.'

/** What a school asks, of one request. */
export const ownWithdrawalForm = z.object({ reason, comment })

export const AT_ONCE = 100

/** Numbers as they are pasted: one a line, or between commas. */
const numbers = z
  .string({ error: 'Saisissez au moins un numéro de dossier.' })
  .transform((typed) => [
    ...new Set(
      asciiFigures(typed)
        .split(/[\n,;]+/)
        .map((number) => number.replace(/\D/g, ''))
        .filter(Boolean),
    ),
  ])
  .refine((all) => all.length > 0, 'Saisissez au moins un numéro de dossier.')
  .refine((all) => all.length <= AT_ONCE, `Saisissez ${AT_ONCE} numéros de dossier au plus.`)
  .refine((all) => all.every((number) => /^\d{10}$/.test(number)), 'Un numéro de dossier a 10 chiffres : vérifiez-les, un par ligne.')

/** What the Region asks, of several. */
export const withdrawalForm = z.object({ numbers, reason, comment })

/** What a school asks, of several that it ticks. */
export const ownWithdrawalsForm = z.object({
  numeros: z.array(z.string().regex(/^\d{10}$/)).default([]),
  reason,
  comment,
})

/** As it is kept until a second person agrees. */
export const keptWithdrawal = z.object({ numbers: z.array(z.string()).min(1), reason, comment })

/** Until when a school takes back a validation of its own. */
export const lastInstant = ({ decided_at, withdrawal_hours }: { decided_at: Date; withdrawal_hours: number }): Date =>
  new Date(decided_at.getTime() + withdrawal_hours * 3_600_000)

interface Validated {
  decided_at: Date
  withdrawal_hours: number
  is_by_region: boolean
  spent_cents: number
  reserved_cents: number
}

/** Why a school does not take back a validation any more, and its code; null while it may. */
export function whyNot(validated: Validated, now: Date): { code: string; words: string } | null {
  if (validated.is_by_region) return { code: 'withdrawal.by-region', words: BY_REGION }
  const last = lastInstant(validated)
  if (now > last) {
    const words = `Vous pouviez retirer cette validation jusqu’au ${frenchMinute(last)}. Demandez à la Région de la retirer, au ${OUR_REGION.phone}.`
    return { code: 'withdrawal.too-late', words }
  }
  return validated.spent_cents + validated.reserved_cents > 0 ? { code: 'withdrawal.spent', words: ALREADY_SPENT } : null
}

/** A sum that was owed since another year is taken from the new aid: it has served too. */
export const ALREADY_SPENT = `Une partie de cette aide a déjà été dépensée, réservée ou reprise pour une somme due : demandez à la Région de retirer la validation, au ${OUR_REGION.phone}.`

/** It decides in the place of a school that lets people wait, and the first decision counts. */
export const BY_REGION = `C’est la Région qui a validé cette demande : s’il y a une erreur, demandez-lui de retirer la validation, au ${OUR_REGION.phone}.`
