import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'account.reset-link-sent': {
    journal: 'Lien de mot de passe envoyé par un agent',
    owner: 'Envoi d’un lien pour choisir votre mot de passe',
  },
  'beneficiary.address-changed': {
    journal: 'Adresse postale changée par un agent',
    owner: 'Changement de votre adresse postale, après un appel',
  },
  'beneficiary.file-read': { journal: 'Lecture d’un dossier de bénéficiaire', owner: 'Lecture de votre dossier', isReading: true },
  'beneficiary.phones-changed': { journal: 'Téléphones changés par un agent', owner: 'Changement de vos téléphones, après un appel' },
  'beneficiary.searched': { journal: 'Recherche de bénéficiaires' },
})
