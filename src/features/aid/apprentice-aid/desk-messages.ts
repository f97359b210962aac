import type { Message } from '../../../platform/messages/message.ts'
import { frenchKilometres, wholeEuros } from './aid.ts'
import type { Decider } from './desk-queries.ts'

/** What is said to the apprentice of the decisions on their request, then of its transfer. Reasons may be long: an SMS leaves them to the site. */

/** Who decided, at the head of a sentence. */
export const deciderName = (decider: Decider): string =>
  decider.kind === 'school' ? `Votre établissement, ${decider.school_name},` : 'La Région Hauts-de-France'

export const aidAcceptedBySchool = ({ number, school_name }: { number: string; school_name: string }): Message => ({
  template: 'apprentice-aid.accepted-by-school',
  subject: 'Votre demande d’aide THR est validée par votre établissement',
  paragraphs: [
    'Bonjour,',
    `Votre établissement, ${school_name}, a validé votre demande d’aide pour le transport, l’hébergement et la restauration (demande n° ${number}).`,
    'Elle est maintenant transmise à la Région pour traitement. Vous n’avez rien à faire : nous vous prévenons de la suite.',
  ],
  sms: `Génération #HDF : votre établissement a validé votre demande d’aide THR n° ${number}. La Région la traite maintenant.`,
})

export const aidAccepted = ({ number, total_cents }: { number: string; total_cents: number }): Message => ({
  template: 'apprentice-aid.accepted',
  subject: 'Votre demande d’aide THR est acceptée',
  paragraphs: [
    'Bonjour,',
    `La Région Hauts-de-France a accepté votre demande d’aide pour le transport, l’hébergement et la restauration (demande n° ${number}) : ${wholeEuros(total_cents)} seront versés sur votre compte bancaire.`,
    'Vous n’avez rien à faire : nous vous prévenons quand le virement part.',
  ],
  sms: `Génération #HDF : demande d’aide THR n° ${number} acceptée, ${wholeEuros(total_cents)} seront versés sur votre compte bancaire.`,
})

interface Answered {
  number: string
  reason: string
  decider: string
}

export const aidReturned = ({ number, reason, decider }: Answered): Message => ({
  template: 'apprentice-aid.returned',
  subject: 'Votre demande d’aide THR est à corriger',
  paragraphs: [
    'Bonjour,',
    `${decider} vous demande de corriger votre demande d’aide THR (demande n° ${number}) :`,
    `« ${reason} »`,
    'Connectez-vous à votre espace, corrigez votre demande, puis renvoyez-la. Vos réponses et vos documents sont conservés.',
  ],
  sms: `Génération #HDF : votre demande d’aide THR n° ${number} est à corriger. Connectez-vous pour lire pourquoi, puis renvoyez-la.`,
})

export const aidRefused = ({ number, reason, decider }: Answered): Message => ({
  template: 'apprentice-aid.refused',
  subject: 'Votre demande d’aide THR est refusée',
  paragraphs: [
    'Bonjour,',
    `${decider} a refusé votre demande d’aide THR (demande n° ${number}) :`,
    `« ${reason} »`,
    'Si vous pensez que c’est une erreur, appelez le numéro vert 0800 026 080.',
  ],
  sms: `Génération #HDF : votre demande d’aide THR n° ${number} est refusée. Connectez-vous pour lire pourquoi, ou appelez le 0800 026 080.`,
})

interface DistanceChecked {
  number: string
  reason: string
  distance_m: number
  transport_cents: number
}

export const aidDistanceChecked = ({ number, reason, distance_m, transport_cents }: DistanceChecked): Message => ({
  template: 'apprentice-aid.distance-checked',
  subject: 'La distance de votre demande d’aide THR est vérifiée',
  paragraphs: [
    'Bonjour,',
    `Un agent de la Région a vérifié la distance entre votre domicile et votre CFA (demande n° ${number}) : ${frenchKilometres(distance_m)}, soit ${wholeEuros(transport_cents)} pour le transport.`,
    `« ${reason} »`,
    'Vous n’avez rien à faire : nous vous prévenons de la suite.',
  ],
  sms: `Génération #HDF : distance vérifiée pour votre aide THR n° ${number}, ${frenchKilometres(distance_m)}, soit ${wholeEuros(transport_cents)} de transport.`,
})

export const aidInPayment = (): Message => ({
  template: 'apprentice-aid.put-in-payment',
  subject: 'Le virement de votre aide THR est en cours',
  paragraphs: [
    'Bonjour,',
    'La Région prépare le virement de votre aide pour le transport, l’hébergement et la restauration sur votre compte bancaire.',
    'Vous n’avez rien à faire : nous vous prévenons quand il est fait.',
  ],
  sms: 'Génération #HDF : le virement de votre aide THR est en cours. Nous vous prévenons quand il est fait.',
})

export const aidPutOff = (): Message => ({
  template: 'apprentice-aid.taken-out-of-payment',
  subject: 'Le virement de votre aide THR est reporté',
  paragraphs: [
    'Bonjour,',
    'La Région n’a pas fait le virement de votre aide pour le transport, l’hébergement et la restauration que nous vous avions annoncé : il partira avec les prochains.',
    'Votre aide reste accordée, vous n’avez rien à faire : nous vous prévenons quand le virement part.',
  ],
  sms: 'Génération #HDF : le virement de votre aide THR est reporté, votre aide reste accordée. Nous vous prévenons quand il part.',
})

export const aidPaid = (): Message => ({
  template: 'apprentice-aid.paid',
  subject: 'Votre aide THR est payée',
  paragraphs: [
    'Bonjour,',
    'Le virement de votre aide pour le transport, l’hébergement et la restauration est fait. Selon votre banque, il apparaît sur votre compte sous un à trois jours ouvrés.',
  ],
  sms: 'Génération #HDF : votre aide THR est payée. Le virement apparaît sur votre compte sous un à trois jours ouvrés.',
})

export const aidRejectedByBank = ({ number, reason }: { number: string; reason: string }): Message => ({
  template: 'apprentice-aid.rejected-by-bank',
  subject: 'Le virement de votre aide THR est rejeté : donnez un autre compte',
  paragraphs: [
    'Bonjour,',
    `La banque a rejeté le virement de votre aide THR (demande n° ${number}) :`,
    `« ${reason} »`,
    'Connectez-vous à votre espace, ouvrez votre demande depuis votre page d’accueil, puis donnez de nouvelles coordonnées bancaires et le RIB qui leur correspond. Un nouveau virement suivra.',
  ],
  sms: `Génération #HDF : virement de votre aide THR n° ${number} rejeté par la banque. Connectez-vous pour donner de nouvelles coordonnées bancaires.`,
})
