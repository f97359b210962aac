import { sql } from 'kysely'
import { record, recordAll } from '../../../platform/audit.ts'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import type { Message } from '../../../platform/messages/message.ts'
import { notifyStaff } from '../../../platform/messages/notify.ts'
import type { Agent, AtTheServer, PartnerUser, SchoolUser } from '../../../spaces/actors.ts'
import { FIRST_AT_SCHOOL } from '../../../spaces/school-roles.ts'
import { FIRST_AT_SHOP } from '../../../spaces/shop-roles.ts'
import { facts } from './facts.ts'
import { type Invited, staffInvited } from './messages.ts'
import { invitationDays } from './queries.ts'
import { type Invitation, type StaffKind, THE_REGION } from './staff.ts'
import { tellChiefs, tellWhoAnswers } from './tell.ts'
import { accountOf, addWorkplace, powersAtShop, rolesAtSchool, type Work, writeWorkplaces } from './workplaces.ts'

/** Another shop where whoever is invited works too, with the same roles. */
export interface OtherShop {
  partner_id: number
  name: string
}

/**
 * Opens an account for somebody of a partner, a school or the Region; a mail brings the link to choose a password. Whoever works at a shop, or at
 * a school, and is asked for at another, works at both with the account that they have.
 */
export async function openAccount(
  tx: Tx,
  by: Agent | AtTheServer | PartnerUser | SchoolUser,
  { publicUrl, alsoAt = [], ...input }: Invitation & { publicUrl: string; refundsUpTo?: number | null; alsoAt?: OtherShop[] },
  invited: (about: Invited) => Message = staffInvited,
): Promise<number> {
  const { place: first, columns, work } = await placeOf(tx, input)
  const place = [first, ...alsoAt.map(({ name }) => name)].join(', ')
  const works: [Work, ...Work[]] | null = work && [work, ...alsoAt.map(({ partner_id }) => ({ ...work, partner_id }))]
  const account = input.kind === 'agent' ? undefined : await accountOf(tx, input.kind, input.email)
  if (account && works && by.kind !== 'server') return addWorkplace(tx, by, { account, works, place, publicUrl })
  const added = await tx
    .insertInto('staff')
    .values({ name: input.name, email: input.email, job_title: input.jobTitle, opened_at: tx.now, ...columns })
    .onConflict((conflict) => conflict.expression(sql`lower(email), is_guardian`).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added) throw emailIsTaken()
  if (works)
    await writeWorkplaces(
      tx,
      works.map((one) => ({ staff_id: added.id, ...one })),
    )
  await notifyStaff(
    tx,
    added.id,
    invited({ name: input.name, place, email: input.email, days: await invitationDays(tx, tx.now), publicUrl }),
  )
  // Of those made at the server the room that makes them says more.
  if (by.kind !== 'server') await tellWhoAnswers(tx, added.id, 'opened')
  await record(tx, {
    at: tx.now,
    fact: facts['staff.invited'],
    staff_id: by.kind === 'server' ? null : by.id,
    details: { account_id: added.id, kind: input.kind },
  })
  return added.id
}

/** Somebody of a file: where they work is known already. */
export interface NewAccount {
  name: string
  email: string
  job_title: string | null
  place_id: number
}

/**
 * Opens accounts of schools or of partners, in one statement; whose address has an account meanwhile is passed over. Inviting them is the
 * caller's.
 * @returns the ids of those that are open now
 */
export async function openAccounts(
  tx: Tx,
  by: Agent,
  { kind, accounts }: { kind: Exclude<StaffKind, 'agent'>; accounts: NewAccount[] },
): Promise<number[]> {
  const place = kind === 'school' ? 'school_id' : 'partner_id'
  const { rows } = await sql<{ id: number; place_id: number }>`
    insert into staff (name, email, job_title, ${sql.ref(place)}, opened_at)
    select name, email, job_title, place_id, ${tx.now}
    from json_to_recordset(${JSON.stringify(accounts)}) as a (name text, email text, job_title text, place_id integer)
    on conflict (lower(email), is_guardian) do nothing
    returning id, ${sql.ref(place)} as place_id
  `.execute(tx)
  const ids = rows.map(({ id }) => id)
  await writeWorkplaces(
    tx,
    rows.map(({ id, place_id }) => ({
      staff_id: id,
      ...(kind === 'school' ? { school_id: place_id, roles: FIRST_AT_SCHOOL } : { partner_id: place_id, roles: FIRST_AT_SHOP }),
    })),
  )
  await tellChiefs(tx, ids, 'opened')
  const fact = { at: tx.now, fact: facts['staff.invited'], staff_id: by.id }
  await recordAll(
    tx,
    ids.map((account_id) => ({ ...fact, details: { account_id, kind } })),
  )
  return ids
}

interface Place {
  /** In words. */
  place: string
  /** Of the row of their account. */
  columns: { region_roles: Invitation['roles'] } | { partner_id: number } | { school_id: number }
  /** What they may do there; null for the Region, whose accounts say it. */
  work: Work | null
}

/** Where somebody invited will work. */
export async function placeOf(db: Reader, input: Invitation & { refundsUpTo?: number | null }): Promise<Place> {
  if (input.kind === 'agent') return { place: THE_REGION, columns: { region_roles: input.roles }, work: null }
  if (input.kind === 'partner') {
    const code = (input.partnerCode as string).toUpperCase()
    const partner = await db.selectFrom('partner_directory').select(['id', 'name']).where('code', '=', code).executeTakeFirst()
    if (!partner) throw new UserError('staff.no-such-partner', 'Aucun partenaire n’a ce code.', { field: 'partnerCode' })
    const at = { partner_id: partner.id }
    return { place: partner.name, columns: at, work: { ...at, ...powersAtShop(input) } }
  }
  const uai = (input.uai as string).replaceAll(' ', '').toUpperCase()
  const school = await db.selectFrom('school_directory').select(['id', 'name']).where('uai', '=', uai).executeTakeFirst()
  if (!school) throw new UserError('staff.no-such-school', 'Aucun établissement n’a ce numéro.', { field: 'uai' })
  const at = { school_id: school.id }
  return { place: school.name, columns: at, work: { ...at, roles: rolesAtSchool(input) } }
}

/** One address, one account: of whoever asks for one that has its account already. */
export const emailIsTaken = () =>
  new UserError('staff.email-taken', 'Un compte a déjà cette adresse e-mail, ouvert ou fermé.', { field: 'email' })
