import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import { found, UserError } from '../../../platform/errors.ts'
import { notify } from '../../../platform/messages/notify.ts'
import type { Decider, SchoolUser } from '../../../spaces/actors.ts'
import { mustHave } from '../../../spaces/school-roles.ts'
import { creditApplications } from '../../money/wallets/index.ts'
import { hasStarted } from '../../scheme/campaigns/index.ts'
import { giveAsForOtherDiploma } from '../card-applications/index.ts'
import { AWAITED, type State, stateInWords } from './contract.ts'
import { facts } from './facts.ts'
import { contractChangeConfirmed } from './messages.ts'

/**
 * The change, locked, if it waits for them.
 * @throws UserError 404 when it is not theirs, 409 `contract.decided` when it does not wait for them
 */
export async function awaitedChange(tx: Tx, decider: Decider, number: string) {
  mustHave(decider, 'requests.decide')
  const row = await tx
    .selectFrom('contract_changes as c')
    .select(['c.id', 'c.beneficiary_id', 'c.application_id', 'c.state', 'c.other_diploma', 'c.first_agent_id'])
    .where('c.number', '=', number)
    .$if(decider.kind === 'school', (query) =>
      query.where('c.cfa_in_region', '=', true).where('c.school_id', '=', (decider as SchoolUser).school_id),
    )
    .forUpdate()
    .executeTakeFirst()
  const change = found(row)
  if (change.state === AWAITED[decider.kind]) return change
  const sentence = `Ce changement de contrat n’attend pas votre décision. Son état : « ${stateInWords(change.state as State).label} ».`
  throw new UserError('contract.decided', sentence, { status: 409 })
}

/** Says that the contract has changed so: a CFA alone; for one outside the Region an agent, then another. */
export async function confirmChange(tx: Tx, decider: Decider, { number }: { number: string }): Promise<void> {
  const change = await awaitedChange(tx, decider, number)
  const about = { at: tx.now, staff_id: decider.id, beneficiary_id: change.beneficiary_id, details: { change: change.id } }
  if (decider.kind === 'agent' && change.first_agent_id === null) {
    await tx.updateTable('contract_changes').set({ first_agent_id: decider.id }).where('id', '=', change.id).execute()
    return record(tx, { ...about, fact: facts['contract-change.agreed'] })
  }
  if (change.first_agent_id === decider.id) {
    const sentence = 'Vous avez déjà confirmé ce changement : un autre agent doit le confirmer à son tour.'
    throw new UserError('contract.second-agent', sentence, { status: 409 })
  }
  await tx
    .updateTable('contract_changes')
    .set({ state: 'confirmed', decided_at: tx.now, decided_by: decider.id })
    .where('id', '=', change.id)
    .execute()
  const isCredited = change.other_diploma ? await giveForOtherDiploma(tx, change.application_id) : false
  await record(tx, { ...about, fact: facts['contract-change.confirmed'] })
  await notify(tx, change.beneficiary_id, contractChangeConfirmed({ isCredited }))
}

/** Gives what another diploma gives to whom the same one gave nothing. @returns whether a wallet was credited: never twice in a campaign */
export async function giveForOtherDiploma(tx: Tx, applicationId: number): Promise<boolean> {
  const application = await giveAsForOtherDiploma(tx, applicationId)
  if (!application || !hasStarted(application, dayOf(tx.now))) return false
  return (await creditApplications(tx, { campaign_id: application.campaign_id, application_ids: [applicationId] })) > 0
}
