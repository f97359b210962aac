import { type Expression, type SqlBool, sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { type Day, dayOf } from '../../../platform/dates.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import type { Concerned } from './content.ts'

/** Reads of everybody's pages: what is published on that day, and nothing else. */

export const GOOD_DEALS_A_PAGE = 12

/** From how much of the words typed a text answers a search. */
const ENOUGH = 0.55

const shownOn = (alias: string, today: Day): Expression<SqlBool> =>
  sql<SqlBool>`${sql.ref(`${alias}.published_from`)} <= ${today} and coalesce(${sql.ref(`${alias}.published_until`)}, 'infinity') >= ${today}`

export interface GoodDeal {
  id: number
  title: string
  body: string
  url: string | null
  picture_file_id: string
  valid_from: Day | null
  valid_until: Day | null
  for_holders_only: boolean
  published_from: Day | null
  offered_by: string
  partner_code: string | null
}

/** Some come with a validated application, with a card or without: guide, 3.3. */
const isValidated = ({ id }: Beneficiary) => sql<SqlBool>`exists (select from validated_applications where beneficiary_id = ${id})`

/** Those that this person may use: published, not over, and for everybody unless their application is validated. */
const goodDealsFor = (db: Reader, beneficiary: Beneficiary, today: Day) =>
  db
    .selectFrom('listed_good_deals as g')
    .select(['g.id', 'g.title', 'g.body', 'g.url', 'g.picture_file_id', 'g.valid_from', 'g.valid_until', 'g.for_holders_only'])
    .select(['g.published_from', 'g.partner_code', 'g.offered_by'])
    .where(shownOn('g', today))
    .where((eb) => eb.or([eb('g.valid_until', 'is', null), eb('g.valid_until', '>=', today)]))
    .where((eb) => eb.or([eb('g.for_holders_only', '=', false), isValidated(beneficiary)]))

/** One page of them, those that answer the words best first, then the newest; and how many there are in all. */
export async function searchGoodDeals(
  db: Reader,
  beneficiary: Beneficiary,
  { words, page, now }: { words: string; page: number; now: Date },
): Promise<{ rows: GoodDeal[]; total: number }> {
  const score = sql<number>`words_found(${words}, g.search)`
  const rows = await goodDealsFor(db, beneficiary, dayOf(now))
    .select(sql<number>`count(*) over ()`.as('total'))
    .$if(words !== '', (query) => query.where(score, '>=', ENOUGH).orderBy(score, 'desc'))
    .orderBy('g.published_from', 'desc')
    .orderBy('g.id', 'desc')
    .limit(GOOD_DEALS_A_PAGE)
    .offset((page - 1) * GOOD_DEALS_A_PAGE)
    .execute()
  return { rows, total: rows[0]?.total ?? 0 }
}

/** The newest of them. */
export const newestGoodDeals = (db: Reader, beneficiary: Beneficiary, now: Date): Promise<GoodDeal[]> =>
  goodDealsFor(db, beneficiary, dayOf(now)).orderBy('g.published_from', 'desc').orderBy('g.id', 'desc').limit(3).execute()

/** One that this person may use. */
export const goodDealFor = (db: Reader, beneficiary: Beneficiary, id: number, now: Date): Promise<GoodDeal | undefined> =>
  goodDealsFor(db, beneficiary, dayOf(now)).where('g.id', '=', id).executeTakeFirst()

/** Where somebody's last application is: what they have still to do before every good deal is theirs; undefined once one is validated. */
export async function applicationOnTheWay(db: Reader, beneficiary: Beneficiary) {
  const { rows } = await sql<{ state: 'draft' | 'submitted' | 'returned' | 'refused'; needs_document: boolean }>`
    select a.state, t.answers -> 'situation' ->> 'situation' = 'neither' and a.identity_file_id is null as needs_document
    from latest_applications a
    join application_answers t on t.application_id = a.id
    where a.beneficiary_id = ${beneficiary.id} and not ${isValidated(beneficiary)}
  `.execute(db)
  return rows[0]
}

const documents = (db: Reader, now: Date) =>
  db
    .selectFrom('listed_documents as d')
    .select(['d.id', 'd.name', 'd.file_id', 'd.created_at', 'd.bytes'])
    .where(shownOn('d', dayOf(now)))

/** The documents to download, the newest first. */
export const publishedDocuments = (db: Reader, now: Date) => documents(db, now).orderBy('d.created_at', 'desc').orderBy('d.id').execute()

/** One of them. */
export const publishedDocument = (db: Reader, id: number, now: Date) => documents(db, now).where('d.id', '=', id).executeTakeFirst()

const publishedQuestions = (db: Reader, now: Date) =>
  db
    .selectFrom('listed_questions as q')
    .select(['q.slug', 'q.question', 'q.answer', 'q.theme', 'q.theme_id'])
    .where(shownOn('q', dayOf(now)))

/** The questions people ask, theme by theme. */
export const questionsByTheme = (db: Reader, now: Date) =>
  publishedQuestions(db, now).orderBy('q.theme_position').orderBy('q.theme_id').orderBy('q.position').orderBy('q.id').execute()

/** Those that answer the words typed, the best first. */
export function searchQuestions(db: Reader, words: string, now: Date) {
  // A word of the question counts more than the same in the answer.
  const score = sql<number>`words_found(${words}, searchable(q.question)) + words_found(${words}, q.search)`
  return publishedQuestions(db, now)
    .where(sql<number>`words_found(${words}, q.search)`, '>=', ENOUGH)
    .orderBy(score, 'desc')
    .orderBy('q.id')
    .limit(20)
    .execute()
}

/** A question by its address, and the others of its theme. */
export async function questionAt(db: Reader, slug: string, now: Date) {
  const shown = await publishedQuestions(db, now).where('q.slug', '=', slug).executeTakeFirst()
  if (!shown) return undefined
  const others = await publishedQuestions(db, now)
    .where('q.theme_id', '=', shown.theme_id)
    .where('q.slug', '<>', slug)
    .orderBy('q.position')
    .orderBy('q.id')
    .execute()
  return { ...shown, others }
}

/** The dates of a campaign that are still to come, in order, for those whom they concern. */
export const keyDatesOf = (db: Reader, campaignId: number, concerned: readonly Concerned[], now: Date) =>
  db
    .selectFrom('listed_key_dates as k')
    .select(['k.id', 'k.day', 'k.label'])
    .where('k.campaign_id', '=', campaignId)
    .where('k.concerns', 'in', concerned)
    .where('k.day', '>=', dayOf(now))
    .where(shownOn('k', dayOf(now)))
    .orderBy('k.day')
    .orderBy('k.id')
    .execute()
