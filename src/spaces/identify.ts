import { sql } from 'kysely'
import { places } from '../places.ts'
import type { Joined } from '../platform/database/index.ts'
import type { Day } from '../platform/dates.ts'
import { UserError } from '../platform/errors.ts'
import { see } from '../platform/http/page.ts'
import type { Visit } from '../platform/http/visit.ts'
import { OUR_REGION } from '../platform/region.ts'
import { endOf, endOfTill, hashOf, keepAlive, keepAtTill, liveSince } from '../platform/sessions.ts'
import type { AccountHolder, AtWorkplaces, Beneficiary, Guardian, PartnerUser, SchoolUser, Staff, Till } from './actors.ts'
import { refreshBanners } from './banners.ts'
import type { Role } from './roles.ts'
import type { SchoolRole } from './school-roles.ts'
import { mayAtShop, type ShopRole } from './shop-roles.ts'

interface Session {
  must_change_password: boolean
  beneficiary: Beneficiary | null
  staff: Staff | null
  guardian: Guardian | null
  /** Whoever works at shops or at schools, where `staff` is null too: they have several and have not said for which they work, or have none any more. */
  atWorkplaces: AtWorkplaces | null
  /** The machine is a till for the day: nobody of the staff is signed in there. */
  till: Till | null
}

const NOBODY: Session = { must_change_password: false, beneficiary: null, staff: null, guardian: null, atWorkplaces: null, till: null }

type StaffColumns = Joined<{ staff_id: number; name: string; works_at: 'partner' | 'school' | 'region' }> &
  Joined<{ workplace_id: number; workplace_name: string; roles: string[]; workplaces: number }> & {
    partner_id: number | null
    school_id: number | null
    taken_over_at: Date | null
    refunds_up_to_cents: number | null
    region_roles: Role[] | null
    is_guardian: boolean
  }

type TillColumns = { session_id: number; till_name: string | null; at_till: AtTill | null } & Joined<{
  cashier_id: number
  cashier_seen_at: Date
}>

/** A session, whosever it is: of a beneficiary, or of somebody who signs in with an e-mail address. */
interface Lasting {
  created_at: Date
  seen_at: Date
  is_of_staff: boolean
}

type PersonsRow = Lasting & { must_change_password: boolean; has_card: boolean } & Joined<{
    beneficiary_id: number
    first_name: string
    last_name: string
    printed_first_name: string
    printed_last_name: string
    birth_date: Day
  }>

type StaffRow = Lasting & { session_workplace_id: number | null } & StaffColumns & TillColumns

/** The session is of the other kind. */
const ANOTHERS = Symbol('of another kind')
type Read = Session | null | typeof ANOTHERS

/** Whose session the visit carries, in one round trip for those whom the page is for; null when it carries none that lives. */
async function sessionOf(visit: Visit, isFor: 'beneficiaries' | 'staff'): Promise<Session | null> {
  const token = visit.sessionToken
  const reading = refreshBanners(visit)
  if (!token) return reading.then(() => null)
  const [theirs, others] = isFor === 'staff' ? [sessionOfStaff, sessionOfBeneficiary] : [sessionOfBeneficiary, sessionOfStaff]
  const session = await theirs(visit, token)
  await reading
  if (session !== ANOTHERS) return session
  const another = await others(visit, token)
  // It ended meanwhile.
  return another === ANOTHERS ? null : another
}

/** The session of that token, as long as it has not ended; a till's does not for want of use. */
function isLive({ now }: Visit, token: string) {
  const { opened, seen } = liveSince(now)
  return sql<boolean>`s.token_hash = ${hashOf(token)} and s.created_at > ${opened} and (s.seen_at > ${seen} or s.till_name is not null)`
}

// In these two, « limit 1 » has each row found by its number: joined as they are, PostgreSQL may walk through all that come before it.

