import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'enrolment.compared': {
    journal: 'Demande comparée à la liste de l’établissement',
    owner: 'Comparaison de votre demande avec la liste des élèves de votre établissement',
  },
  'enrolment.judged': {
    journal: 'Personne reconnue, ou non, sur la liste de l’établissement',
    owner: 'Recherche de votre nom sur la liste des élèves de votre établissement',
  },
  'enrolment.read': {
    journal: 'Lecture de ce que la liste de l’établissement dit d’une demande',
    owner: 'Lecture de ce que la liste de votre établissement dit de votre demande',
    isReading: true,
  },
  'enrolment-list.read': { journal: 'Lecture d’une liste d’élèves comparée aux demandes', isReading: true },
})
