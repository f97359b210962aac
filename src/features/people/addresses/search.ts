import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import { type GUIDED_FIELDS, LINE_AT_MOST, NOT_LISTED, postalName } from './address.ts'
import { isStreetType, readWritten, type Word, type Written } from './written.ts'

/** An address that a text may mean: what it is called in a list, and the fields of the guided way that it fills. */
export interface FoundAddress {
  label: string
  fields: Record<(typeof GUIDED_FIELDS)[number], string>
  /** NOT_LISTED for a street that is only as it was typed. */
  chosenStreet: string
}

const FOUND_AT_MOST = 5

/** A town that the text may name, and the words that are left for the street. */
interface Guess {
  postcodes: string[]
  insee_code: string | null
  words: string
  score: number
}

const REGION = OUR_REGION.departments.map(({ code }) => code)
const GUESSES_AT_MOST = 6
const TOWN_WORDS_AT_MOST = 7
/** As likely as a town of that postcode which is written badly. */
const POSTCODE_ALONE = 0.8
/** A town that is well written, and not of another department than the postcode. */
const SURE_OF_ITS_TOWN = 1

/**
 * The addresses that a text may mean, the likeliest first: number, street, postcode and town in any order, with mistakes. Towns are looked
 * for among all groups of words; each that is found leaves other words for the street, and the best pair wins.
 */
export async function addressesFound(db: Reader, typed: string): Promise<FoundAddress[]> {
  const written = readWritten(typed)
  if (written.words.length === 0) return []
  const guesses = await guessesOf(db, written)
  const found = await streetsOf(db, guesses, written.postcode)
  const listed = found.length > 0 ? found : await namesakes(db, written)
  const best = listed.sort((a, b) => b.score - a.score).filter(({ score }, _, [first]) => score > (first?.score ?? 0) - 0.6)
  const addresses = new Map(best.map((street) => [`${street.postcode} ${street.insee_code} ${street.name}`, street]))
  const shown = [...addresses.values()].slice(0, FOUND_AT_MOST).map((street) => addressOf(written, street))
  return shown.length > 0 ? shown : asTyped(db, written, guesses)
}

interface FoundStreet {
  postcode: string
  insee_code: string
  name: string
  town: string
  score: number
}

function addressOf(written: Written, { postcode, insee_code, name, town }: Omit<FoundStreet, 'score'>, chosenStreet = ''): FoundAddress {
  const { number, careOf, complement, poBox } = written
  const numbered = [number?.house_number, number?.number_suffix, name].filter(Boolean).join(' ')
  return {
    label: `${numbered}, ${postcode} ${postalName(town)}`,
    fields: {
      postcode,
      inseeCode: insee_code,
      street: name,
      houseNumber: number?.house_number ?? '',
      numberSuffix: number?.number_suffix ?? '',
      careOf: careOf ?? '',
      complement: complement ?? '',
      poBox: poBox ?? '',
    },
    chosenStreet,
  }
}

async function guessesOf(db: Reader, { words, postcode }: Written): Promise<Guess[]> {
  const groups = groupsOf(words)
  const towns = await townsWritten(db, groups)
  const guesses = towns.flatMap((town): Guess[] => {
    const group = groups[town.written - 1] as Group
    const { insee_code, postcodes } = town
    return postcodes ? [{ postcodes, insee_code, words: group.others, score: scoreOf(town, { group, words, postcode }) }] : []
  })
  const best = guesses
    .filter(({ words }) => words !== '')
    .sort((a, b) => b.score - a.score)
    .slice(0, GUESSES_AT_MOST)
  const whole = words.map(({ text }) => text).join(' ')
  return postcode ? [...best, { postcodes: [postcode], insee_code: null, words: whole, score: POSTCODE_ALONE }] : best
}

/** Words that stand side by side. */
interface Group {
  from: number
  to: number
  text: string
  others: string
}

function groupsOf(words: Word[]): Group[] {
  const texts = words.map(({ text }) => text)
  return texts.flatMap((_, from) =>
    texts.slice(from, from + TOWN_WORDS_AT_MOST).flatMap((last, more) => {
      const to = from + more + 1
      if (LINKS.has(last)) return []
      return { from, to, text: texts.slice(from, to).join(' '), others: [...texts.slice(0, from), ...texts.slice(to)].join(' ') }
    }),
  )
}

interface Town {
  written: number
  insee_code: string
  kind: 'today' | 'former' | 'short'
  population: number
  postcodes: string[] | null
  alike: number
}

async function townsWritten(db: Reader, groups: Group[]): Promise<Town[]> {
  const { rows } = await sql<Town>`
    select written, insee_code, kind, population, postcodes, alike from towns_written(${groups.map(({ text }) => text)}::text[])
  `.execute(db)
  return rows
}

