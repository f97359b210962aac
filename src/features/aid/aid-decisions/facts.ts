import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'aid-request.read': { journal: 'Lecture d’une demande d’aide THR', owner: 'Lecture de votre demande d’aide THR', isReading: true },
  'aid-request.document-read': {
    journal: 'Lecture d’un document d’une demande d’aide THR',
    owner: 'Lecture d’un document de votre demande d’aide THR',
    isReading: true,
  },
})
