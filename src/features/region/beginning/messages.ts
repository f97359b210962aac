import { places } from '../../../places.ts'
import { message, SECRET } from '../../../platform/messages/message.ts'
import { OUR_REGION } from '../../../platform/region.ts'

export const administratorRescued = message(
  'administrator-rescued',
  {
    who: 'Every administrator of the Region',
    when: 'an account of an administrator is made at the terminal of the server, to rescue',
    example: [{ name: 'Anne', email: 'anne@region.example', publicUrl: 'https://carte.example' }],
  },
  ({ name, email, publicUrl }: { name: string; email: string; publicUrl: string }) => ({
    subject: 'Un compte d’administrateur de secours est ouvert',
    paragraphs: [
      'Bonjour,',
      `Depuis le serveur du site, sans l’accord d’un second administrateur, un compte d’administrateur est ouvert pour ${name} (${email}).`,
      `Si personne ne vous en a parlé, prévenez tout de suite qui s’occupe du serveur, et fermez ce compte :\n${publicUrl}${places.region.staff.to()}`,
    ],
  }),
)

export const administratorInvited = message(
  'administrator-invited',
  {
    who: 'Administrator of the Region',
    when: 'is given an account at the terminal of the server',
    example: [{ name: 'Anne', email: 'anne@region.example', publicUrl: 'https://carte.example' }],
  },
  ({ name, email, publicUrl }: { name: string; email: string; publicUrl: string }) => ({
    subject: `Votre compte d’administrateur ${OUR_REGION.card}`,
    paragraphs: [
      `Bonjour ${name},`,
      'Depuis le serveur du site, un compte d’administrateur de la Région vous est ouvert.',
      `Pour choisir votre mot de passe, ouvrez dans les 72 heures ce lien, ou celui qu’on vous a remis. Le premier qui sert éteint l’autre :\n${publicUrl}${places.public.staffPassword.to({ token: SECRET })}`,
      `Vous vous connecterez ensuite avec votre adresse ${email} :\n${publicUrl}${places.public.staffSignIn.to()}`,
    ],
    secret: 'staff-first-link',
  }),
)
