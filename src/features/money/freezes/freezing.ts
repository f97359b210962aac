import { z } from 'zod'
import { choice, paragraphs } from '../../../platform/forms/fields.ts'

/** What can be frozen: it pays nothing, and loses nothing. */
export type Subject = { kind: 'person' | 'wallet' | 'partner'; id: number }

const OF_PEOPLE = {
  'phone-lost': 'Téléphone perdu ou volé',
  'used-by-another': 'Compte utilisé par quelqu’un d’autre',
  'suspected-fraud': 'Soupçon de fraude',
  'asked-for': 'À la demande du jeune ou de son responsable légal',
  'other-reason': 'Autre motif',
}

const OF_PARTNERS = {
  'suspected-fraud': 'Soupçon de fraude',
  dispute: 'Litige avec un client ou avec la Région',
  'bank-account': 'Compte bancaire à vérifier',
  proceedings: 'Procédure judiciaire, cessation d’activité',
  'asked-for': 'À la demande du partenaire',
  'other-reason': 'Autre motif',
}

/** Why, by what is frozen. */
export const REASONS: Record<Subject['kind'], Record<string, string>> = { person: OF_PEOPLE, wallet: OF_PEOPLE, partner: OF_PARTNERS }

/** A reason in words. */
export const reasonInWords = (reason: string): string => ({ ...OF_PEOPLE, ...OF_PARTNERS })[reason] ?? reason

const comment = paragraphs('Écrivez ce que doit savoir la personne qui dégèlera.', 500)

export const freezeForm = (kind: Subject['kind']) =>
  z.object({ reason: choice(Object.keys(REASONS[kind]) as [string, ...string[]], 'Choisissez un motif.'), comment })

export const unfreezeForm = z.object({ answer: paragraphs('Écrivez pourquoi il n’y a plus de raison de geler.', 500) })

/** Both are kept as long as the accounts of what was frozen. */
export const COMMENT_HINT = 'Gardé avec les comptes : n’y écrivez pas de nom. 500 caractères au plus.'
