import { z } from 'zod'
import { places } from '../../../places.ts'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { frenchDayOf } from '../../../platform/dates.ts'
import { UserError } from '../../../platform/errors.ts'
import { notify } from '../../../platform/messages/notify.ts'
import { frenchEuros } from '../../../platform/money.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { startAct, takesTwo } from '../../desks/two-people/index.ts'
import { waiveDebt } from '../wallets/index.ts'
import { WAIVER_REASONS } from './correction.ts'
import { facts } from './facts.ts'
import { debtWaived } from './messages.ts'
import { debtToWaive } from './queries.ts'

/** What somebody owes since a validation was withdrawn is asked of them no more. */
export const debtWaiver = takesTwo({
  kind: 'debt.waiver',
  title: 'Abandonner une somme due',
  starts: 'corrections.ask',
  finishes: 'money.release',
  schema: z.object({ id: z.number().int(), reason: z.string(), comment: z.string() }),
  async shown(db, { id, reason, comment }) {
    const debt = await debtToWaive(db, id)
    return {
      about: `${debt.first_name} ${debt.last_name}, ${debt.label} (${debt.campaign_name})`,
      href: places.region.beneficiary.to({ id: debt.beneficiary_id }),
      items: [
        { label: 'Due depuis le', value: frenchDayOf(debt.at) },
        { label: 'Somme due', value: frenchEuros(debt.owed_cents) },
        { label: 'Déjà déduit', value: frenchEuros(debt.deducted_cents) },
        { label: 'À abandonner', value: frenchEuros(debt.left_cents) },
        { label: 'Motif', value: WAIVER_REASONS[reason as keyof typeof WAIVER_REASONS] ?? reason },
        { label: 'Commentaire', value: comment },
      ],
      effects: ['Rien ne sera plus déduit de ses prochaines aides pour cette somme. Cette personne est prévenue.'],
    }
  },
  async perform(tx, agent, { input: { id, reason, comment }, startedBy }) {
    const { beneficiary_id, left_cents } = await debtToWaive(tx, id)
    await waiveDebt(tx, { id, askedBy: startedBy, by: agent.id, reason })
    const about = { at: tx.now, staff_id: agent.id, beneficiary_id }
    await record(tx, { ...about, fact: facts['debt.waived'], details: { amount: frenchEuros(left_cents), reason, comment } })
    await notify(tx, beneficiary_id, debtWaived({ amount_cents: left_cents }))
  },
})

/** Asks a second person to waive what is left of a debt. */
export async function askToWaive(tx: Tx, agent: Agent, input: { id: number; reason: string; comment: string }): Promise<number> {
  const { left_cents } = await debtToWaive(tx, input.id)
  if (left_cents === 0) throw new UserError('debt.none', 'Il ne reste rien à abandonner de cette somme.', { status: 409 })
  return startAct(tx, agent, debtWaiver, { subject: input.id, input })
}
