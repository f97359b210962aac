import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'message.read': { journal: 'Lecture d’un message envoyé', owner: 'Lecture d’un message qui vous a été envoyé', isReading: true },
  'message.returned': { journal: 'Mail revenu : sa messagerie l’a refusé' },
  'message.sent-again': { journal: 'Message envoyé à nouveau', owner: 'Nouvel envoi d’un message' },
})
