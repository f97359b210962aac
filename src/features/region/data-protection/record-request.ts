import { sql } from 'kysely'
import type { z } from 'zod'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import { UserError } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import type { requestForm } from './data-request.ts'
import { facts } from './facts.ts'
import { peopleNumbered } from './queries.ts'

/**
 * Writes a request into the register: due a month after the day it came.
 * @throws UserError 422 `data-request.to-come`, `data-request.nobody` for a number that is nobody's
 */
export async function recordRequest(tx: Tx, agent: Agent, input: z.output<typeof requestForm>): Promise<number> {
  if (input.receivedOn > dayOf(tx.now)) {
    throw new UserError('data-request.to-come', 'Ce jour n’est pas encore arrivé : vérifiez la date.', { field: 'receivedOn' })
  }
  const person = input.number ? (await peopleNumbered(tx, input.number)).find(({ is_closed }) => !is_closed) : undefined
  if (input.number && !person) {
    throw new UserError('data-request.nobody', 'Aucun compte ouvert n’a ce numéro : vérifiez-le, ou laissez vide.', { field: 'number' })
  }
  const { id } = await tx
    .insertInto('data_requests')
    .values({
      kind: input.kind,
      received_on: input.receivedOn,
      due_on: sql<string>`(${input.receivedOn}::date + interval '1 month')::date`,
      asked_by: input.askedBy,
      beneficiary_id: person?.id ?? null,
      words: input.words,
      recorded_at: tx.now,
      recorded_by: agent.id,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await record(tx, {
    at: tx.now,
    fact: facts['data-request.recorded'],
    staff_id: agent.id,
    beneficiary_id: person?.id ?? null,
    details: { request: id },
  })
  return id
}
