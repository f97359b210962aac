import { places } from '../../../places.ts'
import { message, SECRET } from '../../../platform/messages/message.ts'
import { STAFF_LINK_HOURS, STAFF_RESET_MINUTES } from './staff.ts'

const hello = (name: string) => `Bonjour ${name},`

/** In the demonstration only: outside it a code comes from a phone. */
export const codeForTheDemonstration = message(
  'sign-in-code',
  { who: 'Staff of the demonstration', when: 'signs in with a second factor', example: ['123456'] },
  (code: string) => ({
    subject: 'Code de connexion',
    paragraphs: [
      'Bonjour,',
      `Code de connexion : ${code}`,
      'Il sert une fois, dans les 5 minutes. Ce message n’existe que dans la démonstration : ailleurs, le code vient de votre application d’authentification.',
    ],
  }),
)

const staffLink = (publicUrl: string) =>
  `Pour choisir votre mot de passe, ouvrez ce lien dans les ${STAFF_LINK_HOURS} heures. Il ne sert qu’une fois, et remplace ceux que vous auriez reçus avant :\n${publicUrl}${places.public.staffPassword.to({ token: SECRET })}`

export const staffInvited = message(
  'staff-invited',
  {
    who: 'Partner, school or agent',
    when: 'is given an account',
    example: [{ name: 'Anne', place: 'LES PAGES', email: 'caisse@les-pages.example', publicUrl: 'https://carte.example' }],
  },
  ({ name, place, email, publicUrl }: { name: string; place: string; email: string; publicUrl: string }) => ({
    subject: 'Votre compte professionnel Génération #HDF',
    paragraphs: [
      hello(name),
      `La Région vous ouvre un compte pour ${place}.`,
      staffLink(publicUrl),
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
    paragraphs: [hello(name), staffLink(publicUrl), 'Tant que vous ne l’ouvrez pas, votre mot de passe ne change pas.'],
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
