import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'day.closed': { journal: 'Journée d’un commerce close' },
  'books.exported': { journal: 'Transactions d’un commerce exportées par un de ses utilisateurs' },
})
