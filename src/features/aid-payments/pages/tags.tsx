import { Tag } from '../../../ui/blocks.tsx'
import type { Outcome } from '../payment.ts'

/** Where a batch is: waiting for the bank, answered in part, or done with. */
export function BatchTag({ batch: { transfers, sent } }: { batch: { transfers: number; sent: number } }) {
  if (sent === transfers) return <Tag tone="info">À la banque</Tag>
  return sent > 0 ? <Tag tone="warning">Réponses à compléter</Tag> : <Tag tone="good">Terminé</Tag>
}

export function OutcomeTag({ outcome }: { outcome: Outcome }) {
  if (outcome === 'paid') return <Tag tone="good">Payé</Tag>
  return outcome === 'rejected' ? <Tag tone="bad">Rejeté</Tag> : <Tag tone="info">Sans réponse</Tag>
}
