import { type Day, frenchDay } from '../../../platform/dates.ts'
import { message } from '../../../platform/messages/message.ts'
import { OUR_REGION } from '../../../platform/region.ts'

/** Tells whoever had a request in the campaign before that the next one is open. */
export const campaignOpen = message(
  'campaign.open',
  {
    who: 'Beneficiary whose request of the campaign before has ended',
    when: 'the next campaign opens',
    example: [{ name: '2027-2028', starts_on: '2027-07-01', ends_on: '2028-04-30' }],
  },
  ({ name, starts_on, ends_on }: { name: string; starts_on: Day; ends_on: Day }) => ({
    urgency: 'announcement',
    subject: `La campagne ${name} est ouverte`,
    paragraphs: [
      'Bonjour,',
      `La campagne ${name} de ${OUR_REGION.card} est ouverte : vous pouvez demander vos aides du ${frenchDay(starts_on)} au ${frenchDay(ends_on)}.`,
      'Connectez-vous à votre espace, puis choisissez « Renouveler ma demande ». Vos réponses qui n’ont pas changé sont reprises.',
      'Si vous avez une carte, gardez-la : c’est elle qui servira.',
    ],
    sms: `${OUR_REGION.card} : la campagne ${name} est ouverte. Connectez-vous et choisissez « Renouveler ma demande ». Gardez votre carte.`,
  }),
)
