import { sql } from 'kysely'
import { record, recordAll } from '../../../platform/audit.ts'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import type { Message } from '../../../platform/messages/message.ts'
import { notifyStaff } from '../../../platform/messages/notify.ts'
import type { Agent, AtTheServer, PartnerUser, SchoolUser } from '../../../spaces/actors.ts'
import { FIRST_AT_SCHOOL } from '../../../spaces/school-roles.ts'
import type { ShopRole } from '../../../spaces/shop-roles.ts'
import { accountOfSchools, addToSchool, rolesAtSchool, writeSchools } from './at-schools.ts'
import { limitOf } from './change-shop-roles.ts'
import { facts } from './facts.ts'
import { type Invited, staffInvited } from './messages.ts'
import { invitationDays } from './queries.ts'
import { type Invitation, type StaffKind, THE_REGION } from './staff.ts'
import { tellHeads, tellManagers, tellWhoAnswers } from './tell.ts'

/**
 * Opens an account for somebody of a partner, a school or the Region; a mail brings the link to choose a password. Whoever works at a school
 * already, and is asked for at another, works at both with the account that they have.
 */
export async function openAccount(
  tx: Tx,
  by: Agent | AtTheServer | PartnerUser | SchoolUser,
  { publicUrl, ...input }: Invitation & { publicUrl: string; refundsUpTo?: number | null },
  invited: (about: Invited) => Message = staffInvited,
): Promise<number> {
  const { place, ...columns } = await placeOf(tx, input)
  const { school_id } = columns
  const at = school_id !== undefined && { school_id, roles: rolesAtSchool(input) }
  const known = at && by.kind !== 'server' ? await accountOfSchools(tx, input.email) : undefined
  if (at && known && by.kind !== 'server') return addToSchool(tx, by, { ...at, account: known, school_name: place, publicUrl })
  const added = await tx
    .insertInto('staff')
    .values({ name: input.name, email: input.email, job_title: input.jobTitle, opened_at: tx.now, ...columns })
    .onConflict((conflict) => conflict.expression(sql`lower(email), is_guardian`).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added) throw emailIsTaken()
  if (at) await writeSchools(tx, [{ staff_id: added.id, ...at }])
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
  const place = sql.ref(kind === 'school' ? 'school_id' : 'partner_id')
  const { rows } = await sql<{ id: number; email: string }>`
    insert into staff (name, email, job_title, ${place}, partner_roles, opened_at)
    select name, email, job_title, place_id, ${kind === 'partner' ? FIRST : null}::text[], ${tx.now}
    from json_to_recordset(${JSON.stringify(accounts)}) as a (name text, email text, job_title text, place_id integer)
    on conflict (lower(email), is_guardian) do nothing
    returning id, email
  `.execute(tx)
  if (kind === 'school') {
    const of = new Map(accounts.map(({ email, place_id }) => [email.toLowerCase(), place_id]))
    await writeSchools(
      tx,
      rows.map(({ id, email }) => ({ staff_id: id, school_id: of.get(email.toLowerCase()) as number, roles: FIRST_AT_SCHOOL })),
    )
    await tellHeads(
      tx,
      rows.map(({ id }) => id),
      'opened',
    )
  }
  const fact = { at: tx.now, fact: facts['staff.invited'], staff_id: by.id }
  await recordAll(
    tx,
    rows.map(({ id }) => ({ ...fact, details: { account_id: id, kind } })),
  )
  const ids = rows.map(({ id }) => id)
  if (kind === 'partner') await tellManagers(tx, ids, 'opened')
  return ids
}

/** Whoever the Region invites without saying more invites the others of the shop. */
const FIRST: ShopRole[] = ['manager']

/** Where somebody invited will work, in words, and as the columns of their row. */
export async function placeOf(db: Reader, { refundsUpTo = null, ...input }: Invitation & { refundsUpTo?: number | null }) {
  if (input.kind === 'agent') return { place: THE_REGION, region_roles: input.roles }
  if (input.kind === 'partner') {
    const code = (input.partnerCode as string).toUpperCase()
    const partner = await db.selectFrom('partner_directory').select(['id', 'name']).where('code', '=', code).executeTakeFirst()
    if (!partner) throw new UserError('staff.no-such-partner', 'Aucun partenaire n’a ce code.', { field: 'partnerCode' })
    const roles = input.shopRoles.length > 0 ? input.shopRoles : FIRST
    return { place: partner.name, partner_id: partner.id, partner_roles: roles, refunds_up_to_cents: limitOf({ roles, refundsUpTo }) }
  }
  const uai = (input.uai as string).replaceAll(' ', '').toUpperCase()
  const school = await db.selectFrom('school_directory').select(['id', 'name']).where('uai', '=', uai).executeTakeFirst()
  if (!school) throw new UserError('staff.no-such-school', 'Aucun établissement n’a ce numéro.', { field: 'uai' })
  return { place: school.name, school_id: school.id }
}

/** One address, one account: of whoever asks for one that has its account already. */
export const emailIsTaken = () =>
  new UserError('staff.email-taken', 'Un compte a déjà cette adresse e-mail, ouvert ou fermé.', { field: 'email' })
