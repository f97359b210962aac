import { frenchDayOf } from '../../../../platform/dates.ts'
import { Tag } from '../../../../ui/blocks.tsx'

interface State {
  paid_at: Date | null
  released_at: Date | null
  /** Of one line: since when it is held, and which settlement pays it instead. */
  held_at?: Date | null
  taken_up_in?: number | null
}

/** Where a settlement is, or one of its lines. */
export function StateTag({ settlement: { paid_at, released_at, held_at, taken_up_in } }: { settlement: State }) {
  if (held_at && taken_up_in) return <Tag tone="info">{`Repris dans le reversement n° ${taken_up_in}`}</Tag>
  if (held_at) return <Tag tone="warning">{`Retenu le ${frenchDayOf(held_at)}`}</Tag>
  if (paid_at) return <Tag tone="good">{`Virement fait le ${frenchDayOf(paid_at)}`}</Tag>
  return released_at ? <Tag tone="info">Virement en cours</Tag> : <Tag tone="warning">En attente de validation</Tag>
}
