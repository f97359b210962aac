import type { Reader, Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import { moveSession } from '../../../platform/sessions.ts'
import type { AtWorkplaces } from '../../../spaces/actors.ts'
import { holdChiefs, isAt, leaveWorkplace, type Workplace } from '../staff/index.ts'
import { ownWorkplaces } from './queries.ts'

/** One of the shops or schools where somebody works now, or 404. */
export async function ownWorkplace(db: Reader, who: Pick<AtWorkplaces, 'id'>, workplace: number): Promise<Workplace & { name: string }> {
  const {
    partner_id,
    school_id,
    workplace_name: name,
  } = found((await ownWorkplaces(db, who)).find(({ workplace_id }) => workplace_id === workplace))
  return partner_id === null ? { school_id: found(school_id), school_name: name, name } : { partner_id, partner_name: name, name }
}

/**
 * Somebody does not work there, as they say: no manager or head asks it of them. What they do elsewhere goes on, in this session too.
 * @returns the session's token, a new one where it was of that place or of none that was said
 * @throws UserError `staff.last-manager`, `staff.last-head`
 */
export async function leave(tx: Tx, who: AtWorkplaces, { workplace, token }: { workplace: number; token: string }): Promise<string> {
  const place = await ownWorkplace(tx, who, workplace)
  await holdChiefs(tx, place)
  const why = await whyMayNotLeave(tx, place, who)
  if (why) throw new UserError(RULING[who.of].last, why, { status: 409 })
  await leaveWorkplace(tx, place, { id: who.id, token })
  const isElsewhere = who.now !== null && who.now.workplace_id !== workplace
  return isElsewhere ? token : moveSession(tx, token, null)
}

const RULING = {
  partner: { role: 'manager', label: 'gestionnaire', here: 'ce point de vente', last: 'staff.last-manager' },
  school: { role: 'head', label: 'chef d’établissement', here: 'cet établissement', last: 'staff.last-head' },
} as const

/**
 * Why somebody may not leave a shop or a school yet, in a sentence that says what to do; null when they may. It keeps somebody who rules there, and
 * who has come: whoever was only invited may never come.
 */
export async function whyMayNotLeave(db: Reader, place: Workplace, { id, of }: Pick<AtWorkplaces, 'id' | 'of'>): Promise<string | null> {
  const { role, label, here } = RULING[of]
  const users = await db.selectFrom('users_at_work as w').select(['w.id', 'w.roles', 'w.is_invited']).where(isAt(place)).execute()
  const chiefs = users.filter(({ roles }) => roles.includes(role))
  const isNone = chiefs.every((chief) => chief.id !== id)
  if (isNone || chiefs.some((chief) => chief.id !== id && !chief.is_invited)) return null
  return `Vous êtes le seul ${label} : sans vous, personne ne gère plus ${here}. Dans « Utilisateurs », invitez un autre ${label}, attendez que son compte soit ouvert, puis revenez ici. Si vous ne connaissez pas ${here}, appelez la Région au ${OUR_REGION.phone}.`
}
