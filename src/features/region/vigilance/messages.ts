import { places } from '../../../places.ts'
import { message } from '../../../platform/messages/message.ts'

const NAMED_AT_MOST = 20

export const alertsNoticed = message(
  'alerts-noticed',
  {
    who: 'Administrator of the Region; the data protection officer too of files of many people',
    when: 'something unusual is past the threshold of its mail',
    example: [{ alerts: [{ title: 'Beaucoup de dossiers ouverts', times: 74 }], publicUrl: 'https://carte.example' }],
  },
  ({ alerts, publicUrl }: { alerts: { title: string; times: number }[]; publicUrl: string }) => ({
    subject: 'Le site a remarqué quelque chose d’inhabituel',
    paragraphs: [
      'Bonjour,',
      [
        ...alerts.slice(0, NAMED_AT_MOST).map(({ title, times }) => `- ${title} : ${times}`),
        ...(alerts.length > NAMED_AT_MOST ? [`- et ${alerts.length - NAMED_AT_MOST} de plus`] : []),
      ].join('\n'),
      `Regardez ce que c’est, et dites ce que vous avez trouvé :\n${publicUrl}${places.region.alerts.to()}`,
    ],
  }),
)
