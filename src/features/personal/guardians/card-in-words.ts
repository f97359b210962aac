import { frenchDayOf } from '../../../platform/dates.ts'
import type { CardState } from './queries.ts'

/** Where somebody's card is, as their guardian reads it. */
export function cardInWords(card: CardState | undefined): string {
  if (!card) return 'Pas encore de carte.'
  if (card.opposed_at) return `Carte arrêtée le ${frenchDayOf(card.opposed_at)} : elle ne paie plus.`
  if (card.shipped_at) return `Carte envoyée le ${frenchDayOf(card.shipped_at)}.`
  if (card.made_at) return `Carte fabriquée le ${frenchDayOf(card.made_at)}, pas encore envoyée.`
  if (card.set_aside_at) return 'Carte en attente : une nouvelle photo est demandée.'
  return 'Carte à fabriquer.'
}
