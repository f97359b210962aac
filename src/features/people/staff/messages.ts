import { places } from '../../../places.ts'
import { message, SECRET } from '../../../platform/messages/message.ts'
import { type Role, rolesInWords } from '../../../spaces/roles.ts'
import { STAFF_LINK_HOURS, STAFF_RESET_MINUTES } from './staff.ts'

/** Whom an account was opened for. */
export interface Invited {
  name: string
  place: string
  email: string
  /** How long the invitation lives. */
  days: number
  publicUrl: string
}

const hello = (name: string) => `Bonjour ${name},`

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

const staffLink = (publicUrl: string, within: string) =>
  `Pour choisir votre mot de passe, ouvrez ce lien ${within}. Il ne sert qu’une fois, et remplace ceux que vous auriez reçus avant :\n${publicUrl}${places.public.staffPassword.to({ token: SECRET })}`

export const staffInvited = message(
  'staff-invited',
  {
    who: 'Partner, school or agent',
    when: 'is given an account, or is invited once more',
    example: [{ name: 'Anne', place: 'LES PAGES', email: 'caisse@les-pages.example', days: 7, publicUrl: 'https://carte.example' }],
  },
  ({ name, place, email, days, publicUrl }: Invited) => ({
    subject: 'Votre compte professionnel Génération #HDF',
    paragraphs: [
      hello(name),
      `La Région vous ouvre un compte pour ${place}.`,
      staffLink(publicUrl, days > 1 ? `dans les ${days} jours` : 'dans les 24 heures'),
      `Vous vous connecterez ensuite avec votre adresse ${email} :\n${publicUrl}${places.public.staffSignIn.to()}`,
    ],
    secret: 'staff-link',
  }),
)

export const staffPasswordLink = message(
  'staff-password-link',
  {
    who: 'Partner, school or agent',
    when: 'is sent a link for a new password',
    example: [{ name: 'Anne', publicUrl: 'https://carte.example' }],
  },
  ({ name, publicUrl }: { name: string; publicUrl: string }) => ({
    subject: 'Choisissez un nouveau mot de passe',
    paragraphs: [
      hello(name),
      staffLink(publicUrl, `dans les ${STAFF_LINK_HOURS} heures`),
      'Tant que vous ne l’ouvrez pas, votre mot de passe ne change pas.',
    ],
    secret: 'staff-link',
  }),
)

/** They asked for it themselves. */
export const staffResetAsked = message(
  'staff-reset-asked',
  { who: 'Partner, school or agent', when: 'asks for a new password', example: [{ name: 'Anne', publicUrl: 'https://carte.example' }] },
  ({ name, publicUrl }: { name: string; publicUrl: string }) => ({
    subject: 'Choisissez un nouveau mot de passe',
    paragraphs: [
      hello(name),
      `Vous avez indiqué avoir oublié votre mot de passe. Pour en choisir un nouveau, ouvrez ce lien dans les ${STAFF_RESET_MINUTES} minutes. Il ne sert qu’une fois, et remplace ceux que vous auriez reçus avant :\n${publicUrl}${places.public.staffPassword.to({ token: SECRET })}`,
      'Si vous n’avez rien demandé, ne tenez pas compte de ce message : votre mot de passe ne change pas.',
    ],
    secret: 'staff-reset-link',
  }),
)

const SUSPICIOUS = 'Si vous ne vous y attendiez pas, prévenez tout de suite un administrateur.'

export const rolesAsked = message(
  'staff-roles-asked',
  { who: 'Agent of the Region', when: 'an administrator asks another to change their roles', example: [['helpline', 'content']] },
  (roles: readonly Role[]) => ({
    subject: 'Un changement de vos rôles est demandé',
    paragraphs: [
      'Bonjour,',
      `Un administrateur demande que vos rôles deviennent : ${rolesInWords(roles)}.`,
      'Un autre doit encore l’accepter.',
      SUSPICIOUS,
    ],
  }),
)

export const rolesWereChanged = message(
  'staff-roles-changed',
  { who: 'Agent of the Region', when: 'two administrators have changed their roles', example: [['helpline', 'content']] },
  (roles: readonly Role[]) => ({
    subject: 'Vos rôles ont changé',
    paragraphs: ['Bonjour,', `Vos rôles sont maintenant : ${rolesInWords(roles)}.`, SUSPICIOUS],
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
