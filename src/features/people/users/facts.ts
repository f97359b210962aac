import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'staff.shop-chosen': { journal: 'Point de vente choisi par un professionnel, pour sa session' },
  'staff.school-chosen': { journal: 'Établissement choisi par un professionnel, pour sa session' },
})
