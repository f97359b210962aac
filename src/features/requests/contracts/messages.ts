import { message } from '../../../platform/messages/message.ts'
import { OUR_REGION } from '../../../platform/region.ts'

/** What is said to the apprentice of the decisions on a change of their contract. */

export const contractChangeConfirmed = message(
  'contract-change.confirmed',
  [
    { who: 'Apprentice', when: 'a change of their contract counts', example: [{ isCredited: false }] },
    {
      who: 'Apprentice who prepares another diploma',
      when: 'their next contract counts, and gives what their rule gave nothing of',
      example: [{ isCredited: true }],
    },
  ],
  ({ isCredited }: { isCredited: boolean }) => ({
    subject: 'Votre changement de contrat est confirmé',
    paragraphs: [
      'Bonjour,',
      'Votre changement de contrat d’apprentissage est confirmé : les dates de votre aide au transport, à l’hébergement et à la restauration (THR) en tiennent compte.',
      ...(isCredited ? ['Vous préparez un autre diplôme : votre porte-monnaie est crédité de l’aide qui lui correspond.'] : []),
      'Retrouvez vos contrats dans votre espace, page « Mon contrat ».',
    ],
    sms: `${OUR_REGION.card} : votre changement de contrat est confirmé. ${isCredited ? 'Votre porte-monnaie est crédité. ' : ''}Retrouvez vos contrats dans « Mon contrat ».`,
  }),
)

export const contractChangeRefused = message(
  'contract-change.refused',
  {
    who: 'Apprentice',
    when: 'a change of their contract is not confirmed',
    example: [{ reason: 'Le contrat court toujours.', decider: 'Votre établissement, CFA du Beffroi,' }],
  },
  ({ reason, decider }: { reason: string; decider: string }) => ({
    subject: 'Votre changement de contrat n’est pas confirmé',
    paragraphs: [
      'Bonjour,',
      `${decider} n’a pas confirmé le changement de contrat que vous avez déclaré :`,
      `« ${reason} »`,
      `Si c’est une erreur, déclarez-le de nouveau dans votre espace, page « Mon contrat », ou appelez le numéro vert ${OUR_REGION.phone}.`,
    ],
    sms: `${OUR_REGION.card} : votre changement de contrat n’est pas confirmé. Le motif est dans votre espace, page « Mon contrat ».`,
  }),
)
