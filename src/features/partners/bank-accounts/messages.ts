import { maskedIban } from '../../../platform/bank-details.ts'
import { frenchMinute } from '../../../platform/dates.ts'
import { message } from '../../../platform/messages/message.ts'
import { OUR_REGION } from '../../../platform/region.ts'

/** An account, as a shop is written of it: its IBAN is never whole. */
interface Told {
  partner_name: string
  holder: string
  iban_first4: string
  iban_last4: string
  /** How long it waits before it is paid. */
  hours: number
}

const EXAMPLE: Told = { partner_name: 'LES PAGES', holder: 'SARL LES PAGES', iban_first4: 'FR76', iban_last4: '0189', hours: 48 }
const WHO = 'Managers and accountants of a partner, and its own address'
const NOT_YOU = `Si ce changement ne vient pas de votre commerce, appelez tout de suite le numéro vert ${OUR_REGION.phone} : il sera arrêté.`

const inWords = (told: Told): string => `${maskedIban(told)}, au nom de ${told.holder}`

export const bankAccountProposed = message(
  'bank-account-proposed',
  { who: WHO, when: 'a bank account is proposed for it', example: [{ ...EXAMPLE, by: 'Anne Dubois (votre commerce)' }] },
  ({ by, ...told }: Told & { by: string }) => ({
    subject: `Un compte bancaire est proposé pour ${told.partner_name}`,
    paragraphs: [
      'Bonjour,',
      `${by} propose que ${told.partner_name} soit payé sur ce compte bancaire : ${inWords(told)}.`,
      `Rien ne change pour l’instant. Une personne de la Région vérifie d’abord, et aucun virement n’y part avant ${told.hours} heures après son accord.`,
      NOT_YOU,
    ],
  }),
)

export const bankAccountAgreed = message(
  'bank-account-agreed',
  { who: WHO, when: 'the Region agreed to a bank account', example: [{ ...EXAMPLE, usable_from: new Date('2026-09-03T08:00:00Z') }] },
  ({ usable_from, ...told }: Told & { usable_from: Date }) => ({
    subject: `Le compte bancaire de ${told.partner_name} est accepté`,
    paragraphs: [
      'Bonjour,',
      `La Région a accepté le compte bancaire de ${told.partner_name} : ${inWords(told)}.`,
      `Les virements y partent à compter du ${frenchMinute(usable_from)}. D’ici là, aucun virement ne part, ni sur ce compte ni sur celui d’avant : ce qui vous est dû vous sera versé ensuite.`,
      NOT_YOU,
    ],
  }),
)

export const bankAccountDropped = message(
  'bank-account-dropped',
  {
    who: WHO,
    when: 'a bank account that was proposed is refused, taken back, or nobody answered',
    example: [{ ...EXAMPLE, outcome: 'refused', answer: 'Le titulaire n’est pas votre entreprise.' }],
  },
  ({ outcome, answer, ...told }: Told & { outcome: 'refused' | 'withdrawn' | 'lapsed'; answer: string | null }) => ({
    subject: `Le compte bancaire proposé pour ${told.partner_name} n’est pas retenu`,
    paragraphs: [
      'Bonjour,',
      `Le compte bancaire proposé pour ${told.partner_name} (${inWords(told)}) n’est pas retenu. ${WHY[outcome](answer)}`,
      'Rien n’a changé. Un gestionnaire du commerce peut en proposer un autre dans votre espace, rubrique « Compte bancaire ».',
    ],
  }),
)

const WHY = {
  refused: (answer: string | null) => `La Région le refuse : ${answer ?? ''}`,
  withdrawn: () => 'La personne qui l’avait proposé l’a retiré.',
  lapsed: () => 'Personne n’a répondu à temps à la Région : proposez-le de nouveau.',
}

export const bankAccountStopped = message(
  'bank-account-stopped',
  {
    who: WHO,
    when: 'a bank has rejected a transfer to its account, or an agent has stopped it',
    example: [{ ...EXAMPLE, words: 'La banque dit que ce compte est fermé.' }],
  },
  ({ words, ...told }: Told & { words: string }) => ({
    subject: `${told.partner_name} : donnez un nouveau RIB pour être payé`,
    paragraphs: [
      'Bonjour,',
      `La Région ne peut plus payer ${told.partner_name} sur le compte ${inWords(told)}. ${words}`,
      'Votre argent n’est pas perdu : il vous reste dû. Un gestionnaire du commerce donne un nouveau RIB dans votre espace, rubrique « Compte bancaire » : recopiez l’IBAN et le nom du titulaire exactement comme ils y sont écrits.',
      `La Région le vérifie ; les virements reprennent ${told.hours} heures après son accord.`,
    ],
  }),
)
