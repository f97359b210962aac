import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { found } from '../../../platform/errors.ts'
import type { Subject } from './freezing.ts'

const COLUMNS = { person: 'beneficiary_id', wallet: 'wallet_id', partner: 'partner_id' } as const

/** How a freeze names what is frozen. */
export const columnOf = ({ kind }: Pick<Subject, 'kind'>) => COLUMNS[kind]

/** The freeze of a thing that goes on; undefined when it is not frozen. */
export const liveFreeze = (db: Reader, subject: Subject) =>
  db
    .selectFrom('freezes as f')
    .innerJoin('staff_members as s', 's.id', 'f.frozen_by')
    .select(['f.id', 'f.reason', 'f.comment', 'f.frozen_by', 'f.frozen_at', 's.name as frozen_by_name'])
    .where(`f.${columnOf(subject)}`, '=', subject.id)
    .where('f.unfrozen_at', 'is', null)
    .executeTakeFirst()

/** What a freeze of somebody stops: their wallets that still count, what is set aside, and where they are signed in. */
export interface Stopped {
  wallets: { id: number; label: string; balance_cents: number; closes_on: string }[]
  prepayments: number
  prepaid_cents: number
  sessions: number
}

/** What would stop. `walletId`: of one wallet only. */
export async function stoppedOf(db: Reader, beneficiaryId: number, walletId: number | null): Promise<Stopped> {
  const { rows } = await sql<Stopped>`
    with theirs as (
      select w.id, w.label, w.balance_cents, w.reserved_cents, w.closes_on from wallets_held w
      where w.beneficiary_id = ${beneficiaryId} and (${walletId}::bigint is null or w.id = ${walletId})
    ), pending as (
      select p.amount_cents from pending_prepayments p join theirs on theirs.id = p.wallet_id
    )
    select
      (
        select coalesce(json_agg(json_build_object('id', id, 'label', label, 'balance_cents', balance_cents, 'closes_on', closes_on)
          order by closes_on desc, id desc), '[]')
        from theirs where balance_cents > 0 or reserved_cents > 0
      ) as wallets,
      (select count(*) from pending) as prepayments,
      (select coalesce(sum(amount_cents), 0)::bigint from pending) as prepaid_cents,
      (select count(*) from open_sessions s where s.beneficiary_id = ${beneficiaryId}) as sessions
  `.execute(db)
  return rows[0] as Stopped
}

/** Who somebody is, for an agent who is about to freeze them; 404 once their account is closed. */
export const personToFreeze = async (db: Reader, id: number) =>
  found(await db.selectFrom('open_accounts').select(['id', 'first_name', 'last_name']).where('id', '=', id).executeTakeFirst())

/** A wallet, with whose it is. */
export const walletToFreeze = async (db: Reader, id: number) =>
  found(
    await db
      .selectFrom('wallets_held as w')
      .innerJoin('open_accounts as b', 'b.id', 'w.beneficiary_id')
      .innerJoin('campaign_calendar as c', 'c.id', 'w.campaign_id')
      .select(['w.id', 'w.label', 'w.beneficiary_id', 'c.name as campaign_name', 'b.first_name', 'b.last_name'])
      .where('w.id', '=', id)
      .executeTakeFirst(),
  )

/** A partner, with what is due to it and what is set aside for it. */
export const partnerToFreeze = async (db: Reader, id: number) =>
  found(
    await db
      .selectFrom('partner_directory as p')
      .innerJoin('partner_dues as d', 'd.partner_id', 'p.id')
      .select(['p.id', 'p.code', 'p.name', 'd.amount_cents as due_cents'])
      .select((eb) => [
        eb
          .selectFrom('pending_prepayments as r')
          .select(sql<number>`count(*)`.as('count'))
          .whereRef('r.partner_id', '=', 'p.id')
          .as('prepayments'),
      ])
      .where('p.id', '=', id)
      .executeTakeFirst(),
  )

/** The wallets that somebody has, whatever is in them. */
export const walletIdsOf = async (db: Reader, beneficiaryId: number): Promise<number[]> =>
  (await db.selectFrom('wallets_held').select('id').where('beneficiary_id', '=', beneficiaryId).execute()).map(({ id }) => id)

const LISTED_AT_MOST = 50

/** Every freeze of somebody and of their wallets, the newest first. */
export const freezesOf = (db: Reader, beneficiaryId: number) =>
  db
    .selectFrom('freezes_made as f')
    .innerJoin('staff_members as s', 's.id', 'f.frozen_by')
    .leftJoin('staff_members as u', 'u.id', 'f.unfrozen_by')
    .leftJoin('wallets_held as w', 'w.id', 'f.wallet_id')
    .select(['f.is_of_person', 'f.reason', 'f.comment', 'f.frozen_at', 's.name as frozen_by_name', 'f.unfrozen_at', 'f.answer'])
    .select(['u.name as unfrozen_by_name', 'w.label'])
    .where('f.beneficiary_id', '=', beneficiaryId)
    .orderBy('f.id', 'desc')
    .limit(LISTED_AT_MOST)
    .execute()
