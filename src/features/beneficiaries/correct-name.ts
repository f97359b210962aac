import type { KeyObject } from 'node:crypto'
import { sql } from 'kysely'
import { record } from '../../platform/audit.ts'
import type { Tx } from '../../platform/database/index.ts'
import { found, UserError } from '../../platform/errors.ts'
import { notify } from '../../platform/messages/notify.ts'
import type { Agent } from '../../spaces/actors.ts'
import { markPerson } from './fingerprint.ts'
import { nameCorrected } from './messages.ts'

interface Correction {
  beneficiaryId: number
  lastName: string
  firstName: string
  reason: string
  key: KeyObject
}

/**
 * Corrects the name of somebody, who is told; the one that they had is kept with their file.
 * @throws UserError `person.exists` when it would make them the same person as another
 */
export async function correctName(tx: Tx, agent: Agent, { beneficiaryId, lastName, firstName, reason, key }: Correction): Promise<void> {
  const before = found(
    await tx
      .selectFrom('beneficiaries')
      .select(['last_name', 'first_name', 'birth_date'])
      .where('id', '=', beneficiaryId)
      .where('closed_at', 'is', null)
      .forNoKeyUpdate()
      .executeTakeFirst(),
  )
  if (before.last_name === lastName && before.first_name === firstName) {
    throw new UserError('name.same', 'Ce nom est déjà celui de cette personne. Corrigez-le, ou revenez à son dossier.', {
      field: 'lastName',
    })
  }
  await mustBeNobodyElse(tx, { beneficiaryId, lastName, firstName, birthDate: before.birth_date })
  await tx
    .insertInto('former_names')
    .values({ beneficiary_id: beneficiaryId, last_name: before.last_name, first_name: before.first_name, until: tx.now })
    .execute()
  await tx.updateTable('beneficiaries').set({ last_name: lastName, first_name: firstName }).where('id', '=', beneficiaryId).execute()
  await markPerson(tx, beneficiaryId, key)
  const about = { at: tx.now, staff_id: agent.id, beneficiary_id: beneficiaryId }
  await record(tx, { ...about, fact: 'beneficiary.name-corrected', details: { reason } })
  await notify(tx, beneficiaryId, nameCorrected({ lastName, firstName }))
}

async function mustBeNobodyElse(tx: Tx, person: { beneficiaryId: number; lastName: string; firstName: string; birthDate: string }) {
  const { rows } = await sql<{ file_number: string | null }>`
    select (select max(file_number) from card_applications a where a.beneficiary_id = b.id) as file_number
    from beneficiaries b
    where searchable(last_name) = searchable(${person.lastName}) and searchable(first_name) = searchable(${person.firstName})
      and birth_date = ${person.birthDate} and id <> ${person.beneficiaryId}
  `.execute(tx)
  const other = rows[0]
  if (!other) return
  const sentence = `Une autre personne a déjà ce nom, ce prénom et cette date de naissance : dossier ${other.file_number ?? 'sans numéro'}. Vérifiez s’il s’agit de la même.`
  throw new UserError('person.exists', sentence, { status: 409, field: 'lastName' })
}
