import type { Decider } from '../../../spaces/actors.ts'
import type { Tone } from '../../../ui/blocks.tsx'
import { type State, stateInWords } from '../apprentice-aid/index.ts'

const SENT: readonly State[] = [
  'awaiting-school',
  'awaiting-region',
  'returned',
  'refused',
  'accepted',
  'in-payment',
  'paid',
  'rejected-by-bank',
]

/** The state in which requests wait for a CFA, or for the Region. */
export const AWAITED = { school: 'awaiting-school', agent: 'awaiting-region' } as const satisfies Record<Decider['kind'], State>

/** The states as a CFA or the Region reads them. */
export const statesFor = (kind: Decider['kind']): { state: State; label: string; tone: Tone }[] =>
  SENT.map((state) => ({ state, ...inWords(kind, state) }))

/** In the apprentice's words, but for what waits for who looks and what they sent back. */
function inWords(kind: Decider['kind'], state: State): { label: string; tone: Tone } {
  if (state === AWAITED[kind]) return { label: 'À traiter', tone: 'info' }
  if (state === 'returned') return { label: 'Renvoyée pour correction', tone: 'warning' }
  if (state === 'rejected-by-bank') return { label: 'Virement rejeté', tone: 'warning' }
  return stateInWords(state)
}
