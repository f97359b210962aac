import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'file-note.left': { journal: 'Note laissée sur un dossier', owner: 'Note laissée sur votre dossier' },
  'file-notes.read': {
    journal: 'Lecture des questions et notes d’un dossier',
    owner: 'Lecture des questions et notes de votre dossier',
    isReading: true,
  },
  'question-received.answered': { journal: 'Réponse à une question reçue', owner: 'Réponse à une question sur votre dossier' },
  'question-received.ended': { journal: 'Question reçue classée sans réponse' },
  'question-received.linked': { journal: 'Question reçue rattachée à un dossier', owner: 'Question rattachée à votre dossier' },
})
