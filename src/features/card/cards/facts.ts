import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'card-batch.created': { journal: 'Lot de cartes créé' },
  'card-batch.made': { journal: 'Lot de cartes fabriqué' },
  'card-batch.shipped': { journal: 'Lot de cartes expédié' },
  'card.opposed': { journal: 'Carte arrêtée par son titulaire' },
  'card.opposed-by-agent': { journal: 'Carte arrêtée par un agent', owner: 'Arrêt et remplacement de votre carte, après un appel' },
  'card.photo-sent': { journal: 'Nouvelle photo envoyée pour la carte' },
  'card.returned': { journal: 'Carte revenue par la poste', owner: 'Retour de votre carte par la poste' },
  'card.address-confirmed': { journal: 'Adresse d’une carte revenue confirmée par son titulaire' },
  'card.address-confirmed-by-agent': {
    journal: 'Adresse d’une carte revenue confirmée par un agent',
    owner: 'Confirmation de l’adresse où renvoyer votre carte',
  },
  'card.set-aside': { journal: 'Carte mise de côté, photo à refaire', owner: 'Photo de votre carte à refaire' },
})
