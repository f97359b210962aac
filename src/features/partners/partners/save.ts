import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import { notifyPartner } from '../../../platform/messages/notify.ts'
import { mustBeInItsTown } from '../../../platform/positions.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { lapseAbout } from '../../desks/two-people/index.ts'
import { facts } from './facts.ts'
import { partnerSuspended } from './messages.ts'
import { askToOpen, partnerOpening } from './opening.ts'
import type { NewPartner, PartnerDetails } from './partner.ts'

/** Takes a partner into the scheme: it is found, and takes the card, once a second person has opened it. */
export async function addPartner(tx: Tx, agent: Agent, input: NewPartner): Promise<number> {
  const id = await insertPartner(tx, agent, input, { active: false })
  await askToOpen(tx, agent, id)
  return id
}

/** Takes in a partner that two people have seen already: it is open at once. */
export const takeOnPartner = (tx: Tx, agent: Agent, input: NewPartner): Promise<number> => insertPartner(tx, agent, input, { active: true })

async function insertPartner(tx: Tx, agent: Agent, { code, ...input }: NewPartner, { active }: { active: boolean }): Promise<number> {
  await mustBeAType(tx, input.typeCode)
  await mustBeInItsTown(tx, input)
  const added = await tx
    .insertInto('partners')
    .values({ code, ...columnsOf(input), active })
    .onConflict((conflict) => conflict.column('code').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added) throw new UserError('partner.code-taken', 'Un partenaire a déjà ce code. Choisissez-en un autre.', { field: 'code' })
  await record(tx, { at: tx.now, fact: facts['partner.added'], staff_id: agent.id, details: { partner_id: added.id, code } })
  return added.id
}

/** Changes what is known of a partner, and what it accepts. Its transactions stay as they are. */
export async function changePartner(tx: Tx, agent: Agent, { id, ...input }: PartnerDetails & { id: number }): Promise<void> {
  await mustBeAType(tx, input.typeCode)
  await mustBeInItsTown(tx, input)
  const before = found(await tx.selectFrom('partners').selectAll().where('id', '=', id).forUpdate().executeTakeFirst())
  const columns = columnsOf(input)
  await tx.updateTable('partners').set(columns).where('id', '=', id).execute()
  const changed = Object.entries(columns).filter(([column, value]) => before[column as keyof typeof columns] !== value)
  await record(tx, {
    at: tx.now,
    fact: facts['partner.changed'],
    staff_id: agent.id,
    details: { partner_id: id, ...Object.fromEntries(changed) },
  })
  // Who was about to open it saw something else: another person than who changed it looks again.
  if (changed.length > 0 && (await lapseAbout(tx, partnerOpening, [id])) > 0) await askToOpen(tx, agent, id)
}

/** A suspended partner is not found, and takes no card; what was set aside for it can still be redeemed. Who works there is told. A second person brings it back. */
export async function suspendPartner(tx: Tx, agent: Agent, id: number): Promise<void> {
  const changed = await tx
    .updateTable('partners')
    .set({ active: false })
    .where('id', '=', id)
    .where('active', '=', true)
    .returning(['id', 'name'])
    .executeTakeFirst()
  if (!changed) return
  await notifyPartner(tx, id, partnerSuspended({ partner_name: changed.name }))
  await record(tx, { at: tx.now, fact: facts['partner.suspended'], staff_id: agent.id, details: { partner_id: id } })
}

async function mustBeAType(tx: Tx, code: string): Promise<void> {
  const type = await tx.selectFrom('partner_types').select('code').where('code', '=', code).executeTakeFirst()
  if (!type) throw new UserError('partner.no-such-type', 'Choisissez le type du partenaire.', { field: 'typeCode' })
}

const columnsOf = (input: PartnerDetails) => ({
  name: input.name,
  type_code: input.typeCode,
  street: input.street,
  postcode: input.postcode,
  town: input.town,
  phone: input.phone,
  email: input.email,
  website: input.website,
  longitude: input.longitude,
  latitude: input.latitude,
  accepts_prepayments: input.acceptsPrepayments,
  accepts_online_payments: input.acceptsOnlinePayments,
})
