import { places } from '../../../places.ts'
import { message } from '../../../platform/messages/message.ts'

export const actsWait = message(
  'acts-of-two-wait',
  {
    who: 'Agent of the Region',
    when: 'can finish what a colleague started, which has waited a day',
    example: [{ titles: ['Faire sortir un reversement'], publicUrl: 'https://carte.example' }],
  },
  ({ titles, publicUrl }: { titles: string[]; publicUrl: string }) => ({
    subject: 'Un acte attend votre réponse',
    paragraphs: [
      'Bonjour,',
      `Depuis plus d’un jour, ceci attend qu’une seconde personne réponde, et vous le pouvez :\n${titles.map((title) => `- ${title}`).join('\n')}`,
      `Regardez ce que c’est, puis acceptez ou refusez :\n${publicUrl}${places.region.actsOfTwo.to()}`,
    ],
  }),
)
