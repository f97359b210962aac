import { places } from '../../../places.ts'
import { message, SECRET } from '../../../platform/messages/message.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import { CODE_MINUTES } from '../agreements/index.ts'

const WHO = 'The manager whom a shop names when it asks to join'
const STRANGER = 'Si vous n’avez rien demandé, ne tenez pas compte de ce message : personne ne peut rien accepter sans ce code.'

export const joiningCode = message(
  'joining-code',
  { who: WHO, when: 'asks for a code to accept the agreement', example: [{ id: 12 }] },
  ({ id }: { id: number }) => ({
    subject: 'Votre code pour accepter la convention',
    paragraphs: [
      'Bonjour,',
      `Le code pour accepter la convention ${OUR_REGION.card} : ${SECRET}`,
      `Saisissez-le dans les ${CODE_MINUTES} minutes. Si vous en avez demandé plusieurs, seul le dernier compte.`,
      STRANGER,
    ],
    secret: 'joining-code',
    about: id,
  }),
)

export const applicationSent = message(
  'joining-application-sent',
  {
    who: WHO,
    when: 'has accepted the agreement: the application waits for the Region',
    example: [{ id: 12, publicUrl: 'https://carte.example' }],
  },
  ({ id, publicUrl }: { id: number; publicUrl: string }) => ({
    urgency: 'fact',
    subject: `Votre demande pour devenir partenaire est envoyée (n° ${id})`,
    paragraphs: [
      'Bonjour,',
      `La Région a reçu votre demande pour accepter la carte ${OUR_REGION.card}, et votre accord sur la convention.`,
      'Deux personnes de la Région la regardent l’une après l’autre. Vous recevrez un mail à chaque étape ; elles peuvent aussi vous appeler.',
      `Pour la suivre, et garder la convention avec la preuve de votre accord, ouvrez ce lien et gardez-le pour vous :\n${publicUrl}${places.public.joiningState.to({ token: SECRET })}`,
    ],
    secret: 'joining-link',
    about: id,
  }),
)
