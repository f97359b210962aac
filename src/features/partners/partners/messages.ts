import { message } from '../../../platform/messages/message.ts'
import { OUR_REGION } from '../../../platform/region.ts'

export const partnerSuspended = message(
  'partner.suspended',
  { who: 'Partner', when: 'an agent suspended it', example: [{ partner_name: 'LES PAGES' }] },
  ({ partner_name }: { partner_name: string }) => ({
    subject: `${partner_name} est suspendu`,
    paragraphs: [
      'Bonjour,',
      `La Région a suspendu ${partner_name} dans le dispositif ${OUR_REGION.card} : il n’apparaît plus dans « Où utiliser ma carte », et n’accepte plus ni carte, ni paiement en ligne, ni nouveau prépaiement.`,
      'Vous pouvez encore encaisser les prépaiements déjà faits pour vous, et rembourser un client. Ce que la Région vous doit vous sera versé.',
      `Si vous ne vous y attendiez pas, appelez le numéro vert ${OUR_REGION.phone}.`,
    ],
  }),
)
