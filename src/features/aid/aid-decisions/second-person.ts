import { z } from 'zod'
import { places } from '../../../places.ts'
import { maskedIban } from '../../../platform/bank-details.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { frenchDay } from '../../../platform/dates.ts'
import { UserError } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { startAct, takesTwo, whoDid } from '../../desks/two-people/index.ts'
import { frenchKilometres, totalCents, wholeEuros } from '../apprentice-aid/index.ts'
import { ACCEPTANCE_BY_TWO, acceptRequest } from './accept.ts'
import { isToCheck } from './grounds.ts'
import { type RequestFile, requestFor } from './queries.ts'
import { AWAITED } from './states.ts'

/** An aid that a second preparer accepts: its distance was typed, its account is somebody else's, or no school attests its contract. */
export const aidAcceptance = takesTwo({
  ...ACCEPTANCE_BY_TWO,
  title: 'Accepter une aide THR',
  starts: 'aid.decide',
  finishes: 'aid.decide',
  schema: z.object({ number: z.string() }),
  async shown(db, { number }) {
    const file = await requestFor(db, { kind: 'agent' }, number)
    const checked = file.distance_checked_m
    return {
      about: `${file.last_name} ${file.first_name}, demande ${number}`,
      href: places.region.aidRequest.to({ number }),
      items: [
        { label: 'CFA', value: `${file.school_name ?? '—'}${file.school_id ? '' : ', hors de la région'}` },
        { label: 'Contrat signé le', value: frenchDay(file.contract_signed_on) },
        {
          label: 'Distance',
          value:
            checked === null
              ? '—'
              : `${frenchKilometres(checked)}, fixée par ${file.distance_checked_by_name} : ${file.distance_check_reason}`,
        },
        { label: 'Distance mesurée', value: file.distance_m === null ? '—' : frenchKilometres(file.distance_m) },
        { label: 'Titulaire du compte', value: file.bank_holder ?? '—' },
        {
          label: 'Compte',
          value: file.iban_first4 && file.iban_last4 ? maskedIban({ iban_first4: file.iban_first4, iban_last4: file.iban_last4 }) : '—',
        },
        {
          label: 'Montant',
          value: wholeEuros(
            totalCents({
              transport_cents: file.transport_cents,
              meals_cents: file.meals_cents ?? 0,
              lodging_cents: file.lodging_cents ?? 0,
            }),
          ),
        },
      ],
      effects: ['L’aide part au prochain lot de virements.'],
    }
  },
  async perform(tx, agent, { input: { number } }) {
    await mustHaveDecidedNothingOf(tx, agent, await requestFor(tx, agent, number))
    await acceptRequest(tx, agent, { number })
  },
})

/**
 * Asks a second preparer to accept an aid, where it takes two; answers whether it does.
 * @throws UserError `aid.decided-before` to who validated the card request of an apprentice whose CFA is elsewhere
 */
export async function askForSecond(tx: Tx, agent: Agent, [number = '']: string[]): Promise<boolean> {
  const file = await requestFor(tx, agent, number)
  await mustHaveDecidedNothingOf(tx, agent, file)
  const takesIt = file.distance_checked_by === agent.id || file.bank_holder_differs
  if (!takesIt || file.state !== AWAITED.agent || isToCheck(file)) return false
  await startAct(tx, agent, aidAcceptance, { subject: number, input: { number } })
  return true
}

/** No school attests an apprentice of a CFA elsewhere: who validated the card request does not give the aid too. */
async function mustHaveDecidedNothingOf(tx: Tx, agent: Agent, { school_id, file_number }: RequestFile): Promise<void> {
  if (school_id !== null) return
  if (!(await whoDid(tx, 'card-application.acceptance-elsewhere', file_number)).includes(agent.id)) return
  const sentence =
    'Vous avez validé la demande de carte de cet apprenti, dont le CFA est hors de la région : une autre personne décide de son aide.'
  throw new UserError('aid.decided-before', sentence, { status: 403 })
}
