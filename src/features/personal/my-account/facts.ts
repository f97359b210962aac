import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'beneficiary.account-saved': { journal: 'Compte modifié par son titulaire' },
  'beneficiary.address-saved': { journal: 'Adresse modifiée par son titulaire' },
  'beneficiary.email-change-asked': {
    journal: 'Nouvelle adresse e-mail demandée',
    owner: 'Demande d’une nouvelle adresse e-mail, après un appel',
  },
  'beneficiary.email-confirmed': { journal: 'Nouvelle adresse e-mail confirmée, dans l’attente de son heure' },
  'beneficiary.email-change-stopped': { journal: 'Changement d’adresse e-mail arrêté depuis l’ancienne adresse' },
  'beneficiary.email-change-dropped': { journal: 'Changement d’adresse e-mail abandonné : qui l’avait demandé n’en a plus le droit' },
  'beneficiary.email-changed': { journal: 'Adresse e-mail changée' },
})
