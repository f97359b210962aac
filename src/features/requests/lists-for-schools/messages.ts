import { places } from '../../../places.ts'
import { message } from '../../../platform/messages/message.ts'
import { OUR_REGION } from '../../../platform/region.ts'

interface Offered {
  school_name: string
  id: number
  publicUrl: string
}

export const listOffered = message(
  'enrolment-list.offered',
  {
    who: 'School',
    when: 'the Region gives a list of its pupils in its place',
    example: [{ school_name: 'Lycée Marie Curie', id: 12, publicUrl: 'https://carte.example' }],
  },
  ({ school_name, id, publicUrl }: Offered) => ({
    subject: 'La Région a donné une liste pour votre établissement',
    paragraphs: [
      'Bonjour,',
      `La Région ${OUR_REGION.name} a donné une liste des élèves ou des apprentis de votre établissement (${school_name}). Rien n’est encore changé.`,
      `Regardez ce qu’elle dit des demandes de carte, puis utilisez-la, ou effacez-la si elle n’est pas juste :\n${publicUrl}${places.school.enrolmentList.to({ id })}`,
      'Sans réponse de votre part, deux personnes de la Région peuvent la mettre en place. Vous pourrez toujours donner la vôtre.',
    ],
  }),
)
