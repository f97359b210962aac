import { z } from 'zod'
import { places } from '../../../places.ts'
import { addDays, type Day, frenchDay } from '../../../platform/dates.ts'
import { across, choice, optionalText } from '../../../platform/forms/fields.ts'
import { type Step as FormStep, wayThrough } from '../../../platform/forms/steps.ts'
import { frenchEuros } from '../../../platform/money.ts'
import { OUR_REGION } from '../../../platform/region.ts'

/** The aid for transport, meals and lodging (guide, 3.2.1), without HTTP and without SQL: windows, amounts, states, steps. */

// When it can be asked for

export interface Contract {
  contract_signed_on: Day
  contract_ends_on: Day
}

export interface WindowRules {
  first_request_days: number
  window_months: number
}

/** The days, both included, on which the aid of one year of the contract can be asked for. */
export interface Window {
  year: number
  opens_on: Day
  closes_on: Day
}

const YEARS_AT_MOST = 10

/**
 * A window for each year of the contract that lasts until it opens: the first from so many days after the signature, the next from the
 * anniversary plus one day, each within so many months of the year's beginning.
 */
export function windowsOf(contract: Contract, rules: WindowRules): Window[] {
  const windows: Window[] = []
  for (let year = 1; year <= YEARS_AT_MOST; year++) {
    const window = windowOf(contract, rules, year)
    if (window.opens_on > contract.contract_ends_on) break
    windows.push(window)
  }
  return windows
}

function windowOf({ contract_signed_on }: Pick<Contract, 'contract_signed_on'>, rules: WindowRules, year: number): Window {
  const months = 12 * (year - 1)
  return {
    year,
    opens_on: addDays(monthsAfter(contract_signed_on, months), year === 1 ? rules.first_request_days : 1),
    closes_on: monthsAfter(contract_signed_on, months + rules.window_months),
  }
}

/** The day of the same number so many months later, or the last of its month where there is none (code de procédure civile, art. 641). */
function monthsAfter(day: Day, months: number): Day {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  const lastOfMonth = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, lastOfMonth))).toISOString().slice(0, 10)
}

/** `never`: the contract ended before its first window opened. */
export type Opening = { kind: 'open' | 'not-yet' | 'over' | 'never'; window: Window }

/** The window that is open that day, or the next one to open, or the last one there was. */
export function openingOn(contract: Contract, rules: WindowRules, day: Day): Opening {
  const windows = windowsOf(contract, rules)
  const next = windows.find(({ closes_on }) => day <= closes_on)
  const last = windows.at(-1)
  if (!last) return { kind: 'never', window: windowOf(contract, rules, 1) }
  if (!next) return { kind: 'over', window: last }
  return { kind: day >= next.opens_on ? 'open' : 'not-yet', window: next }
}

/**
 * Of somebody's contracts, the oldest first, the one whose aid is asked for that day, and when: the first that is open and that was not asked
 * for, else the latest.
 */
export function contractOn<C extends Contract>(
  contracts: readonly [C, ...C[]],
  rules: WindowRules,
  { day, wasAsked }: { day: Day; wasAsked: (contract: C, year: number) => boolean },
): { contract: C; opening: Opening } {
  const openings = contracts.map((contract) => ({ contract, opening: openingOn(contract, rules, day) }))
  const open = openings.find(({ contract, opening }) => opening.kind === 'open' && !wasAsked(contract, opening.window.year))
  return open ?? (openings.at(-1) as (typeof openings)[number])
}

