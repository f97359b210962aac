import type { Address } from '../../../src/features/people/addresses/index.ts'
import type { BenefitRule, Situation, State } from '../../../src/features/requests/card-applications/application.ts'
import { addDays, type Day, dayOf } from '../../../src/platform/dates.ts'
import { towns } from '../partners.ts'
import { GAMBETTA, levels, MARIE_CURIE, schools, uai } from '../schools.ts'
import { streets } from '../streets.ts'
import type { Chance } from './chance.ts'
import { FACES_OF_EACH } from './faces.ts'
import { familyNames, firstNames } from './names.ts'

/** Some hundreds of invented people and their requests: what chance makes of a school year that began some weeks ago. */

export interface School extends Omit<Town, 'name'> {
  uai: string
  name: string
  kind: string
  town: string
  takes_pupils: boolean
  takes_apprentices: boolean
}

interface Town {
  postcode: string
  name: string
  longitude: number
  latitude: number
}

interface Contract {
  signed_on: Day
  ends_on: Day
  wasApprentice: boolean
  otherDiploma: boolean | null
}

interface Studies {
  situation: Situation
  rule: BenefitRule
  /** The school that decides; null where the Region does. */
  school: School | null
  /** Outside the Region. */
  elsewhere: School | null
  course: { level: string; code: string } | null
  contract: Contract | null
}

export interface Person extends Studies {
  civility: 'M' | 'Mme'
  last_name: string
  first_name: string
  birth_date: Day
  email: string
  mobile_phone: string
  notified_by: 'email' | 'sms'
  home: Town
  address: Address
  /** Null where a consent was not given. */
  good_deals_consent_at: Date | null
  newsletters_consent_at: Date | null
  file_number: string
  card_number: string
  /** Which of the drawn ones is theirs. */
  face: number
  is_scholarship_holder: boolean
  state: State
  registered_at: Date
  submitted_at: Date | null
  decided_at: Date | null
  reason: string | null
}

/** Those who ask in one place, since when, and how many days who decides there takes. */
interface Crowd {
  people: number
  since: number
  daysToDecide: number
  studies: (at: Date) => Studies
  /** Where they live; anywhere without it. */
  near?: School
}

const SIZES: Record<string, Pick<Crowd, 'people' | 'since' | 'daysToDecide'>> = {
  [uai(MARIE_CURIE)]: { people: 34, since: 5.4, daysToDecide: 1.4 },
  [uai(GAMBETTA)]: { people: 46, since: 80, daysToDecide: 2.5 },
}

const isElsewhere = new Set(schools.filter(({ elsewhere }) => elsewhere).map(({ number }) => uai(number)))
const all: School[] = schools.map(({ number, name, kind, postcode, town, at: [longitude, latitude], pupils, apprentices }) => ({
  uai: uai(number),
  name,
  kind,
  postcode,
  town,
  longitude,
  latitude,
  takes_pupils: pupils ?? true,
  takes_apprentices: apprentices ?? false,
}))
const inRegion = all.filter((school) => !isElsewhere.has(school.uai))
const elsewhere = all.filter((school) => isElsewhere.has(school.uai))

/**
 * Everybody. At the school and at the desk of the named people they come after these, and so do not stand before them in any list: none
 * asked before Hugo there, nor before Zoé at the Region's.
 */
export function invent(chance: Chance, now: Date): Person[] {
  const today = dayOf(now)
  const crowds: Crowd[] = inRegion.map((school, index) => ({
    ...(SIZES[school.uai] ?? {
      people: school.takes_pupils ? 14 + ((index * 5) % 9) : 32,
      since: 80,
      daysToDecide: 0.8 + ((index * 7) % 11),
    }),
    near: school,
    studies: (at) => studiesAt(chance, school, at),
  }))
  const ofTheRegion = { since: 3.6, daysToDecide: 0.8 }
  // Each whose document waits has one drawn: a tenth of a second.
  crowds.push({ ...ofTheRegion, people: 14, studies: () => NEITHER })
  crowds.push({
    ...ofTheRegion,
    people: 12,
    studies: (at) => ({ ...apprenticed(chance, at), school: null, elsewhere: chance.from(elsewhere) }),
  })
  const used = new Set<string>()
  const sent = crowds.flatMap((crowd) => Array.from({ length: crowd.people }, () => whoAsks(chance, crowd, { today, used })))
  const drafts = Array.from({ length: 30 }, () => whoBegins(chance, { today, used }))
  return [...sent, ...drafts]
}

interface Among {
  today: Day
  /** The addresses given so far: each person has their own. */
  used: Set<string>
}

function whoAsks(chance: Chance, { since, daysToDecide, studies, near }: Crowd, among: Among): Person {
  // Most ask when the year begins, the others as it goes on.
  const daysAgo = since > 20 && chance.happens(75) ? since * chance.fraction() ** 0.35 : Math.min(since, 14) * chance.fraction()
  const submitted_at = chance.after(chance.ago(daysAgo), 0) ?? chance.ago(daysAgo)
  const known = studies(submitted_at)
  const decided_at = chance.after(submitted_at, daysToDecide * (0.4 + 1.2 * chance.fraction())) ?? null
  const { state, reason } = decided_at ? decision(chance, daysAgo) : { state: 'submitted' as const, reason: null }
  const registered_at = new Date(submitted_at.getTime() - chance.between(20, 6 * 24 * 60) * 60_000)
  return { ...somebody(chance, known, registered_at, { near, ...among }), state, reason, submitted_at, decided_at }
}

