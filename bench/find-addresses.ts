import { addressesFound } from '../src/features/people/addresses/search.ts'
import type { Reader } from '../src/platform/database/index.ts'
import type { Case } from './address-cases.ts'

/** How the one field that finds an address fares. */
export interface Finding {
  /** Shares of the cases: the right one is proposed first, or among those proposed. */
  first: number
  found: number
  p50: number
  p99: number
  byKind: Map<string, { cases: number; found: number }>
  missed: { typed: string; kind: string; proposed: string[] }[]
}

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/gi, ' ')
    .trim()
    .toUpperCase()

/** Looks for every case: found when the town, the street as the index writes it and the number are right. */
export async function findAll(db: Reader, cases: readonly Case[], nameOf: (street: string) => string): Promise<Finding> {
  const taken: number[] = []
  const byKind: Finding['byKind'] = new Map()
  const missed: Finding['missed'] = []
  let [first, found] = [0, 0]
  for (const { typed, kind, address } of cases) {
    const started = performance.now()
    const proposed = await addressesFound(db, typed)
    taken.push(performance.now() - started)
    const rank = proposed.findIndex(
      ({ fields }) =>
        fields.inseeCode === address.insee_code &&
        plain(fields.street) === plain(nameOf(address.street)) &&
        fields.houseNumber === address.number &&
        fields.numberSuffix === address.suffix.toUpperCase(),
    )
    const of = byKind.get(kind) ?? { cases: 0, found: 0 }
    byKind.set(kind, { cases: of.cases + 1, found: of.found + Number(rank >= 0) })
    if (rank === 0) first += 1
    if (rank >= 0) found += 1
    else missed.push({ typed, kind, proposed: proposed.map(({ label }) => label) })
  }
  taken.sort((a, b) => a - b)
  const at = (share: number) => taken[Math.min(taken.length - 1, Math.floor(taken.length * share))] as number
  return { first: first / cases.length, found: found / cases.length, p50: at(0.5), p99: at(0.99), byKind, missed }
}
