import { z } from 'zod'
import { places } from '../../../places.ts'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { type Day, dayOf, frenchDay } from '../../../platform/dates.ts'
import { found, UserError } from '../../../platform/errors.ts'
import { frenchEuros } from '../../../platform/money.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { type Shown, takesTwo } from '../../desks/two-people/index.ts'
import { REASONS, type Reason, scopeInWords, whyNotThen } from './deadline.ts'
import { type Move, moveById, type Preview, previewOf } from './queries.ts'

/** One administrator asks for it, another agrees. Once agreed, the clock moves the wallets: see move.ts. */
export const deadlineMove = takesTwo({
  kind: 'deadline.move',
  title: 'Déplacer le dernier jour de porte-monnaie',
  starts: 'campaigns.manage',
  finishes: 'campaigns.manage',
  schema: z.object({ id: z.number().int() }),
  async shown(db, { id }, now) {
    const move = await moveById(db, id)
    const preview = await previewUntilAgreed(db, move, now)
    return {
      about: `Campagne ${move.campaign_name}`,
      href: places.region.deadline.to({ id: move.campaign_id, move: id }),
      items: itemsOf(move, preview),
      effects: preview ? effectsOf(move, preview, now) : [],
    }
  },
  perform: (tx, agent, { input }) => agreeToMove(tx, agent, input.id),
})

async function agreeToMove(tx: Tx, agent: Agent, id: number): Promise<void> {
  const move = await moveById(tx, id)
  const today = dayOf(tx.now)
  const { losers } = await previewOf(tx, move, today)
  const wrong = whyNotThen(move.closes_on, { today, losers, ticketsUntil: move.prepayments_expire_on })
  if (wrong) {
    const sentence = `Ce déplacement a trop attendu. ${wrong} Refusez-le, et demandez-en un autre.`
    throw new UserError('deadline.not-then', sentence, { status: 409 })
  }
  found(
    await tx
      .updateTable('deadline_moves')
      .set({ agreed_by: agent.id, agreed_at: tx.now })
      .where('id', '=', id)
      .where('agreed_at', 'is', null)
      .returning('id')
      .executeTakeFirst(),
  )
}

/** What is moved, in words: what it would be, or what it was. */
export function itemsOf(move: Move, preview: Preview | null): Shown['items'] {
  const counted = preview ?? move
  return [
    { label: 'Pour qui', value: scopeInWords(move) },
    { label: 'Nouveau dernier jour', value: frenchDay(move.closes_on) },
    ...(preview ? [{ label: 'Dernier jour jusqu’ici', value: daysInWords(preview) }] : []),
    { label: 'Prépaiements, jusqu’au', value: frenchDay(move.prepayments_expire_on) },
    { label: 'Motif', value: REASONS[move.reason as Reason] },
    { label: 'Explication', value: move.comment },
    { label: 'Porte-monnaie déplacés', value: counted.wallets },
    { label: 'Ce qu’ils contiennent', value: frenchEuros(counted.balance_cents) },
    {
      label: 'Prépaiements en attente',
      value: preview ? `${preview.prepayments}, pour ${frenchEuros(preview.prepayments_cents)}` : counted.prepayments,
    },
  ]
}

const daysInWords = ({ first_day, last_day }: { first_day: Day | null; last_day: Day | null }): string => {
  if (!first_day || !last_day) return '—'
  return first_day === last_day ? frenchDay(first_day) : `Du ${frenchDay(first_day)} au ${frenchDay(last_day)}`
}

const several = (count: number, one: string, many: string) => `${count} ${count > 1 ? many : one}`

/** What would happen, in sentences. */
export function effectsOf(move: Move, preview: Preview, now: Date): string[] {
  const { winners, losers, told, closed, frozen, prepayments, outliving } = preview
  return [
    ...(winners > 0
      ? [
          `${several(winners, 'porte-monnaie pourra', 'porte-monnaie pourront')} servir plus longtemps, jusqu’au ${frenchDay(move.closes_on)} inclus.`,
        ]
      : []),
    ...(losers > 0
      ? [
          `Attention : ${several(losers, 'porte-monnaie se terminera', 'porte-monnaie se termineront')} plus tôt, le ${frenchDay(move.closes_on)}.`,
        ]
      : []),
    move.prepayments_expire_on < dayOf(now)
      ? `Aucun nouveau prépaiement n’est possible : ils s’arrêtent le ${frenchDay(move.prepayments_expire_on)}, qui est passé.`
      : `Un nouveau prépaiement est possible jusqu’au ${frenchDay(move.prepayments_expire_on)} inclus.`,
    ...(prepayments > 0
      ? ['Les prépaiements en attente suivent, et n’y perdent jamais un jour. Les bons déjà imprimés restent bons.']
      : []),
    ...(outliving > 0
      ? [
          `${several(outliving, 'prépaiement restera bon', 'prépaiements resteront bons')} après le ${frenchDay(move.closes_on)}. Si personne ne s’en sert, l’argent revient à la Région : le porte-monnaie sera clôturé.`,
        ]
      : []),
    ...(frozen > 0
      ? [`${several(frozen, 'porte-monnaie gelé suit', 'porte-monnaie gelés suivent')} aussi. Les jours du gel s’y ajouteront au dégel.`]
      : []),
    `${several(told, 'personne est prévenue', 'personnes sont prévenues')} par un message, peu à peu entre 8 h et 21 h. Qui a un porte-monnaie vide n’en reçoit pas.`,
    ...(closed > 0 ? [`${several(closed, 'porte-monnaie déjà clôturé le reste', 'porte-monnaie déjà clôturés le restent')}.`] : []),
    'Ce qui sera accordé ensuite garde les dates de la campagne.',
  ]
}

/** What would become of wallets, were it done now; null once it is agreed, for it says then what it has moved. */
export const previewUntilAgreed = async (db: Reader, move: Move, now: Date): Promise<Preview | null> =>
  move.agreed_at ? null : previewOf(db, move, dayOf(now))
