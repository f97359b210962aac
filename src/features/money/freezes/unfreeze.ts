import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import { notify, notifyPartner } from '../../../platform/messages/notify.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { thawPartner } from '../../partners/partners/index.ts'
import { holdPerson } from '../../people/beneficiaries/index.ts'
import { lockPending, prolongPrepayments } from '../prepayments/index.ts'
import { thawWallets, walletsOf } from '../wallets/index.ts'
import { facts } from './facts.ts'
import type { Subject } from './freezing.ts'
import { moneyUnfrozen, partnerUnfrozen } from './messages.ts'
import { columnOf, partnerToFreeze, walletIdsOf, walletToFreeze } from './queries.ts'

interface Why {
  id: number
  answer: string
}

/** What this person has pays again, with the days that it was frozen; a wallet that is frozen by itself stays so. By somebody else than who froze them. */
export async function unfreezePerson(tx: Tx, agent: Agent, { id, answer }: Why): Promise<void> {
  await holdPerson(tx, id)
  await end(tx, agent, { kind: 'person', id }, answer)
  await payAgain(tx, id, await walletIdsOf(tx, id))
  await record(tx, { at: tx.now, staff_id: agent.id, fact: facts['person.unfrozen'], beneficiary_id: id, details: { answer } })
}

/** The same of one wallet; as long as its owner is frozen, it stays so. */
export async function unfreezeWallet(tx: Tx, agent: Agent, { id, answer }: Why): Promise<void> {
  const { beneficiary_id } = await walletToFreeze(tx, id)
  await end(tx, agent, { kind: 'wallet', id }, answer)
  await payAgain(tx, beneficiary_id, [id])
  await record(tx, { at: tx.now, staff_id: agent.id, fact: facts['wallet.unfrozen'], beneficiary_id, details: { wallet_id: id, answer } })
}

/** A partner takes again, and the next settlement pays what was held. */
export async function unfreezePartner(tx: Tx, agent: Agent, { id, answer }: Why): Promise<void> {
  const { code, name } = await partnerToFreeze(tx, id)
  await end(tx, agent, { kind: 'partner', id }, answer)
  await thawPartner(tx, id)
  await record(tx, { at: tx.now, staff_id: agent.id, fact: facts['partner.unfrozen'], details: { partner_id: id, code, answer } })
  await notifyPartner(tx, id, partnerUnfrozen({ partner_name: name }))
}

async function end(tx: Tx, agent: Agent, subject: Subject, answer: string): Promise<void> {
  const freeze = await tx
    .selectFrom('freezes')
    .select(['id', 'frozen_by'])
    .where(columnOf(subject), '=', subject.id)
    .where('unfrozen_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!freeze) throw new UserError('freeze.none', 'Ce n’est pas gelé, ou quelqu’un vient de le dégeler.', { status: 409 })
  if (freeze.frozen_by === agent.id) {
    throw new UserError('freeze.own', 'Vous l’avez gelé : une autre personne doit le dégeler.', { status: 403 })
  }
  await tx.updateTable('freezes').set({ unfrozen_by: agent.id, unfrozen_at: tx.now, answer }).where('id', '=', freeze.id).execute()
}

/** Prepayments are held before their wallets, as whoever takes one does. */
async function payAgain(tx: Tx, beneficiaryId: number, walletIds: number[]): Promise<void> {
  await lockPending(tx, { id: beneficiaryId })
  const thawed = await thawWallets(tx, walletIds)
  if (thawed.length === 0) return
  await prolongPrepayments(tx, thawed)
  const labels = new Map((await walletsOf(tx, beneficiaryId, tx.now)).map(({ id, label, is_open }) => [id, is_open ? label : null]))
  const wallets = thawed.flatMap(({ wallet_id, ...days }) => {
    const label = labels.get(wallet_id)
    return label ? [{ label, ...days }] : []
  })
  await notify(tx, beneficiaryId, moneyUnfrozen({ wallets }))
}
