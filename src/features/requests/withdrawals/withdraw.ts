import type { Tx } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import { UserError } from '../../../platform/errors.ts'
import { notifyEach } from '../../../platform/messages/notify.ts'
import type { Decider, SchoolUser } from '../../../spaces/actors.ts'
import { deciderName } from '../../desks/decisions/index.ts'
import { cancelPendingOf } from '../../money/prepayments/index.ts'
import { withdrawWallets } from '../../money/wallets/index.ts'
import { isTimely, withdrawDecisions } from '../card-applications/index.ts'
import { validationWithdrawn } from './messages.ts'
import { validatedAmong, walletIdsFor } from './queries.ts'
import { ALREADY_SPENT, REASONS, whyNot } from './withdrawal.ts'

interface Withdrawal {
  numbers: string[]
  reason: keyof typeof REASONS
  comment: string
}

/**
 * Takes back validations: the requests wait for a decision again, what was set aside is cancelled, what is left goes back to the Region, and
 * what was spent is owed. Their owners are told.
 * @returns what it did of each
 */
export async function withdrawValidations(tx: Tx, decider: Decider, { numbers, reason, comment }: Withdrawal) {
  const words = REASONS[reason]
  const applications = await withdrawDecisions(tx, decider, { fileNumbers: numbers, reason: words, comment })
  const walletIds = await walletIdsFor(
    tx,
    applications.map(({ id }) => id),
  )
  const cancelled = await cancelPendingOf(tx, walletIds)
  const wallets = await withdrawWallets(tx, walletIds, decider.id)
  const done = applications.map(({ beneficiary_id, campaign_name, campaign_id, ...application }) => {
    const own = wallets.filter((wallet) => wallet.beneficiary_id === beneficiary_id && wallet.campaign_id === campaign_id)
    const ids = own.map(({ wallet_id }) => wallet_id)
    return {
      beneficiary_id,
      campaign_name,
      decided_until: isTimely('validated', application, dayOf(tx.now)) ? null : application.decisions_end_on,
      given_back_cents: sumOf(own.map(({ given_back_cents }) => given_back_cents)),
      owed_cents: sumOf(own.map(({ owed_cents }) => owed_cents)),
      cancelled_cents: sumOf(cancelled.filter(({ wallet_id }) => ids.includes(wallet_id)).map(({ amount_cents }) => amount_cents)),
    }
  })
  await notifyEach(
    tx,
    done.map(({ beneficiary_id, ...taken }) => ({
      beneficiary_id,
      message: validationWithdrawn({ ...taken, reason: words, decider: deciderName(decider) }),
    })),
  )
  return done
}

/**
 * A school takes back a validation of its own, within its hours and while nothing of it is spent or set aside.
 * @throws UserError `withdrawal.by-region`, `withdrawal.too-late`, or `withdrawal.spent`: the Region does it then
 */
export async function withdrawOwnValidation(
  tx: Tx,
  school: SchoolUser,
  { number, ...why }: Omit<Withdrawal, 'numbers'> & { number: string },
) {
  const [application] = await validatedAmong(tx, [number], school)
  const not = application && whyNot(application, tx.now)
  if (not) throw new UserError(not.code, not.words, { status: 409 })
  await withdrawUnspent(tx, school, { numbers: [number], ...why })
}

/**
 * The same of several: what cannot be taken back any more stays, and the rest is done.
 * @returns which were taken back, and which stay
 */
export async function withdrawOwnValidations(
  tx: Tx,
  school: SchoolUser,
  { numbers, ...why }: Withdrawal,
): Promise<{ done: string[]; left: string[] }> {
  const able = (await validatedAmong(tx, numbers, school)).filter((application) => whyNot(application, tx.now) === null)
  const done = able.map(({ number }) => number)
  if (done.length > 0) await withdrawUnspent(tx, school, { numbers: done, ...why })
  return { done, left: numbers.filter((number) => !done.includes(number)) }
}

/** Nothing of it is kept where something of one was spent or set aside meanwhile. */
async function withdrawUnspent(tx: Tx, school: SchoolUser, withdrawal: Withdrawal): Promise<void> {
  const done = await withdrawValidations(tx, school, withdrawal)
  if (done.some(({ owed_cents, cancelled_cents }) => owed_cents > 0 || cancelled_cents > 0))
    throw new UserError('withdrawal.spent', ALREADY_SPENT, { status: 409 })
}

const sumOf = (cents: number[]): number => cents.reduce((sum, one) => sum + one, 0)
