import { frenchDayOf } from '../../../../platform/dates.ts'
import { Tag } from '../../../../ui/blocks.tsx'

/** Where a settlement is. */
export const StateTag = ({ paidAt }: { paidAt: Date | null }) =>
  paidAt ? <Tag tone="good">{`Versé le ${frenchDayOf(paidAt)}`}</Tag> : <Tag tone="info">Versement en cours</Tag>
