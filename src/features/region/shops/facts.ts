import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'transaction.read': { journal: 'Lecture d’une transaction', owner: 'Lecture d’une de vos transactions', isReading: true },
})
