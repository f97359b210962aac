import type { Reader } from '../../../platform/database/index.ts'
import { type Day, frenchDay } from '../../../platform/dates.ts'
import { UserError } from '../../../platform/errors.ts'
import { isOver } from './campaign.ts'
import { openOn } from './queries.ts'

export { type Aid, hasStarted, isOver, lastSchoolYear, RULES, schoolYear } from './campaign.ts'
export { GUIDE_AID, GUIDE_BENEFITS } from './first.ts'
export { aidOf, amountsOn, benefitsOf } from './queries.ts'
export { aidChange, benefitsChange, campaignOpening, datesChange } from './two-people.ts'

/** The campaign whose applications are open that day: the latest one; undefined before the first. */
export const campaignOpenOn = (db: Reader, day: Day) => openOn(db, day).executeTakeFirst()

/**
 * The campaign whose applications are open that day: the latest one.
 * @throws UserError `campaign.none` before the first.
 */
export async function currentCampaign(db: Reader, day: Day) {
  const campaign = await campaignOpenOn(db, day)
  if (!campaign) throw new UserError('campaign.none', await whenItOpens(db, day), { status: 409 })
  return campaign
}

/** Before the first campaign: when its applications open, or that no day is known yet. */
export async function whenItOpens(db: Reader, today: Day): Promise<string> {
  const first = await db
    .selectFrom('campaigns')
    .select('applications_open_on')
    .where('applications_open_on', '>', today)
    .orderBy('applications_open_on')
    .executeTakeFirst()
  return first
    ? `Les inscriptions et les demandes de carte ouvrent le ${frenchDay(first.applications_open_on)}. Revenez ce jour-là.`
    : 'Les inscriptions et les demandes de carte ne sont pas encore ouvertes, et leur date n’est pas encore connue. Revenez plus tard.'
}

/** What a young person does once that campaign is over, in a sentence: the next one is open, or opens, or has no date yet. */
export async function whatComesAfter(db: Reader, campaign: { id: number }, today: Day): Promise<string> {
  const later = await db
    .selectFrom('campaigns')
    .select(['name', 'applications_open_on', 'ends_on'])
    .where('applications_open_on', '>', (eb) =>
      eb.selectFrom('campaigns as c').select('c.applications_open_on').where('c.id', '=', campaign.id),
    )
    .orderBy('applications_open_on')
    .execute()
  const next = later.find((other) => !isOver(other, today))
  if (!next) return 'Nous vous préviendrons quand la campagne suivante ouvrira.'
  return next.applications_open_on <= today
    ? `La campagne ${next.name} est ouverte : choisissez « Renouveler ma demande » sur votre page d’accueil.`
    : `Vous pourrez faire votre demande de la campagne ${next.name} à partir du ${frenchDay(next.applications_open_on)} : nous vous préviendrons.`
}

/** What a rule gives in a campaign, in cents, with the words that say why. */
export const benefitOf = (db: Reader, campaignId: number, rule: string) =>
  db
    .selectFrom('benefits')
    .leftJoin('kinds_of_wallet as k', 'k.code', 'benefits.wallet_kind')
    .select(['benefits.rule', 'benefits.label', 'benefits.amount_cents', 'k.label as wallet_label'])
    .where('campaign_id', '=', campaignId)
    .where('rule', '=', rule)
    .executeTakeFirstOrThrow()
