import { type Kept, UNTIL_CLOSED } from '../../../platform/retention.ts'

export const photo: Kept = {
  data: 'Photo',
  purpose: 'Figurer sur la carte et vous reconnaître chez un partenaire ; voir si une même photo sert à plusieurs personnes.',
  seenBy: 'Vous, votre établissement, les agents de la Région et, au moment de payer, le partenaire. La photo est chiffrée.',
  until: UNTIL_CLOSED,
}
