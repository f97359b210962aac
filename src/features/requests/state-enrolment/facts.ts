import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'enrolment.asked-of-the-state': {
    journal: 'Inscription demandée à l’État (API Particulier)',
    owner: 'Vérification de votre inscription auprès de l’Éducation nationale',
  },
})
