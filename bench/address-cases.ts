/** Addresses as people write them, made of real ones: any order, mistakes, what is left out, what is added. The same seed makes the same. */

export interface RealAddress {
  number: string
  suffix: string
  street: string
  postcode: string
  insee_code: string
  town: string
  /** Of a town that this one has taken in. */
  former_town: string | undefined
}

export interface Case {
  typed: string
  /** What was done to it, for the table. */
  kind: string
  address: RealAddress
}

/** Mulberry32: small, and the same everywhere. */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

type Random = () => number
const pick = <Item>(items: readonly Item[], random: Random): Item => items[Math.floor(random() * items.length)] as Item

/** The parts that are put in order: any may be empty. */
interface Parts {
  number: string
  street: string
  postcode: string
  town: string
}

const ORDERS: ((parts: Parts) => string)[] = [
  ({ number, street, postcode, town }) => `${number} ${street}, ${postcode} ${town}`,
  ({ number, street, postcode, town }) => `${number} ${street} ${postcode} ${town}`,
  ({ number, street, postcode, town }) => `${number}, ${street}\n${postcode} ${town}`,
  ({ number, street, postcode, town }) => `${number} ${street} ${town} ${postcode}`,
  ({ number, street, postcode, town }) => `${postcode} ${town} ${number} ${street}`,
  ({ number, street, postcode, town }) => `${town} ${postcode}, ${street} ${number}`,
  ({ number, street, postcode, town }) => `${street} ${number}, ${postcode} ${town}`,
  ({ number, street, postcode, town }) => `${town}, ${number} ${street}, ${postcode}`,
]

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

/** One letter of a long word: left out, doubled, swapped with the next, or another. */
function mistyped(text: string, random: Random): string {
  const words = text.split(/([\s'’-]+)/)
  const long = words.flatMap((word, index) => (/^\p{L}{5,}$/u.test(word) ? [index] : []))
  if (long.length === 0) return text
  const index = pick(long, random)
  const word = words[index] as string
  const at = 1 + Math.floor(random() * (word.length - 2))
  const [before, letter, after] = [word.slice(0, at), word[at] as string, word.slice(at + 1)]
  words[index] = pick(
    [
      before + after,
      before + letter + letter + after,
      `${before}${after[0]}${letter}${after.slice(1)}`,
      before + pick([...LETTERS], random) + after,
    ],
    random,
  )
  return words.join('')
}

const SHORTENED: [RegExp, string][] = [
  [/\bavenue\b/i, 'av'],
  [/\bboulevard\b/i, 'bd'],
  [/\bplace\b/i, 'pl.'],
  [/\broute\b/i, 'rte'],
  [/\bchemin\b/i, 'ch.'],
  [/\bimpasse\b/i, 'imp'],
  [/\ball[ée]e\b/i, 'all.'],
  [/\brue\b/i, 'r'],
  [/\bsaint\b/i, 'st'],
  [/\bsainte\b/i, 'ste'],
  [/\bg[ée]n[ée]ral\b/i, 'gal'],
  [/\bdocteur\b/i, 'Dr'],
]
const shortened = (text: string) => SHORTENED.reduce((short, [long, instead]) => short.replace(long, instead), text)
const bare = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/œ/g, 'oe').replace(/[-'’]/g, ' ')

/** What people do to an address; those that cannot be done to it leave it as it is. */
const CHANGES: Record<string, (parts: Parts, address: RealAddress, random: Random) => Partial<Parts>> = {
  'as it is': () => ({}),
  'no accents, no hyphens': ({ street, town }) => ({ street: bare(street), town: bare(town) }),
  capitals: ({ street, town }) => ({ street: bare(street).toUpperCase(), town: bare(town).toUpperCase() }),
  abbreviated: ({ street, town }) => ({ street: shortened(street), town: shortened(town) }),
  'mistake in the street': ({ street }, _, random) => ({ street: mistyped(street, random) }),
  'mistake in the town': ({ town }, _, random) => ({ town: mistyped(town, random) }),
  'mistakes in both': ({ street, town }, _, random) => ({ street: mistyped(street, random), town: mistyped(town, random) }),
  'no postcode': () => ({ postcode: '' }),
  'no postcode, a mistake': ({ street }, _, random) => ({ street: mistyped(street, random), postcode: '' }),
  'no town': () => ({ town: '' }),
  'no small words': ({ street }) => ({ street: street.replace(/ (?:(?:de la|de|du|des|la|le|les) |(?:de )?[dl]['’])/gi, ' ') }),
  'wrong postcode': ({ postcode }, _, random) => ({ postcode: postcode.slice(0, 3) + String(Math.floor(random() * 100)).padStart(2, '0') }),
  CEDEX: ({ postcode, town }, _, random) => ({
    postcode: `${postcode.slice(0, 2)}${100 + Math.floor(random() * 900)}`,
    town: `${town} ${pick(['CEDEX', 'Cedex', `CEDEX ${1 + Math.floor(random() * 9)}`], random)}`,
  }),
  'PO box with the street': ({ street }, _, random) => ({
    street: `${street} ${pick(['BP', 'B.P.', 'CS'], random)} ${10 + Math.floor(random() * 90_000)}`,
  }),
  'flat, floor': ({ street }, _, random) => ({ street: `${street}, ${pick(['appt 12', 'Bât B', '2ème étage', 'Appartement 4'], random)}` }),
  'number with a sign': ({ number }) => ({ number: number && `n°${number}` }),
  'number stuck to what follows': ({ number }) => ({ number: number.replace(' ', '') }),
  country: ({ town }) => ({ town: `${town}, France` }),
  'former town': ({ town }, { former_town }) => ({ town: former_town ?? town }),
}

/** `each` cases of every address. */
export function casesOf(addresses: readonly RealAddress[], { seed, each }: { seed: number; each: number }): Case[] {
  const random = randomFrom(seed)
  const kinds = Object.keys(CHANGES)
  return addresses.flatMap((address) =>
    Array.from({ length: each }, (): Case => {
      const kind = pick(kinds, random)
      const order = pick(ORDERS, random)
      const { number, suffix, ...rest } = address
      const parts: Parts = { ...rest, number: [number, suffix].filter(Boolean).join(' ') }
      const typed = order({ ...parts, ...CHANGES[kind]?.(parts, address, random) })
      return { typed: typed.replace(/ +/g, ' ').trim(), kind, address }
    }),
  )
}
