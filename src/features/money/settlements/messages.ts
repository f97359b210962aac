import { message } from '../../../platform/messages/message.ts'
import { frenchEuros } from '../../../platform/money.ts'

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
