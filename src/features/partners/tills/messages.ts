import { frenchMinute } from '../../../platform/dates.ts'
import { message } from '../../../platform/messages/message.ts'
import { OUR_REGION } from '../../../platform/region.ts'

interface Opened {
  partner_name: string
  till: string
  by: string
  device: string | null
  at: Date
}

/** Tells the managers of a shop that a machine which was none before is one of its tills. Nobody turns it off: see partners/mails. */
export const tillOnNewMachine = message(
  'till-on-new-machine',
  {
    who: 'Managers of a partner',
    when: 'a till was opened on a machine that was none of theirs before',
    example: [
      { partner_name: 'LES PAGES', till: 'Caisse 1', by: 'Anne D.', device: 'Chrome sur Windows', at: new Date('2026-11-24T09:00:00Z') },
    ],
  },
  ({ partner_name, till, by, device, at }: Opened) => ({
    subject: `Nouvelle caisse ouverte : ${partner_name}`,
    paragraphs: [
      'Bonjour,',
      `${by} a ouvert la caisse « ${till} » de ${partner_name} le ${frenchMinute(at)}, sur une machine qui n’en était pas une avant (${device ?? 'appareil inconnu'}). Elle encaisse pendant douze heures au plus.`,
      `Si vous ne vous y attendiez pas, fermez-la dans votre espace, rubrique « Caisses », puis appelez le numéro vert ${OUR_REGION.phone}.`,
    ],
  }),
)

/** Tells a cashier that what they take over a till with has changed. */
export const pinChosen = message(
  'till-pin-chosen',
  { who: 'Cashier or manager of a partner', when: 'their PIN of a till was chosen or changed', example: [] },
  () => ({
    subject: 'Votre code de caisse est choisi',
    paragraphs: [
      'Bonjour,',
      `Votre code de caisse ${OUR_REGION.card} vient d’être choisi, avec votre mot de passe. Il sert sur les caisses ouvertes de votre commerce, et nulle part ailleurs.`,
      'Si ce n’est pas vous, changez votre mot de passe : ce code de caisse ne sert plus aussitôt. Puis prévenez votre gestionnaire.',
    ],
  }),
)
