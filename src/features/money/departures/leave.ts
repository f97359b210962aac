import { z } from 'zod'
import { places } from '../../../places.ts'
import { record } from '../../../platform/audit.ts'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { type Day, dayOf, frenchDay } from '../../../platform/dates.ts'
import { UserError, WrongFields } from '../../../platform/errors.ts'
import { notifyEach, notifyPartner } from '../../../platform/messages/notify.ts'
import { frenchEuros } from '../../../platform/money.ts'
import type { Agent, PartnerUser } from '../../../spaces/actors.ts'
import { shopRolesThatMay } from '../../../spaces/shop-roles.ts'
import { startAct, takesTwo } from '../../desks/two-people/index.ts'
import { beginLeaving } from '../../partners/partners/index.ts'
import { dueInWords, wrongLastDay } from './departures.ts'
import { facts } from './facts.ts'
import { departureAgreed, ticketBeforeDeparture } from './messages.ts'
import { departureOf, standingOf, ticketsOf } from './queries.ts'

/** A partner leaves once an agent has agreed to what its manager, or another agent, asked for. */
export const partnerDeparture = takesTwo({
  kind: 'partner.departure',
  title: 'Clore un partenaire qui s’en va',
  starts: 'partners.manage',
  startsAtShop: 'agreement.accept',
  finishes: 'partners.manage',
  schema: z.object({ id: z.number().int(), lastDay: z.string() }),
  async shown(db, { id, lastDay }) {
    const { name, code, users, tickets, tickets_cents, due_cents } = await standingOf(db, id)
    return {
      about: `${name} (${code})`,
      href: places.region.partnerDeparture.to({ id }),
      items: [
        { label: 'Dernier jour où il prend la carte', value: frenchDay(lastDay) },
        { label: 'Prépaiements en attente chez lui', value: `${tickets}, pour ${frenchEuros(tickets_cents)}` },
        { label: 'Solde avec la Région', value: dueInWords(due_cents) },
        { label: 'Personnes qui y travaillent', value: users },
      ],
      effects: effectsOf(lastDay),
    }
  },
  perform: (tx, agent, { input: { id, lastDay }, startedBy }) => agreeToDeparture(tx, agent, { id, lastDay, startedBy }),
})

/** What follows, in sentences, for whoever asks and whoever agrees. */
export const effectsOf = (lastDay: Day | null): string[] => [
  'Dès l’accord, personne ne fait de nouveau prépaiement chez ce partenaire. Ceux qui en ont un, et tous ceux qui travaillent chez lui, sont prévenus.',
  `Le lendemain ${lastDay ? `du ${frenchDay(lastDay)}` : 'du dernier jour'}, il n’encaisse plus et n’apparaît plus dans « Où utiliser ma carte ». Les prépaiements qui restent sont rendus.`,
  'Ce qui lui est dû est payé par le reversement qui suit, si petit que ce soit. S’il doit de l’argent à la Région, c’est dit ici et dans son dernier mail.',
  'Une fois tout payé, les accès à ce commerce sont fermés. Qui travaille aussi ailleurs y garde son compte.',
]

interface Asked {
  id: number
  lastDay: Day
  reason: string
}

/** Asks for a partner to leave: an agent for any, a manager for their own shop. Nothing is done until another agent has agreed. */
export async function askDeparture(tx: Tx, by: Agent | PartnerUser, { id, lastDay, reason }: Asked): Promise<void> {
  const wrong = wrongLastDay(lastDay, dayOf(tx.now))
  if (wrong.length > 0) throw new WrongFields(wrong)
  await mustStay(tx, id)
  await startAct(tx, by, partnerDeparture, { subject: id, input: { id, lastDay }, reason })
}

/** @throws UserError `departure.already` once a second person has agreed that it leaves, until it has left */
export async function mustStay(db: Reader, id: number): Promise<void> {
  const departure = await departureOf(db, id)
  if (departure && !departure.ended_at) throw leavesAlready()
}

const leavesAlready = () => new UserError('departure.already', 'Le départ de ce partenaire est déjà accepté.', { status: 409 })

async function agreeToDeparture(
  tx: Tx,
  agent: Agent,
  { id, lastDay, startedBy }: { id: number; lastDay: Day; startedBy: number },
): Promise<void> {
  if (lastDay < dayOf(tx.now)) {
    const sentence = 'Le dernier jour demandé est passé. Refusez cette demande : on en refait une avec un jour qui vient.'
    throw new UserError('departure.too-late', sentence, { status: 409 })
  }
  if (!(await mayAskFor(tx, startedBy, id))) {
    const sentence = 'Qui l’a demandé ne gère plus ce commerce : refusez la demande.'
    throw new UserError('departure.not-theirs', sentence, { status: 409 })
  }
  const { name, accepted_prepayments } = await beginLeaving(tx, id)
  const begun = await tx
    .insertInto('departures')
    .values({ partner_id: id, last_day: lastDay, asked_by: startedBy, agreed_by: agent.id, agreed_at: tx.now, accepted_prepayments })
    .onConflict((conflict) => conflict.column('partner_id').where('ended_at', 'is', null).where('called_off_at', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!begun) throw leavesAlready()
  await notifyPartner(tx, id, departureAgreed({ partner_name: name, last_day: lastDay }))
  await notifyEach(
    tx,
    (await ticketsOf(tx, id)).map(({ beneficiary_id, expires_on, ...ticket }) => ({
      beneficiary_id,
      message: ticketBeforeDeparture({ ...ticket, last_day: expires_on < lastDay ? expires_on : lastDay }),
    })),
  )
  const details = { partner_id: id, last_day: lastDay, asked_by: startedBy }
  await record(tx, { at: tx.now, fact: facts['departure.agreed'], staff_id: agent.id, details })
}

/** Whether they are of the Region, or still manage that very shop. */
async function mayAskFor(db: Reader, staffId: number, partnerId: number): Promise<boolean> {
  const asker = await db.selectFrom('staff_at_work').select('region_roles').where('id', '=', staffId).executeTakeFirst()
  if (asker?.region_roles) return true
  const there = await db
    .selectFrom('shop_users_at_work')
    .select('roles')
    .where('id', '=', staffId)
    .where('partner_id', '=', partnerId)
    .executeTakeFirst()
  return there?.roles.some((role) => (shopRolesThatMay('agreement.accept') as string[]).includes(role)) ?? false
}
