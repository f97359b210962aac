import { type RawBuilder, sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { inOrder } from '../../../platform/database/order.ts'
import { found } from '../../../platform/errors.ts'
import type { Order } from '../../../platform/forms/paging.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import type { Role } from '../../../spaces/roles.ts'
import type { ShopRole } from '../../../spaces/shop-roles.ts'
import type { StaffKind } from '../staff/index.ts'
import { protections } from '../staff-sign-in/index.ts'

export const STAFF_A_PAGE = 50

export interface StaffRow {
  id: number
  name: string
  email: string
  job_title: string | null
  kind: StaffKind
  /** Where they work, in words. */
  place: string
  region_roles: Role[] | null
  /** Of somebody of shops, at any of them. */
  shop_roles: ShopRole[] | null
  closed_at: Date | null
  has_password: boolean
  enrolled_at: Date | null
  seen_at: Date | null
  partner_id: number | null
  school_id: number | null
  /** When their second factor will be taken away, as an agent asked. */
  resets_at: Date | null
}

const staffRows = (isIt: RawBuilder<unknown>) => sql<StaffRow>`
  select s.id, s.name, s.email, s.job_title, s.region_roles, e.shop_roles, s.partner_id, s.school_id, s.closed_at, s.seen_at, not s.is_invited as has_password, p.since as enrolled_at, p.resets_at,
    case when s.partner_id is not null then 'partner' when s.school_id is not null then 'school' else 'agent' end as kind,
    coalesce(e.places, ${`Région ${OUR_REGION.name}`}::text) as place
  from staff_members s
  join (${protections()}) p on p.id = s.id
  left join lateral (
    select string_agg(u.workplace_name || ' (' || u.number || ')', ', '
        order by u.partner_id is distinct from s.partner_id or u.school_id is distinct from s.school_id, u.added_at, u.workplace_id) as places,
      (select array_agg(distinct r order by r desc) from shop_users h, unnest(h.roles) r where h.id = s.id) as shop_roles
    from users_of_workplaces u where u.id = s.id and s.region_roles is null) e on true
  where not s.is_guardian and (${isIt})`

/** What their list may be sorted by; without being asked to, by where they work. */
export const STAFF_ORDERS = {
  lieu: ['closed_at is not null', 'kind', 'place', 'name', 'id'],
  nom: ['name', 'id'],
  adresse: ['lower(email)'],
} as const

/** One page of those who work with the scheme, by name, e-mail or place. */
export async function staffFound(
  db: Reader,
  { words, kind, kinds, page, order }: { words: string; kind: StaffKind | null; kinds: StaffKind[]; page: number; order: Order },
) {
  const like = sql`'%' || searchable(${words}) || '%'`
  const { rows } = await sql<StaffRow & { total: number }>`
    select *, count(*) over ()::integer as total
    from (${staffRows(sql`${words} = '' or searchable(concat_ws(' ', s.name, s.email, e.places)) like ${like}`)}) as members
    where kind = any(${kind ? kinds.filter((one) => one === kind) : kinds}::text[])
    order by ${inOrder(order)}
    limit ${STAFF_A_PAGE} offset ${(page - 1) * STAFF_A_PAGE}
  `.execute(db)
  return { rows, total: rows[0]?.total ?? 0 }
}

/** One of them, of a kind that the agent manages. */
export const staffMemberById = async (db: Reader, id: number, kinds: StaffKind[]): Promise<StaffRow> =>
  found((await staffRows(sql`s.id = ${id}`).execute(db)).rows.find(({ kind }) => kinds.includes(kind)))

export interface ShopOfOrganisation {
  partner_id: number
  name: string
  code: string
  town: string
  legal_name: string
}

/** The shops of an organisation that are open, by the code of one of them, itself too; none as long as its SIRET is not given. */
export async function shopsOfOrganisation(db: Reader, code: string): Promise<ShopOfOrganisation[]> {
  const { rows } = await sql<ShopOfOrganisation>`
    select p.id as partner_id, p.name, p.code, p.town, o.legal_name
    from partner_directory named
    join organisations_of_partners its on its.partner_id = named.id
    join organisations_of_partners o on o.organisation_id = its.organisation_id
    join partner_directory p on p.id = o.partner_id and p.active
    where named.code = ${code.toUpperCase()}
    order by p.name, p.id
  `.execute(db)
  return rows
}
