import { Tag } from '../../../../ui/blocks.tsx'

interface States {
  open: { label: string }
  closed: { label: string }
}

export const StateTag = ({ register: { open, closed }, isOpen }: { register: States; isOpen: boolean }) =>
  isOpen ? <Tag tone="good">{open.label}</Tag> : <Tag tone="bad">{closed.label}</Tag>
