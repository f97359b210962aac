import { message } from '../../../platform/messages/message.ts'
import { frenchEuros } from '../../../platform/money.ts'
import { HOW_TO_STOP } from '../../partners/mails/index.ts'

interface Rejected {
  number: string
  amount_cents: number
  partner_name: string
  reason: string
}

export const transferRejected = message(
  'transfer-rejected',
  {
    who: 'Managers and accountants of a partner',
    when: 'the bank rejects their transfer, and another account is needed',
    example: [{ number: 'REV12-P345', amount_cents: 120_000, partner_name: 'LES PAGES', reason: 'Compte clos' }],
  },
  ({ number, amount_cents, partner_name, reason }: Rejected) => ({
    subject: `Virement de ${frenchEuros(amount_cents)} rejeté pour ${partner_name}`,
    paragraphs: [
      'Bonjour,',
      `La banque a rejeté le virement ${number} de ${frenchEuros(amount_cents)} pour ${partner_name} : ${reason}.`,
      'Cette somme vous reste due. Donnez un nouveau RIB dans votre espace, rubrique « Compte bancaire » : elle part quand la Région l’a vérifié.',
      HOW_TO_STOP,
    ],
  }),
)
