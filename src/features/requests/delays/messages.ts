import { places } from '../../../places.ts'
import { type Day, frenchDay } from '../../../platform/dates.ts'
import { message } from '../../../platform/messages/message.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import { inDays } from './delay.ts'

interface Waits {
  school_name: string
  count: number
  /** Of the oldest. */
  days: number
  publicUrl: string
}

const EXAMPLE: Waits = { school_name: 'Lycée Marie Curie', count: 12, days: 9, publicUrl: 'https://carte.example' }

const requests = (count: number): string => (count > 1 ? `${count} demandes de carte attendent` : 'Une demande de carte attend')

const wayTo = (publicUrl: string): string => `Pour répondre :\n${publicUrl}${places.school.requests.to()}`

/** What waits at a school, once a week. */
export const schoolWaits = message(
  'school-waits',
  { who: 'School', when: 'requests wait for it, on the day of the week that the campaign says', example: [EXAMPLE] },
  ({ school_name, count, days, publicUrl }: Waits) => ({
    urgency: 'announcement',
    subject: `${requests(count)} votre réponse`,
    paragraphs: [
      'Bonjour,',
      `${requests(count)} la réponse de votre établissement (${school_name}). La plus ancienne attend depuis ${inDays(days)}.`,
      wayTo(publicUrl),
      'Si vous donnez la liste de vos élèves, chaque demande dira si son auteur y est : vous n’aurez plus à chercher que les autres.',
    ],
  }),
)

interface Late extends Waits {
  /** The Region asks, and not the clock. */
  byRegion: boolean
}

/** A reminder. */
export const schoolReminded = message(
  'school-reminded',
  [
    {
      who: 'School',
      when: 'requests have waited until the first reminder, then until the second',
      example: [{ ...EXAMPLE, byRegion: false }],
    },
    { who: 'School', when: 'the Region reminds it of what waits', example: [{ ...EXAMPLE, byRegion: true }] },
  ],
  ({ school_name, count, days, byRegion, publicUrl }: Late) => ({
    subject: `Rappel : ${requests(count).toLowerCase()} depuis ${inDays(days)}`,
    paragraphs: [
      'Bonjour,',
      `${byRegion ? `La Région ${OUR_REGION.name} vous rappelle que ${requests(count).toLowerCase()}` : requests(count)} la réponse de votre établissement (${school_name}), ${count > 1 ? 'la plus ancienne ' : ''}depuis ${inDays(days)}.`,
      'Sans elle, ces jeunes n’ont pas leur aide pour acheter leurs livres et leur équipement.',
      wayTo(publicUrl),
      'Une demande n’est pas pour vous ? Renvoyez-la ou refusez-la : le jeune le saura.',
    ],
  }),
)

export const certificatePossible = message(
  'card-application.certificate-possible',
  {
    who: 'Beneficiary',
    when: 'their school has not answered for the days that the campaign says',
    example: [{ since: '2026-10-01', days: 15, isReminded: true }],
  },
  /** Nobody reminds a school where nobody has an account. */
  ({ since, days, isReminded }: { since: Day; days: number; isReminded: boolean }) => ({
    subject: 'Votre établissement n’a pas encore répondu',
    paragraphs: [
      'Bonjour,',
      `Votre demande de carte attend la réponse de votre établissement depuis le ${frenchDay(since)}.${isReminded ? ' Nous la lui avons rappelée.' : ''}`,
      `Après ${inDays(days)}, vous pouvez envoyer un certificat de scolarité à la Région : elle pourra répondre à sa place. Connectez-vous à votre espace : c’est sous « Ma demande de carte ».`,
    ],
    sms: `${OUR_REGION.card} : votre établissement n’a pas répondu. Vous pouvez envoyer un certificat de scolarité à la Région, depuis votre espace.`,
  }),
)
