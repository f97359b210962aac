import { type Day, frenchDayOf } from '../../../platform/dates.ts'
import type { Tone } from '../../../ui/blocks.tsx'
import type { Asked, Person, Said } from './api-particulier.ts'

/** What the State's answer means, without HTTP and without SQL. */

export type Answer = 'found' | 'not-found' | 'unknown'

/** Why it is unknown. Those that begin with « other » say another thing than whoever asked for the card. */
export type Why = 'too-early' | 'not-told' | 'refused' | 'other-person' | 'other-school' | 'other-status' | 'other-year'

export interface StateEnrolment {
  answer: Answer
  why: Why | null
}

/** The day of the school year from which the State knows who is not enrolled. */
const KNOWN_FROM = '10-15'

const unknown = (why: Why): StateEnrolment => ({ answer: 'unknown', why })

/** Null where there is nothing to keep: it is asked again. */
export function enrolmentOf(asked: Asked, person: Person & { situation: string }, today: Day): StateEnrolment | null {
  if (asked.kind === 'away' || asked.kind === 'wait') return null
  if (asked.kind === 'refused') return unknown('refused')
  if (asked.kind === 'not-found') return notFound(person, today)
  const why = whyAnother(asked.said, person)
  if (why) return unknown(why)
  if (asked.said.is_enrolled === null) return unknown('not-told')
  return asked.said.is_enrolled ? { answer: 'found', why: null } : notFound(person, today)
}

/** Until then, whoever is not found yet may be found. */
const notFound = ({ school_year }: Person, today: Day): StateEnrolment =>
  today < `${school_year}-${KNOWN_FROM}` ? unknown('too-early') : { answer: 'not-found', why: null }

function whyAnother(said: Said, { birth_date, uai, school_year, situation }: Person & { situation: string }): Why | null {
  if (said.birth_date !== null && said.birth_date !== birth_date) return 'other-person'
  if (said.school_year !== null && !said.school_year.startsWith(String(school_year))) return 'other-year'
  if (said.uai !== null && said.uai !== uai) return 'other-school'
  // Of the statuses only two say a situation of ours.
  if (said.status === 'AP' && situation === 'pupil') return 'other-status'
  return said.status === 'ST' && situation === 'apprentice' ? 'other-status' : null
}

const UNKNOWN: Record<Why, string> = {
  'too-early': 'pas encore connue, avant la mi-octobre',
  'not-told': 'sans réponse',
  refused: 'question refusée',
  'other-person': 'une autre date de naissance',
  'other-school': 'un autre établissement',
  'other-status': 'un autre statut (élève ou apprenti)',
  'other-year': 'une autre année scolaire',
}

/** As whoever decides reads it. */
export function stateInWords(answer: string, why: string | null, at: Date): { label: string; tone: Tone; words: string } {
  const on = `le ${frenchDayOf(at)}`
  if (answer === 'found') return { label: 'Trouvée', tone: 'good', words: on }
  if (answer === 'not-found')
    return { label: 'Non trouvée', tone: 'bad', words: `${on}. L’enseignement agricole et les CFA ne lui sont pas connus` }
  return { label: 'Inconnue', tone: 'info', words: `${UNKNOWN[why as Why]}, ${on}` }
}
