import { amountsOf, type Doubt, type LodgingKind, type Parameters, type State } from '../../../src/features/aid/apprentice-aid/aid.ts'
import { domiciliationOf, holderDiffers } from '../../../src/features/aid/apprentice-aid/bank.ts'
import type { AidEvent } from '../../../src/features/aid/apprentice-aid/events.ts'
import { greatCircle } from '../../../src/features/aid/distances/measure.ts'
import { addressLines } from '../../../src/features/people/addresses/index.ts'
import { addDays, type Day, dayOf } from '../../../src/platform/dates.ts'
import { ibanIn } from '../iban.ts'
import type { Chance } from './chance.ts'
import type { Person, School } from './people.ts'

/** The aids that the invented apprentices have asked for, as far as each has come. */

interface Happened {
  at: Date
  event: AidEvent
  by: 'school' | 'agent' | null
  reason: string | null
}

export interface AidAsked {
  number: string
  person: Person
  state: State
  created_at: Date
  submitted_at: Date | null
  school_accepted_at: Date | null
  decided_at: Date | null
  /** In which of the batches below it is, or was. */
  batches: BatchName[]
  events: Happened[]
  home_lines: string[]
  home: { longitude: number; latitude: number; point: 'street' | 'town' }
  cfa: School
  distance_m: number
  distance_provider: 'valhalla' | 'great-circle'
  distance_measured_on: Day
  distance_doubts: Doubt[]
  distance_contest: string | null
  /** By an agent, once there was a doubt. */
  distance_checked_at: Date | null
  lodging_kind: LodgingKind | null
  transport_cents: number
  meals_cents: number
  lodging_cents: number
  bank: { holder: string; differs: boolean; name: string; iban: string; bic: string }
}

export type BatchName = 'paid' | 'cancelled' | 'at-the-bank'

/** When each batch of transfers is made: it takes all that was accepted before. */
export const BATCH_DAYS_AGO: Record<BatchName, number> = { paid: 30, cancelled: 17, 'at-the-bank': 16 }

const RETURNED = 'Le RIB n’est pas lisible : envoyez le document de votre banque, en entier.'
const REFUSED = 'Votre contrat a pris fin avant cette demande.'
export const REJECTED = 'Compte clos.'
export const CHECKED = 'Mesurée sur la carte : l’estimation est bonne.'

/** Of the apprentices whose card is validated, most ask once their contract is old enough. */
export function askForAids(chance: Chance, people: Person[], parameters: Parameters): AidAsked[] {
  const aids: AidAsked[] = []
  for (const person of people) {
    const { contract, decided_at, school, state } = person
    if (!contract || !decided_at || !school || state !== 'validated' || chance.happens(12)) continue
    const opens_on = new Date(`${addDays(contract.signed_on, parameters.first_request_days)}T09:00:00Z`)
    const submitted_at = chance.after(opens_on > decided_at ? opens_on : decided_at, 0.1 + 8 * chance.fraction())
    if (submitted_at) aids.push(asked(chance, { ...person, school }, { submitted_at, parameters, place: aids.length }))
  }
  return aids
}

interface Asking {
  submitted_at: Date
  parameters: Parameters
  /** Among all of them: what seldom happens happens to every so many. */
  place: number
}

const EVERY = 14
const FATES = { waitsForItsSchool: 1, draft: 3, waitsForTheRegion: 5, returnedByItsSchool: 6, returned: 8, refused: 11 }
const RECENT_DAYS = 20
const REJECTED_EVERY = 9

function asked(chance: Chance, person: Person & { school: School }, { submitted_at, parameters, place }: Asking): AidAsked {
  const { home, school } = person
  const isStreetKnown = chance.happens(65)
  const at = {
    ...home,
    longitude: home.longitude + chance.between(-9, 9) / 1_000,
    point: isStreetKnown ? ('street' as const) : ('town' as const),
  }
  const distance_m = Math.round(greatCircle(at, school) * parameters.detour_factor)
  const lodging_kind = chance.happens(45) ? chance.from(['boarding-school', 'hostel', 'social-housing', 'private-rental'] as const) : null
  const bank = accountOf(chance, person)
  const distance_contest = !isStreetKnown && chance.happens(20) ? 'La route passe par le pont, il est fermé : je fais un détour.' : null
  const doubts: Doubt[] = isStreetKnown ? [] : ['estimate', 'home-is-a-town', ...(distance_contest ? ['contested' as const] : [])]
  const { transport_cents, meals_cents, lodging_cents } = amountsOf(parameters, { distance_m, lodging_kind })
  const standing = place % EVERY === FATES.draft ? BEGUN : sent(chance, submitted_at, { place, isDoubtful: doubts.length > 0 })
  return {
    ...standing,
    number: chance.number(9),
    person,
    created_at: new Date(submitted_at.getTime() - 25 * 60_000),
    home_lines: addressLines(person.address),
    home: at,
    cfa: school,
    distance_m,
    distance_provider: isStreetKnown ? 'valhalla' : 'great-circle',
    distance_measured_on: dayOf(submitted_at),
    distance_doubts: doubts,
    distance_contest,
    lodging_kind,
    transport_cents: transport_cents ?? 0,
    meals_cents,
    lodging_cents,
    bank,
  }
}