/** Why no request can be begun on that day, and when one can. */
export function whyNotOpen({ kind, window }: Opening, { window_months }: WindowRules, wasPaidBefore: boolean): string {
  if (kind === 'open' && wasPaidBefore)
    return `L’aide de cette année de contrat vous a déjà été versée, ou va l’être, avec le compte que vous avez fermé. Si c’est une erreur, appelez le numéro vert ${OUR_REGION.phone}.`
  if (kind === 'not-yet') return `Vous pourrez faire votre demande à partir du ${frenchDay(window.opens_on)}.`
  if (kind === 'over')
    return `Le délai pour faire une demande est passé : elle était possible jusqu’au ${frenchDay(window.closes_on)}, dernier jour ${window_months === 1 ? 'du mois' : `des ${window_months} mois`}.`
  if (kind === 'never')
    return 'Votre contrat s’est terminé avant le jour où l’aide peut être demandée : il n’y donne pas droit. Si vous en avez signé un autre, dites-le sur la page « Mon contrat ».'
  return 'Votre demande pour cette année de contrat est déjà envoyée. Suivez-la depuis votre page d’accueil.'
}

// What it gives

/** Amounts by distance: from so many kilometres, included or not, until the next band. */
export interface Band {
  from_km: number
  from_included: boolean
  amount_cents: number
}

/** What the distance gives: the furthest band that it reaches. */
export function transportCents(bands: readonly Band[], metres: number): number {
  const reached = inOrder(bands).filter(({ from_km, from_included }) =>
    from_included ? metres >= from_km * 1000 : metres > from_km * 1000,
  )
  return reached.at(-1)?.amount_cents ?? 0
}

const inOrder = (bands: readonly Band[]) => bands.toSorted((a, b) => a.from_km - b.from_km)

/** The bands as the guide writes them: « Entre 10 Km et 40 Km : 100 € ». */
export function bandsInWords(bands: readonly Band[]): string[] {
  const ordered = inOrder(bands)
  return ordered.map(({ from_km, amount_cents }, index) => {
    const next = ordered[index + 1]
    const range =
      index === 0 && next ? `Moins de ${next.from_km} Km` : next ? `Entre ${from_km} Km et ${next.from_km} Km` : `Plus de ${from_km} Km`
    return `${range} : ${wholeEuros(amount_cents)}`
  })
}

/** `100 €`, as the guide writes the aid's amounts; `12,50 €` when there are cents. */
export const wholeEuros = (cents: number): string => frenchEuros(cents).replace(',00', '')

/** `42,3 km` */
export const frenchKilometres = (metres: number): string =>
  `${(metres / 1000).toLocaleString('fr-FR', { minimumFractionDigits: 1, maximumFractionDigits: 2 })} km`

export type LodgingSituation = 'with-family' | 'housed'
export type LodgingKind = 'boarding-school' | 'hostel' | 'social-housing' | 'private-rental' | 'other'

export interface Lodging {
  lodging_situation: LodgingSituation
  lodging_kind: LodgingKind | null
}

export const LODGING_SITUATIONS: Record<LodgingSituation, string> = {
  'with-family': 'Je vis chez mes parents ou chez un proche',
  housed: 'J’ai un hébergement à mon nom pendant ma formation',
}

/** The kinds of lodging, and whether the aid is for them. */
export const LODGING_KINDS: Record<LodgingKind, { label: string; isEligible: boolean }> = {
  'boarding-school': { label: 'Internat', isEligible: true },
  hostel: { label: 'Foyer (foyer de jeunes travailleurs, résidence habitat jeunes)', isEligible: true },
  'social-housing': { label: 'Logement social (HLM, résidence universitaire du CROUS)', isEligible: true },
  'private-rental': { label: 'Location à un propriétaire privé', isEligible: false },
  other: { label: 'Autre logement', isEligible: false },
}

export const isLodgingEligible = ({ lodging_kind }: Pick<Lodging, 'lodging_kind'>): boolean =>
  lodging_kind !== null && LODGING_KINDS[lodging_kind].isEligible

