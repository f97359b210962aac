import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { type Day, dayOf } from '../../../platform/dates.ts'
import type { Keys } from '../../../platform/encryption.ts'
import { found, UserError } from '../../../platform/errors.ts'
import { notify } from '../../../platform/messages/notify.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { namesakeFor, samePeople } from './add.ts'
import { facts } from './facts.ts'
import { markPerson } from './fingerprint.ts'
import { differences, type Identity, isAnotherName, keptNames, mustBeABirthDate, type TypedNames } from './identity.ts'
import { identityCorrected } from './messages.ts'

interface Correction extends TypedNames {
  beneficiaryId: number
  civility: string
  birthDate: Day
  /** An agent's word that whoever has these names and this birth date already is somebody else. */
  isAnother: boolean
  reason: string
  key: Keys
}

/**
 * Corrects who somebody is: they are told, and what was written before is kept with their file.
 * @throws UserError `person.exists` when it would make them the same person as another, unless the agent says that they are two
 */
export async function correctIdentity(
  tx: Tx,
  agent: Agent,
  { beneficiaryId, reason, key, isAnother, ...typed }: Correction,
): Promise<void> {
  const { namesake, ...before } = found(
    await tx
      .selectFrom('beneficiaries')
      .select(['civility', 'last_name', 'first_name', 'latin_last_name', 'latin_first_name', 'birth_date', 'namesake'])
      .where('id', '=', beneficiaryId)
      .where('closed_at', 'is', null)
      .forNoKeyUpdate()
      .executeTakeFirst(),
  )
  const after: Identity = { civility: typed.civility, ...keptNames(typed), birth_date: typed.birthDate }
  const corrected = differences(before, after)
  if (corrected.length === 0) {
    const sentence = 'Cette identité est déjà celle de cette personne. Corrigez-la, ou revenez à son dossier.'
    throw new UserError('identity.same', sentence, { field: 'lastName' })
  }
  if (before.birth_date !== after.birth_date) mustBeABirthDate(after.birth_date, dayOf(tx.now))
  const same = await samePeople(tx, typed)
  const others = same.filter(({ id }) => id !== beneficiaryId)
  // Somebody who was told apart already stays so, whatever else is corrected.
  const isToldApart = same.length > others.length
  if (others[0] && !isToldApart && !isAnother) throw await personExists(tx, others[0].id)
  const number = isToldApart ? namesake : await namesakeFor(tx, { ...typed, besides: beneficiaryId })
  await tx
    .insertInto('former_names')
    .values({ beneficiary_id: beneficiaryId, ...before, until: tx.now })
    .execute()
  await tx
    .updateTable('beneficiaries')
    .set({ ...after, namesake: number })
    .where('id', '=', beneficiaryId)
    .execute()
  await markPerson(tx, beneficiaryId, key)
  await record(tx, {
    at: tx.now,
    fact: facts['beneficiary.identity-corrected'],
    staff_id: agent.id,
    beneficiary_id: beneficiaryId,
    details: {
      corrected: corrected.join(', '),
      ...(others.length > 0 && { 'told-apart-from': others.map(({ id }) => id).join(', ') }),
      reason,
    },
  })
  await notify(tx, beneficiaryId, identityCorrected({ ...typed, corrected, isAnotherName: isAnotherName(before, after) }))
}

async function personExists(tx: Tx, otherId: number): Promise<UserError> {
  const { file_number } = await tx
    .selectFrom('applications')
    .select((eb) => eb.fn.max('file_number').as('file_number'))
    .where('beneficiary_id', '=', otherId)
    .executeTakeFirstOrThrow()
  const sentence = `Une autre personne a déjà ce nom, ce prénom et cette date de naissance : dossier ${file_number ?? 'sans numéro'}. Vérifiez s’il s’agit de la même. Si ce sont deux personnes, cochez la case.`
  return new UserError('person.exists', sentence, { status: 409, field: 'isAnother' })
}
