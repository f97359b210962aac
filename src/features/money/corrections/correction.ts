import { z } from 'zod'
import { choice, euros, formId, paragraphs } from '../../../platform/forms/fields.ts'

export const ADJUSTMENT_REASONS = {
  'wrong-amount': 'Montant accordé erroné',
  'till-error': 'Erreur de caisse que le partenaire n’a pas remboursée',
  'technical-error': 'Erreur du site',
  'decided-by-region': 'Décision de la Région',
  'other-reason': 'Autre motif',
} as const

export const FRAUD_REASONS = {
  'stolen-card': 'Carte ou téléphone volé',
  'paid-by-another': 'Payé par quelqu’un d’autre que le titulaire',
  'nothing-given': 'Achat qui n’a pas été remis',
  'false-sale': 'Vente fictive',
  'other-reason': 'Autre motif',
} as const

/** Why what is owed is asked no more. */
export const WAIVER_REASONS = {
  'good-faith': 'Bonne foi : l’erreur n’est pas la sienne',
  hardship: 'Situation difficile',
  'small-amount': 'Somme trop petite',
  'decided-by-region': 'Décision de la Région',
} as const

/** A reason in words. */
export const reasonInWords = (reason: string): string => ({ ...ADJUSTMENT_REASONS, ...FRAUD_REASONS })[reason as 'other-reason'] ?? reason

type Keys<Reasons> = [keyof Reasons & string, ...(keyof Reasons & string)[]]
const oneOf = <Reasons extends Record<string, string>>(reasons: Reasons) =>
  choice(Object.keys(reasons) as Keys<Reasons>, 'Choisissez un motif.')

const comment = paragraphs('Écrivez ce que doit savoir la personne qui valide.', 500)

export const COMMENT_HINT = 'La personne qui valide le lit, et il reste avec les comptes : n’y écrivez pas de nom. 500 caractères au plus.'

export const adjustmentForm = z.object({
  direction: choice(['credit', 'debit'], 'Dites s’il faut ajouter ou retirer de l’argent.'),
  amount: euros('Saisissez le montant de la régularisation.'),
  reason: oneOf(ADJUSTMENT_REASONS),
  comment,
  _id: formId(),
})
export type Adjustment = z.output<typeof adjustmentForm>

/** As it is kept until a second person agrees. */
export const keptAdjustment = z.object({
  wallet_id: z.number().int(),
  direction: z.enum(['credit', 'debit']),
  amount_cents: z.number().int().positive(),
  reason: z.string(),
  comment: z.string(),
  request_id: z.uuid(),
})

export const waiverForm = z.object({ reason: oneOf(WAIVER_REASONS), comment })

export const fraudForm = z.object({
  expense: choice(['partner', 'region'], 'Dites qui rend l’argent.'),
  reason: oneOf(FRAUD_REASONS),
  comment,
  _id: formId(),
})
export type FraudCancellation = z.output<typeof fraudForm>

/** Likewise. */
export const keptCancellation = z.object({
  transaction_id: z.number().int(),
  expense: z.enum(['partner', 'region']),
  reason: z.string(),
  comment: z.string(),
  request_id: z.uuid(),
})
