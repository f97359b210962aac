import { type Day, frenchDay } from '../../../platform/dates.ts'
import { message } from '../../../platform/messages/message.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import type { Situation } from './application.ts'
import { requestOf } from './words.ts'

/** What is said to the young person about their request. */

interface Submitted {
  file_number: string
  situation: Situation
  /** The school that decides; the Region when there is none. */
  school_name: string | null
  /** The Region decides in the place of that school. */
  isTakenOver: boolean
  /** The first day of the campaign, when it is still to come. */
  starts_on: Day | null
  /** From a campaign before. */
  hasCard: boolean
}

const SUBMITTED: Submitted = {
  file_number: '4827501935',
  situation: 'pupil',
  school_name: 'lycée Marie Curie',
  isTakenOver: false,
  starts_on: null,
  hasCard: false,
}

export const applicationSubmitted = message(
  'card-application.submitted',
  [
    { who: 'Beneficiary', when: 'sent their card application', example: [SUBMITTED] },
    {
      who: 'Beneficiary',
      when: 'sent their card application while the Region decides in the place of their school',
      example: [{ ...SUBMITTED, isTakenOver: true }],
    },
  ],
  ({ file_number, situation, school_name: name, isTakenOver, starts_on, hasCard }: Submitted) => {
    const school_name = isTakenOver ? null : name
    const checks = isTakenOver
      ? `La Région ${OUR_REGION.name} vérifie maintenant que vous y êtes inscrit, à la place de votre établissement (${name}). Pour l’aider, vous pouvez lui envoyer un certificat de scolarité depuis votre espace.`
      : school_name
        ? `Votre établissement, ${school_name}, vérifie maintenant que vous y êtes inscrit.`
        : situation === 'neither'
          ? `La Région ${OUR_REGION.name} vérifie maintenant votre pièce d’identité.`
          : `Votre CFA n’est pas dans la région : c’est la Région ${OUR_REGION.name} qui vérifie maintenant votre demande.`
    const sms = school_name ? 'Votre établissement la vérifie' : 'La Région la vérifie'
    return {
      subject: `Votre ${requestOf(situation)} est envoyée`,
      paragraphs: [
        'Bonjour,',
        `Votre ${requestOf(situation)} ${OUR_REGION.card} (dossier ${file_number}) est envoyée.`,
        `${checks} ${isTakenOver ? 'Nous' : 'Vous n’avez rien à faire : nous'} vous prévenons dès qu’${school_name ? 'il' : 'elle'} a répondu.`,
        situation === 'neither'
          ? `Une fois votre demande validée, vous profiterez des Bons Plans ${OUR_REGION.card}.`
          : `Une fois votre demande validée, vous pourrez utiliser votre carte ${starts_on ? `à partir du ${frenchDay(starts_on)}` : 'tout de suite'}${hasCard ? '. Elle reste la même : gardez-la.' : ' sur votre téléphone ; la carte en plastique arrivera ensuite par courrier.'}`,
      ],
      sms: `${OUR_REGION.card} : votre ${requestOf(situation)} est envoyée. ${sms} ; nous vous prévenons de la réponse.`,
    }
  },
)

/** An agent gave the request to another school. */
export const schoolChanged = message(
  'card-application.moved',
  [
    {
      who: 'Beneficiary',
      when: 'an agent gave their application to another school',
      example: [{ school_name: 'lycée Gambetta', isDecided: false }],
    },
    {
      who: 'Beneficiary',
      when: 'an agent gave their application to another school, once it was decided',
      example: [{ school_name: 'lycée Gambetta', isDecided: true }],
    },
  ],
  ({ school_name, isDecided }: { school_name: string; isDecided: boolean }) => ({
    subject: 'Votre établissement a changé',
    paragraphs: [
      'Bonjour,',
      `La Région a noté votre nouvel établissement : ${school_name}.`,
      isDecided
        ? 'Votre carte et ce qu’il y reste ne changent pas. Vous n’avez rien à faire.'
        : 'C’est lui qui vérifie maintenant votre demande de carte. Vous n’avez rien à faire : nous vous prévenons de sa réponse.',
      `Si ce n’est pas le bon, appelez le numéro vert ${OUR_REGION.phone}.`,
    ],
    sms: `${OUR_REGION.card} : la Région a noté votre nouvel établissement. Connectez-vous pour le lire, ou appelez le ${OUR_REGION.phone}.`,
  }),
)
