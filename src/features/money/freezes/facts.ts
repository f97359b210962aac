import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'person.frozen': { journal: 'Bénéficiaire gelé', owner: 'Gel de votre carte et de votre argent' },
  'person.unfrozen': { journal: 'Bénéficiaire dégelé', owner: 'Dégel de votre carte et de votre argent' },
  'wallet.frozen': { journal: 'Porte-monnaie gelé', owner: 'Gel d’un de vos porte-monnaie' },
  'wallet.unfrozen': { journal: 'Porte-monnaie dégelé', owner: 'Dégel d’un de vos porte-monnaie' },
  'partner.frozen': { journal: 'Partenaire gelé' },
  'partner.unfrozen': { journal: 'Partenaire dégelé' },
})
