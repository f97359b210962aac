import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'partner.added': { journal: 'Partenaire ajouté' },
  'partner.changed': { journal: 'Partenaire modifié' },
  'partner.suspended': { journal: 'Partenaire suspendu' },
  'partner.reactivated': { journal: 'Partenaire ouvert par une seconde personne' },
  'partner-type.added': { journal: 'Type de partenaire ajouté' },
  'partner-type.renamed': { journal: 'Type de partenaire renommé' },
})

/** Written once, and not any more: files of partners are imported as others are. */
export const formerFacts = factsOf({
  'partners.imported': { journal: 'Partenaires importés' },
})
