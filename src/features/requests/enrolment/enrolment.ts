import type { Day } from '../../../platform/dates.ts'
import type { Tone } from '../../../ui/blocks.tsx'
import type { EnrolledPupil } from '../../schools/enrolment-lists/index.ts'
import { differencesOfPerson, type Match, type SaidOfOneself } from './matching.ts'

export type Answer = 'found' | 'not-found' | 'unknown'
export type Differs = 'name' | 'birth' | 'course' | 'status'
export type Why = 'left' | 'several' | 'close'

/** What a list says of one request. */
export interface Enrolment {
  answer: Answer
  why: Why | null
  /** The pupil who is found, or who has left. */
  pupil: number | null
  candidates: number[]
  differs: Differs[]
}

interface Request extends SaidOfOneself {
  situation: string | null
  course_code: string | null
}

/**
 * What an answer means: found is one who is there now, and what differs is said. So is what a person recognised although it differs: it goes
 * no further by itself.
 */
export function enrolmentOf(matched: Match, request: Request, pupils: ReadonlyMap<number, EnrolledPupil>, today: Day): Enrolment {
  const none: Enrolment = { answer: 'not-found', why: null, pupil: null, candidates: [], differs: [] }
  if (matched.answer === 'not-found') return none
  if (matched.answer === 'unknown') return { ...none, answer: 'unknown', why: matched.why, candidates: matched.candidates }
  const pupil = pupils.get(matched.listed)
  if (!pupil) return none
  if (hasLeft(pupil, today)) return { ...none, why: 'left', pupil: pupil.id }
  return { ...none, answer: 'found', pupil: pupil.id, differs: differencesOf(request, pupil) }
}

export const hasLeft = ({ left_on, is_inactive }: Pick<EnrolledPupil, 'left_on' | 'is_inactive'>, today: Day): boolean =>
  is_inactive || (left_on !== null && left_on <= today)

const differencesOf = (request: Request, pupil: EnrolledPupil): Differs[] => [
  ...differencesOfPerson(request, { ...pupil, ine: [] }),
  ...(isAnotherCourse(request.course_code, pupil.course) ? ['course' as const] : []),
  ...(pupil.status !== null && pupil.status !== request.situation ? ['status' as const] : []),
]

/**
 * Whether a list's code of a course is another than the one that was asked for. A MEF (ten figures, perhaps one more) holds the five of a course of
 * eight; codes that cannot be compared say nothing.
 */
export function isAnotherCourse(asked: string | null, listed: string | null): boolean {
  if (!asked || !listed) return false
  const [one, other] = [asked.toUpperCase(), listed.toUpperCase().replace(/\s/g, '')]
  const isMef = (code: string) => /^\d{3}\w{5}\d{2}\w?$/.test(code)
  const isDiploma = (code: string) => /^\d{3}\w{5}$/.test(code)
  if (isMef(one) && isMef(other)) return one.slice(0, 10) !== other.slice(0, 10)
  if (isDiploma(one) && isMef(other)) return one.slice(3) !== other.slice(3, 8)
  if (isDiploma(one) && isDiploma(other)) return one !== other
  return false
}

/** What differs between a request and a list, in words. */
export const DIFFERS: Record<Differs, string> = {
  name: 'nom',
  birth: 'date de naissance',
  course: 'formation',
  status: 'statut (élève ou apprenti)',
}

/** « nom, formation » */
export const differsInWords = (differs: readonly Differs[]): string => differs.map((one) => DIFFERS[one]).join(', ')

/** As a list and a file show it, in a word or two. */
export function enrolmentInWords(
  answer: string | null,
  why: string | null,
  differs: readonly string[] | null,
): { label: string; tone: Tone } {
  if (answer === 'found')
    return differs && differs.length > 0 ? { label: 'Différente', tone: 'warning' } : { label: 'Trouvée', tone: 'good' }
  if (answer === 'not-found') return { label: why === 'left' ? 'Sortie' : 'Non trouvée', tone: 'bad' }
  return answer === 'unknown' ? { label: 'À comparer', tone: 'info' } : { label: 'Pas de liste', tone: 'neutral' }
}
