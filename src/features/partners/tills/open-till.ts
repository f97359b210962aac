import { record } from '../../../platform/audit.ts'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { found, notFound, UserError } from '../../../platform/errors.ts'
import { forgetTries, takeTry } from '../../../platform/limits.ts'
import { notifyStaff } from '../../../platform/messages/notify.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import { closeTill, openTill } from '../../../platform/sessions.ts'
import type { PartnerUser, Till } from '../../../spaces/actors.ts'
import { mustStillRule } from '../../people/staff/index.ts'
import { facts } from './facts.ts'
import { tillOnNewMachine } from './messages.ts'
import { atOneTill, liftedInADay, ofOneCashier, openedInADay } from './pin-limits.ts'
import { cashierOf, managersOf, openTills } from './queries.ts'

/** Counted before it is done. */
export const countOpening = (db: Reader, { partner_id }: PartnerUser, now: Date): Promise<void> =>
  takeTry(db, openedInADay(partner_id), now)

interface Machine {
  name: string
  device: string | null
  /** It was a till of this shop before. */
  isKnown: boolean
  formerToken: string | undefined
}

/**
 * A manager makes a till of the machine before them: their own session there ends.
 * @returns the token of the till
 */
export async function openTillHere(tx: Tx, manager: PartnerUser, { name, device, isKnown, formerToken }: Machine): Promise<string> {
  await mustStillRule(tx, manager)
  await mustTake(tx, manager)
  const { id, token } = await openTill(tx, { staffId: manager.id, workplaceId: manager.workplace_id, name, device }, formerToken)
  if (!isKnown) {
    const opened = { partner_name: manager.partner_name, till: name, by: manager.name, device, at: tx.now }
    await notifyStaff(tx, await managersOf(tx, manager), tillOnNewMachine(opened))
  }
  await record(tx, { at: tx.now, fact: facts['till.opened'], staff_id: manager.id, details: { till: id, name, device } })
  return token
}

/** A manager closes a till of their shop, wherever it is. */
export async function closeTillOf(tx: Tx, manager: PartnerUser, id: number): Promise<void> {
  const { till_name: name } = found((await openTills(tx, manager, tx.now)).find((till) => till.id === id))
  if (!(await closeTill(tx, id))) throw notFound()
  await record(tx, { at: tx.now, fact: facts['till.closed'], staff_id: manager.id, details: { till: id, name } })
}

/** Whoever stands at it closes it. */
export async function closeTillHere(tx: Tx, { id, name, cashier }: Till): Promise<void> {
  await closeTill(tx, id)
  await record(tx, { at: tx.now, fact: facts['till.closed'], staff_id: cashier?.id ?? null, details: { till: id, name } })
}

/** Counted before it is done: a manager knows a cashier who mistypes so often. */
export const countLift = (db: Reader, { partner_id }: PartnerUser, cashierId: number, now: Date): Promise<void> =>
  takeTry(db, liftedInADay(partner_id, cashierId), now)

/** A manager lets a cashier of their shop type their PIN again at that till. */
export async function liftPin(tx: Tx, manager: PartnerUser, { till, cashierId }: { till: number; cashierId: number }): Promise<void> {
  const cashier = found(await cashierOf(tx, manager, cashierId))
  const { till_name: name } = found((await openTills(tx, manager, tx.now)).find(({ id }) => id === till))
  await forgetTries(tx, [atOneTill(till, cashier.id), ofOneCashier(cashier.id)])
  await record(tx, { at: tx.now, fact: facts['till.pin-lifted'], staff_id: manager.id, details: { account_id: cashier.id, till, name } })
}

async function mustTake(tx: Tx, { partner_id }: PartnerUser): Promise<void> {
  const partner = await tx
    .selectFrom('partner_directory')
    .select(['active', 'frozen_at'])
    .where('id', '=', partner_id)
    .executeTakeFirstOrThrow()
  if (partner.active && partner.frozen_at === null) return
  const sentence = `La Région a suspendu ou gelé ce commerce : aucune caisse ne peut ouvrir. Appelez le ${OUR_REGION.phone}.`
  throw new UserError('partner.takes-nothing', sentence, { status: 403 })
}
