import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'beneficiary.identity-corrected': { journal: 'Identité corrigée', owner: 'Correction de votre identité' },
  'beneficiary.sign-in-blocked': { journal: 'Connexion bloquée', owner: 'Blocage de la connexion à votre compte' },
  'beneficiary.sign-in-unblocked': { journal: 'Connexion débloquée', owner: 'Déblocage de la connexion à votre compte' },
  'consents.downloaded': { journal: 'Adresses de qui consent à être contacté téléchargées' },
})

/** Written once, and not any more: the trail keeps them. A name was corrected alone, before the rest of an identity could be. */
export const formerFacts = factsOf({
  'beneficiary.name-corrected': { journal: 'Nom corrigé', owner: 'Correction de votre nom' },
})
