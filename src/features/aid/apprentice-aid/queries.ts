import { type Selectable, sql } from 'kysely'
import { places } from '../../../places.ts'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import type { ApprenticeAidRequests } from '../../../platform/database/schema.ts'
import { type Day, dayOf } from '../../../platform/dates.ts'
import { found, UserError } from '../../../platform/errors.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import { type Address, addressLines } from '../../people/addresses/index.ts'
import { currentCampaign } from '../../scheme/campaigns/index.ts'
import {
  type Band,
  type Contract,
  contractOn,
  type Doubt,
  type Draft,
  type Given,
  isEditable,
  type LodgingKind,
  type LodgingSituation,
  type Opening,
  type Parameters,
  type State,
  whyNotOpen,
} from './aid.ts'
import type { AidEvent } from './events.ts'

/** An apprentice's contract, home and CFA: those of the latest application that was validated. */
export interface Apprenticeship extends Contract {
  application_id: number
  address: Address | null
  home_lines: string[]
  /** The CFA that checks requests; null outside the Region. */
  school_id: number | null
  cfa_name: string
  cfa_lines: string[]
  cfa_town: string
  cfa_postcode: string | null
  cfa_longitude: number | null
  cfa_latitude: number | null
}

/** Somebody's contracts, those of their latest validated application, the oldest first. */
async function apprenticeshipsOf(db: Reader, beneficiaryId: number): Promise<Apprenticeship[]> {
  const rows = await db
    .selectFrom('contracts as a')
    .innerJoin('open_accounts as b', 'b.id', 'a.beneficiary_id')
    .select([
      'a.application_id',
      'a.cfa_in_region',
      'a.contract_signed_on',
      'a.contract_ends_on',
      'a.school_id',
      'a.cfa_name',
      'a.cfa_town',
    ])
    .select(['a.cfa_street', 'a.cfa_postcode', 'a.cfa_longitude', 'a.cfa_latitude', sql<Address | null>`b.address`.as('address')])
    .where('a.beneficiary_id', '=', beneficiaryId)
    .orderBy('a.applications_open_on', 'desc')
    .orderBy('a.contract_signed_on')
    .execute()
  return rows.filter(({ application_id }) => application_id === rows[0]?.application_id).map(apprenticeshipIn)
}

type ContractRow = Omit<Apprenticeship, 'home_lines' | 'cfa_lines'> & { cfa_in_region: boolean; cfa_street: string | null }

function apprenticeshipIn(row: ContractRow): Apprenticeship {
  const { cfa_in_region, cfa_street, school_id, ...apprenticeship } = row
  const { address, cfa_name, cfa_postcode, cfa_town } = row
  return {
    ...apprenticeship,
    home_lines: address ? addressLines(address) : [],
    school_id: cfa_in_region ? school_id : null,
    cfa_lines: [cfa_name, cfa_street, [cfa_postcode, cfa_town].filter(Boolean).join(' ')].filter((line): line is string => Boolean(line)),
  }
}

/** What the aid gives in a campaign; undefined where it gives none. */
async function parametersOf(db: Reader, campaignId: number): Promise<Parameters | undefined> {
  const parameters = await db
    .selectFrom('aid_rules')
    .select(['meals_cents', 'lodging_cents', 'first_request_days', 'window_months', 'detour_factor'])
    .where('campaign_id', '=', campaignId)
    .executeTakeFirst()
  if (!parameters) return undefined
  const bands: Band[] = await db
    .selectFrom('aid_rule_bands')
    .select(['from_km', 'from_included', 'amount_cents'])
    .where('campaign_id', '=', campaignId)
    .execute()
  return { ...parameters, bands }
}

export type Request = Omit<
  Selectable<ApprenticeAidRequests>,
  'state' | 'lodging_situation' | 'lodging_kind' | 'distance_doubts' | 'bands'
> & {
  state: State
  lodging_situation: LodgingSituation | null
  lodging_kind: LodgingKind | null
  distance_doubts: Doubt[]
  bands: Band[] | null
}

