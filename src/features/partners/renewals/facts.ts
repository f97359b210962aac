import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'agreement.accepted': { journal: 'Texte de la convention accepté par un gestionnaire' },
})
