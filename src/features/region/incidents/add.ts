import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import type { Keys } from '../../../platform/encryption.ts'
import { found, UserError } from '../../../platform/errors.ts'
import { storeFile } from '../../../platform/files.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { documentPolicy } from './document-policy.ts'
import { facts } from './facts.ts'
import { plain, type Thing } from './incident.ts'
import { thingNumbered } from './queries.ts'

const COLUMNS = { person: 'beneficiary_id', partner: 'partner_id', payment: 'transaction_id', school: 'school_id' } as const

/**
 * Says that an incident is about a person, a partner, a payment or a school; what it is about already stays.
 * @throws UserError `incident.nothing-there` when nothing has that number
 */
export async function addLink(tx: Tx, agent: Agent, { id, thing, number }: { id: number; thing: Thing; number: string }): Promise<void> {
  await mustBeOpen(tx, id)
  const thingId = await thingNumbered(tx, thing, plain(number))
  if (thingId === undefined) {
    const sentence = 'Rien ne porte ce numéro ou ce code. Vérifiez-le, et ce que vous avez choisi au-dessus.'
    throw new UserError('incident.nothing-there', sentence, { field: 'number' })
  }
  await tx
    .insertInto('incident_links')
    .values({ incident_id: id, [COLUMNS[thing]]: thingId, added_at: tx.now, added_by: agent.id })
    .onConflict((conflict) => conflict.constraint('a_thing_is_linked_once').doNothing())
    .execute()
  await record(tx, {
    at: tx.now,
    fact: thing === 'person' ? facts['incident.person-linked'] : facts['incident.linked'],
    staff_id: agent.id,
    ...(thing === 'person' && { beneficiary_id: thingId }),
    details: { incident: id, thing, ...(thing !== 'person' && { id: thingId }) },
  })
}

/** Writes a note down: it is never changed. */
export async function addNote(tx: Tx, agent: Agent, { id, note }: { id: number; note: string }): Promise<void> {
  await mustBeOpen(tx, id)
  await tx.insertInto('incident_notes').values({ incident_id: id, at: tx.now, staff_id: agent.id, text: note }).execute()
  await record(tx, { at: tx.now, fact: facts['incident.noted'], staff_id: agent.id, details: { incident: id } })
}

interface Document {
  id: number
  name: string
  bytes: Buffer
  key: Keys
}

/** Keeps a proof. */
export async function addDocument(tx: Tx, agent: Agent, { id, name, bytes, key }: Document): Promise<void> {
  await mustBeOpen(tx, id)
  const file_id = await storeFile(tx, documentPolicy, bytes, key)
  await tx.insertInto('incident_documents').values({ incident_id: id, name, file_id, at: tx.now, staff_id: agent.id }).execute()
  await record(tx, { at: tx.now, fact: facts['incident.document-added'], staff_id: agent.id, details: { incident: id } })
}

/**
 * The incident, held as it is.
 * @throws UserError `incident.closed` when it has ended
 */
export async function mustBeOpen(tx: Tx, id: number) {
  const incident = found(
    await tx.selectFrom('incidents').select(['id', 'opened_by', 'closed_at']).where('id', '=', id).forUpdate().executeTakeFirst(),
  )
  if (!incident.closed_at) return incident
  throw new UserError('incident.closed', 'Cet incident est clos : ouvrez-en un autre, et citez son numéro.', { status: 409 })
}