/** A beneficiary's requests, oldest first; `lock` keeps them for the transaction. */
async function requestsOf(db: Reader, beneficiaryId: number, lock: boolean): Promise<Request[]> {
  const rows = await db
    .selectFrom('apprentice_aid_requests')
    .selectAll()
    .where('beneficiary_id', '=', beneficiaryId)
    .orderBy('id')
    .$if(lock, (query) => query.forUpdate())
    .execute()
  return rows as unknown as Request[]
}

/** Where an apprentice stands with the aid on that day. */
export interface Standing {
  apprenticeship: Apprenticeship
  campaign_id: number
  parameters: Parameters
  opening: Opening
  requests: Request[]
  /** What they gave, and what the accounts did that the same person closed. */
  given: Given[]
  /** The request to fill in: one that came back, else the draft of the year that is open. */
  current: Request | undefined
  /** The aid of this contract year went, or is going, to an account that the person closed. */
  wasPaidBefore: boolean
  /** Whether a request can be begun. */
  mayBegin: boolean
}

/** Undefined for whoever is no apprentice, and where the campaign gives no aid. */
export async function standingOf(db: Reader, beneficiaryId: number, now: Date, { lock = false } = {}): Promise<Standing | undefined> {
  const [first, ...others] = await apprenticeshipsOf(db, beneficiaryId)
  if (!first) return undefined
  const requests = await requestsOf(db, beneficiaryId, lock)
  const today = dayOf(now)
  const rules = await rulesOn(db, today)
  if (!rules) return undefined
  const paid_before = await paidBefore(db, beneficiaryId)
  const asked = [...requests.filter(({ state }) => state !== 'draft' && state !== 'refused'), ...paid_before]
  const { contract, opening } = contractOn([first, ...others], rules.parameters, {
    day: today,
    wasAsked: ({ contract_signed_on }, year) =>
      asked.some((request) => request.contract_signed_on === contract_signed_on && request.contract_year === year),
  })
  const isOfTheYear = ({ contract_signed_on, contract_year }: { contract_signed_on: Day | null; contract_year: number }) =>
    contract_signed_on === contract.contract_signed_on && contract_year === opening.window.year
  const wasPaidBefore = paid_before.some(isOfTheYear)
  const { current, mayBegin } = fillable(requests, requests.filter(isOfTheYear), opening)
  // A request keeps to the rules of the campaign in which it was begun.
  const own = current && (await parametersOf(db, current.campaign_id))
  return {
    // A request keeps to its own contract, too.
    apprenticeship: [first, ...others].find(({ contract_signed_on }) => contract_signed_on === current?.contract_signed_on) ?? contract,
    campaign_id: current?.campaign_id ?? rules.campaign_id,
    parameters: own ?? rules.parameters,
    opening,
    requests,
    given: [...requests, ...paid_before],
    current,
    wasPaidBefore,
    mayBegin: mayBegin && !wasPaidBefore,
  }
}

/** The request to fill in: one that came back goes first. Another may be begun when there is none, nor one of the year. */
function fillable(requests: Request[], ofTheYear: Request[], { kind }: Opening) {
  const cameBack = requests.find((request) => request.state !== 'draft' && isEditable(request))
  const thisYear = ofTheYear.find(({ state }) => state !== 'refused')
  const draft = kind === 'open' && thisYear?.state === 'draft' ? thisYear : undefined
  return { current: cameBack ?? draft, mayBegin: kind === 'open' && !thisYear && !cameBack }
}

/** What was or is being paid to accounts that the same person closed. */
export const paidBefore = (db: Reader, beneficiaryId: number) =>
  db
    .selectFrom('former_accounts as f')
    .innerJoin('apprentice_aid_requests as r', 'r.beneficiary_id', 'f.former_id')
    .select(['r.number', 'r.contract_signed_on', 'r.contract_year', 'r.meals_cents', 'r.lodging_cents'])
    .select(sql<State>`r.state`.as('state'))
    .where('f.beneficiary_id', '=', beneficiaryId)
    .where('f.is_closed', '=', false)
    .where('r.state', 'in', ['in-payment', 'paid'])
    .orderBy('r.id')
    .execute()

