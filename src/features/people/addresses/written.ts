import { type HouseNumber, houseNumberFrom } from './house-number.ts'

/** An address as somebody writes it in one go, in any order, taken apart without knowing any town or street. */
export interface Written {
  /** What may name the street and the town, a word each, abbreviations written out. */
  words: Word[]
  postcode: string | null
  /** The number and its complement. */
  number: HouseNumber | null
  careOf: string | null
  complement: string | null
  poBox: string | null
}

export interface Word {
  text: string
  /** Beside the postcode, where a town stands most often. */
  isByPostcode: boolean
  /** The first or the last word, or beside a comma. */
  isAtEdge: boolean
}

/** Longer texts are no addresses. */
const WRITTEN_AT_MOST = 150
const WORDS_AT_MOST = 16

const SHORT: Record<string, string> = {
  all: 'allee',
  allees: 'allee',
  av: 'avenue',
  ave: 'avenue',
  bd: 'boulevard',
  bld: 'boulevard',
  blvd: 'boulevard',
  boul: 'boulevard',
  bvd: 'boulevard',
  cdt: 'commandant',
  cmdt: 'commandant',
  ch: 'chemin',
  che: 'chemin',
  chem: 'chemin',
  chs: 'chaussee',
  cne: 'capitaine',
  col: 'colonel',
  cpt: 'capitaine',
  crs: 'cours',
  dr: 'docteur',
  fbg: 'faubourg',
  fg: 'faubourg',
  gal: 'general',
  gen: 'general',
  imp: 'impasse',
  lot: 'lotissement',
  lt: 'lieutenant',
  mal: 'marechal',
  pas: 'passage',
  pdt: 'president',
  pl: 'place',
  pr: 'professeur',
  pres: 'president',
  prof: 'professeur',
  prom: 'promenade',
  q: 'quai',
  r: 'rue',
  res: 'residence',
  rte: 'route',
  sq: 'square',
  st: 'saint',
  ste: 'sainte',
}

/** What the name of a street begins with. */
const TYPES = new Set([
  ...['allee', 'avenue', 'boulevard', 'chaussee', 'chemin', 'cite', 'clos', 'cour', 'cours', 'domaine', 'esplanade', 'faubourg', 'hameau'],
  ...['impasse', 'lieu', 'lotissement', 'mail', 'parvis', 'passage', 'place', 'placette', 'promenade', 'quai', 'quartier', 'residence'],
  ...['rond', 'route', 'rue', 'ruelle', 'sente', 'sentier', 'square', 'venelle', 'villa', 'voie'],
])

export const isStreetType = (word: string): boolean => TYPES.has(word)

/** Between a number and these, the number is a part of the street's name: « rue du 8 mai 1945 ». */
const MONTHS = new Set([
  ...['janvier', 'fevrier', 'mars', 'avril', 'mai', 'juin', 'juillet', 'aout', 'septembre', 'octobre', 'novembre', 'decembre'],
])
const BEFORE_A_NAMED_NUMBER = new Set(['du', 'des', 'de', 'le', 'les', 'la', 'd'])
const SUFFIXES = new Set(['bis', 'ter', 'quater', 'quinquies'])

const PO_BOX = /\b(b\.?p\.?|c\.?s\.?|tsa|boite postale)[\s°n.:]*(\d{2} \d{3}|\d{1,6})?(?=[\s,;]|$)/i
const CARE_OF = /(?:^|[\s,;])(?:chez|c\/o)\s+([^,;\d]+?)(?=\s*(?:[,;\d]|$))/i
const INSIDE =
  /(?:^|[\s,;-])((?:appartement|appart|appt|apt|app|b[aâ]timent|b[aâ]t|[eé]tage|escalier|esc|porte|hall|entr[eé]e|chambre|logement|bo[iî]te)\.?\s*(?:n°?\s*)?(?:\d{1,4}[a-z]?|[a-z]\d{0,3})(?=[\s,;]|$)|\d{1,2}\s*(?:er|[eè](?:me)?|nd|eme)\s*[eé]tage|rez[- ]de[- ]chauss[eé]e|rdc(?=[\s,;]|$))/gi
const CEDEX = /\bcedex\b(?:\s*n?°?\s*\d{1,2}\b(?=\s*(?:[,;\d]|$)))?/gi
const COUNTRY = /[\s,;]+france\s*$/i
const POSTCODE = /(?:^|[^\dA-Za-z])(?:f-|fr-)?(\d{5}|\d{2} \d{3})(?=\D|$)/gi

/** Capitals, accents and joined letters do not count: what searchable() of the database makes of a text, commas kept. */
const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/œ/g, 'oe').replace(/æ/g, 'ae')