async function sessionOfBeneficiary(visit: Visit, token: string): Promise<Read> {
  const { rows } = await sql<PersonsRow>`
    select s.created_at, s.seen_at, s.must_change_password, s.staff_id is not null as is_of_staff,
      b.id as beneficiary_id, b.first_name, b.last_name, b.printed_first_name, b.printed_last_name, b.birth_date,
      exists (select from live_cards where beneficiary_id = b.id) as has_card
    from open_sessions s
    left join lateral (select * from open_accounts o where o.id = s.beneficiary_id limit 1) b on true
    where ${isLive(visit, token)}
  `.execute(visit.site.db)
  const row = rows[0]
  if (!row) return null
  if (row.is_of_staff) return ANOTHERS
  const ending = endOf({ openedAt: row.created_at, seenAt: await keepAlive(visit.site.db, token, row.seen_at, visit.now) })
  const {
    must_change_password,
    beneficiary_id: id,
    first_name,
    last_name,
    printed_first_name,
    printed_last_name,
    birth_date,
    has_card,
  } = row
  if (id === null) return { ...NOBODY, must_change_password }
  const names = { first_name, last_name, printed_first_name, printed_last_name }
  visit.session = { owner: { beneficiaryId: id }, ...ending }
  return { ...NOBODY, must_change_password, beneficiary: { kind: 'beneficiary', id, ...names, birth_date, has_card } }
}

async function sessionOfStaff(visit: Visit, token: string): Promise<Read> {
  const { rows } = await sql<StaffRow>`
    select s.id as session_id, s.created_at, s.seen_at, s.staff_id is not null as is_of_staff, s.till_name, s.cashier_id, s.cashier_seen_at,
      f.id as staff_id, f.name, f.region_roles, coalesce(f.is_guardian, false) as is_guardian,
      case when f.id is null then null when f.partner_id is not null then 'partner' when f.school_id is not null then 'school' else 'region' end as works_at,
      w.workplace_id, w.partner_id, w.school_id, w.workplace_name, w.roles, w.refunds_up_to_cents, w.workplaces,
      (select o.taken_at from schools_taken_over o where o.school_id = w.school_id) as taken_over_at,
      s.workplace_id as session_workplace_id,
      case when s.till_name is not null then who_is_at_till(w.partner_id, s.cashier_id) end as at_till
    from open_sessions s
    left join lateral (select * from staff_at_work o where o.id = s.staff_id limit 1) f on true
    left join lateral (
      select u.workplace_id, u.partner_id, u.school_id, u.workplace_name, u.roles, u.refunds_up_to_cents, count(*) over () as workplaces
      from users_at_work u
      where u.id = s.staff_id
      order by u.workplace_id is not distinct from s.workplace_id desc, u.workplace_id
      limit 1) w on true
    where ${isLive(visit, token)}
  `.execute(visit.site.db)
  const row = rows[0]
  if (!row) return null
  if (!row.is_of_staff) return ANOTHERS
  const seenAt = await keepAlive(visit.site.db, token, row.seen_at, visit.now)
  if (row.till_name !== null) return tillOf(visit, token, row, row.till_name)
  const atWorkplaces = atWorkplacesIn(row)
  const at = atWorkplaces?.now && { workplaceId: atWorkplaces.now.workplace_id }
  if (row.staff_id !== null) visit.session = { owner: { staffId: row.staff_id, ...at }, ...endOf({ openedAt: row.created_at, seenAt }) }
  return { ...NOBODY, staff: staffOf(row), guardian: guardianOf(row), atWorkplaces }
}

const guardianOf = ({ staff_id, name, is_guardian }: StaffRow): Guardian | null =>
  staff_id !== null && is_guardian ? { kind: 'guardian', id: staff_id, name } : null

function staffOf(row: StaffRow): Staff | null {
  if (row.staff_id === null) return null
  if (row.works_at !== 'region') return userOf(row)
  const { staff_id: id, name } = row
  return row.region_roles && { kind: 'agent', id, name, roles: row.region_roles }
}

/** Where they said that they work; without a word at the only place there is. Whoever has lost the one that they said chooses again. */
function userOf(row: StaffRow): PartnerUser | SchoolUser | null {
  if (row.staff_id === null || row.workplace_id === null) return null
  const isSaid = row.session_workplace_id === null ? row.workplaces === 1 : row.session_workplace_id === row.workplace_id
  if (!isSaid) return null
  const { staff_id: id, name, workplace_id, workplace_name, partner_id, school_id, refunds_up_to_cents } = row
  const has_other_workplaces = row.workplaces > 1
  if (partner_id !== null) {
    const at = { workplace_id, partner_id, partner_name: workplace_name, has_other_workplaces }
    return { kind: 'partner', id, name, ...at, roles: row.roles as ShopRole[], refunds_up_to_cents }
  }
  if (school_id === null) return null
  const at = { workplace_id, school_id, school_name: workplace_name, has_other_workplaces, taken_over_at: row.taken_over_at }
  return { kind: 'school', id, name, ...at, roles: row.roles as SchoolRole[] }
}

