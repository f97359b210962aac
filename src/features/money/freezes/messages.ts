import { type Day, frenchDay } from '../../../platform/dates.ts'
import { message } from '../../../platform/messages/message.ts'
import { OUR_REGION } from '../../../platform/region.ts'

/** Without why: a phone that was lost may be read by somebody else. */
export const moneyFrozen = message(
  'money.frozen',
  [
    { who: 'Beneficiary', when: 'an agent froze them', example: [{ label: null }] },
    { who: 'Beneficiary', when: 'an agent froze one of their wallets', example: [{ label: 'Manuels et équipements' }] },
  ],
  ({ label }: { label: string | null }) => ({
    subject: label ? `Votre porte-monnaie « ${label} » est gelé` : 'Votre carte est gelée',
    paragraphs: [
      'Bonjour,',
      label
        ? `La Région a gelé votre porte-monnaie « ${label} » : il ne paie pas pour le moment, et ses prépaiements ne peuvent pas être encaissés.`
        : 'La Région a gelé ce qui est sur votre carte : rien ne paie pour le moment, et vos prépaiements ne peuvent pas être encaissés. Vos connexions ouvertes sont fermées ; vous pouvez vous connecter à nouveau avec votre mot de passe.',
      'Rien n’est perdu : quand la Région le dégèlera, vous retrouverez les jours passés.',
      `Pour savoir pourquoi, appelez le numéro vert ${OUR_REGION.phone}.`,
    ],
    sms: `${OUR_REGION.card} : la Région a gelé votre argent. Rien ne paie pour le moment, et rien n’est perdu. Renseignements au ${OUR_REGION.phone}.`,
  }),
)

/** A wallet that pays again, and until when. */
interface PaysAgain {
  label: string
  last_day: Day
  days_back: number
}

export const moneyUnfrozen = message(
  'money.unfrozen',
  {
    who: 'Beneficiary',
    when: 'an agent unfroze them or one of their wallets',
    example: [{ wallets: [{ label: 'Manuels et équipements', last_day: '2027-05-12', days_back: 12 }] }],
  },
  ({ wallets }: { wallets: PaysAgain[] }) => ({
    subject: 'Votre argent est dégelé',
    paragraphs: [
      'Bonjour,',
      'La Région a dégelé votre argent : vous pouvez payer à nouveau.',
      ...wallets.map(
        ({ label, last_day, days_back }) =>
          `« ${label} » est à utiliser jusqu’au ${frenchDay(last_day)} inclus${days_back > 0 ? ` : les ${days_back} jour${days_back > 1 ? 's' : ''} du gel vous ${days_back > 1 ? 'sont rendus' : 'est rendu'}, pour vos prépaiements en attente aussi` : ''}.`,
      ),
      ...(wallets.some(({ days_back }) => days_back > 0)
        ? ['Un voucher que vous aviez imprimé sert toujours ; imprimez-le à nouveau pour y lire sa nouvelle date.']
        : []),
    ],
    sms: `${OUR_REGION.card} : la Région a dégelé votre argent, vous pouvez payer à nouveau. Les dates sont dans votre espace, page « Ma carte ».`,
  }),
)

export const partnerFrozen = message(
  'partner.frozen',
  { who: 'Partner', when: 'an agent froze it', example: [{ partner_name: 'LES PAGES' }] },
  ({ partner_name }: { partner_name: string }) => ({
    subject: `${partner_name} n’encaisse plus pour le moment`,
    paragraphs: [
      'Bonjour,',
      `La Région a gelé ${partner_name} dans le dispositif ${OUR_REGION.card} : aucune carte, aucun prépaiement et aucun paiement en ligne n’est accepté pour le moment. Vous pouvez encore rembourser un client.`,
      'Ce que la Région vous doit est retenu, et vous sera versé une fois le gel terminé.',
      `Pour savoir pourquoi, appelez le numéro vert ${OUR_REGION.phone}.`,
    ],
  }),
)

export const partnerUnfrozen = message(
  'partner.unfrozen',
  { who: 'Partner', when: 'an agent unfroze it', example: [{ partner_name: 'LES PAGES' }] },
  ({ partner_name }: { partner_name: string }) => ({
    subject: `${partner_name} encaisse à nouveau`,
    paragraphs: [
      'Bonjour,',
      `La Région a dégelé ${partner_name} : vous pouvez à nouveau encaisser. Ce qui vous est dû fait partie du prochain reversement.`,
    ],
  }),
)
