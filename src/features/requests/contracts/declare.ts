import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import { found, UserError } from '../../../platform/errors.ts'
import { randomNumber } from '../../../platform/luhn.ts'
import { notify } from '../../../platform/messages/notify.ts'
import type { Agent, Beneficiary } from '../../../spaces/actors.ts'
import { school } from '../../schools/schools/index.ts'
import { giveForOtherDiploma } from './confirm.ts'
import { type Change, changeProblem, type NextCfa } from './contract.ts'
import { facts } from './facts.ts'
import { contractChangeConfirmed } from './messages.ts'
import { type ContractRow, contractsOf } from './queries.ts'

/** An apprentice says what became of their contract: it counts once it is confirmed. Declared anew, it takes the place of what nobody looked at. */
export async function declareChange(tx: Tx, beneficiary: Beneficiary, change: Change): Promise<void> {
  await tx
    .deleteFrom('contract_changes')
    .where('beneficiary_id', '=', beneficiary.id)
    .where('state', 'in', ['awaiting-school', 'awaiting-region'])
    .where('declared_by', 'is', null)
    .where('first_agent_id', 'is', null)
    .execute()
  await write(tx, beneficiary.id, null, change)
}

/** An agent records it for somebody who calls: it counts at once, but for a CFA outside the Region, of which another agent confirms it. */
export async function recordChange(
  tx: Tx,
  agent: Agent,
  { beneficiaryId, change }: { beneficiaryId: number; change: Change },
): Promise<void> {
  const { id, application_id, state } = await write(tx, beneficiaryId, agent, change)
  const about = { at: tx.now, staff_id: agent.id, beneficiary_id: beneficiaryId, details: { change: id } }
  await record(tx, { ...about, fact: facts['contract-change.recorded'] })
  if (state !== 'confirmed') return
  const isCredited = change.next?.otherDiploma ? await giveForOtherDiploma(tx, application_id) : false
  await notify(tx, beneficiaryId, contractChangeConfirmed({ isCredited }))
}

async function write(tx: Tx, beneficiaryId: number, agent: Agent | null, change: Change) {
  const contract = found((await contractsOf(tx, beneficiaryId))[0])
  const problem = changeProblem(contract, change, contract, dayOf(tx.now))
  if (problem) throw new UserError('contract.dates', problem.message, { field: problem.field })
  const cfa = await cfaOf(tx, contract, change.next?.cfa ?? { kind: 'same' })
  const isAtOnce = agent !== null && cfa.cfa_in_region
  const { endedOn, next } = change
  const written = await tx
    .insertInto('contract_changes')
    .values({
      number: randomNumber(9),
      beneficiary_id: beneficiaryId,
      application_id: contract.application_id,
      state: isAtOnce ? 'confirmed' : cfa.cfa_in_region ? 'awaiting-school' : 'awaiting-region',
      ...(endedOn && { ended_contract_signed_on: contract.contract_signed_on, ended_on: endedOn }),
      ...(next && {
        contract_signed_on: next.contractSignedOn,
        contract_ends_on: next.contractEndsOn,
        other_diploma: next.otherDiploma,
      }),
      ...cfa,
      declared_at: tx.now,
      ...(agent && { declared_by: agent.id }),
      ...(agent && !isAtOnce && { first_agent_id: agent.id }),
      ...(isAtOnce && { decided_at: tx.now, decided_by: agent.id }),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning(['id', 'application_id', 'state'])
    .executeTakeFirst()
  if (written) return written
  const sentence = 'Un changement de contrat attend déjà d’être confirmé. Attendez la réponse avant d’en déclarer un autre.'
  throw new UserError('contract.pending', sentence, { status: 409 })
}

async function cfaOf(tx: Tx, contract: ContractRow, next: NextCfa) {
  if (next.kind === 'elsewhere') return elsewhere(next)
  if (next.kind === 'here') {
    const chosen = await school(tx, next.school)
    if (chosen?.open && chosen.in_region) return { cfa_in_region: true, school_id: chosen.id }
    throw new UserError('contract.school', 'Ce CFA n’est plus dans la liste. Choisissez-en un autre.', { field: 'school' })
  }
  const { cfa_in_region, school_id, cfa_name, cfa_town } = contract
  return school_id === null ? elsewhere({ name: cfa_name, town: cfa_town }) : { cfa_in_region, school_id }
}

const elsewhere = ({ name, town }: { name: string; town: string }) => ({
  cfa_in_region: false,
  school_elsewhere: JSON.stringify({ name, town }),
})