const atWorkplacesIn = (row: StaffRow): AtWorkplaces | null =>
  row.staff_id !== null && row.works_at !== 'region'
    ? { kind: 'at-workplaces', id: row.staff_id, name: row.name, of: row.works_at, now: userOf(row) }
    : null

/** Of a till of the day: whether its shop takes payments, and who was at it last, if they work there still. */
type AtTill = { may_take: boolean } & Joined<{ id: number; name: string; workplace_id: number; roles: ShopRole[] }> & {
    refunds_up_to_cents: number | null
  }

/** A till of the day, as long as whoever opened it manages the shop. Who is at it is a cashier there, and a manager only that. */
async function tillOf(visit: Visit, token: string, row: StaffRow, name: string): Promise<Session | null> {
  const opener = staffOf(row)
  if (opener?.kind !== 'partner' || !mayAtShop(opener, 'tills.open')) return null
  const { partner_id, partner_name } = opener
  const known = row.at_till
  if (!known) return null
  const isThere = row.cashier_seen_at !== null && row.cashier_seen_at > liveSince(visit.now).atTill
  const ends_at = endOfTill(row.created_at)
  const till = { id: row.session_id, name }
  const cashier = !isThere || known.id === null ? null : cashierOf(known, { partner_id, partner_name, till })
  if (cashier && row.cashier_seen_at) {
    await keepAtTill(visit.site.db, token, { id: cashier.id, seenAt: row.cashier_seen_at }, visit.now)
    visit.session = { owner: { staffId: cashier.id, workplaceId: cashier.workplace_id }, endsAt: ends_at, mayBeProlonged: false }
  }
  const machine: Till = {
    ...{ kind: 'till', ...till, partner_id, partner_name, may_take: known.may_take, ends_at, cashier },
    last_cashier_id: row.cashier_id,
  }
  return { ...NOBODY, till: machine }
}

/** Nobody who takes no payments any more. A PIN gives no power that takes a second factor elsewhere: nobody gives back without a limit. */
function cashierOf(
  { id, name, workplace_id, roles, refunds_up_to_cents }: Extract<AtTill, { id: number }>,
  at: Pick<PartnerUser, 'partner_id' | 'partner_name'> & Required<Pick<PartnerUser, 'till'>>,
): PartnerUser | null {
  const user: PartnerUser = { kind: 'partner', id, name, workplace_id, roles, refunds_up_to_cents, has_other_workplaces: false, ...at }
  return mayAtShop(user, 'till.take') ? { ...user, roles: ['cashier'] } : null
}

const forbidden = () =>
  new UserError('forbidden', 'Cette page n’est pas dans votre espace. Revenez à votre page d’accueil.', {
    status: 403,
    next: { href: places.public.mySpace.to(), label: 'Revenir à mon espace' },
  })

const forbiddenAtTill = () =>
  new UserError(
    'forbidden.till',
    'Cette machine sert de caisse : elle n’ouvre rien d’autre. Pour le reste, connectez-vous sur une autre machine.',
    { status: 403, next: { href: places.partner.cashier.to(), label: 'Revenir à la caisse' } },
  )

/** The same of a shop that the Region has stopped. */
const shopTakesNothing = () =>
  new UserError(
    'partner.takes-nothing',
    `La Région a suspendu ou gelé ce commerce : ses caisses n’encaissent plus. Le gestionnaire peut appeler le ${OUR_REGION.phone}.`,
    { status: 403, next: { href: places.partner.cashier.to(), label: 'Revenir à la caisse' } },
  )