async function rulesOn(db: Reader, day: Day): Promise<{ campaign_id: number; parameters: Parameters } | undefined> {
  const { id } = await currentCampaign(db, day)
  const parameters = await parametersOf(db, id)
  return parameters && { campaign_id: id, parameters }
}

/** A standing in which a request can be begun or filled in. */
export interface Filling extends Standing {
  draft: Draft
}

/**
 * The request to fill in, or to begin.
 * @throws UserError 404 for whoever is no apprentice, 409 when there is none to fill in, with the reason
 */
export const fillingOf = async (db: Reader, beneficiary: Beneficiary, now: Date): Promise<Filling> =>
  mustBeOpen(found(await standingOf(db, beneficiary.id, now)))

/** The same, locked until the end of the transaction. */
export const fillingToChange = async (tx: Tx, beneficiary: Beneficiary): Promise<Filling> =>
  mustBeOpen(found(await standingOf(tx, beneficiary.id, tx.now, { lock: true })))

function mustBeOpen(standing: Standing): Filling {
  if (standing.current || standing.mayBegin) return { ...standing, draft: draftOf(standing) }
  throw new UserError('aid.not-open', whyNotOpen(standing.opening, standing.parameters, standing.wasPaidBefore), {
    status: 409,
    next: { href: places.beneficiary.home.to(), label: 'Revenir à l’accueil' },
  })
}

/** What is known of it so far. */
export const draftOf = ({ apprenticeship, current }: Standing): Draft => ({
  present_home_lines: apprenticeship.home_lines,
  present_cfa_lines: apprenticeship.cfa_lines,
  ...(current ? answeredIn(current) : NOTHING_ANSWERED),
})

type Answered = Omit<Draft, 'present_home_lines' | 'present_cfa_lines'>

const answeredIn = ({ contract_file_id, bank_file_id, lodging_file_id, ...request }: Request): Answered => ({
  state: request.state,
  home_lines: request.home_lines,
  cfa_lines: request.cfa_lines,
  lodging_situation: request.lodging_situation,
  lodging_kind: request.lodging_kind,
  iban_last4: request.iban_last4,
  bank_details_rejected: request.bank_details_rejected,
  documents: { contract: contract_file_id, bank: bank_file_id, lodging: lodging_file_id },
})

const NOTHING_ANSWERED: Answered = {
  state: 'draft',
  home_lines: null,
  cfa_lines: null,
  lodging_situation: null,
  lodging_kind: null,
  iban_last4: null,
  bank_details_rejected: false,
  documents: { contract: null, bank: null, lodging: null },
}

/** One of this beneficiary's requests. */
export async function requestOf(db: Reader, beneficiary: Beneficiary, number: string): Promise<Request> {
  const row = await db
    .selectFrom('apprentice_aid_requests')
    .selectAll()
    .where('number', '=', number)
    .where('beneficiary_id', '=', beneficiary.id)
    .executeTakeFirst()
  return found(row) as unknown as Request
}

/** What happened to a request, oldest first: when, what, by whom, and why. */
export const historyOf = (db: Reader, requestId: number) =>
  db
    .selectFrom('apprentice_aid_events as e')
    .leftJoin('staff_members as s', 's.id', 'e.staff_id')
    .select(['e.at', sql<AidEvent>`e.event`.as('event'), 'e.reason', 's.name as staff_name', 's.school_name'])
    .where('e.request_id', '=', requestId)
    .orderBy('e.at')
    .orderBy('e.id')
    .execute()

/** What the regulation says of the campaign under way. */
export const rulesOfToday = async (db: Reader, now: Date): Promise<Parameters> => found(await rulesOn(db, dayOf(now))).parameters
