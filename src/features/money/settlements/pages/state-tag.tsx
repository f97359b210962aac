import { frenchDayOf } from '../../../../platform/dates.ts'
import { Tag } from '../../../../ui/blocks.tsx'

/** Where a settlement is. */
export function StateTag({ settlement: { paid_at, released_at } }: { settlement: { paid_at: Date | null; released_at: Date | null } }) {
  if (paid_at) return <Tag tone="good">{`Virement fait le ${frenchDayOf(paid_at)}`}</Tag>
  return released_at ? <Tag tone="info">Virement en cours</Tag> : <Tag tone="warning">En attente de validation</Tag>
}
