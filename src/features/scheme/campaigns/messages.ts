import { type Day, frenchDay } from '../../../platform/dates.ts'
import type { Message } from '../../../platform/messages/message.ts'

/** Tells whoever had a request in the campaign before that the next one is open. */
export const campaignOpen = ({ name, starts_on, ends_on }: { name: string; starts_on: Day; ends_on: Day }): Message => ({
  template: 'campaign.open',
  subject: `La campagne ${name} est ouverte`,
  paragraphs: [
    'Bonjour,',
    `La campagne ${name} de Génération #HDF est ouverte : vous pouvez demander vos aides du ${frenchDay(starts_on)} au ${frenchDay(ends_on)}.`,
    'Connectez-vous à votre espace, puis choisissez « Renouveler ma demande ». Vos réponses qui n’ont pas changé sont reprises.',
    'Si vous avez une carte, gardez-la : c’est elle qui servira.',
  ],
  sms: `Génération #HDF : la campagne ${name} est ouverte. Connectez-vous et choisissez « Renouveler ma demande ». Gardez votre carte.`,
})
