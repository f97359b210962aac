import { message } from '../../../platform/messages/message.ts'

export const documentInfected = message(
  'document.infected',
  {
    who: 'Agents who write the contents',
    when: 'the antivirus erased a document that young people could download',
    example: [{ name: 'Règlement du dispositif' }],
  },
  ({ name }: { name: string }) => ({
    subject: `Un virus a été trouvé dans le document « ${name} »`,
    paragraphs: [
      'Bonjour,',
      `Notre antivirus a trouvé un virus dans le document « ${name} » : nous avons effacé ce fichier, et personne ne l’a ouvert.`,
      'Dans « Documents », remplacez-le par un PDF refait depuis un autre ordinateur, ou supprimez-le. Puis faites vérifier l’ordinateur d’où il venait.',
    ],
  }),
)