/** Whether the lodging aid is given, in the guide's words, or why it is not. */
export function lodgingInWords(lodging: Lodging): string {
  if (isLodgingEligible(lodging)) return 'Vous êtes éligible à l’aide à l’hébergement.'
  const why =
    lodging.lodging_situation === 'with-family'
      ? 'elle aide à payer un internat, un foyer ou un logement social, et vous vivez chez vos parents ou chez un proche.'
      : 'elle est réservée aux internats, aux foyers et aux logements sociaux.'
  return `Vous n’êtes pas éligible à l’aide à l’hébergement : ${why}`
}

export interface Parameters extends WindowRules {
  meals_cents: number
  lodging_cents: number
  detour_factor: number
  bands: Band[]
}

export interface Amounts {
  /** Null as long as nobody knows the distance. */
  transport_cents: number | null
  meals_cents: number
  lodging_cents: number
}

/** What a request gives by the parameters of its campaign. */
export const amountsOf = (parameters: Parameters, request: { distance_m: number | null; lodging_kind: LodgingKind | null }): Amounts => ({
  transport_cents: request.distance_m === null ? null : transportCents(parameters.bands, request.distance_m),
  meals_cents: parameters.meals_cents,
  lodging_cents: isLodgingEligible(request) ? parameters.lodging_cents : 0,
})

/** A contract year that was asked for, and what it gave of what is given once a training year. */
export interface Given {
  state: State
  contract_signed_on: Day
  contract_year: number
  meals_cents: number | null
  lodging_cents: number | null
}

const beginningOf = ({ contract_signed_on, contract_year }: Pick<Given, 'contract_signed_on' | 'contract_year'>): Day =>
  monthsAfter(contract_signed_on, 12 * (contract_year - 1))

/**
 * What was given already in the training year of that contract year: by a year of another contract that began less than twelve months before,
 * or after. Meals and lodging are given once a training year, whatever the contracts.
 */
export function givenAlready(
  year: Pick<Given, 'contract_signed_on' | 'contract_year'>,
  all: readonly Given[],
): { meals: boolean; lodging: boolean } {
  const began = beginningOf(year)
  const same = all.filter((other) => {
    if (other.state === 'draft' || other.state === 'refused' || other.contract_signed_on === year.contract_signed_on) return false
    const otherBegan = beginningOf(other)
    return otherBegan < monthsAfter(began, 12) && began < monthsAfter(otherBegan, 12)
  })
  return {
    meals: same.some(({ meals_cents }) => Number(meals_cents) > 0),
    lodging: same.some(({ lodging_cents }) => Number(lodging_cents) > 0),
  }
}

/** The sum of what is known. */
export const totalCents = ({ transport_cents, meals_cents, lodging_cents }: Amounts): number =>
  (transport_cents ?? 0) + meals_cents + lodging_cents

// How far the distance can be believed

/** Why an agent has to look at a distance before its amount is paid. */
export type Doubt = 'unknown' | 'estimate' | 'home-is-a-town' | 'cfa-is-a-town' | 'far-ends' | 'contested'

export const DOUBTS: Record<Doubt, string> = {
  unknown: 'la distance n’a pas pu être calculée',
  estimate: 'elle est estimée à vol d’oiseau, aucun calcul d’itinéraire n’ayant répondu',
  'home-is-a-town': 'elle part du centre de votre commune, votre rue n’étant pas située',
  'cfa-is-a-town': 'elle arrive au centre de la commune de votre CFA',
  'far-ends': 'l’itinéraire commence ou finit à plus de 500 mètres du point demandé',
  contested: 'vous la contestez',
}

// States

export type State =
  | 'draft'
  | 'awaiting-school'
  | 'awaiting-region'
  | 'returned'
  | 'refused'
  | 'accepted'
  | 'in-payment'
  | 'paid'
  | 'rejected-by-bank'