type Standing = Pick<
  AidAsked,
  'state' | 'submitted_at' | 'school_accepted_at' | 'decided_at' | 'distance_checked_at' | 'events' | 'batches'
>

const BEGUN: Standing = {
  state: 'draft',
  submitted_at: null,
  school_accepted_at: null,
  decided_at: null,
  distance_checked_at: null,
  events: [],
  batches: [],
}

/** From its sending on: its CFA, the Region, a batch, the bank. */
function sent(chance: Chance, submitted_at: Date, { place, isDoubtful }: { place: number; isDoubtful: boolean }): Standing {
  const fate = place % EVERY
  const events: Happened[] = [{ at: submitted_at, event: 'submitted', by: null, reason: null }]
  const standing: Standing = { ...BEGUN, state: 'awaiting-school', submitted_at, events }
  const school_accepted_at = chance.after(submitted_at, 0.5 + 3 * chance.fraction())
  const isRecent = submitted_at > chance.morning(RECENT_DAYS)
  if (!school_accepted_at || (isRecent && fate === FATES.waitsForItsSchool)) return standing
  if (fate === FATES.returnedByItsSchool)
    return ended(standing, { at: school_accepted_at, event: 'returned', by: 'school', reason: RETURNED })
  events.push({ at: school_accepted_at, event: 'accepted-by-school', by: 'school', reason: null })
  const decided_at = chance.after(school_accepted_at, 1 + 5 * chance.fraction())
  if (!decided_at || (isRecent && fate === FATES.waitsForTheRegion)) return { ...standing, state: 'awaiting-region', school_accepted_at }
  if (fate === FATES.refused)
    return { ...ended(standing, { at: decided_at, event: 'refused', by: 'agent', reason: REFUSED }), school_accepted_at }
  if (fate === FATES.returned)
    return { ...ended(standing, { at: decided_at, event: 'returned', by: 'agent', reason: RETURNED }), school_accepted_at }
  const distance_checked_at = isDoubtful ? new Date(decided_at.getTime() - 4 * 60_000) : null
  if (distance_checked_at) events.push({ at: distance_checked_at, event: 'distance-checked', by: 'agent', reason: CHECKED })
  events.push({ at: decided_at, event: 'accepted', by: 'agent', reason: null })
  return {
    ...standing,
    ...paid(chance, decided_at, { events, isRejected: place % REJECTED_EVERY === 2 }),
    school_accepted_at,
    decided_at,
    distance_checked_at,
  }
}

const ended = (standing: Standing, decision: Happened & { event: 'returned' | 'refused' }): Standing => ({
  ...standing,
  state: decision.event,
  decided_at: decision.at,
  events: [...standing.events, decision],
})

/** The first batch is answered, two transfers but; the next was cancelled, and made again for the bank. */
function paid(
  chance: Chance,
  accepted_at: Date,
  { events, isRejected }: { events: Happened[]; isRejected: boolean },
): Pick<Standing, 'state' | 'batches'> {
  const made = (name: BatchName) => chance.morning(BATCH_DAYS_AGO[name])
  const tell = (name: BatchName, hours: number, event: AidEvent, reason: string | null = null) =>
    events.push({ at: new Date(made(name).getTime() + hours * 3_600_000), event, by: 'agent', reason })
  if (accepted_at < made('paid')) {
    tell('paid', 0, 'put-in-payment')
    tell('paid', 70, isRejected ? 'rejected-by-bank' : 'paid', isRejected ? REJECTED : null)
    return { state: isRejected ? 'rejected-by-bank' : 'paid', batches: ['paid'] }
  }
  if (accepted_at < made('cancelled')) {
    tell('cancelled', 0, 'put-in-payment')
    tell('cancelled', 2, 'taken-out-of-payment', CANCELLED)
    tell('at-the-bank', 0, 'put-in-payment')
    return { state: 'in-payment', batches: ['cancelled', 'at-the-bank'] }
  }
  return { state: 'accepted', batches: [] }
}

export const CANCELLED = 'Créé un jour trop tôt.'

const BANKS = [
  { code: '16706', bic: 'AGRIFRPP867' },
  { code: '16275', bic: 'CEPAFRPP627' },
  { code: '13507', bic: 'CCBPFRPPLIL' },
  { code: '15629', bic: 'CMCIFR2A' },
  { code: '20041', bic: 'PSSTFRPPLIL' },
  { code: '30002', bic: 'CRLYFRPP' },
]

/** An account that exists nowhere, under numbers that check. */
function accountOf(chance: Chance, { last_name, first_name }: Person): AidAsked['bank'] {
  const { code, bic } = chance.from(BANKS)
  const iban = ibanIn(code, String(chance.between(10_000, 99_999)), String(chance.between(1_000_000, 9_999_999)).padStart(11, '0'))
  const holder = chance.happens(8) ? `${chance.from(['SYLVIE', 'OLIVIER'])} ${last_name}` : `${first_name.toUpperCase()} ${last_name}`
  return { holder, differs: holderDiffers(holder, { last_name, first_name }), name: domiciliationOf(iban) ?? code, iban, bic }
}
