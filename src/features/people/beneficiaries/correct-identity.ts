import type { KeyObject } from 'node:crypto'
import { sql } from 'kysely'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { type Day, dayOf } from '../../../platform/dates.ts'
import { found, UserError } from '../../../platform/errors.ts'
import { notify } from '../../../platform/messages/notify.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { facts } from './facts.ts'
import { markPerson } from './fingerprint.ts'
import { differences, type Identity, isAnotherName, mustBeABirthDate } from './identity.ts'
import { identityCorrected } from './messages.ts'

interface Correction {
  beneficiaryId: number
  civility: string
  lastName: string
  firstName: string
  birthDate: Day
  reason: string
  key: KeyObject
}

/**
 * Corrects who somebody is: they are told, and what was written before is kept with their file.
 * @throws UserError `person.exists` when it would make them the same person as another
 */
export async function correctIdentity(tx: Tx, agent: Agent, { beneficiaryId, reason, key, ...typed }: Correction): Promise<void> {
  const before: Identity = found(
    await tx
      .selectFrom('beneficiaries')
      .select(['civility', 'last_name', 'first_name', 'birth_date'])
      .where('id', '=', beneficiaryId)
      .where('closed_at', 'is', null)
      .forNoKeyUpdate()
      .executeTakeFirst(),
  )
  const after: Identity = {
    civility: typed.civility,
    last_name: typed.lastName,
    first_name: typed.firstName,
    birth_date: typed.birthDate,
  }
  const corrected = differences(before, after)
  if (corrected.length === 0) {
    const sentence = 'Cette identité est déjà celle de cette personne. Corrigez-la, ou revenez à son dossier.'
    throw new UserError('identity.same', sentence, { field: 'lastName' })
  }
  if (before.birth_date !== after.birth_date) mustBeABirthDate(after.birth_date, dayOf(tx.now))
  await mustBeNobodyElse(tx, beneficiaryId, after)
  await tx
    .insertInto('former_names')
    .values({ beneficiary_id: beneficiaryId, ...before, until: tx.now })
    .execute()
  await tx.updateTable('beneficiaries').set(after).where('id', '=', beneficiaryId).execute()
  await markPerson(tx, beneficiaryId, key)
  await record(tx, {
    at: tx.now,
    fact: facts['beneficiary.identity-corrected'],
    staff_id: agent.id,
    beneficiary_id: beneficiaryId,
    details: { corrected: corrected.join(', '), reason },
  })
  await notify(tx, beneficiaryId, identityCorrected({ ...typed, corrected, isAnotherName: isAnotherName(before, after) }))
}

async function mustBeNobodyElse(tx: Tx, beneficiaryId: number, person: Identity): Promise<void> {
  const { rows } = await sql<{ file_number: string | null }>`
    select (select max(file_number) from applications a where a.beneficiary_id = b.id) as file_number
    from beneficiaries b
    where searchable(last_name) = searchable(${person.last_name}) and searchable(first_name) = searchable(${person.first_name})
      and birth_date = ${person.birth_date} and id <> ${beneficiaryId}
  `.execute(tx)
  const other = rows[0]
  if (!other) return
  const sentence = `Une autre personne a déjà ce nom, ce prénom et cette date de naissance : dossier ${other.file_number ?? 'sans numéro'}. Vérifiez s’il s’agit de la même.`
  throw new UserError('person.exists', sentence, { status: 409, field: 'lastName' })
}
