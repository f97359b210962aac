import { type RawBuilder, sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { inOrder } from '../../../platform/database/order.ts'
import type { Order } from '../../../platform/forms/paging.ts'
import type { Channel, Kind } from '../../money/wallets/index.ts'
import { FOUND_A_PAGE, FOUND_AT_MOST, type LookedFor } from './support.ts'

export interface FoundPerson {
  id: number
  last_name: string
  first_name: string
  birth_date: string
  file_number: string | null
  card_number: string | null
  school_name: string | null
}

/** Past these, mistyped names are no longer ranked: what was typed is too common to find anybody by. */
const RANKED_AT_MOST = 1000

/** How much of a typed word must be found in the name of somebody of a school. */
const LIKENESS = 0.5

const LIMIT = FOUND_AT_MOST + 1

/**
 * One page of the people found, and how many they are (one more than are ever listed when there are more). Those whose name begins as
 * typed come first, in their order, unless asked otherwise; then those whose words are those typed in another order or with a mistake, the most alike first.
 * `schools`: the schools that one of their requests was sent to; all when null.
 */
export async function peopleFound(db: Reader, wanted: { person: LookedFor; schools: number[] | null; page: number; order: Order }) {
  const found = await idsOf(db, wanted.person, wanted.schools)
  return { rows: await peopleIn(db, found.slice(0, FOUND_AT_MOST), wanted), total: found.length }
}

/** What those found may be sorted by: few enough to be sorted each time. */
export const PEOPLE_ORDERS = {
  ressemblance: ['wanted.place'],
  nom: ['b.last_name', 'b.first_name', 'b.id'],
  naissance: ['b.birth_date', 'b.id'],
} as const

async function idsOf(db: Reader, person: LookedFor, schools: number[] | null): Promise<number[]> {
  if (person.by === 'name') {
    const words = await searchableWords(db, person.words)
    if (words.length === 0) return []
    return schools ? peopleOf(db, schools, words) : namedLike(db, words)
  }
  if (person.by === 'nothing') return schools ? peopleOf(db, schools, []) : []
  return idsIn(
    db,
    sql`
      select b.id from open_accounts b
      where ${isIt(person)} and (${schools}::integer[] is null or ${sentTo(schools)})
      order by b.search, b.id limit ${LIMIT}`,
  )
}

const isIt = ({ by, words }: Exclude<LookedFor, { by: 'name' | 'nothing' }>): RawBuilder<unknown> =>
  by === 'email'
    ? sql`lower(b.email) like ${`${words.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`}`
    : sql`b.id in (
        select beneficiary_id from numbers_given where number = ${words}
        union select beneficiary_id from journal_lines where id = any (${numberedLines(words)}))`

/** The line of the journal of that number, unless somebody was given it as theirs, or those of the prepayment of that ticket. */
const numberedLines = (number: string) => sql`array(
  select ${/^\d{1,15}$/.test(number) ? number : null}::bigint where not exists (select from numbers_given where number = ${number})
  union select reservation_id from prepayments_made where ticket = ${number}
  union select j.id from prepayments_made p
    join journal_lines j on j.follows_id = p.reservation_id and j.kind in ('redemption', 'cancellation', 'expiry')
    where p.ticket = ${number})`

export interface FoundLine {
  id: number
  at: Date
  kind: Kind
  channel: Channel | null
  amount_cents: number
  beneficiary_id: number
  /** Null between somebody and the Region. */
  partner_id: number | null
  partner_label: string | null
}

/** What a number names in the journal, with the shop where it was. */
export async function linesFound(db: Reader, { by, ...asked }: LookedFor): Promise<FoundLine[]> {
  if (by !== 'number' || !('words' in asked)) return []
  const { rows } = await sql<FoundLine>`
    select t.id, t.at, t.kind, t.channel, t.amount_cents, t.beneficiary_id, p.id as partner_id, p.name || ' (' || p.code || '), ' || p.town as partner_label
    from journal_lines t
    left join partner_directory p on p.id = t.partner_id
    where t.id = any (${numberedLines(asked.words)})
    order by t.id
  `.execute(db)
  return rows
}

/** An array: found one by one by their ids, however many the planner thinks they are. */
const sentTo = (schools: number[] | null) =>
  sql`b.id = any(array(select beneficiary_id from applications where school_id = any(${schools})))`

async function namedLike(db: Reader, words: string[]): Promise<number[]> {
  const typed = words.join(' ')
  const beginning = await idsIn(
    db,
    sql`
      select b.id from open_accounts b
      where b.search like ${`${typed}%`}
      order by b.search, b.id limit ${LIMIT}`,
  )
  if (beginning.length === LIMIT) return beginning
  const alike = await idsIn(
    db,
    sql`
      select id from (
        select b.id, b.search from open_accounts b
        where ${sql.join(words.map(hasWordLike), sql` and `)}
        limit ${RANKED_AT_MOST}
      ) likely
      order by similarity(search, ${typed}) desc, search, id limit ${LIMIT}`,
  )
  return [...new Set([...beginning, ...alike])].slice(0, LIMIT)
}

const hasWordLike = (word: string) => sql`name_keys(b.search) && name_keys(${word})`

/**
 * The people of some schools are few enough to be all read. Found first, then sorted: in the order of an index they would be looked for
 * among all the others.
 */
const peopleOf = (db: Reader, schools: number[], words: string[]): Promise<number[]> =>
  idsIn(
    db,
    sql`
      with theirs as materialized (select b.id, b.search from open_accounts b where ${sentTo(schools)})
      select id from theirs
      where ${sql.join([sql`true`, ...words.map((word) => sql`word_similarity(${word}, search) >= ${LIKENESS}`)], sql` and `)}
      order by search like ${`${words.join(' ')}%`} desc, similarity(search, ${words.join(' ')}) desc, search, id
      limit ${LIMIT}`,
  )

const idsIn = async (db: Reader, query: RawBuilder<unknown>): Promise<number[]> =>
  ((await query.execute(db)).rows as { id: number }[]).map(({ id }) => id)

async function searchableWords(db: Reader, typed: string): Promise<string[]> {
  const { rows } = await sql<{ words: string }>`select searchable(${typed}) as words`.execute(db)
  return (rows[0]?.words ?? '').split(' ').filter(Boolean).slice(0, 6)
}

async function peopleIn(db: Reader, ids: number[], { page, order }: { page: number; order: Order }): Promise<FoundPerson[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<FoundPerson>`
    select b.id, b.last_name, b.first_name, b.birth_date, a.file_number, a.school_name, k.number as card_number
    from (
      select b.id, b.last_name, b.first_name, b.birth_date, row_number() over (order by ${inOrder(order)}) as place
      from unnest(${ids}::bigint[]) with ordinality as wanted (id, place)
      join people b on b.id = wanted.id
      order by place
      limit ${FOUND_A_PAGE} offset ${(page - 1) * FOUND_A_PAGE}
    ) b
    left join lateral (
      select file_number, school_label as school_name from latest_applications where beneficiary_id = b.id limit 1
    ) a on true
    left join live_cards k on k.beneficiary_id = b.id
    order by b.place
  `.execute(db)
  return rows
}
