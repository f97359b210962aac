import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'question-received.answered': { journal: 'Réponse à une question reçue' },
})
