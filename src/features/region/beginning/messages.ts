import { places } from '../../../places.ts'
import { message } from '../../../platform/messages/message.ts'

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
