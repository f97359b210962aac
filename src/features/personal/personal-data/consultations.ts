import type { FactName, FormerFactName } from '../../../platform/audit.ts'

/** « Qui a consulté mon dossier »: what staff did with somebody's file, as that person reads it. */

const WORDS: Partial<Record<FactName | FormerFactName, string>> = {
  'card-application.read': 'Lecture de votre demande de carte',
  'card-application.photo-read': 'Lecture de la photo de votre demande',
  'card-application.identity-read': 'Lecture de votre justificatif d’identité',
  'card-application.validated': 'Validation de votre demande de carte',
  'card-application.returned': 'Renvoi de votre demande de carte pour correction',
  'card-application.refused': 'Refus de votre demande de carte',
  'card-application.moved': 'Changement de votre établissement',
  'aid-request.read': 'Lecture de votre demande d’aide THR',
  'aid-request.document-read': 'Lecture d’un document de votre demande d’aide THR',
  'aid-request.accepted-by-school': 'Validation de votre demande d’aide THR par votre établissement',
  'aid-request.accepted': 'Acceptation de votre demande d’aide THR',
  'aid-request.returned': 'Renvoi de votre demande d’aide THR pour correction',
  'aid-request.refused': 'Refus de votre demande d’aide THR',
  'aid-request.distance-checked': 'Vérification de la distance de votre demande d’aide THR',
  'aid-request.put-in-payment': 'Mise en paiement de votre aide THR',
  'aid-request.paid': 'Paiement de votre aide THR',
  'aid-request.rejected-by-bank': 'Rejet du virement de votre aide THR par la banque',
  'aid-request.taken-out-of-payment': 'Report du virement de votre aide THR',
  'aid-batch.downloaded': 'Envoi du titulaire et de l’IBAN de votre compte à la banque, pour le virement de votre aide THR',
  'beneficiary.file-read': 'Lecture de votre dossier',
  'beneficiary.identity-corrected': 'Correction de votre identité',
  'beneficiary.name-corrected': 'Correction de votre nom',
  'beneficiary.email-change-asked': 'Demande d’une nouvelle adresse e-mail, après un appel',
  'beneficiary.address-changed': 'Changement de votre adresse postale, après un appel',
  'beneficiary.phones-changed': 'Changement de vos téléphones, après un appel',
  'beneficiary.sign-in-blocked': 'Blocage de la connexion à votre compte',
  'beneficiary.sign-in-unblocked': 'Déblocage de la connexion à votre compte',
  'account.reset-link-sent': 'Envoi d’un lien pour choisir votre mot de passe',
  'message.read': 'Lecture d’un message qui vous a été envoyé',
  'message.sent-again': 'Nouvel envoi d’un message',
  'card.opposed-by-agent': 'Arrêt et remplacement de votre carte, après un appel',
  'card.photo-read': 'Lecture de la photo de votre carte',
  'card.set-aside': 'Photo de votre carte à refaire',
  'card-batch.downloaded': 'Envoi de vos nom, prénom, photo et adresse à l’atelier qui fabrique votre carte',
  'checkout.opened': 'Votre carte présentée en caisse : prénom, initiale du nom et photo',
  'prepayment.shown': 'Votre prépaiement présenté en caisse : prénom, initiale du nom et montant',
}

/** In words; a fact that has none is at least said to have happened. */
export const factInWords = (fact: string): string =>
  (WORDS as Record<string, string>)[fact] ?? (fact.endsWith('read') ? 'Lecture de votre dossier' : 'Traitement de votre dossier')

export const CONSULTATIONS_A_PAGE = 20
