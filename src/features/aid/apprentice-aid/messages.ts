import { message } from '../../../platform/messages/message.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import { wholeEuros } from './aid.ts'

/** What is said to the apprentice about their request for the aid. */

interface Submitted {
  number: string
  /** The CFA that checks it; the Region without one. */
  checked_by: string | null
  total_cents: number
}

export const aidSubmitted = message(
  'apprentice-aid.submitted',
  [
    {
      who: 'Apprentice',
      when: 'sent their request for the apprentice aid',
      example: [{ number: '123456789', checked_by: 'CFA du Beffroi', total_cents: 28_000 }],
    },
    {
      who: 'Apprentice of a CFA outside the Region',
      when: 'sent their request for the apprentice aid',
      example: [{ number: '123456789', checked_by: null, total_cents: 28_000 }],
    },
  ],
  ({ number, checked_by, total_cents }: Submitted) => ({
    subject: 'Votre demande d’aide THR est envoyée',
    paragraphs: [
      'Bonjour,',
      `Votre demande d’aide pour le transport, l’hébergement et la restauration (demande n° ${number}) est envoyée. Montant demandé : ${wholeEuros(total_cents)}.`,
      checked_by
        ? `Votre établissement, ${checked_by}, vérifie maintenant votre inscription. La Région traitera ensuite votre demande.`
        : `Votre établissement n’étant pas situé en Région ${OUR_REGION.name}, elle est transmise directement à la Région pour traitement.`,
      'Vous n’avez rien à faire : nous vous prévenons à chaque étape. Suivez votre demande depuis votre page d’accueil.',
    ],
    sms: `${OUR_REGION.card} : votre demande d’aide THR n° ${number} est envoyée. ${checked_by ? 'Votre établissement' : 'La Région'} la vérifie, nous vous prévenons.`,
  }),
)

const DOCUMENTS = { contract: 'votre contrat', bank: 'votre RIB', lodging: 'votre justificatif d’hébergement' } as const

interface Infected {
  number: string
  document: keyof typeof DOCUMENTS
  /** They send another once it is given back to them; before, at once. */
  isSent: boolean
}

export const aidDocumentInfected = message(
  'apprentice-aid.document-infected',
  [
    {
      who: 'Apprentice',
      when: 'the antivirus erased a document of a request that they have not sent yet',
      example: [{ number: '123456789', document: 'contract', isSent: false }],
    },
    {
      who: 'Apprentice',
      when: 'the antivirus erased a document of a request that they have sent',
      example: [{ number: '123456789', document: 'bank', isSent: true }],
    },
  ],
  ({ number, document, isSent }: Infected) => ({
    subject: `Un virus a été trouvé dans ${DOCUMENTS[document]}`,
    paragraphs: [
      'Bonjour,',
      `Vous avez joint ${DOCUMENTS[document]} à votre demande d’aide THR n° ${number}. Notre antivirus y a trouvé un virus : nous avons effacé ce fichier, et personne ne l’a ouvert.`,
      'Un virus vient souvent de l’appareil qui a fait le fichier. Faites-en un autre depuis un autre appareil : le plus simple est de prendre le papier en photo avec votre téléphone.',
      isSent
        ? `Gardez ce nouveau fichier : vous le joindrez quand votre demande vous sera renvoyée pour correction. Nous vous préviendrons. Vous pouvez aussi appeler le numéro vert ${OUR_REGION.phone}.`
        : 'Puis joignez-le à la dernière étape de votre demande, avant de l’envoyer.',
    ],
    sms: `${OUR_REGION.card} : un virus était dans ${DOCUMENTS[document]}, le fichier est effacé. Préparez-en un autre, les explications sont dans votre mail. Aide : ${OUR_REGION.phone}.`,
  }),
)
