import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'

/** What somebody may consent to, in « Mon compte »: each is a list of addresses to write to. */
export type Consent = 'good-deals' | 'newsletters'

const CONSENTED_AT: Record<Consent, string> = { 'good-deals': 'good_deals_consent_at', newsletters: 'newsletters_consent_at' }

/** A statement: the addresses of those who consent now, each once, with the day since which they do. A closed account consents to nothing. */
export const addressesConsenting = (to: Consent): string => {
  const at = CONSENTED_AT[to]
  return `
    select min(email), to_char(min(${at}) at time zone 'Europe/Paris', 'DD/MM/YYYY')
    from beneficiaries
    where ${at} is not null and closed_at is null
    group by lower(email)
    order by lower(email)`
}

/** How many addresses that is. */
export async function countConsenting(db: Reader, to: Consent): Promise<number> {
  const { rows } = await sql<{ people: number }>`
    select count(distinct lower(email)) as people from beneficiaries where ${sql.ref(CONSENTED_AT[to])} is not null and closed_at is null
  `.execute(db)
  return rows[0]?.people ?? 0
}
