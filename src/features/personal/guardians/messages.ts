import { places } from '../../../places.ts'
import { message, SECRET } from '../../../platform/messages/message.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import { CONSENT_WORDS, type Consent, GUARDIAN_LINK_DAYS } from './guardian.ts'
import { GUARDIAN_KEPT_DAYS } from './retention.ts'

const URL = 'https://carte.example'

// The subjects of what is said to a young person name no guardian: the helpline reads them on their file.

export const guardianNamed = message(
  'guardian.named',
  { who: 'Whoever reads the address that was typed', when: 'a minor names their guardian', example: [{ minor: 'Léa D.', publicUrl: URL }] },
  ({ minor, publicUrl }: { minor: string; publicUrl: string }) => ({
    subject: `${minor} vous indique comme responsable légal`,
    paragraphs: [
      'Bonjour,',
      `${minor} utilise la carte ${OUR_REGION.card} de la Région ${OUR_REGION.name}, et vous indique comme son responsable légal. Vous pourrez suivre sa demande de carte. Vous n’avez rien à payer.`,
      `Pour confirmer, ouvrez ce lien dans les ${GUARDIAN_LINK_DAYS} jours. Il ne sert qu’une fois, et remplace ceux que vous auriez reçus avant :\n${publicUrl}${places.public.guardianInvitation.to({ token: SECRET })}`,
      'Si vous ne connaissez pas cette personne, ne tenez pas compte de ce message : sans votre accord, personne ne suit rien, et votre adresse est effacée.',
    ],
    secret: 'guardian-link',
  }),
)

export const guardianConfirmed = message(
  'guardian.confirmed',
  { who: 'Beneficiary', when: 'their guardian has confirmed', example: [{ name: 'Claire DURAND' }] },
  ({ name }: { name: string }) => ({
    subject: 'Votre responsable légal suit maintenant votre demande',
    paragraphs: [
      'Bonjour,',
      `${name} a confirmé être votre responsable légal. Dans votre espace, la page « Mes responsables légaux » dit exactement ce que cette personne peut voir. Vous pouvez la retirer à tout moment.`,
      `Si vous ne l’avez pas demandé, retirez cette personne, changez votre mot de passe, puis appelez le numéro vert ${OUR_REGION.phone}.`,
    ],
  }),
)

const END = `Si vous ne suivez plus personne, votre compte est effacé au bout de ${GUARDIAN_KEPT_DAYS} jours au plus. Vous n’avez rien à faire.`

export const guardianRemoved = message(
  'guardian.removed',
  { who: 'Guardian', when: 'the minor has removed them, or closed their account', example: [{ firstName: 'Léa' }] },
  ({ firstName }: { firstName: string }) => ({
    subject: `Vous ne suivez plus ${firstName}`,
    paragraphs: ['Bonjour,', `${firstName} a mis fin à votre suivi de son dossier ${OUR_REGION.card}. Vous n’y avez plus accès.`, END],
  }),
)

export const guardianLeft = message(
  'guardian.left',
  { who: 'Beneficiary', when: 'their guardian does not follow them any more', example: [{ name: 'Claire DURAND' }] },
  ({ name }: { name: string }) => ({
    subject: 'Un responsable légal ne suit plus votre dossier',
    paragraphs: [
      'Bonjour,',
      `${name} a mis fin à son suivi de votre dossier : cette personne n’y a plus accès. Votre demande et votre carte ne changent pas.`,
    ],
  }),
)

export const cameOfAge = message('guardian.came-of-age', { who: 'Beneficiary', when: 'turns 18 and had guardians', example: [] }, () => ({
  subject: 'Vous avez 18 ans : vos responsables légaux ne suivent plus votre dossier',
  paragraphs: [
    'Bonjour,',
    `Vous avez 18 ans. Vos responsables légaux n’ont plus accès à votre dossier ${OUR_REGION.card}. Votre demande et votre carte ne changent pas.`,
  ],
}))

export const minorCameOfAge = message(
  'guardian.minor-came-of-age',
  { who: 'Guardian', when: 'the young person whom they follow turns 18', example: [{ firstName: 'Léa' }] },
  ({ firstName }: { firstName: string }) => ({
    subject: `${firstName} a 18 ans : votre suivi se termine`,
    paragraphs: [
      'Bonjour,',
      `${firstName} a 18 ans, et suit maintenant seul son dossier ${OUR_REGION.card}. Vous n’y avez plus accès.`,
      END,
    ],
  }),
)

export const consentAsked = message(
  'guardian.consent-asked',
  {
    who: 'Guardian',
    when: 'the minor, under 15, asks to receive messages',
    example: [{ firstName: 'Léa', consents: ['good-deals'], publicUrl: URL }],
  },
  ({ firstName, consents, publicUrl }: { firstName: string; consents: readonly Consent[]; publicUrl: string }) => ({
    subject: `${firstName} demande votre accord`,
    paragraphs: [
      'Bonjour,',
      `${firstName} a moins de 15 ans et demande votre accord pour : ${consents.map((consent) => CONSENT_WORDS[consent].toLowerCase()).join(' ; ')}.`,
      `Vous répondez dans votre espace :\n${publicUrl}${places.guardian.home.to()}`,
      'Sans réponse de votre part, rien ne lui est envoyé. Sa demande de carte ne dépend pas de votre réponse.',
    ],
  }),
)

export const consentAnswered = message(
  'guardian.consent-answered',
  [
    {
      who: 'Beneficiary',
      when: 'their guardian agrees to a consent',
      example: [{ name: 'Claire DURAND', consent: 'good-deals', isGiven: true }],
    },
    {
      who: 'Beneficiary',
      when: 'their guardian refuses a consent',
      example: [{ name: 'Claire DURAND', consent: 'newsletters', isGiven: false }],
    },
  ],
  ({ name, consent, isGiven }: { name: string; consent: Consent; isGiven: boolean }) => ({
    subject: isGiven ? 'Votre responsable légal est d’accord' : 'Votre responsable légal n’est pas d’accord',
    paragraphs: [
      'Bonjour,',
      `${name} ${isGiven ? 'donne son accord' : 'refuse'} : « ${CONSENT_WORDS[consent]} ».`,
      isGiven
        ? 'Vous pouvez y mettre fin quand vous voulez dans « Mon compte ».'
        : 'À 15 ans, vous pourrez le décider seul, dans « Mon compte ».',
    ],
  }),
)
