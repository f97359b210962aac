import { type Recorded, record } from '../../../platform/audit.ts'
import { type Db, inTransaction, type Tx } from '../../../platform/database/index.ts'
import type { Keys } from '../../../platform/encryption.ts'
import { UserError } from '../../../platform/errors.ts'
import { notify } from '../../../platform/messages/notify.ts'
import { tryPin } from '../../../platform/pins.ts'
import type { PartnerUser } from '../../../spaces/actors.ts'
import { payAtTill } from '../payments/index.ts'
import { keepAssent, typedNumber } from './ask-owner.ts'
import { codesAtTills, codesInADay, codesInARow, type Payment } from './assent.ts'
import { hashesOfCode } from './choose-code.ts'
import { facts } from './facts.ts'
import { paymentCodeLocked } from './messages.ts'
import { paymentCodeOf } from './queries.ts'

type Paying = Payment & { reference: string | null }

/** What was kept of the code that was typed. */
interface ProvedCode {
  kept: Buffer
  newest: Buffer
}

/**
 * Looks at the payment code that was typed at a till, and counts it, before the transaction: a wrong one counts whatever follows.
 * @throws UserError 429 past a limit, with the right code too
 */
export async function proveCode(
  db: Db,
  user: PartnerUser,
  { checkoutId, pin, key }: { checkoutId: string; pin: string; key: Keys },
  now: Date,
): Promise<ProvedCode> {
  const { beneficiary_id } = await typedNumber(db, user, checkoutId, now)
  const known = await paymentCodeOf(db, beneficiary_id)
  if (!known) throw noCode()
  const hashes = hashesOfCode(key, beneficiary_id, pin)
  const ofCard = codesInADay(beneficiary_id)
  const limits = { inARow: codesInARow(beneficiary_id), wide: [ofCard, ...codesAtTills(user)] }
  const tried = await tryPin(db, now, { kept: known.code_hash, hashes, ...limits })
  if (tried.isRight) return { kept: known.code_hash, newest: hashes[0] }
  if ('left' in tried) throw wrongCode(tried.left)
  if (tried.isNew) {
    await inTransaction(db, now, async (tx) => {
      await notify(tx, beneficiary_id, paymentCodeLocked({ partner_name: user.partner_name }))
      await record(tx, { at: now, fact: facts['payment-code.locked'], staff_id: user.id, beneficiary_id })
    })
  }
  throw tried.lockedBy === limits.inARow || tried.lockedBy === ofCard ? codeLocked() : tillLocked()
}

/** The owner of the card typed their code at the till: it is paid. */
export async function payByCode(tx: Tx, user: PartnerUser, paying: Paying, { kept, newest }: ProvedCode): Promise<void> {
  const { beneficiary_id } = await keepAssent(tx, user, paying, 'payment-code')
  const used = await tx
    .updateTable('payment_codes')
    .set({ code_hash: newest })
    .where('beneficiary_id', '=', beneficiary_id)
    .where('code_hash', '=', kept)
    .returning('beneficiary_id')
    .executeTakeFirst()
  if (!used) throw noCode()
  await payAndRecord(tx, user, paying, { fact: facts['assent.by-code'], beneficiary_id })
}

/** The cashier has seen the owner of the card and an identity paper, and says so: it is paid. */
export async function payByPaper(tx: Tx, user: PartnerUser, paying: Paying): Promise<void> {
  const { beneficiary_id } = await keepAssent(tx, user, paying, 'identity-paper')
  await payAndRecord(tx, user, paying, { fact: facts['assent.by-paper'], beneficiary_id })
}

/** What is sent twice pays once, and its owner reads once that they agreed. */
async function payAndRecord(tx: Tx, user: PartnerUser, paying: Paying, agreed: Pick<Recorded, 'fact' | 'beneficiary_id'>): Promise<void> {
  const { already_made } = await payAtTill(tx, user, paying)
  if (!already_made) await record(tx, { ...agreed, at: tx.now, staff_id: user.id, details: { cents: paying.amount } })
}

const noCode = () =>
  new UserError(
    'payment-code.none',
    'Ce client n’a pas de code de paiement. Demandez son accord sur son téléphone, ou scannez son QR code.',
    { field: 'pin' },
  )

const wrongCode = (left: number) =>
  new UserError(
    'payment-code.wrong',
    `Ce n’est pas le code de paiement de ce client. Il reste ${left === 1 ? 'un essai' : `${left} essais`}.`,
    {
      field: 'pin',
    },
  )

const codeLocked = () =>
  new UserError(
    'payment-code.locked',
    'Le code de paiement de ce client est bloqué. Il en choisit un autre dans « Ma carte » ; son QR code marche toujours.',
    { status: 429, field: 'pin', noticed: 'lock-outs' },
  )

const tillLocked = () =>
  new UserError(
    'payment-code.till-locked',
    'Trop de codes faux ont été tapés chez vous. Jusqu’à demain, demandez l’accord des clients sur leur téléphone, ou scannez leur QR code.',
    { status: 429, field: 'pin', noticed: 'lock-outs' },
  )
