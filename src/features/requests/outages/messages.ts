import { places } from '../../../places.ts'
import { message } from '../../../platform/messages/message.ts'
import { OUR_REGION } from '../../../platform/region.ts'

interface AtSchool {
  school_name: string
  publicUrl: string
}

const AT_SCHOOL: AtSchool = { school_name: 'Lycée Marie Curie', publicUrl: 'https://carte.example' }

const wayTo = (publicUrl: string): string => `Pour lire les demandes :\n${publicUrl}${places.school.requests.to()}`

export const schoolTakenOver = message(
  'outage.school-taken-over',
  { who: 'School', when: 'the Region begins to decide in its place', example: [AT_SCHOOL] },
  ({ school_name, publicUrl }: AtSchool) => ({
    urgency: 'announcement',
    subject: 'La Région répond aux demandes de carte à votre place',
    paragraphs: [
      'Bonjour,',
      `La Région ${OUR_REGION.name} répond maintenant aux demandes de carte à la place de votre établissement (${school_name}).`,
      'Vous pouvez toujours les lire, mais plus en décider. Nous vous prévenons quand ce sera de nouveau à vous.',
      wayTo(publicUrl),
      `Si ce n’est pas nécessaire, appelez le numéro vert ${OUR_REGION.phone}.`,
    ],
  }),
)

export const schoolGivenBack = message(
  'outage.school-given-back',
  { who: 'School', when: 'the Region no longer decides in its place', example: [AT_SCHOOL] },
  ({ school_name, publicUrl }: AtSchool) => ({
    urgency: 'announcement',
    subject: 'Les demandes de carte sont de nouveau à vous',
    paragraphs: [
      'Bonjour,',
      `La Région ${OUR_REGION.name} ne répond plus à la place de votre établissement (${school_name}) : les demandes de carte qui attendent sont de nouveau à vous.`,
      'Ce que la Région a décidé reste décidé, et vous pouvez le lire.',
      wayTo(publicUrl),
    ],
  }),
)

interface Waiting {
  school_name: string
}

const WAITING: Waiting = { school_name: 'Lycée Marie Curie' }

export const regionDecides = message(
  'outage.region-decides',
  { who: 'Beneficiary', when: 'the Region begins to decide in the place of their school, where their request waits', example: [WAITING] },
  ({ school_name }: Waiting) => ({
    urgency: 'announcement',
    subject: 'La Région répond à la place de votre établissement',
    paragraphs: [
      'Bonjour,',
      `Votre demande de carte attend une réponse. La Région ${OUR_REGION.name} la donne maintenant à la place de votre établissement (${school_name}).`,
      'Vous n’avez rien à renvoyer. Pour aider la Région à vérifier que vous êtes inscrit, vous pouvez lui envoyer un certificat de scolarité : connectez-vous à votre espace, c’est sous « Ma demande de carte ».',
    ],
    sms: `${OUR_REGION.card} : la Région répond à la place de votre établissement. Vous pouvez lui envoyer un certificat de scolarité depuis votre espace.`,
  }),
)

export const schoolDecidesAgain = message(
  'outage.school-decides-again',
  { who: 'Beneficiary', when: 'their school decides again, where their request waits still', example: [WAITING] },
  ({ school_name }: Waiting) => ({
    urgency: 'announcement',
    subject: 'Votre établissement répond de nouveau',
    paragraphs: [
      'Bonjour,',
      `Votre demande de carte attend encore une réponse. Votre établissement (${school_name}) répond de nouveau lui-même.`,
      'Vous n’avez rien à faire : nous vous prévenons de sa réponse. Si vous avez envoyé un certificat de scolarité à la Région, elle peut aussi répondre.',
    ],
    sms: `${OUR_REGION.card} : votre établissement répond de nouveau lui-même à votre demande de carte. Vous n’avez rien à faire.`,
  }),
)
