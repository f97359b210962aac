import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'staff.second-factor-reset-asked': { journal: 'Réinitialisation d’une double authentification demandée' },
  'staff.second-factor-reset-stopped': { journal: 'Réinitialisation d’une double authentification arrêtée' },
  'staff.second-factor-reset': { journal: 'Double authentification d’un professionnel remise à zéro' },
  'second-factor.enrolled': { journal: 'Double authentification mise en place' },
  'second-factor.phone-proved': { journal: 'Codes de connexion par SMS choisis' },
  'second-factor.passkey-added': { journal: 'Clé d’accès ajoutée' },
  'second-factor.passkey-removed': { journal: 'Clé d’accès retirée' },
  'second-factor.recovery-code-used': { journal: 'Code de secours utilisé' },
  'second-factor.recovery-codes-made': { journal: 'Codes de secours créés' },
  'second-factor.removed': { journal: 'Double authentification retirée' },
})
