import { Tag, type Tone } from '../../../../ui/blocks.tsx'
import { STATES, type State } from '../imports.ts'

const TONES: Record<State, Tone> = {
  checking: 'info',
  checked: 'warning',
  loading: 'info',
  done: 'good',
  unreadable: 'bad',
  failed: 'bad',
  'given-up': 'neutral',
}

export const StateTag = ({ state }: { state: State }) => <Tag tone={TONES[state]}>{STATES[state]}</Tag>
