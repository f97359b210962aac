import { message } from '../../../platform/messages/message.ts'
import { OUR_REGION } from '../../../platform/region.ts'

const WHO = 'The manager whom a shop named when it asked to join'

export const applicationChecked = message(
  'joining-application-checked',
  { who: WHO, when: 'a first person of the Region has checked the application', example: [{ name: 'LA PAGE CORNÉE' }] },
  ({ name }: { name: string }) => ({
    subject: `${name} : votre demande est vérifiée`,
    paragraphs: [
      'Bonjour,',
      `Une première personne de la Région a vérifié la demande de ${name} pour devenir partenaire. Une seconde doit encore la signer : vous recevrez alors un autre mail.`,
    ],
  }),
)

export const applicationAccepted = message(
  'joining-application-accepted',
  [
    {
      who: WHO,
      when: 'a second person of the Region has countersigned: the shop is a partner',
      example: [{ name: 'LA PAGE CORNÉE', code: 'L540', hours: 48 }],
    },
    {
      who: WHO,
      when: 'the same, of an association without a SIRET',
      example: [{ name: 'PARENTS DU LYCÉE', code: 'P10', hours: null }],
    },
  ],
  ({ name, code, hours }: { name: string; code: string; hours: number | null }) => ({
    subject: `${name} est partenaire de ${OUR_REGION.card}`,
    paragraphs: [
      'Bonjour,',
      `La Région a signé : ${name} accepte dès maintenant la carte ${OUR_REGION.card}, sous le code ${code}.`,
      'Un autre mail vous apporte le lien pour choisir votre mot de passe. Vous y inviterez ensuite vos caissiers et votre comptable.',
      hours !== null
        ? `Votre RIB est accepté : le premier virement peut partir dans ${hours} heures.`
        : `Pour être payée, une association doit avoir un SIRET : demandez-le à l’Insee, puis appelez le numéro vert ${OUR_REGION.phone}. Ce qui vous sera dû attend.`,
      'La convention signée des deux côtés est sur la page dont vous avez reçu le lien à l’envoi.',
    ],
  }),
)

export const applicationRefused = message(
  'joining-application-refused',
  {
    who: WHO,
    when: 'the Region has refused the application',
    example: [{ name: 'LA PAGE CORNÉE', reason: 'Le titulaire du RIB n’est pas votre entreprise.' }],
  },
  ({ name, reason }: { name: string; reason: string }) => ({
    subject: `${name} : votre demande pour devenir partenaire est refusée`,
    paragraphs: [
      'Bonjour,',
      `La Région refuse la demande de ${name} pour devenir partenaire. ${reason}`,
      `Si vous pouvez y répondre, envoyez une nouvelle demande, ou appelez le numéro vert ${OUR_REGION.phone}.`,
    ],
  }),
)
