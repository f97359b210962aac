import type { Kept } from '../../../platform/retention.ts'

export const money: Kept = {
  data: 'Numéro de carte, porte-monnaie, paiements, prépaiements, gels, corrections et sommes dues, avec leur motif',
  purpose: 'Tenir votre porte-monnaie et payer les partenaires.',
  seenBy: 'Vous et les agents de la Région. Un partenaire : les paiements faits chez lui.',
  until:
    'Les montants restent aussi longtemps que la loi oblige la Région à garder ses comptes. Après la fermeture de votre compte, rien n’y dit plus qu’ils sont à vous.',
}