/** The beneficiary who is signed in, or the way to the sign-in page. */
export async function beneficiaryOf(visit: Visit, options: { mayHaveTemporaryPassword?: boolean } = {}): Promise<Beneficiary | Response> {
  const session = await sessionOf(visit, 'beneficiaries')
  if (!session) return see(places.public.signIn.to())
  if (session.till) throw forbiddenAtTill()
  if (session.staff || session.guardian) throw forbidden()
  // « Mon compte » leads here whoever has not said for which of their places they work.
  if (session.atWorkplaces) return see(places.staff.workplaces.to())
  if (!session.beneficiary) return see(places.public.signIn.to())
  if (session.must_change_password && !options.mayHaveTemporaryPassword) return see(places.beneficiary.password.to())
  return session.beneficiary
}

/** The member of staff of that kind who is signed in, or the way to the sign-in page; never who is at a till of the day. */
export async function staffMember<Kind extends Staff['kind']>(
  visit: Visit,
  kind: Kind,
): Promise<Extract<Staff, { kind: Kind }> | Response> {
  return memberIn(await sessionOf(visit, 'staff'), kind)
}

const isSomebody = ({ staff, guardian, beneficiary, atWorkplaces }: Session): boolean =>
  [staff, guardian, beneficiary, atWorkplaces].some((who) => who !== null)

function memberIn<Kind extends Staff['kind']>(session: Session | null, kind: Kind): Extract<Staff, { kind: Kind }> | Response {
  if (session?.till) throw forbiddenAtTill()
  if (session?.staff?.kind === kind) return session.staff as Extract<Staff, { kind: Kind }>
  if (session?.atWorkplaces && session.atWorkplaces.of === kind) return see(places.staff.workplaces.to())
  if (session && isSomebody(session)) throw forbidden()
  return see(places.public.staffSignIn.to())
}

/** Whoever works at shops or at schools, whether they have said for which of them or not. */
export async function staffOfWorkplaces(visit: Visit): Promise<AtWorkplaces | Response> {
  const session = await sessionOf(visit, 'staff')
  if (session?.till) throw forbiddenAtTill()
  if (session?.atWorkplaces) return session.atWorkplaces
  if (session?.staff || session?.guardian || session?.beneficiary) throw forbidden()
  return see(places.public.staffSignIn.to())
}

/** Whoever takes payments: a user of a partner who is signed in, or who is at a till of the day; else where they say who they are. */
export async function whoTakes(visit: Visit): Promise<PartnerUser | Response> {
  const session = await sessionOf(visit, 'staff')
  if (!session?.till) return memberIn(session, 'partner')
  if (!session.till.may_take) throw shopTakesNothing()
  return session.till.cashier ?? see(places.partner.cashier.to())
}

/** The till of the day that this machine is; the way elsewhere for all others. */
export async function tillHere(visit: Visit): Promise<Till | Response> {
  const session = await sessionOf(visit, 'staff')
  if (session?.till) return session.till
  const user = memberIn(session, 'partner')
  return user instanceof Response ? user : see(places.partner.home.to())
}

/** The guardian who is signed in, or the way to their sign-in page. */
export async function guardianHere(visit: Visit): Promise<Guardian | Response> {
  const session = await sessionOf(visit, 'staff')
  if (session?.till) throw forbiddenAtTill()
  if (session?.guardian) return session.guardian
  if (session?.staff || session?.beneficiary || session?.atWorkplaces) throw forbidden()
  return see(places.public.guardianSignIn.to())
}

/** Whoever signs in with an e-mail address, of the staff or a guardian, or the way to the sign-in page. */
export async function accountHolder(visit: Visit): Promise<AccountHolder | Response> {
  const session = await sessionOf(visit, 'staff')
  if (session?.till) throw forbiddenAtTill()
  if (session?.beneficiary) throw forbidden()
  if (session?.atWorkplaces && !session.staff) return see(places.staff.workplaces.to())
  return session?.staff ?? session?.guardian ?? see(places.public.staffSignIn.to())
}

/** Whoever is signed in, on a page that is anybody's; null for all others. */
export async function whoever(visit: Visit): Promise<Beneficiary | AccountHolder | null> {
  const session = await sessionOf(visit, 'beneficiaries')
  if (!session || session.must_change_password) return null
  return session.beneficiary ?? session.staff ?? session.guardian ?? session.till?.cashier ?? null
}
