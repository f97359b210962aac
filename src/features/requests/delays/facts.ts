import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'school.reminded': { journal: 'Rappel envoyé à un établissement' },
  'certificate.sent': { journal: 'Certificat de scolarité envoyé à la Région' },
  'certificate.read': {
    journal: 'Lecture d’un certificat de scolarité',
    owner: 'Lecture de votre certificat de scolarité',
    isReading: true,
  },
  'certificate.deleted': { journal: 'Certificat de scolarité supprimé' },
})
