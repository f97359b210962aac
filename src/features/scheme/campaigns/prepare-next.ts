import { sql } from 'kysely'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { found } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import type { Dates } from './campaign.ts'
import { facts } from './facts.ts'
import { mustHaveItsOwnName } from './save.ts'

/** Makes a campaign with these dates, which gives what the latest one gives: it opens by itself when its days come. */
export async function prepareNextCampaign(tx: Tx, agent: Agent, dates: Dates): Promise<number> {
  const latest = found(
    await tx.selectFrom('campaigns').select('id').orderBy('applications_open_on', 'desc').orderBy('id', 'desc').limit(1).executeTakeFirst(),
  )
  await mustHaveItsOwnName(tx, dates.name, null)
  const { id } = await tx
    .insertInto('campaigns')
    .values({
      name: dates.name,
      applications_open_on: dates.applicationsOpenOn,
      starts_on: dates.startsOn,
      prepayments_expire_on: dates.prepaymentsExpireOn,
      ends_on: dates.endsOn,
      closing_reminder_days: dates.reminderDays,
      refund_days: dates.refundDays,
      card_number_daily_cap_cents: dates.dailyCap,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await sql`
    insert into benefits (campaign_id, rule, label, wallet_kind, amount_cents)
    select ${id}::integer, rule, label, wallet_kind, amount_cents from benefits where campaign_id = ${latest.id}
  `.execute(tx)
  await sql`
    insert into aid_parameters (campaign_id, meals_cents, lodging_cents, first_request_days, window_months, detour_factor)
    select ${id}::integer, meals_cents, lodging_cents, first_request_days, window_months, detour_factor
    from aid_parameters where campaign_id = ${latest.id}
  `.execute(tx)
  await sql`
    insert into aid_bands (campaign_id, from_km, from_included, amount_cents)
    select ${id}::integer, from_km, from_included, amount_cents from aid_bands where campaign_id = ${latest.id}
  `.execute(tx)
  await record(tx, {
    at: tx.now,
    fact: facts['campaign.prepared'],
    staff_id: agent.id,
    details: { campaign_id: id, after_campaign_id: latest.id },
  })
  return id
}
