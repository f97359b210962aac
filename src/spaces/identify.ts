import { sql } from 'kysely'
import { places } from '../places.ts'
import type { Joined } from '../platform/database/index.ts'
import { UserError } from '../platform/errors.ts'
import { see } from '../platform/http/page.ts'
import type { Visit } from '../platform/http/visit.ts'
import { endOf, hashOf, keepAlive, liveSince } from '../platform/sessions.ts'
import type { AtSchools, Beneficiary, SchoolUser, Staff } from './actors.ts'
import { refreshBanners } from './banners.ts'
import type { Role } from './roles.ts'
import type { SchoolRole } from './school-roles.ts'
import type { ShopRole } from './shop-roles.ts'

interface Session {
  seen_at: Date
  must_change_password: boolean
  beneficiary: Beneficiary | null
  staff: Staff | null
  /** Whoever works at schools, where `staff` is null too: they have several and have not said for which they work, or have none any more. */
  atSchools: AtSchools | null
}

type StaffColumns = Joined<{ staff_id: number; name: string }> &
  Joined<{ partner_id: number; partner_name: string; partner_roles: ShopRole[] }> &
  Joined<{ school_id: number; school_name: string; school_roles: SchoolRole[]; schools: number }> & {
    region_roles: Role[] | null
    refunds_up_to_cents: number | null
    is_of_schools: boolean
  }

type SessionRow = {
  session_school_id: number | null
  created_at: Date
  seen_at: Date
  must_change_password: boolean
  has_card: boolean
} & StaffColumns &
  Joined<{ beneficiary_id: number; first_name: string; last_name: string; printed_first_name: string; printed_last_name: string }>

/** Whose session the visit carries, in one round trip; null when it carries none that lives. */
async function sessionOf(visit: Visit): Promise<Session | null> {
  const token = visit.sessionToken
  const reading = refreshBanners(visit)
  if (!token) return reading.then(() => null)
  const since = liveSince(visit.now)
  const { rows } = await sql<SessionRow>`
    select s.created_at, s.seen_at, s.must_change_password,
      b.id as beneficiary_id, b.first_name, b.last_name, b.printed_first_name, b.printed_last_name,
      exists (select from live_cards where beneficiary_id = b.id) as has_card,
      f.id as staff_id, f.name, f.partner_id, f.partner_name, f.region_roles, f.partner_roles, f.refunds_up_to_cents,
      f.school_id is not null as is_of_schools, w.school_id, w.school_name, w.roles as school_roles, w.schools,
      s.school_id as session_school_id
    from open_sessions s
    left join open_accounts b on b.id = s.beneficiary_id
    left join staff_at_work f on f.id = s.staff_id
    left join lateral (
      select u.school_id, u.school_name, u.roles, count(*) over () as schools
      from school_users_at_work u
      where u.id = s.staff_id
      order by u.school_id is not distinct from s.school_id desc, u.school_id
      limit 1) w on true
    where s.token_hash = ${hashOf(token)} and s.created_at > ${since.opened} and s.seen_at > ${since.seen}
  `.execute(visit.site.db)
  await reading
  const row = rows[0]
  if (!row) return null
  const ending = endOf({ openedAt: row.created_at, seenAt: await keepAlive(visit.site.db, token, row.seen_at, visit.now) })
  const { seen_at, must_change_password } = row
  if (row.beneficiary_id !== null) {
    const { beneficiary_id: id, first_name, last_name, printed_first_name, printed_last_name, has_card } = row
    const names = { first_name, last_name, printed_first_name, printed_last_name }
    visit.session = { owner: { beneficiaryId: id }, ...ending }
    return { seen_at, must_change_password, beneficiary: { kind: 'beneficiary', id, ...names, has_card }, staff: null, atSchools: null }
  }
  if (row.staff_id !== null) visit.session = { owner: { staffId: row.staff_id }, ...ending }
  return { seen_at, must_change_password, beneficiary: null, staff: staffOf(row), atSchools: atSchoolsIn(row) }
}

function staffOf(row: SessionRow): Staff | null {
  if (row.staff_id === null) return null
  const { staff_id: id, name } = row
  if (row.partner_id !== null) {
    const { partner_id, partner_name, partner_roles: roles, refunds_up_to_cents } = row
    return { kind: 'partner', id, name, partner_id, partner_name, roles, refunds_up_to_cents }
  }
  if (row.is_of_schools) return schoolUserOf(row)
  return row.region_roles && { kind: 'agent', id, name, roles: row.region_roles }
}

/** At the school that they said; without a word at the only one there is. Whoever has lost the one that they said chooses again. */
function schoolUserOf(row: SessionRow): SchoolUser | null {
  if (row.staff_id === null || row.school_id === null) return null
  const isSaid = row.session_school_id === null ? row.schools === 1 : row.session_school_id === row.school_id
  if (!isSaid) return null
  const { staff_id: id, name, school_id, school_name, school_roles: roles, schools } = row
  return { kind: 'school', id, name, school_id, school_name, roles, has_other_schools: schools > 1 }
}

const atSchoolsIn = (row: SessionRow): AtSchools | null =>
  row.staff_id !== null && row.is_of_schools ? { kind: 'at-schools', id: row.staff_id, name: row.name, school: schoolUserOf(row) } : null

const forbidden = () =>
  new UserError('forbidden', 'Cette page n’est pas dans votre espace. Revenez à votre page d’accueil.', {
    status: 403,
    next: { href: places.public.mySpace.to(), label: 'Revenir à mon espace' },
  })

/** The beneficiary who is signed in, or the way to the sign-in page. */
export async function beneficiaryOf(visit: Visit, options: { mayHaveTemporaryPassword?: boolean } = {}): Promise<Beneficiary | Response> {
  const session = await sessionOf(visit)
  if (session?.staff || session?.atSchools) throw forbidden()
  if (!session?.beneficiary) return see(places.public.signIn.to())
  if (session.must_change_password && !options.mayHaveTemporaryPassword) return see(places.beneficiary.password.to())
  return session.beneficiary
}

/** The member of staff of that kind who is signed in, or the way to the sign-in page. */
export async function staffMember<Kind extends Staff['kind']>(
  visit: Visit,
  kind: Kind,
): Promise<Extract<Staff, { kind: Kind }> | Response> {
  const session = await sessionOf(visit)
  if (session?.staff?.kind === kind) return session.staff as Extract<Staff, { kind: Kind }>
  if (kind === 'school' && session?.atSchools) return see(places.staff.schools.to())
  if (session?.staff || session?.beneficiary || session?.atSchools) throw forbidden()
  return see(places.public.staffSignIn.to())
}

/** Whoever works at schools, whether they have said for which of them or not. */
export async function staffOfSchools(visit: Visit): Promise<AtSchools | Response> {
  const session = await sessionOf(visit)
  if (session?.atSchools) return session.atSchools
  if (session?.staff || session?.beneficiary) throw forbidden()
  return see(places.public.staffSignIn.to())
}

/** Anybody of the staff who is signed in, or the way to the sign-in page. */
export async function staffOfAnyKind(visit: Visit): Promise<Staff | Response> {
  const session = await sessionOf(visit)
  if (session?.beneficiary) throw forbidden()
  if (session?.atSchools && !session.staff) return see(places.staff.schools.to())
  return session?.staff ?? see(places.public.staffSignIn.to())
}

/** Whoever is signed in, on a page that is anybody's; null for all others. */
export async function whoever(visit: Visit): Promise<Beneficiary | Staff | null> {
  const session = await sessionOf(visit)
  if (!session || session.must_change_password) return null
  return session.beneficiary ?? session.staff
}
