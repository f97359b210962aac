import { places } from '../../../places.ts'
import { type Day, frenchDay } from '../../../platform/dates.ts'
import { message } from '../../../platform/messages/message.ts'
import { OUR_REGION } from '../../../platform/region.ts'

export const closesUnused = message(
  'staff-account-unused',
  {
    who: 'Partner, school or agent',
    when: 'has not used their account for 76 days: it closes in a fortnight',
    example: [{ name: 'Anne', place: 'LES PAGES', closesOn: '2027-02-14', publicUrl: 'https://carte.example' }],
  },
  ({ name, place, closesOn, publicUrl }: { name: string; place: string; closesOn: Day; publicUrl: string }) => ({
    urgency: 'announcement',
    subject: `Votre compte professionnel sera fermé le ${frenchDay(closesOn)}`,
    paragraphs: [
      `Bonjour ${name},`,
      `Votre compte ${OUR_REGION.card} (${place}) n’a pas servi depuis longtemps. Pour le garder, connectez-vous avant le ${frenchDay(closesOn)} :\n${publicUrl}${places.public.staffSignIn.to()}`,
      `Si vous n’avez plus de mot de passe, ou n’en avez jamais choisi :\n${publicUrl}${places.public.staffForgottenPassword.to()}`,
      'Si ce compte ne vous sert plus, ne faites rien. La Région pourra le rouvrir.',
    ],
  }),
)

export const reviewIsDue = message(
  'rights-review-due',
  {
    who: 'Administrator of the Region',
    when: 'nobody has reviewed the rights of the agents for a year, each Monday',
    example: [{ since: '2026-03-01', publicUrl: 'https://carte.example' }],
  },
  ({ since, publicUrl }: { since: Day; publicUrl: string }) => ({
    subject: 'La revue annuelle des droits est à faire',
    paragraphs: [
      'Bonjour,',
      `Personne n’a passé en revue les droits des agents depuis le ${frenchDay(since)}. Regardez qui peut faire quoi, fermez les comptes de ceux qui sont partis, puis confirmez :\n${publicUrl}${places.region.rightsReview.to()}`,
    ],
  }),
)
