import { sql } from 'kysely'
import { places } from '../places.ts'
import { UserError } from '../platform/errors.ts'
import { see } from '../platform/http/page.ts'
import type { Visit } from '../platform/http/visit.ts'
import { hashOf, keepAlive, liveSince } from '../platform/sessions.ts'
import type { Beneficiary, Role, Staff } from './actors.ts'

interface Session {
  seen_at: Date
  must_change_password: boolean
  beneficiary: Beneficiary | null
  staff: Staff | null
}

/** Whose session the visit carries, in one round trip; null when it carries none that lives. */
async function sessionOf(visit: Visit): Promise<Session | null> {
  const token = visit.sessionToken
  if (!token) return null
  const since = liveSince(visit.now)
  const { rows } = await sql<{
    seen_at: Date
    must_change_password: boolean
    beneficiary_id: number | null
    first_name: string
    last_name: string
    has_card: boolean
    staff_id: number | null
    name: string
    partner_id: number | null
    partner_name: string
    school_id: number | null
    school_name: string
    region_role: Role
  }>`
    select s.seen_at, s.must_change_password,
      b.id as beneficiary_id, b.first_name, b.last_name,
      exists (select from cards where beneficiary_id = b.id and opposed_at is null) as has_card,
      f.id as staff_id, f.name, f.partner_id, p.name as partner_name, f.school_id, e.name as school_name, f.region_role
    from sessions s
    left join beneficiaries b on b.id = s.beneficiary_id and b.closed_at is null
    left join staff f on f.id = s.staff_id and f.closed_at is null
    left join partners p on p.id = f.partner_id
    left join schools e on e.id = f.school_id
    where s.token_hash = ${hashOf(token)} and s.created_at > ${since.opened} and s.seen_at > ${since.seen}
  `.execute(visit.site.db)
  const row = rows[0]
  if (!row) return null
  await keepAlive(visit.site.db, token, row.seen_at, visit.now)
  const { seen_at, must_change_password } = row
  if (row.beneficiary_id !== null) {
    const { beneficiary_id: id, first_name, last_name, has_card } = row
    return { seen_at, must_change_password, beneficiary: { kind: 'beneficiary', id, first_name, last_name, has_card }, staff: null }
  }
  return { seen_at, must_change_password, beneficiary: null, staff: staffOf(row) }
}

function staffOf(row: {
  staff_id: number | null
  name: string
  partner_id: number | null
  partner_name: string
  school_id: number | null
  school_name: string
  region_role: Role
}): Staff | null {
  if (row.staff_id === null) return null
  const { staff_id: id, name, partner_id, partner_name, school_id, school_name, region_role } = row
  if (partner_id !== null) return { kind: 'partner', id, name, partner_id, partner_name }
  if (school_id !== null) return { kind: 'school', id, name, school_id, school_name }
  return { kind: 'agent', id, name, region_role }
}

const forbidden = () =>
  new UserError('forbidden', 'Cette page n’est pas dans votre espace. Revenez à votre page d’accueil.', {
    status: 403,
    next: { href: places.public.mySpace.to(), label: 'Revenir à mon espace' },
  })

/** The beneficiary who is signed in, or the way to the sign-in page. */
export async function beneficiaryOf(visit: Visit, options: { mayHaveTemporaryPassword?: boolean } = {}): Promise<Beneficiary | Response> {
  const session = await sessionOf(visit)
  if (session?.staff) throw forbidden()
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
  if (session?.staff || session?.beneficiary) throw forbidden()
  return see(places.public.staffSignIn.to())
}

/** Anybody of the staff who is signed in, or the way to the sign-in page. */
export async function staffOfAnyKind(visit: Visit): Promise<Staff | Response> {
  const session = await sessionOf(visit)
  if (session?.beneficiary) throw forbidden()
  return session?.staff ?? see(places.public.staffSignIn.to())
}

/** Whoever is signed in, on a page that is anybody's; null for all others. */
export async function whoever(visit: Visit): Promise<Beneficiary | Staff | null> {
  const session = await sessionOf(visit)
  if (!session || session.must_change_password) return null
  return session.beneficiary ?? session.staff
}
