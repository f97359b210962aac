import type { Facts } from '../../../platform/audit.ts'

/** « Qui a consulté mon dossier »: what staff did with somebody's file, as that person reads it. */

/** In words; a fact that has none is at least said to have happened. */
export const factInWords = (facts: Facts, name: string): string =>
  facts.get(name)?.owner ?? (name.endsWith('read') ? 'Lecture de votre dossier' : 'Traitement de votre dossier')

export const CONSULTATIONS_A_PAGE = 20
