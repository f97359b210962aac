import { Tag, type Tone } from '../../../ui/blocks.tsx'
import type { State } from '../application.ts'

/** A state as a school and the Region read it. */
export const STATES: Record<State, { label: string; tone: Tone }> = {
  draft: { label: 'À compléter', tone: 'neutral' },
  submitted: { label: 'À traiter', tone: 'info' },
  returned: { label: 'Renvoyée pour correction', tone: 'warning' },
  validated: { label: 'Validée', tone: 'good' },
  refused: { label: 'Refusée', tone: 'bad' },
}

export const StateTag = ({ state }: { state: State }) => <Tag tone={STATES[state].tone}>{STATES[state].label}</Tag>
