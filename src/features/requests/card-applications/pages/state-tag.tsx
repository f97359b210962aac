import { Tag, type Tone } from '../../../../ui/blocks.tsx'
import { isDecided, type State } from '../application.ts'

/** A state as a school and the Region read it. */
export const STATES: Record<State, { label: string; tone: Tone }> = {
  draft: { label: 'À compléter', tone: 'neutral' },
  submitted: { label: 'À traiter', tone: 'info' },
  returned: { label: 'Renvoyée pour correction', tone: 'warning' },
  validated: { label: 'Validée', tone: 'good' },
  refused: { label: 'Refusée', tone: 'bad' },
}

/** One that was not decided on in time says so: it is not among the work to do. */
export const StateTag = ({ state, isLate = false }: { state: State; isLate?: boolean }) =>
  isLate && !isDecided({ state }) ? <Tag>Campagne terminée</Tag> : <Tag tone={STATES[state].tone}>{STATES[state].label}</Tag>
