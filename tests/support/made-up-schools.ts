import type { Asking, Listed } from '../../src/features/requests/enrolment/matching.ts'

/** Made-up schools, to measure how well people are found: no real name, twins and namesakes among them, and what hurried people type. */

const LAST = [
  ...[
    'Martin',
    'Lefebvre',
    'Dubois',
    'Petit',
    'Leroy',
    'Moreau',
    'Duriez',
    'Vasseur',
    'Delattre',
    'Carpentier',
    'Lemaire',
    'Caron',
    'Fontaine',
  ],
  ...[
    'Le Goff',
    'De Smet',
    'D’Hondt',
    'Van Houtte',
    'De la Tour',
    'El Amrani',
    'Ben Salah',
    'Da Silva',
    'Nguyen',
    'Diallo',
    'Kowalski',
    'Øster',
  ],
  ...[
    'Dupont-Martin',
    'Leclercq',
    'Delannoy',
    'Bouchez',
    'Hennion',
    'Wattelle',
    'Crépin',
    'Thuillier',
    'Mercier',
    'Thomas',
    'Bernard',
    'Robert',
  ],
]
const FIRST = [
  ...[
    'Léa',
    'Hugo',
    'Inès',
    'Noé',
    'Zoé',
    'Théo',
    'Emma',
    'Lucas',
    'Chloé',
    'Nathan',
    'Manon',
    'Enzo',
    'Camille',
    'Mathis',
    'Sarah',
    'Yanis',
  ],
  ...['Jean-Pierre', 'Marie-Anne', 'Mohamed', 'Yasmine', 'Anaïs', 'Loïc', 'Maëlys', 'Léo', 'Lina', 'Thomas', 'Robert', 'Ewa', 'Aminata'],
]

/** The same numbers for the same seed. */
function chanceOf(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (count: number) => Math.floor(next() * count)
  return { isIt: (share: number) => next() < share, below, oneOf: <One>(all: readonly One[]): One => all[below(all.length)] as One }
}
type Chance = ReturnType<typeof chanceOf>

interface Person extends Listed {
  birth_date: string
}

/** Rare letters, so that names are as many as in life. */
const syllable = (chance: Chance): string =>
  chance.oneOf(['ba', 'cour', 'del', 'fo', 'gny', 'hem', 'lin', 'mar', 'nel', 'quin', 'ron', 'ville'])

function aPerson(chance: Chance, id: number): Person {
  const last = chance.isIt(0.7)
    ? `${chance.oneOf(['Be', 'Ca', 'Du', 'Gar', 'Lo', 'Ma', 'Pi', 'Ver'])}${syllable(chance)}${syllable(chance)}`
    : chance.oneOf(LAST)
  const month = String(chance.below(12) + 1).padStart(2, '0')
  return {
    id,
    last_name: last.toUpperCase(),
    usage_name: chance.isIt(0.05) ? chance.oneOf(LAST).toUpperCase() : null,
    first_names: [chance.oneOf(FIRST), ...(chance.isIt(0.6) ? [chance.oneOf(FIRST)] : [])],
    birth_date: `${2008 + chance.below(4)}-${month}-${String(chance.below(28) + 1).padStart(2, '0')}`,
    ine: [],
  }
}

/** A twin, or somebody with the same names on the same day. */
const besides = (chance: Chance, one: Person, id: number): Person[] => {
  if (chance.isIt(0.02)) return [{ ...one, id, first_names: [chance.oneOf(FIRST)] }]
  return chance.isIt(0.002) ? [{ ...one, id }] : []
}

function mistyped(chance: Chance, word: string): string {
  const at = 1 + chance.below(Math.max(1, word.length - 2))
  const kind = chance.below(3)
  if (kind === 0) return word.slice(0, at) + word.slice(at + 1)
  if (kind === 1) return word.slice(0, at) + chance.oneOf([...'aeiourstln']) + word.slice(at + 1)
  return word.slice(0, at) + (word[at + 1] ?? '') + word[at] + word.slice(at + 2)
}

/** What somebody types of themselves. */
function typedBy(chance: Chance, { id, last_name, usage_name, first_names, birth_date }: Person): Asking {
  let [last, first, born] = [usage_name && chance.isIt(0.5) ? usage_name : last_name, first_names[0] as string, birth_date]
  if (chance.isIt(0.3)) last = last.replace(/[-’ ]/g, chance.oneOf(['', ' ', '-']))
  if (chance.isIt(0.2)) first = first.normalize('NFD').replace(/\p{M}/gu, '')
  if (chance.isIt(0.02)) last = mistyped(chance, last)
  if (chance.isIt(0.02)) first = mistyped(chance, first)
  if (chance.isIt(0.01)) born = `${born.slice(0, 9)}${chance.below(9)}`
  if (chance.isIt(0.01)) [last, first] = [first, last]
  return { id, last_name: last, first_name: first, printed_last_name: last, printed_first_name: first, birth_date: born, ine: [] }
}

/** Whose request is whose, and whom names and birth date cannot tell apart. */
class Truth {
  readonly #people: Map<number, Person>
  readonly #listed: Set<number>

  constructor(people: readonly Person[], listed: readonly Person[]) {
    this.#people = new Map(people.map((one) => [one.id, one]))
    this.#listed = new Set(listed.map(({ id }) => id))
  }

  /** The pupil who asked; undefined for whoever is not on the list. */
  get(asking: number): number | undefined {
    return this.#listed.has(asking) ? asking : undefined
  }

  /** Namesakes born on the same day. */
  isAlike(asking: number, listed: number): boolean {
    const [one, other] = [this.#people.get(asking), this.#people.get(listed)]
    const told = (person: Person | undefined) => person && [person.last_name, person.first_names[0], person.birth_date].join('\n')
    return told(one) === told(other)
  }
}

/** A school of so many pupils, most of whom ask; and some who ask and are not there. */
export function madeUp({ seed, pupils }: { seed: number; pupils: number }): { listed: Listed[]; asking: Asking[]; truth: Truth } {
  const chance = chanceOf(seed)
  const people: Person[] = []
  while (people.length < pupils) {
    const one = aPerson(chance, people.length + 1)
    people.push(one)
    people.push(...besides(chance, one, people.length + 1))
  }
  const listed = people.filter(() => chance.isIt(0.97))
  const asking = people.filter(() => chance.isIt(0.9)).map((one) => typedBy(chance, one))
  return { listed, asking, truth: new Truth(people, listed) }
}
