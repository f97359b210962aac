import { Tag } from '../../../../ui/blocks.tsx'
import type { Outcome } from '../payment.ts'
import type { Batch } from '../queries.ts'

/** Where a batch is: to be let out, its file to give to the bank, waiting for the bank, answered in part, done with, cancelled. */
export function BatchTag({ batch }: { batch: Pick<Batch, 'transfers' | 'sent' | 'released_at' | 'given_at' | 'cancelled_at'> }) {
  const { transfers, sent, released_at, given_at, cancelled_at } = batch
  if (cancelled_at !== null) return <Tag>Annulé</Tag>
  if (released_at === null && given_at === null) return <Tag tone="warning">En attente de validation</Tag>
  if (given_at === null) return <Tag tone="warning">À mettre dans un fichier</Tag>
  if (sent === transfers) return <Tag tone="info">En attente de la banque</Tag>
  return sent > 0 ? <Tag tone="warning">Réponses à compléter</Tag> : <Tag tone="good">Terminé</Tag>
}

export function OutcomeTag({ outcome }: { outcome: Outcome }) {
  if (outcome === null) return <Tag tone="info">Sans réponse</Tag>
  if (outcome === 'cancelled') return <Tag>Annulé</Tag>
  return outcome === 'paid' ? <Tag tone="good">Payé</Tag> : <Tag tone="bad">Rejeté</Tag>
}
