import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'organisation.siret-given': { journal: 'SIRET d’un partenaire enregistré' },
})
