import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'campaign.opened': { journal: 'Campagne ouverte' },
  'campaign.prepared': { journal: 'Campagne préparée' },
  'campaign.dates-changed': { journal: 'Dates d’une campagne modifiées' },
  'campaign.benefits-changed': { journal: 'Montants d’une campagne modifiés' },
  'campaign.aid-changed': { journal: 'Aide THR d’une campagne modifiée' },
})
