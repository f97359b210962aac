import { message } from '../../../platform/messages/message.ts'
import { OUR_REGION } from '../../../platform/region.ts'

interface Corrected {
  firstName: string
  lastName: string
  /** What was corrected, in words. */
  corrected: string[]
  isAnotherName: boolean
}

/** By the Region, at their request. */
export const identityCorrected = message(
  'beneficiary.identity-corrected',
  {
    who: 'Beneficiary',
    when: 'an agent corrected their civility, name or birth date',
    example: [
      {
        firstName: 'Jean',
        lastName: 'MARTIN',
        corrected: ['nom', 'date de naissance'],
        isAnotherName: true,
      },
    ],
  },
  ({ firstName, lastName, corrected, isAnotherName }: Corrected) => ({
    subject: 'Votre identité est corrigée',
    paragraphs: [
      'Bonjour,',
      `La Région a corrigé dans votre compte ${OUR_REGION.card} : ${corrected.join(', ')}. Il est au nom de ${firstName} ${lastName} ; le reste est dans « Mon compte ».`,
      ...(isAnotherName
        ? [
            'Si votre carte en plastique porte un autre nom, demandez-en une nouvelle depuis « Ma carte », « Un problème de carte ? », « Erreur sur la carte ».',
          ]
        : []),
      `Si cette correction n’est pas la bonne, appelez le numéro vert ${OUR_REGION.phone}.`,
    ],
  }),
)
