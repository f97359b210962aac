import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'staff.school-chosen': { journal: 'Établissement choisi par un professionnel, pour sa session' },
})
