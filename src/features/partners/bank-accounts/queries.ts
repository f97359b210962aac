import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { shopRolesThatMay } from '../../../spaces/shop-roles.ts'
import type { AccountState } from './account.ts'

/** An account as it is shown: its IBAN is masked, for everybody and for good. */
export interface Account {
  id: number
  organisation_id: number
  holder: string
  iban_first4: string
  iban_last4: string
  bic: string | null
  state: AccountState
  proposed_by: number
  proposed_by_name: string
  /** « Région Hauts-de-France », or the shop. */
  proposed_at_place: string
  proposed_at: Date
  decided_by_name: string | null
  decided_at: Date | null
  refusal: string | null
  usable_from: Date | null
  ended_at: Date | null
  end_words: string | null
}

/** Where whoever proposes the account `a` works: the Region, or those of its shops that it would pay; a shop is told of no other. */
const proposedAt = sql<string>`case when s.region_roles is not null then s.place else coalesce((
  select string_agg(p.name, ', ' order by p.name)
  from bank_account_partners b
  join shop_users u on u.partner_id = b.partner_id and u.id = a.proposed_by
  join partner_directory p on p.id = b.partner_id
  where b.bank_account_id = a.id), '') end`

const accounts = (db: Reader) =>
  db
    .selectFrom('bank_accounts as a')
    .innerJoin('staff_members as s', 's.id', 'a.proposed_by')
    .leftJoin('staff_members as d', 'd.id', 'a.decided_by')
    .select(['a.id', 'a.organisation_id', 'a.holder', 'a.iban_first4', 'a.iban_last4', 'a.bic', 'a.proposed_by', 'a.proposed_at'])
    .select(['a.decided_at', 'a.refusal', 'a.usable_from', 'a.ended_at', 'a.end_words'])
    .select(['s.name as proposed_by_name', proposedAt.as('proposed_at_place'), 'd.name as decided_by_name'])
    .select(sql<AccountState>`a.state`.as('state'))

/** No transfer goes to an account before so many hours after it was agreed to: as the campaign under way says. */
export async function hoursBeforeATransfer(db: Reader, now: Date): Promise<number> {
  const { rows } = await sql<{ hours: number }>`select hours_before_a_transfer(${now}) as hours`.execute(db)
  return (rows[0] as (typeof rows)[0]).hours
}

/** One account. */
export const accountById = (db: Reader, id: number): Promise<Account | undefined> => accounts(db).where('a.id', '=', id).executeTakeFirst()

/** Which partners these accounts pay, paid, or would. */
export const partnersOfAccounts = (db: Reader, ids: number[]) =>
  db
    .selectFrom('bank_account_partners as b')
    .innerJoin('partner_directory as p', 'p.id', 'b.partner_id')
    .leftJoin('organisations_of_partners as o', 'o.partner_id', 'b.partner_id')
    .select([
      'b.bank_account_id',
      'b.partner_id',
      'b.paid_since',
      'b.paid_until',
      'p.name',
      'p.town',
      'p.frozen_at',
      'o.siret',
      'o.organisation_id',
    ])
    .where('b.bank_account_id', '=', sql<number>`any(${ids}::integer[])`)
    .orderBy('p.name_search')
    .orderBy('p.id')
    .execute()

/** The accounts to which these partners are paid now. */
export const accountsPaid = (db: Reader, partnerIds: number[]) =>
  db
    .selectFrom('accounts_to_pay')
    .select(['partner_id', 'bank_account_id', 'organisation_id', 'holder', 'iban_first4', 'iban_last4', 'usable_from'])
    .where('partner_id', 'in', partnerIds)
    .orderBy('partner_id')
    .execute()

/** What gives somebody an account, or a way into it. */
const WAYS_IN = [
  'staff.invited',
  'staff.link-sent',
  'staff.reopened',
  'staff.shop-roles-changed',
  'staff.shop-added',
  'staff.shop-reopened',
  'staff.second-factor-reset',
  'joining.manager-vouched',
]

/** Whether an agent opened the account of somebody, or a way into it, themselves or by another account that they opened. */
export async function openedTheWayOf(db: Reader, agentId: number, staffId: number): Promise<boolean> {
  const { rows } = await sql<{ has_opened: boolean }>`
    with recursive ways as materialized (
      select staff_id, (details ->> 'account_id')::bigint as account_id from facts_of_staff where fact = any (${WAYS_IN}::text[])
    ), behind (id) as (
      select ${staffId}::bigint
      union
      select w.staff_id from behind b join ways w on w.account_id = b.id
    )
    select exists (select from behind where id = ${agentId} and id <> ${staffId}) as has_opened
  `.execute(db)
  return rows[0]?.has_opened ?? true
}

/** Whether whoever proposed an account is of the Region, or still manages the shops that it would pay: another shop of theirs is not enough. */
export async function isStillProposed(db: Reader, { proposed_by }: Pick<Account, 'proposed_by'>, partnerIds: number[]): Promise<boolean> {
  const { rows } = await sql<{ is_still: boolean }>`
    select s.region_roles is not null or not exists (
      select from unnest(${partnerIds}::integer[]) p (id)
      where not exists (
        select from shop_users_at_work u
        where u.id = s.id and u.partner_id = p.id and u.roles && ${shopRolesThatMay('account.propose')}::text[])) as is_still
    from staff_members s where s.id = ${proposed_by}
  `.execute(db)
  return rows[0]?.is_still ?? false
}

/** The other organisations that have the same account, by name. */
export async function alsoAccountOf(db: Reader, id: number): Promise<string[]> {
  const { rows } = await sql<{ legal_name: string }>`
    select distinct o.legal_name
    from bank_accounts a
    join bank_accounts other on other.iban_mark = a.iban_mark and other.organisation_id <> a.organisation_id
    join organisations_of_partners o on o.organisation_id = other.organisation_id
    where a.id = ${id} and other.state in ('proposed', 'agreed', 'ended')
    order by o.legal_name
  `.execute(db)
  return rows.map(({ legal_name }) => legal_name)
}

/** Why the same account of the same organisation ended before, if it did. */
export async function endsBefore(db: Reader, id: number): Promise<string[]> {
  const rows = await db
    .selectFrom('bank_accounts as a')
    .innerJoin('bank_accounts as former', (join) =>
      join.onRef('former.iban_mark', '=', 'a.iban_mark').onRef('former.organisation_id', '=', 'a.organisation_id'),
    )
    .select('former.end_words')
    .where('a.id', '=', id)
    .where('former.state', '=', 'ended')
    .orderBy('former.id')
    .execute()
  return rows.flatMap(({ end_words }) => end_words ?? [])
}

/** A partner by its name. */
export const partnerNamed = (db: Reader, id: number) =>
  db.selectFrom('partner_directory').select(['id', 'name', 'frozen_at']).where('id', '=', id).executeTakeFirst()

/** What is known of the accounts of a partner: the one that is paid, what waits, and what became of the last others. */
export async function accountsOfPartner(db: Reader, partnerId: number) {
  const rows = await accounts(db)
    .innerJoin('bank_account_partners as b', 'b.bank_account_id', 'a.id')
    .select(['b.paid_since', 'b.paid_until'])
    .where('b.partner_id', '=', partnerId)
    .orderBy('a.id', 'desc')
    .limit(20)
    .execute()
  const paid = rows.find(({ state, paid_since, paid_until }) => state === 'agreed' && paid_since && !paid_until)
  const waiting = rows.find(({ state }) => state === 'proposed')
  return { paid, waiting, others: rows.filter((row) => row !== paid && row !== waiting) }
}
