import type { Parameters } from '../../src/features/aid/apprentice-aid/aid.ts'
import type { BenefitRule } from '../../src/features/requests/card-applications/application.ts'
import { GUIDE_AID, GUIDE_BENEFITS, RULES } from '../../src/features/scheme/campaigns/index.ts'
import type { Tx } from '../../src/platform/database/index.ts'
import { addDays, type Day, dayOf } from '../../src/platform/dates.ts'

/** What each rule gives. */
export const benefits: { rule: BenefitRule; label: string; amount_cents: number }[] = RULES.map(({ rule, field }) => ({
  rule,
  label: GUIDE_BENEFITS[`${field}Label`],
  // The guide's example has 200,00 €.
  amount_cents: rule === 'pupil-exceptional' ? 20_000 : GUIDE_BENEFITS[`${field}Amount`],
}))

/** What the aid gives to apprentices. */
export const aid: Parameters = {
  meals_cents: GUIDE_AID.meals,
  lodging_cents: GUIDE_AID.lodging,
  first_request_days: GUIDE_AID.firstRequestDays,
  window_months: GUIDE_AID.windowMonths,
  detour_factor: GUIDE_AID.detourFactor,
  bands: GUIDE_AID.bands,
}

/** The campaign under way: it ends on a 30 April at least two months ahead, and has begun. */
export async function loadCampaign(tx: Tx) {
  const today = dayOf(tx.now)
  const year = Number(today.slice(0, 4))
  const endYear = addDays(today, 60) <= `${year}-04-30` ? year : year + 1
  const startsOn = [`${endYear - 1}-07-01`, addDays(today, -90)].sort()[0] as Day
  const campaign = await tx
    .insertInto('campaigns')
    .values({
      name: `${endYear - 1}-${endYear}`,
      applications_open_on: startsOn,
      starts_on: startsOn,
      schools_begin_on: [`${endYear - 1}-09-01`, startsOn].sort()[1] as Day,
      prepayments_expire_on: `${endYear}-04-23`,
      ends_on: `${endYear}-04-30`,
      card_number_daily_cap_cents: 15_000,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('benefits')
    .values(
      benefits.map((benefit) => ({
        campaign_id: campaign.id,
        ...benefit,
        wallet_kind: benefit.amount_cents > 0 ? 'MANUEQUIP' : null,
      })),
    )
    .execute()
  const { bands, ...rules } = aid
  await tx
    .insertInto('aid_parameters')
    .values({ campaign_id: campaign.id, ...rules })
    .execute()
  await tx
    .insertInto('aid_bands')
    .values(bands.map((band) => ({ campaign_id: campaign.id, ...band })))
    .execute()
  return campaign
}
