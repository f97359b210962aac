import type { Kept } from '../../../platform/retention.ts'

/** An incident is kept that long once it is closed. */
export const INCIDENT_DAYS = 730

export const incidents: Kept = {
  data: 'Incident qui vous concerne : son type, ses notes et ses documents',
  purpose: 'Comprendre et réparer un problème : fraude, paiement contesté, carte, panne.',
  seenBy: 'Les agents de la Région qui décident.',
  until: 'Deux ans après la fin de l’incident.',
}
