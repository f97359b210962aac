import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import type { Day } from '../../../platform/dates.ts'
import type { Role } from '../../../spaces/roles.ts'
import type { AgentThere } from './beginning.ts'

/** What the database holds of what a site needs before it opens. */
export interface Held {
  campaign_name: string | null
  campaign_opens_on: Day | null
  gives_aid: boolean
  schools: number
  schools_without_account: number
  courses: number
  has_streets: boolean
  partner_types: number
  partners: number
  has_agreement: boolean
  partners_without_account: number
  backed_up_at: Date | null
  /** Acting as who owns the tables, or able to become them again. */
  acts_as_owner: boolean
  may_become_owner: boolean
}

/** All of it in one statement: each count stops at what its line says. */
export async function heldOf(db: Reader, today: Day): Promise<Held> {
  const { rows } = await sql<Held>`
    with campaign as (
      select id, name, applications_open_on from campaign_calendar where ends_on >= ${today} order by applications_open_on limit 1
    ),
    of_partners as (select partner_id from shop_users_at_work)
    select c.name as campaign_name, c.applications_open_on as campaign_opens_on,
      exists (select from aid_rule_bands b where b.campaign_id = c.id) as gives_aid,
      s.schools, s.schools_without_account,
      (select count(*) from course_directory) as courses,
      exists (select from street_places) as has_streets,
      (select count(*) from partner_kinds) as partner_types,
      p.partners, p.partners_without_account, exists (select from agreement_in_force) as has_agreement,
      (select max(at) from backups) as backed_up_at,
      t.tableowner = current_user as acts_as_owner,
      pg_has_role(session_user, t.tableowner, 'usage') as may_become_owner
    from
      (select count(*) as schools,
        count(*) filter (where not exists (select from school_users_at_work a where a.school_id = d.id)) as schools_without_account
        from school_directory d where open) s,
      (select count(*) as partners,
        count(*) filter (where not exists (select from of_partners a where a.partner_id = d.id)) as partners_without_account
        from partner_directory d where active) p,
      pg_tables t
    left join campaign c on true
    where t.schemaname = 'public' and t.tablename = 'transactions'
  `.execute(db)
  return rows[0] as Held
}

/** Every agent whose account is open. */
export async function agentsThere(db: Reader): Promise<AgentThere[]> {
  const { rows } = await sql<{ id: number; roles: Role[]; is_invited: boolean }>`
    select id, region_roles as roles, is_invited from staff_at_work where region_roles is not null
  `.execute(db)
  return rows
}
