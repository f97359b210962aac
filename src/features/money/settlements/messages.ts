import { message } from '../../../platform/messages/message.ts'
import { frenchEuros } from '../../../platform/money.ts'
import { HOW_TO_STOP } from '../../partners/mails/index.ts'

/** The line of a settlement that is a shop's. */
interface Statement {
  settlement_id: number
  amount_cents: number
  partner_name: string
}

const LINE: Statement = { settlement_id: 12, amount_cents: 120_000, partner_name: 'LES PAGES' }

export const statementMade = message(
  'statement-made',
  { who: 'Managers and accountants of a partner', when: 'a second person let out the settlement that pays it', example: [LINE] },
  ({ settlement_id, amount_cents, partner_name }: Statement) => ({
    subject: `Relevé n° ${settlement_id} : ${frenchEuros(amount_cents)} pour ${partner_name}`,
    paragraphs: [
      'Bonjour,',
      `Le relevé n° ${settlement_id} de ${partner_name} est fait : la Région va verser ${frenchEuros(amount_cents)}.`,
      'Dans votre espace, rubrique « Reversements », il ouvre la liste de toutes les transactions qu’il paie.',
      HOW_TO_STOP,
    ],
  }),
)

export const transferMade = message(
  'transfer-made',
  { who: 'Managers and accountants of a partner', when: 'the transfer of their statement is made', example: [LINE] },
  ({ settlement_id, amount_cents, partner_name }: Statement) => ({
    subject: `Virement de ${frenchEuros(amount_cents)} pour ${partner_name}`,
    paragraphs: [
      'Bonjour,',
      `Le virement du relevé n° ${settlement_id} est fait : ${frenchEuros(amount_cents)} pour ${partner_name}. Il arrive sur votre compte dans les jours qui viennent.`,
      HOW_TO_STOP,
    ],
  }),
)

export const linesHeld = message(
  'settlement-lines-held',
  {
    who: 'Agents of the Region',
    when: 'prepared or let out a settlement of which a partner was frozen meanwhile',
    example: [{ id: 12, names: ['LES PAGES'], total_cents: 123_45 }],
  },
  ({ id, names, total_cents }: { id: number; names: string[]; total_cents: number }) => ({
    subject: `Reversement n° ${id} : ${frenchEuros(total_cents)} sont retenus`,
    paragraphs: [
      'Bonjour,',
      `Le reversement n° ${id} est sorti sans ${names.join(', ')}, gelé${names.length > 1 ? 's' : ''} depuis sa préparation. La liste des virements n’en parle pas.`,
      `Rien n’est perdu : ces ${frenchEuros(total_cents)} restent dus, et feront partie du reversement qui suit le dégel.`,
    ],
  }),
)
