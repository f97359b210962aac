import type { Kept } from '../../../platform/retention.ts'

/** The documents and the bank account of an aid, once it was paid or refused. */
export const ENDED_AID_DAYS = 365

/** The same of an aid that was begun, or came back, and was not sent: no window of a contract is longer. */
export const UNSENT_AID_DAYS = 366

const AFTER_THE_AID = `${ENDED_AID_DAYS} jours après le virement ou le refus, ${UNSENT_AID_DAYS} jours si la demande n’est pas envoyée, et avant si vous fermez votre compte.`

export const aidBankAccount: Kept = {
  data: 'Aide THR : compte bancaire (IBAN, BIC, titulaire) et RIB',
  purpose: 'Vous verser l’aide, et voir si un même compte sert à plusieurs personnes.',
  seenBy: 'Vous, et les agents de la Région chargés des virements. L’IBAN et le RIB sont chiffrés.',
  until: `Effacés ${AFTER_THE_AID}`,
}

export const aidDocuments: Kept = {
  data: 'Aide THR : contrat d’apprentissage, attestation d’hébergement, distance',
  purpose: 'Vérifier que vous y avez droit et calculer le montant.',
  seenBy: 'Vous, votre CFA, les agents de la Région chargés de l’aide. Les documents sont chiffrés.',
  until: `Les documents sont effacés ${AFTER_THE_AID} Les montants et la distance restent ensuite, sans votre nom.`,
}
