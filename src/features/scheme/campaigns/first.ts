import { addDays, type Day } from '../../../platform/dates.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import type { Aid, Benefits, Dates } from './campaign.ts'

/** What each rule gives, by the guide. */
export const GUIDE_BENEFITS: Benefits = {
  pupilFirstTimeLabel: 'première entrée au lycée',
  pupilFirstTimeAmount: 10_000,
  pupilReturningLabel: 'poursuite de la scolarité au lycée',
  pupilReturningAmount: 5_500,
  // None until the Region decides one.
  pupilExceptionalLabel: 'décidée par la Région',
  pupilExceptionalAmount: 0,
  apprenticeFirstLabel: 'premier contrat d’apprentissage ou nouveau diplôme',
  apprenticeFirstAmount: 20_000,
  apprenticeSameLabel: 'même diplôme que l’an dernier',
  apprenticeSameAmount: 0,
  neitherLabel: `bons plans ${OUR_REGION.card}`,
  neitherAmount: 0,
}

/** What the aid gives to apprentices (guide, 3.2.1). */
export const GUIDE_AID: Aid = {
  meals: 10_000,
  lodging: 8_000,
  firstRequestDays: 45,
  windowMonths: 12,
  detourFactor: 1.3,
  bands: [
    { from_km: 0, from_included: true, amount_cents: 0 },
    { from_km: 10, from_included: true, amount_cents: 10_000 },
    { from_km: 40, from_included: true, amount_cents: 15_000 },
    { from_km: 100, from_included: false, amount_cents: 20_000 },
  ],
}

/** What the form of the first campaign begins with: the school year under way, or the one that comes; its requests open tomorrow at the earliest. */
export function datesAtFirst(today: Day): Dates {
  const year = Number(today.slice(0, 4))
  const startYear = addDays(today, 60) <= `${year}-04-30` ? year - 1 : year
  const opensOn = [`${startYear}-07-01`, addDays(today, 1)].sort()[1] as Day
  return {
    name: `${startYear}-${startYear + 1}`,
    applicationsOpenOn: opensOn,
    startsOn: opensOn,
    schoolsBeginOn: [`${startYear}-09-01`, opensOn].sort()[1] as Day,
    prepaymentsExpireOn: `${startYear + 1}-04-23`,
    endsOn: `${startYear + 1}-04-30`,
    reminderDays: 30,
    refundDays: 30,
    invitationDays: 7,
    withdrawalHours: 24,
    firstReminderDays: 7,
    secondReminderDays: 14,
    certificateDays: 15,
    decisionDays: 30,
    spendingDays: 30,
    weeklyMailOn: 1,
    bankAccountHours: 48,
    enrolmentAcceptance: 'by-hand',
    dailyCap: 15_000,
    assentAbove: 3_000,
    smsFrom: 3_000,
  }
}
