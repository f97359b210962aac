import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import type { Day } from '../../../platform/dates.ts'

/** Somebody who may be the same person, with the latest request that they made. */
export interface Alike {
  /** Whom they are like. */
  like_id: number
  beneficiary_id: number
  last_name: string
  first_name: string
  printed_last_name: string
  printed_first_name: string
  birth_date: Day
  /** An agent said that they are two. */
  told_apart: boolean
  file_number: string | null
  campaign_name: string | null
  /** `draft` as long as it is not sent. */
  state: string | null
  school_id: number | null
}

/** Who may be the same person as each of these: see the function of the database. */
export const peopleAlike = async (db: Reader, beneficiaryIds: number[]): Promise<Alike[]> =>
  (
    await sql<Alike>`
      select one.id as like_id, b.id as beneficiary_id, b.last_name, b.first_name, b.printed_last_name, b.printed_first_name, b.birth_date, k.told_apart,
        a.file_number, a.campaign_name, a.state, a.school_id
      from unnest(${beneficiaryIds}::bigint[]) as one (id)
      cross join lateral people_alike(one.id) k
      join people b on b.id = k.beneficiary_id
      left join lateral (select * from latest_applications where beneficiary_id = b.id limit 1) a on true`.execute(db)
  ).rows
