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

export const powersAgreedByTheirOwner = message(
  'powers-agreed-by-their-owner',
  {
    who: 'Data protection officer',
    when: 'one of the only two administrators agreed to what gives them powers',
    example: [{ title: 'Changer les rôles d’un agent', name: 'Anne Dubois' }],
  },
  ({ title, name }: { title: string; name: string }) => ({
    subject: 'Un administrateur a accepté ce qui lui donne des droits',
    paragraphs: [
      'Bonjour,',
      `${name} vient d’accepter « ${title} », qui concerne son propre compte. C’est permis parce qu’il n’y a que deux administrateurs : personne d’autre ne pouvait répondre.`,
      'Le journal dit qui l’avait demandé. En cas de doute, demandez à l’un et à l’autre pourquoi.',
    ],
  }),
)
