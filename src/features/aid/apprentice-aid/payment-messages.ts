import { message } from '../../../platform/messages/message.ts'
import { OUR_REGION } from '../../../platform/region.ts'

/** What is said to an apprentice of the transfer of their aid. */

export const aidInPayment = message(
  'apprentice-aid.put-in-payment',
  { who: 'Apprentice', when: 'the transfer of the aid is being made', example: [] },
  () => ({
    subject: 'Le virement de votre aide THR est en cours',
    paragraphs: [
      'Bonjour,',
      'La Région prépare le virement de votre aide pour le transport, l’hébergement et la restauration sur votre compte bancaire.',
      'Vous n’avez rien à faire : nous vous prévenons quand il est fait.',
    ],
    sms: `${OUR_REGION.card} : le virement de votre aide THR est en cours. Nous vous prévenons quand il est fait.`,
  }),
)

export const aidPutOff = message(
  'apprentice-aid.taken-out-of-payment',
  { who: 'Apprentice', when: 'the batch of that transfer is cancelled', example: [] },
  () => ({
    subject: 'Le virement de votre aide THR est reporté',
    paragraphs: [
      'Bonjour,',
      'La Région n’a pas fait le virement de votre aide pour le transport, l’hébergement et la restauration que nous vous avions annoncé : il partira avec les prochains.',
      'Votre aide reste accordée, vous n’avez rien à faire : nous vous prévenons quand le virement part.',
    ],
    sms: `${OUR_REGION.card} : le virement de votre aide THR est reporté, votre aide reste accordée. Nous vous prévenons quand il part.`,
  }),
)

export const aidPaid = message('apprentice-aid.paid', { who: 'Apprentice', when: 'the transfer of the aid is made', example: [] }, () => ({
  subject: 'Votre aide THR est payée',
  paragraphs: [
    'Bonjour,',
    'Le virement de votre aide pour le transport, l’hébergement et la restauration est fait. Selon votre banque, il apparaît sur votre compte sous un à trois jours ouvrés.',
  ],
  sms: `${OUR_REGION.card} : votre aide THR est payée. Le virement apparaît sur votre compte sous un à trois jours ouvrés.`,
}))

export const aidRejectedByBank = message(
  'apprentice-aid.rejected-by-bank',
  { who: 'Apprentice', when: 'the bank rejected the transfer', example: [{ number: '123456789', reason: 'Compte clos.' }] },
  ({ number, reason }: { number: string; reason: string }) => ({
    subject: 'Le virement de votre aide THR est rejeté : donnez un autre compte',
    paragraphs: [
      'Bonjour,',
      `La banque a rejeté le virement de votre aide THR (demande n° ${number}) :`,
      `« ${reason} »`,
      'Connectez-vous à votre espace, ouvrez votre demande depuis votre page d’accueil, puis donnez de nouvelles coordonnées bancaires et le RIB qui leur correspond. Un nouveau virement suivra.',
    ],
    sms: `${OUR_REGION.card} : virement de votre aide THR n° ${number} rejeté par la banque. Connectez-vous pour donner de nouvelles coordonnées bancaires.`,
  }),
)
