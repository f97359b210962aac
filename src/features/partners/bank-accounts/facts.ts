import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'bank-account.proposed': { journal: 'Compte bancaire d’un partenaire proposé' },
  'bank-account.agreed': { journal: 'Compte bancaire d’un partenaire accepté par une seconde personne' },
  'bank-account.dropped': { journal: 'Compte bancaire d’un partenaire refusé, retiré ou resté sans réponse' },
  'bank-account.ended': { journal: 'Compte bancaire d’un partenaire arrêté' },
})
