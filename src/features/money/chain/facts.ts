import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'chain.exported': { journal: 'Transactions de plusieurs points de vente exportées par un de leurs utilisateurs' },
})
