import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'guardian.named': { journal: 'Responsable légal indiqué par un jeune' },
  'guardian.confirmed': { journal: 'Responsable légal confirmé', owner: 'Confirmation de votre responsable légal' },
  'guardian.ended': { journal: 'Suivi par un responsable légal terminé', owner: 'Fin du suivi par votre responsable légal' },
  'guardian.alerts-chosen': { journal: 'Alertes de paiement aux responsables légaux choisies par un jeune' },
  'guardian.consent-answered': { journal: 'Réponse d’un responsable légal à un consentement', owner: 'Réponse à un consentement' },
  'guardian.followed': { journal: 'Suivi lu par un responsable légal', owner: 'Lecture de votre suivi', isReading: true },
  'guardian.account-erased': { journal: 'Compte d’un responsable légal effacé' },
})
