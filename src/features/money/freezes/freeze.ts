import { type Recorded, record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import { notify, notifyPartner } from '../../../platform/messages/notify.ts'
import { closeSessionsOf } from '../../../platform/sessions.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { freezePartner as holdPartner } from '../../partners/partners/index.ts'
import { holdPerson } from '../../people/beneficiaries/index.ts'
import { freezeWallets } from '../wallets/index.ts'
import { facts } from './facts.ts'
import type { Subject } from './freezing.ts'
import { moneyFrozen, partnerFrozen } from './messages.ts'
import { columnOf, partnerToFreeze, walletIdsOf, walletToFreeze } from './queries.ts'

interface Why {
  reason: string
  comment: string
}

/** Nothing of this person's pays any more, and nothing of it is lost; whoever is signed in as them is put out at once. */
export async function freezePerson(tx: Tx, agent: Agent, { id, ...why }: Why & { id: number }): Promise<void> {
  await holdPerson(tx, id)
  await begin(tx, agent, { kind: 'person', id }, why)
  // A statement of its own: it sees the wallets that were opened while the person was waited for.
  await freezeWallets(tx, await walletIdsOf(tx, id))
  await closeSessionsOf(tx, id)
  await writeDown(tx, agent, { fact: facts['person.frozen'], beneficiary_id: id, details: { ...why } })
  await notify(tx, id, moneyFrozen({ label: null }))
}

/** The same of one wallet. */
export async function freezeWallet(tx: Tx, agent: Agent, { id, ...why }: Why & { id: number }): Promise<void> {
  const { beneficiary_id, label } = await walletToFreeze(tx, id)
  await begin(tx, agent, { kind: 'wallet', id }, why)
  await freezeWallets(tx, [id])
  await writeDown(tx, agent, { fact: facts['wallet.frozen'], beneficiary_id, details: { wallet_id: id, ...why } })
  await notify(tx, beneficiary_id, moneyFrozen({ label }))
}

/** A partner takes nothing any more, is found by nobody, and what it is owed waits. */
export async function freezePartner(tx: Tx, agent: Agent, { id, ...why }: Why & { id: number }): Promise<void> {
  const partner = await partnerToFreeze(tx, id)
  await begin(tx, agent, { kind: 'partner', id }, why)
  await holdPartner(tx, id)
  await writeDown(tx, agent, { fact: facts['partner.frozen'], details: { partner_id: id, code: partner.code, ...why } })
  await notifyPartner(tx, id, partnerFrozen({ partner_name: partner.name }))
}

const writeDown = (tx: Tx, agent: Agent, fact: Omit<Recorded, 'at' | 'staff_id'>) => record(tx, { at: tx.now, staff_id: agent.id, ...fact })

async function begin(tx: Tx, agent: Agent, subject: Subject, why: Why): Promise<void> {
  const column = columnOf(subject)
  const begun = await tx
    .insertInto('freezes')
    .values({ [column]: subject.id, ...why, frozen_by: agent.id, frozen_at: tx.now })
    .onConflict((conflict) => conflict.column(column).where('unfrozen_at', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!begun) throw new UserError('freeze.already', 'C’est déjà gelé : il n’y a rien à faire de plus.', { status: 409 })
}
