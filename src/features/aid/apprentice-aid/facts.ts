import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'aid-request.put-in-payment': { journal: 'Aide THR mise dans un lot de virements', owner: 'Préparation du virement de votre aide THR' },
  'aid-request.accepted': { journal: 'Demande d’aide THR acceptée', owner: 'Acceptation de votre demande d’aide THR' },
  'aid-request.accepted-by-school': {
    journal: 'Demande d’aide THR validée par un CFA',
    owner: 'Validation de votre demande d’aide THR par votre établissement',
  },
  'aid-request.distance-checked': {
    journal: 'Distance d’une demande d’aide THR vérifiée',
    owner: 'Vérification de la distance de votre demande d’aide THR',
  },
  'aid-request.paid': { journal: 'Virement d’une aide THR fait', owner: 'Virement de votre aide THR' },
  'aid-request.came-back': {
    journal: 'Virement d’une aide THR revenu à la Région',
    owner: 'Retour à la Région du virement de votre aide THR, à refaire',
  },
  'aid-request.refused': { journal: 'Demande d’aide THR refusée', owner: 'Refus de votre demande d’aide THR' },
  'aid-request.rejected-by-bank': { journal: 'Virement d’une aide THR rejeté', owner: 'Rejet du virement de votre aide THR par la banque' },
  'aid-request.taken-out-of-payment': { journal: 'Virement d’une aide THR reporté', owner: 'Report du virement de votre aide THR' },
  'aid-request.returned': {
    journal: 'Demande d’aide THR renvoyée pour correction',
    owner: 'Renvoi de votre demande d’aide THR pour correction',
  },
})