function whoBegins(chance: Chance, among: Among): Person {
  const registered_at = chance.ago(20 * chance.fraction())
  return { ...somebody(chance, NEITHER, registered_at, among), state: 'draft', reason: null, submitted_at: null, decided_at: null }
}

const RETURNED = [
  'La photo est trop sombre : on ne reconnaît pas votre visage.',
  'Vous avez choisi la mauvaise formation : vérifiez son libellé avec votre professeur principal.',
  'La date de fin du contrat n’est pas celle du document que nous avons reçu.',
  'La photo montre deux personnes : envoyez-en une où vous êtes seul.',
]
const REFUSED = [
  'Vous n’êtes pas inscrit dans notre établissement cette année.',
  'Vous avez quitté l’établissement depuis la rentrée.',
  'Cette demande a été faite deux fois : l’autre est validée.',
]

/** What came back long ago has been sent again since. */
function decision(chance: Chance, daysAgo: number): { state: State; reason: string | null } {
  const drawn = chance.between(1, 100)
  if (drawn <= 9 && daysAgo < 30) return { state: 'returned', reason: chance.from(RETURNED) }
  if (drawn > 95) return { state: 'refused', reason: chance.from(REFUSED) }
  return { state: 'validated', reason: null }
}

const NEITHER: Studies = { situation: 'neither', rule: 'neither', school: null, elsewhere: null, course: null, contract: null }

function studiesAt(chance: Chance, school: School, at: Date): Studies {
  if (school.takes_apprentices && (!school.takes_pupils || chance.happens(45))) return { ...apprenticed(chance, at), school }
  const level = chance.from(levels.filter(({ taughtAt }) => taughtAt.some((kind) => kind === school.kind)))
  const isReturning = ['1GT', 'TGT'].includes(level.code) && chance.happens(90)
  return {
    situation: 'pupil',
    rule: isReturning ? 'pupil-returning' : 'pupil-first-time',
    school,
    elsewhere: null,
    course: { level: level.code, code: chance.from(level.courses)[0] },
    contract: null,
  }
}

/** A contract of some months: the aid can be asked for from its 45th day on. */
function apprenticed(chance: Chance, at: Date): Omit<Studies, 'school'> & { elsewhere: School | null } {
  const level = chance.from(levels.filter(({ taughtAt }) => taughtAt.includes('CFA')))
  const signed_on = addDays(dayOf(at), -chance.between(10, 200))
  const wasApprentice = chance.happens(30)
  const otherDiploma = wasApprentice ? chance.happens(50) : null
  return {
    situation: 'apprentice',
    rule: otherDiploma === false ? 'apprentice-same-diploma' : 'apprentice-first-or-other-diploma',
    elsewhere: null,
    course: { level: level.code, code: chance.from(level.courses)[0] },
    contract: { signed_on, ends_on: addDays(signed_on, chance.from([365, 700, 1_050])), wasApprentice, otherDiploma },
  }
}

const plain = (name: string) =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z]+/g, '-')

function somebody(chance: Chance, studies: Studies, registered_at: Date, given: Among & { near?: School }) {
  const { today, used, near } = given
  const civility = chance.from(['M', 'Mme'] as const)
  let [last_name, first_name, email] = ['', '', '']
  do {
    last_name = chance.from(familyNames).toUpperCase()
    first_name = chance.from(firstNames[civility])
    email = `${plain(first_name)}.${plain(last_name)}@example.net`
  } while (used.has(email))
  used.add(email)
  const age = { pupil: [15, 17], apprentice: [16, 22], neither: [17, 24] }[studies.situation] as [number, number]
  const [postcode, name, longitude, latitude] =
    towns.find(([code]) => code === near?.postcode && studies.situation === 'pupil') ?? chance.from(towns)
  const home = { postcode, name, longitude, latitude }
  return {
    ...studies,
    civility,
    last_name,
    first_name,
    email,
    home,
    registered_at,
    birth_date: addDays(today, -365 * chance.between(...age) - chance.between(10, 350)),
    // A range of numbers that no operator gives to anybody.
    mobile_phone: `063998${String(chance.between(0, 9_999)).padStart(4, '0')}`,
    notified_by: chance.happens(20) ? ('sms' as const) : ('email' as const),
    address: addressIn(chance, home),
    good_deals_consent_at: chance.happens(40) ? registered_at : null,
    newsletters_consent_at: chance.happens(25) ? registered_at : null,
    file_number: chance.number(10),
    card_number: chance.number(8),
    face: chance.between(0, FACES_OF_EACH - 1) + (civility === 'Mme' ? FACES_OF_EACH : 0),
    is_scholarship_holder: studies.situation !== 'neither' && chance.happens(28),
  }
}

const FREE_STREETS = ['RUE DE LA GARE', 'RUE DU MOULIN', 'PLACE DE LA MAIRIE', 'RUE DES TILLEULS', 'CHEMIN DU CANAL', 'RUE DE L ECLUSE']

/** In the street index where it knows the town, freely elsewhere. */
function addressIn(chance: Chance, { postcode, name }: Town): Address {
  const number = String(chance.between(1, 98))
  const known = streets.find(([of]) => of === postcode)
  if (!known) return { kind: 'free', postcode, town: name, lines: [`${number} ${chance.from(FREE_STREETS)}`] }
  const [, insee_code, names] = known
  return {
    kind: 'guided',
    postcode,
    insee_code,
    town: name,
    street: chance.from(names),
    house_number: number,
    number_suffix: chance.happens(6) ? 'BIS' : null,
    care_of: null,
    complement: chance.happens(15) ? `APPT ${chance.between(1, 40)}` : null,
    po_box: null,
  }
}
