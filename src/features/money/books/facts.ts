import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'books.exported': { journal: 'Transactions d’un commerce exportées par un de ses utilisateurs' },
})
