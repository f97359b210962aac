import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import { found, UserError } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { type Aid, type Benefits, type Dates, hasStarted, RULES } from './campaign.ts'
import { aidSubject, benefitsSubject, changesOf, datesSubject, fingerprintOf, type Subject } from './change.ts'
import { facts } from './facts.ts'
import { aidOf, benefitsOf, datesOf } from './queries.ts'

/** Values of a campaign that replace others. */
export interface Changed<Values> {
  id: number
  values: Values
  /** What was there when the agent was shown the change: see fingerprintOf. */
  seen: string
}

/** Changes the dates and the limit: what was opened, set aside or spent before keeps its own. */
export async function saveDates(tx: Tx, agent: Agent, { id, values, seen }: Changed<Dates>): Promise<void> {
  await lockCampaign(tx, id)
  await note(tx, agent, { id, what: 'dates', subject: datesSubject, before: await datesOf(tx, id), after: values, seen })
  await mustHaveItsOwnName(tx, values.name, id)
  await tx
    .updateTable('campaigns')
    .set({
      ...rowOf(values),
      // Its new first day credits what is validated until then, were it opened before.
      ...(!hasStarted({ starts_on: values.startsOn }, dayOf(tx.now)) && { opened_at: null }),
    })
    .where('id', '=', id)
    .execute()
}

/** As its row holds them. */
export const rowOf = (dates: Dates) => ({
  name: dates.name,
  applications_open_on: dates.applicationsOpenOn,
  starts_on: dates.startsOn,
  schools_begin_on: dates.schoolsBeginOn,
  prepayments_expire_on: dates.prepaymentsExpireOn,
  ends_on: dates.endsOn,
  closing_reminder_days: dates.reminderDays,
  refund_days: dates.refundDays,
  invitation_days: dates.invitationDays,
  withdrawal_hours: dates.withdrawalHours,
  first_reminder_days: dates.firstReminderDays,
  second_reminder_days: dates.secondReminderDays,
  certificate_days: dates.certificateDays,
  decision_days: dates.decisionDays,
  spending_days: dates.spendingDays,
  weekly_mail_on: dates.weeklyMailOn,
  bank_account_hours: dates.bankAccountHours,
  enrolment_acceptance: dates.enrolmentAcceptance,
  card_number_daily_cap_cents: dates.dailyCap,
  assent_above_cents: dates.assentAbove,
  sms_from_cents: dates.smsFrom,
})

/** Changes what the rules give to applications that will be validated: wallets are never credited again. */
export async function saveBenefits(tx: Tx, agent: Agent, { id, values, seen }: Changed<Benefits>): Promise<void> {
  await lockCampaign(tx, id)
  await note(tx, agent, { id, what: 'benefits', subject: benefitsSubject, before: await benefitsOf(tx, id), after: values, seen })
  await writeBenefits(tx, id, values)
}

/** What each rule gives, of a campaign that has its benefits or that has none yet. */
export async function writeBenefits(tx: Tx, id: number, values: Benefits): Promise<void> {
  const rows = RULES.map(({ rule, field }) => {
    const amount_cents = values[`${field}Amount`]
    return { campaign_id: id, rule, label: values[`${field}Label`], amount_cents, wallet_kind: amount_cents > 0 ? WALLET_KIND : null }
  })
  await tx
    .insertInto('benefits')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['campaign_id', 'rule']).doUpdateSet((eb) => ({
        label: eb.ref('excluded.label'),
        amount_cents: eb.ref('excluded.amount_cents'),
        wallet_kind: eb.ref('excluded.wallet_kind'),
      })),
    )
    .execute()
}

const WALLET_KIND = 'MANUEQUIP'

/** Changes what the apprentice aid gives to requests that will be sent: those that were sent keep their amounts. */
export async function saveAid(tx: Tx, agent: Agent, { id, values, seen }: Changed<Aid>): Promise<void> {
  await lockCampaign(tx, id)
  await note(tx, agent, { id, what: 'aid', subject: aidSubject, before: await aidOf(tx, id), after: values, seen })
  await writeAid(tx, id, values)
}

/** What the aid gives, of a campaign that has one or that has none yet. */
export async function writeAid(tx: Tx, id: number, values: Aid): Promise<void> {
  const parameters = {
    meals_cents: values.meals,
    lodging_cents: values.lodging,
    first_request_days: values.firstRequestDays,
    window_months: values.windowMonths,
    detour_factor: values.detourFactor,
  }
  await tx
    .insertInto('aid_parameters')
    .values({ campaign_id: id, ...parameters })
    .onConflict((conflict) => conflict.column('campaign_id').doUpdateSet(parameters))
    .execute()
  await tx.deleteFrom('aid_bands').where('campaign_id', '=', id).execute()
  await tx
    .insertInto('aid_bands')
    .values(values.bands.map((band) => ({ campaign_id: id, ...band })))
    .execute()
}

async function lockCampaign(tx: Tx, id: number): Promise<void> {
  found(await tx.selectFrom('campaigns').select('id').where('id', '=', id).forUpdate().executeTakeFirst())
}

/** @throws UserError when another campaign is called that */
export async function mustHaveItsOwnName(tx: Tx, name: string, id: number | null): Promise<void> {
  const other = await tx.selectFrom('campaigns').select('id').where('name', '=', name).executeTakeFirst()
  if (!other || other.id === id) return
  throw new UserError('campaign.name-taken', 'Une autre campagne porte déjà ce nom. Choisissez-en un autre.', { field: 'name' })
}

interface Noted<Values> {
  id: number
  what: 'dates' | 'benefits' | 'aid'
  subject: Subject<Values>
  before: Values
  after: Values
  seen: string
}

/** @throws UserError `campaign.changed-meanwhile` when it is no more what whoever changes it was shown */
export function mustBeAsSeen<Values>(subject: Subject<Values>, before: Values, seen: string): void {
  if (fingerprintOf(subject, before) === seen) return
  const sentence = 'Cette campagne vient d’être modifiée par quelqu’un d’autre. Revenez en arrière pour voir les nouvelles valeurs.'
  throw new UserError('campaign.changed-meanwhile', sentence, { status: 409 })
}

/** Writes down who changed what, from what to what. */
async function note<Values>(tx: Tx, agent: Agent, { id, what, subject, before, after, seen }: Noted<Values>): Promise<void> {
  mustBeAsSeen(subject, before, seen)
  const changes = changesOf(subject, before, after)
  const details = Object.fromEntries(changes.map((change) => [change.label, `${change.before} -> ${change.after}`]))
  await record(tx, {
    at: tx.now,
    fact: facts[`campaign.${what}-changed` as const],
    staff_id: agent.id,
    details: { campaign_id: id, ...details },
  })
}
