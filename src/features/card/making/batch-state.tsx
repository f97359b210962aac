import { Tag } from '../../../ui/blocks.tsx'
import { type Batch, nextOf } from '../cards/index.ts'

/** Where a batch is. */
export const BatchState = ({ batch }: { batch: Batch }) => {
  const next = nextOf(batch)
  if (next === 'made') return <Tag tone="info">En fabrication</Tag>
  if (next === 'shipped') return <Tag tone="warning">À expédier</Tag>
  return <Tag tone="good">Expédié</Tag>
}
