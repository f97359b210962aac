import type { Parameters } from '../../src/features/aid/apprentice-aid/aid.ts'
import type { BenefitRule } from '../../src/features/requests/card-applications/application.ts'
import type { Tx } from '../../src/platform/database/index.ts'
import { addDays, type Day, dayOf } from '../../src/platform/dates.ts'

/** What each rule gives. */
export const benefits: { rule: BenefitRule; label: string; amount_cents: number }[] = [
  { rule: 'pupil-first-time', label: 'première entrée au lycée', amount_cents: 10_000 },
  { rule: 'pupil-returning', label: 'poursuite de la scolarité au lycée', amount_cents: 5_500 },
  // The guide's example has 200,00 €.
  { rule: 'pupil-exceptional', label: 'décidée par la Région', amount_cents: 20_000 },
  { rule: 'apprentice-first-or-other-diploma', label: 'premier contrat d’apprentissage ou nouveau diplôme', amount_cents: 20_000 },
  { rule: 'apprentice-same-diploma', label: 'même diplôme que l’an dernier', amount_cents: 0 },
  { rule: 'neither', label: 'bons plans Génération #HDF', amount_cents: 0 },
]

/** What the aid gives to apprentices (guide, 3.2.1). */
export const aid: Parameters = {
  meals_cents: 10_000,
  lodging_cents: 8_000,
  first_request_days: 45,
  window_months: 12,
  detour_factor: 1.3,
  bands: [
    { from_km: 0, from_included: true, amount_cents: 0 },
    { from_km: 10, from_included: true, amount_cents: 10_000 },
    { from_km: 40, from_included: true, amount_cents: 15_000 },
    { from_km: 100, from_included: false, amount_cents: 20_000 },
  ],
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
