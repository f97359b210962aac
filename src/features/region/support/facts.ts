import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'account.reset-link-sent': {
    journal: 'Lien de mot de passe envoyé par un agent',
    owner: 'Envoi d’un lien pour choisir votre mot de passe',
  },
  'beneficiary.file-read': { journal: 'Lecture d’un dossier de bénéficiaire', owner: 'Lecture de votre dossier', isReading: true },
  'beneficiary.searched': { journal: 'Recherche de bénéficiaires' },
})
