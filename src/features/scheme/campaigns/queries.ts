import { type RawBuilder, type Selectable, sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import type { Campaigns } from '../../../platform/database/schema.ts'
import type { Slice } from '../../../platform/database/slices.ts'
import type { Day } from '../../../platform/dates.ts'
import { found } from '../../../platform/errors.ts'
import { type Aid, type Benefits, type Dates, type EnrolmentAcceptance, RULES } from './campaign.ts'

export type CampaignRow = Selectable<Campaigns> & { wallets: number; granted_cents: number; waiting: number }

/** The campaign whose applications are open that day: the latest one. */
export const openOn = (db: Reader, day: Day) =>
  db.selectFrom('campaigns').selectAll().where('applications_open_on', '<=', day).orderBy('applications_open_on', 'desc').limit(1)

/** What the campaign open that day gives by each rule, and its name: nothing before the first campaign. */
export const amountsOn = (db: Reader, day: Day) =>
  db
    .selectFrom('benefits as b')
    .innerJoin('campaigns as c', 'c.id', 'b.campaign_id')
    .select(['b.rule', 'b.amount_cents', 'c.name as campaign_name'])
    .where('c.id', '=', openOn(db, day).clearSelect().select('id'))
    .execute()

/** Every campaign, the latest first, with what has become of it. */
export const campaigns = (db: Reader): Promise<CampaignRow[]> => campaignsWhere(db, sql`true`)

/** One campaign. */
export const campaignById = async (db: Reader, id: number): Promise<CampaignRow> => found((await campaignsWhere(db, sql`c.id = ${id}`))[0])

async function campaignsWhere(db: Reader, isIt: RawBuilder<unknown>): Promise<CampaignRow[]> {
  const { rows } = await sql<CampaignRow>`
    select c.*,
      (select count(*) from wallets_held w where w.campaign_id = c.id) as wallets,
      (select coalesce(sum(w.granted_cents), 0)::bigint from wallets_held w where w.campaign_id = c.id) as granted_cents,
      (select count(*) from applications a where a.campaign_id = c.id and a.state in ('submitted', 'returned')) as waiting
    from campaigns c
    where ${isIt}
    order by c.applications_open_on desc, c.id desc
  `.execute(db)
  return rows
}

/** The latest campaign: nothing before the first. */
export const latestCampaign = (db: Reader) =>
  db
    .selectFrom('campaigns')
    .select(['id', 'name'])
    .orderBy('applications_open_on', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()

/** Its dates and its limit, as their form holds them. */
export async function datesOf(db: Reader, id: number): Promise<Dates> {
  const row = found(await db.selectFrom('campaigns').selectAll().where('id', '=', id).executeTakeFirst())
  return {
    name: row.name,
    applicationsOpenOn: row.applications_open_on,
    startsOn: row.starts_on,
    schoolsBeginOn: row.schools_begin_on,
    prepaymentsExpireOn: row.prepayments_expire_on,
    endsOn: row.ends_on,
    reminderDays: row.closing_reminder_days,
    refundDays: row.refund_days,
    invitationDays: row.invitation_days,
    withdrawalHours: row.withdrawal_hours,
    firstReminderDays: row.first_reminder_days,
    secondReminderDays: row.second_reminder_days,
    certificateDays: row.certificate_days,
    decisionDays: row.decision_days,
    spendingDays: row.spending_days,
    weeklyMailOn: row.weekly_mail_on,
    bankAccountHours: row.bank_account_hours,
    enrolmentAcceptance: row.enrolment_acceptance as EnrolmentAcceptance,
    dailyCap: row.card_number_daily_cap_cents,
    assentAbove: row.assent_above_cents,
    smsFrom: row.sms_from_cents,
  }
}

/** What its rules give. */
export async function benefitsOf(db: Reader, id: number): Promise<Benefits> {
  const rows = await db.selectFrom('benefits').select(['rule', 'label', 'amount_cents']).where('campaign_id', '=', id).execute()
  const fields = RULES.flatMap(({ rule, field }) => {
    const row = found(rows.find((benefit) => benefit.rule === rule))
    return [
      [`${field}Label`, row.label],
      [`${field}Amount`, row.amount_cents],
    ]
  })
  return Object.fromEntries(fields) as Benefits
}

const NO_AID: Aid = { meals: 0, lodging: 0, firstRequestDays: 45, windowMonths: 12, detourFactor: 1.3, bands: [] }

/** Its apprentice aid; nothing where it gives none yet. */
export async function aidOf(db: Reader, id: number): Promise<Aid> {
  const row = await db.selectFrom('aid_parameters').selectAll().where('campaign_id', '=', id).executeTakeFirst()
  if (!row) return NO_AID
  const bands = await db
    .selectFrom('aid_bands')
    .select(['from_km', 'from_included', 'amount_cents'])
    .where('campaign_id', '=', id)
    .orderBy('from_km')
    .execute()
  return {
    meals: row.meals_cents,
    lodging: row.lodging_cents,
    firstRequestDays: row.first_request_days,
    windowMonths: row.window_months,
    detourFactor: row.detour_factor,
    bands,
  }
}

/** Whom a change concerns, and who keeps what they were given. */
export async function concernedBy(db: Reader, id: number) {
  const { rows } = await sql<{ wallets: number; waiting: number; prepayments: number; aid_requests: number }>`
    select
      (select count(*) from wallets_held where campaign_id = ${id}) as wallets,
      (select count(*) from applications where campaign_id = ${id} and state in ('draft', 'submitted', 'returned')) as waiting,
      (select count(*) from pending_prepayments p join wallets_held w on w.id = p.wallet_id where w.campaign_id = ${id}) as prepayments,
      (select count(*) from sent_aid_requests where campaign_id = ${id}) as aid_requests
  `.execute(db)
  return rows[0] as (typeof rows)[0]
}

/**
 * Some validated applications of a campaign, after `afterId`, that no wallet was opened for, and that its rules give something. Each wallet
 * is looked for by itself (« offset 0 »), whatever the statistics say of a campaign that opens.
 */
export async function applicationsToCredit(
  db: Reader,
  { id, afterId }: { id: number; afterId: number },
  slice: Slice,
): Promise<{ id: number }[]> {
  const { rows } = await sql<{ id: number }>`
    select a.id
    from applications_that_give a
    where a.campaign_id = ${id} and a.id > ${afterId} and ${slice.mayTake('a.id')}
      and not exists (
        select from wallets_held w where w.beneficiary_id = a.beneficiary_id and w.campaign_id = a.campaign_id and w.kind = a.wallet_kind
        offset 0
      )
    order by a.id
    limit ${slice.atMost}
  `.execute(db)
  return rows
}

/**
 * The next people, by id, who may ask again for the card: their latest request is of the campaign just before that one, and has ended. Who
 * let a campaign pass is not written to for ever; their home page says it.
 */
export async function toRenew(
  db: Reader,
  { id, applications_open_on, announced_to }: { id: number; applications_open_on: Day; announced_to: number },
  today: Day,
  slice: Slice,
): Promise<{ id: number }[]> {
  const { rows } = await sql<{ id: number }>`
    with before as (
      select id, ends_on from campaigns where applications_open_on < ${applications_open_on} order by applications_open_on desc limit 1
    )
    select a.beneficiary_id as id
    from applications a
    join before on before.id = a.campaign_id
    join open_accounts b on b.id = a.beneficiary_id
    where a.beneficiary_id > ${announced_to} and ${slice.mayTake('a.beneficiary_id')}
      and (a.state in ('validated', 'refused') or before.ends_on < ${today})
      and not exists (select from applications n where n.beneficiary_id = a.beneficiary_id and n.campaign_id = ${id})
    order by a.beneficiary_id
    limit ${slice.atMost}
  `.execute(db)
  return rows
}
