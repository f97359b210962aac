import { type RawBuilder, sql } from 'kysely'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { inOrder } from '../../../platform/database/order.ts'
import { addDays, type Day } from '../../../platform/dates.ts'
import { found } from '../../../platform/errors.ts'
import type { Filter, Sent, State } from './sent.ts'

export const MESSAGES_A_PAGE = 50

/** Past these a count says « more than »: counting a year of messages would take longer than reading a page of them. */
export const COUNTED_AT_MOST = 10_000

export interface ListedMessage {
  id: string
  created_at: Date
  sent_at: Date | null
  channel: string
  address: string
  template: string
  subject: string
  state: State
  failure: string | null
}

/** One page of the messages. */
export const messagesOf = async (db: Reader, filter: Filter) =>
  (
    await sql<ListedMessage>`
      select m.id, m.created_at, m.sent_at, m.channel, m.address, m.template, m.subject, m.state, m.failure
      from messages m where ${matching(filter)}
      order by ${inOrder(filter.order)}
      limit ${MESSAGES_A_PAGE} offset ${(filter.page - 1) * MESSAGES_A_PAGE}`.execute(db)
  ).rows

/** How many there are in each state, the filter's own state aside. */
export async function countsOf(db: Reader, filter: Filter): Promise<Record<State, number>> {
  const count = (state: State) => sql<number>`(
    select count(*) from (select from messages m where ${matching({ ...filter, state })} limit ${COUNTED_AT_MOST}) matched
  )`
  const { rows } = await sql<Record<State, number>>`
    select ${count('queued')} as queued, ${count('sent')} as sent, ${count('failed')} as failed
  `.execute(db)
  return rows[0] as Record<State, number>
}

function matching({ state, channel, from, until, address }: Filter): RawBuilder<boolean> {
  const conditions = [sql`true`]
  // The state is written out: the indexes of what is queued and of what failed hold these rows only.
  if (state) conditions.push(sql`m.state = ${sql.lit(state)}`)
  if (channel) conditions.push(sql`m.channel = ${channel}`)
  if (from) conditions.push(sql`m.created_at >= ${startOf(from)}`)
  if (until) conditions.push(sql`m.created_at < ${startOf(addDays(until, 1))}`)
  if (address) conditions.push(sql`lower(m.address) like ${`${address.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`}`)
  return sql<boolean>`${sql.join(conditions, sql` and `)}`
}

const startOf = (day: Day) => sql`${day}::date::timestamp at time zone 'Europe/Paris'`

const messages = (db: Reader, id: string) =>
  db
    .selectFrom('messages as m')
    .leftJoin('open_accounts as b', 'b.id', 'm.beneficiary_id')
    .leftJoin('staff_at_work as s', 's.id', 'm.staff_id')
    .leftJoin('asked_emails as e', 'e.beneficiary_id', 'm.beneficiary_id')
    .leftJoin('chosen_passwords as p', 'p.beneficiary_id', 'm.beneficiary_id')
    .select(['m.id', 'm.created_at', 'm.sent_at', 'm.subject', 'm.body', 'm.template', 'm.secret', 'm.channel', 'm.failure', 'm.attempts'])
    .select([
      'm.address',
      'm.beneficiary_id',
      'm.staff_id',
      'b.first_name',
      'b.last_name',
      's.name as staff_name',
      'e.email as asked_email',
    ])
    .select(sql<State>`m.state`.as('state'))
    .select(
      sql<string | null>`case when m.staff_id is not null then s.email when m.channel = 'sms' then b.mobile_phone else b.email end`.as(
        'current_address',
      ),
    )
    .select(sql<boolean>`p.beneficiary_id is not null`.as('has_password'))
    .where('m.id', '=', id)

/** One message, with what says where it would go now. */
export const messageOf = async (db: Reader, id: string) => found(await messages(db, id).executeTakeFirst()) satisfies Sent

/** The same, locked until the end of the transaction. */
export const messageToSend = async (tx: Tx, id: string) => found(await messages(tx, id).forUpdate('m').executeTakeFirst()) satisfies Sent
