import type { Reader } from '../../../../platform/database/index.ts'
import { rowId } from '../../../../platform/forms/fields.ts'
import { allCourses, allLevels, coursesOf, levelsOf, school } from '../../../schools/schools/index.ts'
import type { LastYear } from '../../card-applications/index.ts'

/** What was answered, or what is shown of the year before. */
export type Known = LastYear['apprenticeship']

interface Offered {
  code: string
  label: string
}

export interface SchoolChosen {
  id?: number
  uai?: string
  name: string
  town: string
}

export interface Chosen {
  /** As the address says it. */
  choices: { cfa?: 'yes' | 'no'; etablissement?: string; nom?: string; ville?: string }
  /** The school: of the directory, or typed. */
  place?: SchoolChosen
  levels: Offered[]
  level?: Offered | undefined
  courses: Offered[]
}

/** What an apprentice is asked next, each when what comes before it is chosen. */
export type Asked = 'where' | 'school-here' | 'school-elsewhere' | 'school-by-hand' | 'level' | 'course'

export function askedNext({ choices, place, level }: Pick<Chosen, 'choices' | 'place' | 'level'>, query: URLSearchParams): Asked {
  if (!choices.cfa) return 'where'
  if (place) return level ? 'course' : 'level'
  if (choices.cfa === 'yes') return 'school-here'
  return query.has('saisie') ? 'school-by-hand' : 'school-elsewhere'
}

/** What the address says is chosen, or what was answered before, as far as it can still be. */
export async function chosenSoFar(db: Reader, query: URLSearchParams, known: Known): Promise<Chosen> {
  const nothing = { levels: [], courses: [] }
  const cfa = whereChosen(query, known)
  if (!cfa) return { ...nothing, choices: {} }
  const isHere = cfa === 'yes'
  const before = known?.cfaInRegion === isHere ? known : undefined
  const place = await placeChosen(db, query, isHere, before)
  const levels = place ? await levelsAt(db, isHere, place.choices.etablissement) : []
  if (!place || levels.length === 0) return { ...nothing, choices: { cfa } }
  const code = query.get('niveau') ?? (place.isSame ? before?.level : undefined)
  const level = levels.length === 1 ? levels[0] : levels.find((offered) => offered.code === code)
  const courses = level ? await coursesAt(db, isHere, place.choices.etablissement, level.code) : []
  return { choices: { cfa, ...place.choices }, place: place.school, levels, level, courses }
}

function whereChosen(query: URLSearchParams, known: Known): 'yes' | 'no' | undefined {
  const said = query.get('cfa')
  if (said === 'yes' || said === 'no') return said
  if (said !== null || !known || query.has('envoye')) return undefined
  return known.cfaInRegion ? 'yes' : 'no'
}

const levelsAt = (db: Reader, isHere: boolean, schoolId: string | undefined): Promise<Offered[]> =>
  isHere ? levelsOf(db, Number(schoolId), 'apprentices') : allLevels(db)

const coursesAt = (db: Reader, isHere: boolean, schoolId: string | undefined, level: string): Promise<Offered[]> =>
  isHere ? coursesOf(db, Number(schoolId), level, 'apprentices') : allCourses(db, level)

const asId = rowId('')

interface Place {
  choices: Pick<Chosen['choices'], 'etablissement' | 'nom' | 'ville'>
  school: SchoolChosen
  /** It is the one of before. */
  isSame: boolean
}

/** The school chosen, of the directory or typed. */
async function placeChosen(db: Reader, query: URLSearchParams, isHere: boolean, before: Known): Promise<Place | undefined> {
  const isAsked = query.has('etablissement') || query.has('saisie') || query.has('nom')
  const id = isAsked ? asId.safeParse(query.get('etablissement')).data : before?.school
  const row = id ? await school(db, id) : undefined
  if (row?.open && row.in_region === isHere) {
    return { choices: { etablissement: String(row.id) }, school: row, isSame: row.id === before?.school }
  }
  if (isHere) return undefined
  return typedPlace(isAsked ? { name: typedIn(query, 'nom', 100), town: typedIn(query, 'ville', 60) } : before?.typedSchool, before)
}

function typedPlace(typed: { name: string; town: string } | null | undefined, before: Known): Place | undefined {
  if (!typed?.name || !typed.town) return undefined
  const { name, town } = typed
  const isSame = before?.typedSchool?.name === name && before.typedSchool.town === town
  return { choices: { nom: name, ville: town }, school: { name, town }, isSame }
}

const typedIn = (query: URLSearchParams, name: string, longest: number) =>
  (query.get(name) ?? '').trim().replace(/\s+/g, ' ').slice(0, longest)
