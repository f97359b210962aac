import { sql } from 'kysely'
import type { Tx } from '../../../src/platform/database/index.ts'
import { frenchDay } from '../../../src/platform/dates.ts'
import type { Keys } from '../../../src/platform/encryption.ts'
import { printed } from '../../../src/platform/print.ts'
import { aid, benefits } from '../campaign.ts'
import { drawnIdentityCard } from '../identity-card.ts'
import { partners } from '../partners.ts'
import { type AidAsked, askForAids } from './aids.ts'
import { Chance } from './chance.ts'
import { drawnFaces } from './faces.ts'
import { loadAids } from './load-aids.ts'
import { loadCards } from './load-cards.ts'
import { loadMoney } from './load-money.ts'
import { loadMessages, loadPeople, loadQuestions } from './load-people.ts'
import { type Move, spend } from './money.ts'
import { invent, type Person } from './people.ts'

/** What makes the demonstration look lived in: some hundreds of invented people around the named ones, and some weeks of their life. */

const SEED = 59_62_80

export interface Life {
  chance: Chance
  people: Person[]
  moves: Move[]
  aids: AidAsked[]
  faces: Buffer[]
  /** Of those whose document waits for the Region, by file number. */
  identityCards: Map<string, Buffer>
  documents: { contract: Buffer; bank: Buffer; lodging: Buffer }
}

/** Invents and draws it all: before the transaction. */
export async function inventLife(now: Date): Promise<Life> {
  const chance = new Chance(SEED, now)
  const people = invent(chance, now)
  const moves = spend(
    chance,
    people,
    partners.map(({ prepayments, online, ...shop }) => ({ ...shop, accepts_prepayments: prepayments, accepts_online_payments: online })),
    new Map(benefits.map(({ rule, amount_cents }) => [rule, amount_cents])),
  )
  const aids = askForAids(chance, people, aid)
  const shown = people.filter(({ situation, state }) => situation === 'neither' && state === 'submitted')
  const cards = shown.map(
    async ({ file_number, last_name, first_name, birth_date }): Promise<[string, Buffer]> => [
      file_number,
      await drawnIdentityCard({ lastName: last_name, firstName: first_name, born: frenchDay(birth_date) }),
    ],
  )
  const [faces, contract, bank, lodging, identityCards] = await Promise.all([
    drawnFaces(),
    specimen('Contrat d’apprentissage'),
    specimen('Relevé d’identité bancaire'),
    specimen('Attestation d’hébergement'),
    Promise.all(cards),
  ])
  return { chance, people, moves, aids, faces, identityCards: new Map(identityCards), documents: { contract, bank, lodging } }
}

const specimen = (title: string): Promise<Buffer> =>
  printed({ title, content: { articles: [{ paragraphs: ['Spécimen de la démonstration : ce document n’est à personne.'] }] } })

/** What they are loaded beside. */
export interface Around {
  campaign: { id: number; prepayments_expire_on: string }
  /** The agent who does all that the Region does, and the one who lets out what the first prepared. */
  agent: { id: number }
  second: { id: number }
  password_hash: string
  /** Under which bank accounts and documents are encrypted. */
  key: Keys
}

/** After the named people, so that these keep their numbers. */
export async function loadLife(tx: Tx, life: Life, around: Around): Promise<void> {
  await loadPeople(tx, life, around)
  await loadCards(tx, life, around)
  await loadMoney(tx, life, around)
  await loadAids(tx, life, around)
  await loadQuestions(tx, life, around)
  await loadMessages(tx, life)
  // What the planner knows of the tables would come minutes later.
  await sql`analyze`.execute(tx)
}
