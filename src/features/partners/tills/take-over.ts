import { sql } from 'kysely'
import { record } from '../../../platform/audit.ts'
import { type Db, inTransaction, type Tx } from '../../../platform/database/index.ts'
import type { Keys } from '../../../platform/encryption.ts'
import { UserError } from '../../../platform/errors.ts'
import { tryPin } from '../../../platform/pins.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import { leaveTills, sitAtTill } from '../../../platform/sessions.ts'
import type { Till } from '../../../spaces/actors.ts'
import { facts } from './facts.ts'
import { hashesOfPin } from './pin.ts'
import { atOneTill, ofOneCashier, ofOneTill } from './pin-limits.ts'
import { cashierOf } from './queries.ts'

interface Typed {
  cashierId: number
  pin: string
  key: Keys
}

/** Whose PIN it was, and what was kept of it. */
interface Proved {
  id: number
  kept: Buffer
  newest: Buffer
}

/**
 * Looks at a PIN, and counts it, before the transaction: a wrong one counts whatever follows.
 * @throws UserError 429 past a limit, with the right PIN too
 */
export async function provePin(db: Db, till: Till, { cashierId, pin, key }: Typed, now: Date): Promise<Proved> {
  if (!till.may_take) throw takesNothing()
  const cashier = await cashierOf(db, till, cashierId)
  if (!cashier?.pin_hash) throw new UserError('cashier.unknown', 'Choisissez votre nom dans la liste.', { field: 'cashierId' })
  const hashes = hashesOfPin(key, cashier.id, pin)
  const ofTill = ofOneTill(till.id)
  const limits = { inARow: atOneTill(till.id, cashier.id), wide: [ofOneCashier(cashier.id), ofTill] }
  const tried = await tryPin(db, now, { kept: cashier.pin_hash, hashes, ...limits })
  if (!tried.isRight) {
    if ('left' in tried) throw wrongPin(cashier.name, tried.left)
    if (tried.lockedBy === ofTill) throw tillLocked()
    if (tried.isNew) {
      const fact = { at: now, fact: facts['till.pin-locked'], staff_id: cashier.id, details: { till: till.id, name: till.name } }
      await inTransaction(db, now, (tx) => record(tx, fact))
    }
    throw locked(cashier.name)
  }
  return { id: cashier.id, kept: cashier.pin_hash, newest: hashes[0] }
}

/**
 * Whoever typed their PIN is at the till from now on.
 * @returns the token under which the till goes on
 */
export async function takeOverTill(tx: Tx, till: Till, { id, kept, newest }: Proved, token: string): Promise<string> {
  // Two machines that they go to at once wait for each other, and so does whoever closes their account.
  await sql`select hold_staff_member(${id})`.execute(tx)
  const cashier = await cashierOf(tx, till, id)
  const next = cashier?.pin_hash?.equals(kept) && (await sitAtTill(tx, token, id))
  if (!next) throw new UserError('till.closed', 'Cette caisse ou ce compte vient de changer. Recommencez.', { status: 409 })
  if (!kept.equals(newest)) await tx.updateTable('till_pins').set({ pin_hash: newest }).where('staff_id', '=', id).execute()
  await record(tx, { at: tx.now, fact: facts['till.taken-over'], staff_id: id, details: { till: till.id, name: till.name } })
  return next
}

/** Nobody is at it any more: it takes nothing until somebody comes. */
export async function leaveTill(tx: Tx, { cashier }: Till): Promise<void> {
  if (cashier) await leaveTills(tx, cashier.id)
}

const wrongPin = (name: string, left: number) =>
  new UserError('pin.wrong', `Ce n’est pas le code de ${name}. Il reste ${left === 1 ? 'un essai' : `${left} essais`}.`, { field: 'pin' })

const locked = (name: string) =>
  new UserError(
    'pin.locked',
    `Le code de ${name} est bloqué sur cette caisse. Un gestionnaire le débloque dans « Caisses », ou ${name} choisit un code avec son mot de passe, dans « Code de caisse ».`,
    { status: 429, field: 'pin', noticed: 'lock-outs' },
  )

const tillLocked = () =>
  new UserError('till.locked', 'Trop de codes faux sur cette caisse. Fermez-la, puis demandez à un gestionnaire de l’ouvrir de nouveau.', {
    status: 429,
    field: 'pin',
    noticed: 'lock-outs',
  })

const takesNothing = () =>
  new UserError(
    'partner.takes-nothing',
    `La Région a suspendu ou gelé ce commerce : ses caisses n’encaissent plus. Appelez le ${OUR_REGION.phone}.`,
    {
      status: 403,
    },
  )
