import type { Kept } from '../../../platform/retention.ts'

export const departures: Kept = {
  data: 'Partenaires qui s’en vont : dernier jour, qui l’a demandé, accepté ou annulé',
  purpose: 'Rendre ce qui était réservé chez eux, les payer une dernière fois, fermer leurs accès.',
  seenBy: 'Les gestionnaires du commerce, et les agents de la Région chargés des partenaires.',
  until: 'Aussi longtemps que les comptes du partenaire.',
}