/** Takes a text apart: what it says beside the street and the town, and the words that are left for these two. */
export function readWritten(typed: string): Written {
  let rest = typed.slice(0, WRITTEN_AT_MOST).normalize('NFC').replace(/\n/g, ', ')
  const taken = (pattern: RegExp): RegExpExecArray | null => {
    const found = pattern.exec(rest)
    if (found) rest = `${rest.slice(0, found.index)} , ${rest.slice(found.index + found[0].length)}`
    return found
  }
  rest = rest.replace(COUNTRY, '')
  const box = taken(PO_BOX)
  const careOf = taken(CARE_OF)?.[1]?.trim() ?? null
  const inside = Array.from(rest.matchAll(INSIDE), ([, each = '']) => each.trim())
  rest = rest.replace(INSIDE, ' , ').replace(CEDEX, ' ')
  const { text, postcode } = withPostcodeApart(rest)
  const { words, number } = withNumberApart(wordsOf(text))
  return {
    words: words.slice(0, WORDS_AT_MOST),
    postcode,
    number,
    careOf,
    complement: inside.join(' ') || null,
    poBox: box?.[2]
      ? `${/^b/i.test(box[0]) ? 'BP' : (box[1] as string).toUpperCase().replace(/\./g, '')} ${box[2].replace(/ /g, '')}`
      : null,
  }
}

const POSTCODE_MARK = '§'

/** The last group of five digits, its place marked. */
function withPostcodeApart(text: string): { text: string; postcode: string | null } {
  const found = Array.from(text.matchAll(POSTCODE)).at(-1)
  if (!found) return { text, postcode: null }
  const end = found.index + found[0].length
  return {
    text: `${text.slice(0, found.index)} ${POSTCODE_MARK} ${text.slice(end)}`,
    postcode: (found[1] as string).replace(' ', ''),
  }
}

interface Piece extends Word {
  /** « 12-14 » and « 12bis » are not taken for words. */
  number: HouseNumber | null
}

function wordsOf(text: string): Piece[] {
  const parts = folded(text)
    .replace(/(\d)\s*[-–/]\s*(?=\d)/g, '$1-')
    .replace(/\bn(?:umero|[°º]|o(?=\s*\d))\s*\.?\s*(?=\d)/g, '')
    .replace(/[,;()]+/g, ' , ')
    .replace(/[^a-z0-9,§-]+|-(?!\d)|(?<!\d)-/g, ' ')
    .trim()
    .split(/\s+/)
  const isBound = (part: string | undefined) => part === undefined || part === ',' || part === POSTCODE_MARK
  return parts.flatMap((part, index) => {
    if (!part || isBound(part)) return []
    return [
      {
        text: SHORT[part] ?? part,
        isByPostcode: parts[index - 1] === POSTCODE_MARK || parts[index + 1] === POSTCODE_MARK,
        isAtEdge: isBound(parts[index - 1]) || isBound(parts[index + 1]),
        number: /^\d/.test(part) ? houseNumberFrom(part) : null,
      },
    ]
  })
}

/** The house's number: the first that is no part of a street's name. What follows it goes with it. */
function withNumberApart(pieces: Piece[]): { words: Word[]; number: HouseNumber | null } {
  const at = pieces.findIndex(({ number }, index) => number && !isOfAName(pieces, index))
  const found = pieces[at]?.number
  if (!found) return { words: pieces, number: null }
  const follows = found.number_suffix ? [] : suffixAt(pieces, at + 1)
  const number = { ...found, number_suffix: found.number_suffix ?? (follows.join(' ').toUpperCase() || null) }
  // Another number that is no part of a name says nothing of the street.
  const isLeft = (piece: Piece, index: number) => (index < at || index > at + follows.length) && (!piece.number || isOfAName(pieces, index))
  const words = pieces.map((piece, index) => (index === at + follows.length + 1 ? { ...piece, isAtEdge: true } : piece)).filter(isLeft)
  return { words, number }
}

const isOfAName = (pieces: Piece[], index: number): boolean =>
  MONTHS.has(pieces[index + 1]?.text ?? '') ||
  MONTHS.has(pieces[index - 1]?.text ?? '') ||
  (BEFORE_A_NAMED_NUMBER.has(pieces[index - 1]?.text ?? '') && index > 1)

/** « bis », « a bis », « b »; a lone letter at the end, or before another word than « l’ » or « d’ » would need. */
function suffixAt(pieces: Piece[], index: number): string[] {
  const first = pieces[index]?.text ?? ''
  const second = pieces[index + 1]?.text ?? ''
  if (SUFFIXES.has(first)) return /^[a-z]$/.test(second) && isStreetType(pieces[index + 2]?.text ?? '') ? [first, second] : [first]
  if (!/^[a-z]\d?$/.test(first)) return []
  if (SUFFIXES.has(second)) return [first, second]
  // An apostrophe has become a space: « 3 l'abbaye » is no 3 L.
  return /^[dl]$/.test(first) && !isStreetType(second) ? [] : [first]
}
