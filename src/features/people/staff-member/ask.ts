import { sql } from 'kysely'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { found, notFound, UserError } from '../../../platform/errors.ts'
import { notifyStaff } from '../../../platform/messages/notify.ts'
import type { Agent } from '../../../spaces/actors.ts'
import type { Role } from '../../../spaces/roles.ts'
import { startAct } from '../../desks/two-people/index.ts'
import {
  accountOf,
  emailIsTaken,
  type Invitation,
  isOpen,
  kindOf,
  kindsManagedBy,
  mustNotWorkAt,
  mustRule,
  type OtherShop,
  openAccount,
  placeOf,
  reopenStaff,
  rolesAsked,
} from '../staff/index.ts'
import { resetAsked } from '../staff-sign-in/index.ts'
import { shopsOfOrganisation } from './queries.ts'
import { agentAccount, agentReopening, rolesChange, schoolAccount, schoolReopening, secondFactorReset } from './two-people.ts'

/**
 * Opens an account for somebody of a partner, or of several of one organisation; asks a second person to, for the Region and for a school. `shops`: the
 * ids of the others that were ticked.
 * @returns its id once it is open, null while it waits
 * @throws UserError `staff.another-organisation`
 */
export async function inviteStaff(
  tx: Tx,
  agent: Agent,
  { publicUrl, shops, ...input }: Invitation & { publicUrl: string; shops: string[] },
): Promise<number | null> {
  if (!kindsManagedBy(agent).includes(input.kind)) throw notFound()
  if (input.kind === 'partner') return openAccount(tx, agent, { ...input, publicUrl, alsoAt: await othersTicked(tx, input, shops) })
  const { columns } = await placeOf(tx, input)
  const subject = input.email.toLowerCase()
  const known = input.kind === 'school' ? await accountOf(tx, 'school', input.email) : undefined
  if (known && 'school_id' in columns) await mustNotWorkAt(tx, known.id, columns.school_id)
  else if (
    await tx
      .selectFrom('staff_members')
      .select('id')
      .where(sql`lower(email)`, '=', subject)
      .where('is_guardian', '=', false)
      .executeTakeFirst()
  )
    throw emailIsTaken()
  await startAct(tx, agent, input.kind === 'agent' ? agentAccount : schoolAccount, { subject, input })
  return null
}

/** Those that were ticked, of the same organisation as the shop whose code is typed. */
async function othersTicked(db: Reader, { partnerCode }: Pick<Invitation, 'partnerCode'>, ticked: string[]): Promise<OtherShop[]> {
  if (ticked.length === 0) return []
  const code = (partnerCode ?? '').toUpperCase()
  const known = await shopsOfOrganisation(db, code)
  const strangers = ticked.filter((id) => !known.some(({ partner_id }) => id === String(partner_id)))
  if (strangers.length > 0) {
    const sentence =
      'Les points de vente cochés ne sont pas de la même structure que le code saisi. Décochez-les, ou repartez de la fiche d’un partenaire de cette structure.'
    throw new UserError('staff.another-organisation', sentence, { field: 'shops' })
  }
  return known.filter((shop) => shop.code !== code && ticked.includes(String(shop.partner_id)))
}

/**
 * Opens a closed account of a partner again; asks a second person to, for the Region and for a school, as for a new one: it comes back with
 * all that it could do.
 * @returns whether it is open
 */
export async function askToReopen(tx: Tx, agent: Agent, id: number): Promise<boolean> {
  await mustRule(tx, agent, id)
  const { closed_at, ...member } = found(
    await tx
      .selectFrom('staff_members')
      .select(['closed_at', 'partner_id', 'school_id', 'is_guardian'])
      .where('id', '=', id)
      .executeTakeFirst(),
  )
  if (!closed_at) throw isOpen()
  const kind = kindOf(member)
  if (kind === 'partner') await reopenStaff(tx, agent, id)
  else await startAct(tx, agent, kind === 'agent' ? agentReopening : schoolReopening, { subject: id, input: { id } })
  return kind === 'partner'
}

/** Asks another administrator to change what an agent may do. Its owner is told that it is asked. */
export async function askForRoles(tx: Tx, agent: Agent, input: { id: number; roles: Role[] }): Promise<void> {
  await mustRule(tx, agent, input.id, 'agent')
  await startAct(tx, agent, rolesChange, { subject: input.id, input })
  await notifyStaff(tx, input.id, rolesAsked(input.roles))
}

/** Asks another administrator to reset an agent's second factor. Its owner is told: it may not be them who asked. */
export async function askForReset(tx: Tx, agent: Agent, id: number): Promise<void> {
  await mustRule(tx, agent, id, 'agent')
  await startAct(tx, agent, secondFactorReset, { subject: id, input: { id } })
  await notifyStaff(tx, id, resetAsked())
}
