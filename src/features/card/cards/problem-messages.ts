import { message } from '../../../platform/messages/message.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import { grouped } from './card.ts'
import { type Reason, reasonOf } from './problem.ts'

interface Replaced {
  reason: Reason
  number: string
  new_number: string
}

export const problemDeclared = message(
  'card.problem-declared',
  { who: 'Beneficiary', when: 'declared a problem of card', example: [{ reason: 'lost', number: '23166621', new_number: '48210077' }] },
  ({ reason, number, new_number }: Replaced) => {
    const { label, advice } = reasonOf(reason)
    return {
      subject: `Votre carte ${OUR_REGION.card} est remplacée`,
      paragraphs: [
        'Bonjour,',
        `Vous avez déclaré un problème de carte : « ${label} ». La carte n° ${grouped(number)} ne permet plus de payer.`,
        newCard(new_number),
        advice,
        `Si cette déclaration n’est pas de vous, changez votre mot de passe et appelez le ${OUR_REGION.phone}.`,
      ],
      sms: `${OUR_REGION.card} : la carte ${number} est bloquée et remplacée. Payez déjà avec le QR code de votre espace. Ce n’est pas vous ? Appelez le ${OUR_REGION.phone}.`,
    }
  },
)

/** By an agent, for whoever called. */
export const problemDeclaredByPhone = message(
  'card.problem-declared-by-phone',
  {
    who: 'Beneficiary',
    when: 'an agent stopped their card after a call',
    example: [{ reason: 'stolen', number: '23166621', new_number: '48210077' }],
  },
  ({ reason, number, new_number }: Replaced) => {
    const { label, advice } = reasonOf(reason)
    return {
      subject: `Votre carte ${OUR_REGION.card} est remplacée`,
      paragraphs: [
        'Bonjour,',
        `La Région a arrêté votre carte n° ${grouped(number)} après un appel au numéro vert : « ${label} ». Elle ne permet plus de payer.`,
        newCard(new_number),
        advice,
        `Si vous n’avez rien demandé, appelez le ${OUR_REGION.phone}.`,
      ],
      sms: `${OUR_REGION.card} : la Région a arrêté la carte ${number} et la remplace. Payez déjà avec le QR code de votre espace. Rien demandé ? ${OUR_REGION.phone}.`,
    }
  },
)

const newCard = (number: string) =>
  `Votre nouvelle carte porte le n° ${grouped(number)}. Sans attendre qu’elle arrive par la poste, vous pouvez payer avec le QR code de votre espace, page « Ma carte ». Votre argent vous a suivi.`
