import { message, SECRET } from '../../../platform/messages/message.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import { PENDING_MINUTES } from '../staff/index.ts'

/** In the demonstration only: outside it a code comes from a phone. */
export const codeForTheDemonstration = message(
  'sign-in-code',
  { who: 'Staff of the demonstration', when: 'signs in with a second factor', example: ['123456'] },
  (code: string) => ({
    urgency: 'secret',
    subject: 'Code de connexion',
    paragraphs: [
      'Bonjour,',
      `Code de connexion : ${code}`,
      'Il sert une fois, dans les 5 minutes. Ce message n’existe que dans la démonstration : ailleurs, le code vient de votre application d’authentification.',
    ],
  }),
)

/** Of a guardian who has added neither an application nor a passkey. */
export const codeSent = message(
  'guardian-code',
  { who: 'Guardian', when: 'signs in, without an application or a passkey', example: [] },
  () => ({
    subject: 'Code de connexion',
    paragraphs: [
      'Bonjour,',
      `Code de connexion : ${SECRET}`,
      `Il sert une fois, dans les ${PENDING_MINUTES} minutes qui suivent la saisie de votre mot de passe. Ne le donnez à personne : ni la Région ni votre enfant n’en ont besoin.`,
      'Si vous n’avez pas essayé de vous connecter, quelqu’un connaît votre mot de passe : changez-le par « Mot de passe oublié ? ».',
    ],
    sms: `${OUR_REGION.card} : code de connexion ${SECRET}, valable ${PENDING_MINUTES} min. Ne le donnez à personne. Pas vous ? Changez votre mot de passe.`,
    secret: 'sign-in-code',
  }),
)

export const resetAsked = message(
  'staff-reset-of-second-factor-asked',
  { who: 'Agent of the Region', when: 'an administrator asks another to reset their second factor', example: [] },
  () => ({
    subject: 'La réinitialisation de votre double authentification est demandée',
    paragraphs: [
      'Bonjour,',
      'Un administrateur demande que votre double authentification soit réinitialisée. Un autre doit encore l’accepter.',
      'Si ce n’est pas vous qui l’avez demandé, prévenez tout de suite un administrateur : quelqu’un essaie peut-être d’entrer dans votre compte.',
    ],
  }),
)

/** Of a partner or a school: a day before, at the address that is known. */
export const resetIsNear = message(
  'staff-second-factor-reset-near',
  {
    who: 'Partner or school',
    when: 'an agent, or a manager of their shop, asks for their second factor to be reset',
    example: [{ by: 'La Région', at: '24/11/2026 à 09:00' }],
  },
  ({ by, at }: { by: string; at: string }) => ({
    subject: 'Votre double authentification va être réinitialisée',
    paragraphs: [
      'Bonjour,',
      `${by} le demande : vous n’auriez plus ni votre téléphone ni vos codes de secours. Votre double authentification sera réinitialisée le ${at}.`,
      `Si ce n’est pas vous, connectez-vous avant cette heure avec votre code : cela arrête tout. Puis prévenez la Région au ${OUR_REGION.phone}.`,
    ],
  }),
)

export const resetIsNotDone = message(
  'staff-second-factor-reset-not-done',
  { who: 'Partner or school', when: 'whoever asked for their reset may not any more', example: [] },
  () => ({
    subject: 'Votre double authentification n’est pas réinitialisée',
    paragraphs: [
      'Bonjour,',
      'La réinitialisation de votre double authentification, annoncée hier, n’a pas eu lieu : la personne qui l’avait demandée n’en a plus le droit. Votre téléphone et vos codes de secours servent comme avant.',
      `Si vous les avez vraiment perdus, appelez la Région au ${OUR_REGION.phone} : quelqu’un d’autre le demandera.`,
    ],
  }),
)

export const secondFactorWasReset = message(
  'staff-second-factor-reset',
  { who: 'Partner, school or agent', when: 'their second factor was reset', example: [] },
  () => ({
    subject: 'Votre double authentification est réinitialisée',
    paragraphs: [
      'Bonjour,',
      'Votre double authentification est réinitialisée : à votre prochaine connexion, votre mot de passe suffit, puis vous enregistrez un téléphone si votre compte le demande.',
      'Si ce n’est pas vous qui l’avez demandé, prévenez tout de suite la Région : quelqu’un essaie peut-être d’entrer dans votre compte.',
    ],
  }),
)
