import { Tag, type Tone } from '../../../../ui/blocks.tsx'
import { type State, stateInWords } from '../aid.ts'
import type { DeciderKind } from '../desk.ts'

/** A state as a CFA or the Region reads it: in the apprentice's words, but for what waits for them and what they sent back. */
export function deskState(kind: DeciderKind, state: State): { label: string; tone: Tone } {
  if (state === (kind === 'school' ? 'awaiting-school' : 'awaiting-region')) return { label: 'À traiter', tone: 'info' }
  if (state === 'returned') return { label: 'Renvoyée pour correction', tone: 'warning' }
  if (state === 'rejected-by-bank') return { label: 'Virement rejeté', tone: 'warning' }
  return stateInWords(state)
}

export function StateTag({ kind, state }: { kind: DeciderKind; state: State }) {
  const { label, tone } = deskState(kind, state)
  return <Tag tone={tone}>{label}</Tag>
}