const LINKS = new Set(['de', 'du', 'des', 'd', 'la', 'le', 'les', 'l'])

/** How likely a group of words is the town: by how it is written, where it stands, and what the postcode says. */
function scoreOf(town: Town, { group, words, postcode }: { group: Group; words: Word[]; postcode: string | null }): number {
  return (
    town.alike * (town.kind === 'short' ? 0.75 : 1) +
    byPostcode(town.postcodes ?? [], postcode) +
    byItsWords(words.slice(group.from, group.to)) +
    (LINKS.has(words[group.from - 1]?.text ?? '') ? -0.3 : 0) +
    (isStreetType(group.text) ? -0.4 : 0) +
    Math.log10(town.population + 1) / 60
  )
}

function byPostcode(postcodes: string[], postcode: string | null): number {
  if (!postcode) return REGION.some((code) => postcodes[0]?.startsWith(code)) ? 0.3 : 0
  if (postcodes.includes(postcode)) return 0.9
  return postcodes.some((each) => each.startsWith(postcode.slice(0, 2))) ? 0.1 : -0.6
}

const byItsWords = (words: Word[]): number =>
  (words.length - 1) * 0.08 +
  (words.some(({ isByPostcode }) => isByPostcode) ? 0.25 : 0) +
  (words[0]?.isAtEdge || words.at(-1)?.isAtEdge ? 0.15 : 0)

async function streetsOf(db: Reader, guesses: Guess[], postcode: string | null): Promise<FoundStreet[]> {
  if (guesses.length === 0) return []
  const asked = guesses.flatMap(({ postcodes, insee_code, words }, guess) =>
    [...new Set([words, fromItsType(words)])].map((each) => ({ guess, postcodes, insee_code, words: each })),
  )
  const { rows } = await sql<Omit<FoundStreet, 'score'> & { guess: number; alike: number }>`
    select guess, postcode, insee_code, name, town, alike from streets_guessed(${JSON.stringify(asked)}::jsonb, ${FOUND_AT_MOST})
  `.execute(db)
  return rows.map(({ guess, alike, ...street }) => {
    const { score = 0, words = '' } = guesses[guess] ?? {}
    // « Rue de » is like every street: what is left for it must say more, or be all of its name.
    const weight = alike > 0.95 || saysMore(words) ? 2 : 1
    return { ...street, score: score + alike * weight + (street.postcode === postcode ? 0.3 : 0) }
  })
}

const saysMore = (words: string): boolean => words.split(' ').some((word) => !isStreetType(word) && !LINKS.has(word))

/** « Les lilas, rue Haute » may be a house that has a name: the words from the last that a street begins with. */
function fromItsType(words: string): string {
  const all = words.split(' ')
  const at = all.findLastIndex(isStreetType)
  return at > 0 ? all.slice(at).join(' ') : words
}

/** Where no town is said: the streets of exactly that name, those of the Region. */
async function namesakes(db: Reader, { words, postcode }: Written): Promise<FoundStreet[]> {
  if (postcode) return []
  const name = postalName(words.map(({ text }) => text).join(' '))
  const { rows } = await sql<Omit<FoundStreet, 'score'>>`
    select s.postcode, s.insee_code, s.name, t.name as town
    from unnest(${REGION}::text[]) department
    join streets s on s.name = ${name} and s.postcode >= department and s.postcode < department || '~'
    join towns t on t.postcode = s.postcode and t.insee_code = s.insee_code
    order by (select max(n.population) from town_names n where n.insee_code = s.insee_code) desc
    limit ${FOUND_AT_MOST}
  `.execute(db)
  return rows.map((street) => ({ ...street, score: 0 }))
}

const isAnAddress = ({ number, postcode, words }: Written): boolean =>
  number !== null || postcode !== null || words.some(({ text }) => isStreetType(text))

/** A street that is in no list, in the town that is the likeliest. */
async function asTyped(db: Reader, written: Written, guesses: Guess[]): Promise<FoundAddress[]> {
  const guess = guesses.find(({ insee_code, score }) => insee_code && score > SURE_OF_ITS_TOWN)
  if (!guess || guess.words.length > LINE_AT_MOST || !isAnAddress(written)) return []
  const postcodes = written.postcode && guess.postcodes.includes(written.postcode) ? [written.postcode] : guess.postcodes
  const towns = await db
    .selectFrom('towns')
    .select(['postcode', 'insee_code', 'name'])
    .where('postcode', 'in', postcodes)
    .where('insee_code', '=', guess.insee_code)
    .orderBy('postcode')
    .limit(FOUND_AT_MOST)
    .execute()
  return towns.map(({ name, ...town }) => addressOf(written, { ...town, town: name, name: postalName(guess.words) }, NOT_LISTED))
}