/** Every change of state there is, and who makes it; an agent makes those of a batch, to all its requests or line by line. */
export const CHANGES: readonly { from: State; to: State; by: 'beneficiary' | 'school' | 'agent' | 'batch' }[] = [
  { from: 'draft', to: 'awaiting-school', by: 'beneficiary' },
  { from: 'draft', to: 'awaiting-region', by: 'beneficiary' },
  { from: 'returned', to: 'awaiting-school', by: 'beneficiary' },
  { from: 'returned', to: 'awaiting-region', by: 'beneficiary' },
  { from: 'awaiting-school', to: 'awaiting-region', by: 'school' },
  { from: 'awaiting-school', to: 'returned', by: 'school' },
  { from: 'awaiting-school', to: 'refused', by: 'school' },
  { from: 'awaiting-region', to: 'accepted', by: 'agent' },
  { from: 'awaiting-region', to: 'returned', by: 'agent' },
  { from: 'awaiting-region', to: 'refused', by: 'agent' },
  { from: 'accepted', to: 'in-payment', by: 'batch' },
  { from: 'in-payment', to: 'accepted', by: 'batch' },
  { from: 'in-payment', to: 'paid', by: 'batch' },
  { from: 'in-payment', to: 'rejected-by-bank', by: 'batch' },
  // Money that left came back: to another account, or to the same once more.
  { from: 'paid', to: 'rejected-by-bank', by: 'batch' },
  { from: 'paid', to: 'in-payment', by: 'batch' },
  // New bank details are checked again before a new transfer.
  { from: 'rejected-by-bank', to: 'awaiting-region', by: 'beneficiary' },
]

export const mayChange = (from: State, to: State): boolean => CHANGES.some((change) => change.from === from && change.to === to)

/** Its owner fills it in until it is sent, and again when it comes back. */
export const isEditable = ({ state }: { state: State }): boolean =>
  CHANGES.some((change) => change.from === state && change.by === 'beneficiary')

/** What its owner does with one that has come back. */
export const correctionOf = ({ state }: { state: State }): string =>
  state === 'rejected-by-bank' ? 'Donner un autre compte' : 'Corriger ma demande'

/** Who checks it next: the CFA of the Region, once; else the Region. */
export const nextCheck = ({
  school_id,
  school_accepted_at,
}: {
  school_id: number | null
  school_accepted_at: Date | null
}): 'awaiting-school' | 'awaiting-region' => (school_id !== null && school_accepted_at === null ? 'awaiting-school' : 'awaiting-region')

interface InWords {
  label: string
  tone: 'neutral' | 'info' | 'good' | 'warning' | 'bad'
}

const STATES: Record<State, InWords> = {
  draft: { label: 'À compléter', tone: 'neutral' },
  'awaiting-school': { label: 'En attente de validation établissement', tone: 'info' },
  'awaiting-region': { label: 'En attente de validation Région', tone: 'info' },
  returned: { label: 'À corriger', tone: 'warning' },
  refused: { label: 'Refusée', tone: 'bad' },
  accepted: { label: 'Acceptée, virement à venir', tone: 'good' },
  'in-payment': { label: 'Virement en cours', tone: 'good' },
  paid: { label: 'Payée', tone: 'good' },
  'rejected-by-bank': { label: 'Virement rejeté, coordonnées bancaires à corriger', tone: 'warning' },
}

/** A state in the guide's words, and how it looks. */
export const stateInWords = (state: State): InWords => STATES[state]

// Documents

export type DocumentKind = 'contract' | 'bank' | 'lodging'

/** The documents that go with a request: the guide's labels, and what each may be. */
export const DOCUMENTS: Record<DocumentKind, { slug: string; label: string; hint: string }> = {
  contract: {
    slug: 'contrat',
    label: 'Contrat d’apprentissage',
    hint: 'Votre contrat d’apprentissage ou tout document justifiant d’une inscription en CFA.',
  },
  bank: { slug: 'rib', label: 'RIB', hint: 'Votre R.I.B. : celui-ci doit être obligatoirement à votre nom.' },
  lodging: {
    slug: 'hebergement',
    label: 'Attestation d’hébergement',
    hint: 'Un justificatif d’hébergement à votre nom : quittance, facture d’hébergement, facture d’un fournisseur d’énergie.',
  },
}

