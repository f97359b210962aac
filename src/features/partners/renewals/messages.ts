import { places } from '../../../places.ts'
import type { Day } from '../../../platform/dates.ts'
import { message, SECRET } from '../../../platform/messages/message.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import { CODE_MINUTES } from '../agreements/index.ts'
import { askedUntilInWords } from './renewals.ts'

export const agreementCode = message(
  'agreement-code',
  { who: 'A manager of a partner', when: 'asks for a code to accept a new text of the agreement', example: [] },
  () => ({
    subject: 'Votre code pour accepter la convention',
    paragraphs: [
      'Bonjour,',
      `Le code pour accepter la convention ${OUR_REGION.card} : ${SECRET}`,
      `Saisissez-le dans les ${CODE_MINUTES} minutes. Si vous en avez demandé plusieurs, seul le dernier compte.`,
      'Si vous n’avez rien demandé, changez votre mot de passe : quelqu’un s’est connecté à votre place.',
    ],
    secret: 'agreement-code',
  }),
)

interface Asked {
  publicUrl: string
  acceptBy: Day
  today: Day
}

const AN_ASKED: Asked = { publicUrl: 'https://carte.example', acceptBy: '2027-01-29', today: '2026-11-30' }
const WHO = 'Managers of partners for which nobody has accepted it'

export const newAgreement = message(
  'agreement-to-accept',
  { who: WHO, when: 'a text of the agreement is in force, once each', example: [AN_ASKED] },
  ({ publicUrl, acceptBy, today }: Asked) => ({
    urgency: 'announcement',
    subject: `Convention ${OUR_REGION.card} : un texte à accepter`,
    paragraphs: [
      'Bonjour,',
      'La Région a mis en vigueur un texte de la convention que votre commerce ou votre association n’a pas encore accepté.',
      askedUntilInWords(acceptBy, today),
      `Connectez-vous, lisez-le, et acceptez-le en quelques minutes :\n${publicUrl}${places.partner.agreement.to()}`,
      WELL_MEANWHILE,
    ],
  }),
)

export const agreementReminder = message(
  'agreement-reminder',
  { who: WHO, when: 'half of the days that they have are over, once each', example: [{ ...AN_ASKED, today: '2026-12-30' }] },
  ({ publicUrl, acceptBy, today }: Asked) => ({
    urgency: 'announcement',
    subject: `Rappel : la convention ${OUR_REGION.card} attend votre accord`,
    paragraphs: [
      'Bonjour,',
      'Personne n’a encore accepté le texte de la convention pour votre commerce ou votre association.',
      askedUntilInWords(acceptBy, today),
      `Connectez-vous, lisez-le, et acceptez-le en quelques minutes :\n${publicUrl}${places.partner.agreement.to()}`,
      WELL_MEANWHILE,
    ],
  }),
)

const WELL_MEANWHILE = `Rien ne change à votre caisse en attendant, et ce qui vous est dû vous est versé. Si vous avez une question, appelez le numéro vert ${OUR_REGION.phone}.`
