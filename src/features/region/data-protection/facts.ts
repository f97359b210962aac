import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'beneficiary.archived': {
    journal: 'Archive des données d’un jeune, par le délégué à la protection des données',
    owner: 'Archive de vos données, faite à votre demande',
    isReading: true,
  },
  'beneficiary.erased': { journal: 'Compte effacé par le délégué à la protection des données' },
  'data-request.recorded': { journal: 'Demande sur des données inscrite au registre', owner: 'Votre demande sur vos données est inscrite' },
  'data-request.extended': {
    journal: 'Délai d’une demande sur des données prolongé',
    owner: 'Délai de votre demande sur vos données prolongé',
  },
  'data-request.answered': { journal: 'Demande sur des données terminée', owner: 'Réponse à votre demande sur vos données' },
  'person.searched-by-number': { journal: 'Recherche d’une personne par un numéro' },
})