/** The documents that this request needs: nobody proves a lodging that gives nothing. */
export const documentsAsked = (request: { lodging_kind: LodgingKind | null }): DocumentKind[] =>
  isLodgingEligible(request) ? ['contract', 'bank', 'lodging'] : ['contract', 'bank']

// Steps

/** A request that is being filled in; nothing of it is there before the first page is passed. */
export interface Draft {
  state: State
  /** Where the person lives now, and where they lived when the distance was measured. */
  present_home_lines: string[]
  home_lines: string[] | null
  present_cfa_lines: string[]
  cfa_lines: string[] | null
  lodging_situation: LodgingSituation | null
  lodging_kind: LodgingKind | null
  iban_last4: string | null
  /** The bank has rejected this account, and no other was given yet. */
  bank_details_rejected: boolean
  documents: Record<DocumentKind, string | null>
}

export type Step = FormStep<Draft>

/** Everything but bank details stands when a bank has rejected the transfer. */
const isAsked = ({ state }: Draft) => state !== 'rejected-by-bank'

const same = (before: string[] | null, now: string[]) => before !== null && before.join('\n') === now.join('\n')

export const INFORMATION: Step = {
  place: places.beneficiary.aidInformation,
  number: 1,
  title: 'Demande THR',
  asked: isAsked,
  // Passing it measures the distance; somebody who has moved since passes it again.
  answered: (draft) => same(draft.home_lines, draft.present_home_lines) && same(draft.cfa_lines, draft.present_cfa_lines),
}

export const TRANSPORT = {
  place: places.beneficiary.aidTransport,
  number: 2,
  title: 'Transport',
  schema: z.object({ contest: optionalText(500) }),
  asked: isAsked,
  answered: () => true,
}

export const MEALS: Step = { place: places.beneficiary.aidMeals, number: 3, title: 'Restauration', asked: isAsked, answered: () => true }

export const LODGING = {
  place: places.beneficiary.aidLodging,
  number: 4,
  title: 'Hébergement',
  schema: z
    .object({
      situation: choice(['with-family', 'housed'], 'Choisissez votre situation d’hébergement.'),
      kind: z.enum(['boarding-school', 'hostel', 'social-housing', 'private-rental', 'other']).optional().catch(undefined),
    })
    .refine(
      ...across(['situation', 'kind'], ({ situation, kind }) => situation === 'with-family' || kind, {
        field: 'kind',
        message: 'Sélectionnez votre logement.',
      }),
    )
    .transform(
      ({ situation, kind = null }): Lodging => ({ lodging_situation: situation, lodging_kind: situation === 'with-family' ? null : kind }),
    ),
  asked: isAsked,
  answered: ({ lodging_situation }: Draft) => lodging_situation !== null,
}

export const DOCUMENTS_AND_BANK: Step = {
  place: places.beneficiary.aidDocuments,
  number: 5,
  title: 'Transmettre ses justificatifs',
  asked: () => true,
  answered: (draft) =>
    draft.iban_last4 !== null && !draft.bank_details_rejected && documentsAsked(draft).every((kind) => draft.documents[kind] !== null),
}

export const CHECK: Step = {
  place: places.beneficiary.aidCheck,
  number: 6,
  title: 'Vérifiez votre demande',
  asked: () => true,
  // Sending it is what ends the request.
  answered: () => false,
}

export const STEPS: readonly Step[] = [INFORMATION, TRANSPORT, MEALS, LODGING, DOCUMENTS_AND_BANK, CHECK]

/** Where one goes after a step is the next one: every page is read once, even one without a question. */
export const { firstOpenStep, mayOpen, nextStep: stepAfter, stepBefore } = wayThrough(STEPS, CHECK)

export const hrefOf = ({ place }: Step): string => place.to()
