import { type Day, frenchDay } from '../../../platform/dates.ts'
import type { Tone } from '../../../ui/blocks.tsx'
import type { EnrolledPupil, ListedContract } from '../../schools/enrolment-lists/index.ts'
import { differencesOfPerson, type Match, type SaidOfOneself } from './matching.ts'

export type Answer = 'found' | 'not-found' | 'unknown'
export type Differs = 'name' | 'birth' | 'number' | 'course' | 'status' | 'contract'
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
  ine: readonly Buffer[]
  contract_ends_on: Day | null
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
  ...(numbersCompared(request, pupil) === 'other' ? ['number' as const] : []),
  ...(isAnotherCourse(request.course_code, pupil.course) ? ['course' as const] : []),
  ...(pupil.status !== null && pupil.status !== request.situation ? ['status' as const] : []),
  ...(request.contract_ends_on && isAnotherContract(request.contract_ends_on, pupil) ? ['contract' as const] : []),
]

/**
 * Whether the contract that a list says ends on another day than the one that is known: it is another, or was broken. When it began says nothing of
 * when it was signed.
 */
export function isAnotherContract(endsOn: Day, { contract_ends_on, contract_broken_on }: ListedContract): boolean {
  const end = contract_broken_on ?? contract_ends_on
  return end !== null && end !== endsOn
}

/** « contrat du 01/09/2026 au 31/08/2028, rompu le 12/11/2026 »; null where the list says nothing of a contract. */
export function contractInWords({ contract_begins_on, contract_ends_on, contract_broken_on }: ListedContract): string | null {
  if (!contract_begins_on) return null
  const days = `contrat du ${frenchDay(contract_begins_on)}${contract_ends_on ? ` au ${frenchDay(contract_ends_on)}` : ''}`
  return contract_broken_on ? `${days}, rompu le ${frenchDay(contract_broken_on)}` : days
}

/** Fingerprints as they are compared. */
export const inHex = (keys: readonly Buffer[]): string[] => keys.map((key) => key.toString('hex'))

/** What stands for the national number of somebody on a list; nothing where it is not known. */
export const numbersOf = ({ has_ine, keys }: Pick<EnrolledPupil, 'has_ine' | 'keys'>): string[] => (has_ine ? inHex(keys) : [])

/** Whether the national number that was given is that of the list; null where one of them is not known. */
export function numbersCompared({ ine }: Pick<Request, 'ine'>, pupil: Pick<EnrolledPupil, 'has_ine' | 'keys'>): 'same' | 'other' | null {
  const [given, listed] = [inHex(ine), numbersOf(pupil)]
  if (given.length === 0 || listed.length === 0) return null
  return given.some((one) => listed.includes(one)) ? 'same' : 'other'
}

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
  number: 'INE',
  course: 'formation',
  status: 'statut (élève ou apprenti)',
  contract: 'contrat',
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
