import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'journal.exported': { journal: 'Journal exporté pour une période' },
})
