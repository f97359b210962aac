import type { Tx } from '../../src/platform/database/index.ts'
import { type Day, dayOf } from '../../src/platform/dates.ts'
import { checked } from '../../src/platform/luhn.ts'

/** Somebody of 14 whose request is begun, and the guardian who follows it and is asked for a consent. */
export async function loadGuardian(tx: Tx, campaign: { id: number }, password_hash: string): Promise<void> {
  const at = (days: number) => new Date(tx.now.getTime() + days * 86_400_000)
  const lina = await tx
    .insertInto('beneficiaries')
    .values({
      civility: 'Mme',
      last_name: 'MOREAU',
      first_name: 'Lina',
      // Fourteen and a half, whenever the demonstration is loaded.
      birth_date: fourteenAt(tx.now),
      email: 'lina.moreau@example.org',
      mobile_phone: '0623416428',
      created_at: at(-12),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await tx.insertInto('passwords').values({ beneficiary_id: lina.id, password_hash }).execute()
  const application = await tx
    .insertInto('card_applications')
    .values({ file_number: checked('318640275'), beneficiary_id: lina.id, campaign_id: campaign.id, created_at: at(-12) })
    .returning('id')
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('application_events')
    .values({ application_id: application.id, event: 'registered', at: at(-12) })
    .execute()
  const guardian = await tx
    .insertInto('staff')
    .values({ email: 'claire.moreau@example.org', name: 'Claire MOREAU', is_guardian: true, opened_at: at(-11), password_hash })
    .returning('id')
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('guardians')
    .values({
      ...{ beneficiary_id: lina.id, place: 1, email: 'claire.moreau@example.org', named_at: at(-12) },
      ...{ account_id: guardian.id, confirmed_at: at(-11) },
    })
    .execute()
  await tx
    .insertInto('consents_of_minors')
    .values({ beneficiary_id: lina.id, consent: 'good-deals', asked_at: at(-2) })
    .execute()
}

function fourteenAt(now: Date): Day {
  const half = new Date(now.getTime() - 182 * 86_400_000)
  const [year = '', ...rest] = dayOf(half).split('-')
  const day = [String(Number(year) - 14), ...rest].join('-')
  return day.endsWith('02-29') ? day.replace('02-29', '02-28') : day
}
