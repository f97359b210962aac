import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'account.created': { journal: 'Inscription' },
  'account.email-replaced': { journal: 'Inscription refaite avec une autre adresse e-mail' },
})
