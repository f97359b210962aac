import type { Day } from '../../../platform/dates.ts'
import type { Tone } from '../../../ui/blocks.tsx'
import { isDecided, isTooLate, type State } from '../card-applications/index.ts'

/** The states as a school and the Region read them. */
export const STATES: readonly { state: State; label: string; tone: Tone }[] = [
  { state: 'submitted', label: 'À traiter', tone: 'info' },
  { state: 'returned', label: 'Renvoyée pour correction', tone: 'warning' },
  { state: 'validated', label: 'Validée', tone: 'good' },
  { state: 'refused', label: 'Refusée', tone: 'bad' },
]

/** One that was not decided on in time says so: it is not among the work to do. */
export const lateInWords = (application: { state: State; ends_on: Day; decisions_end_on: Day }, today: Day): string | undefined =>
  isTooLate(application, today) && !isDecided(application) ? 'Campagne terminée' : undefined
