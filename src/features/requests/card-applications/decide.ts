import { sql } from 'kysely'
import { recordAll } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { addDays, dayOf, frenchDay, frenchMinute } from '../../../platform/dates.ts'
import { notFound, UserError } from '../../../platform/errors.ts'
import { forgetFrom } from '../../../platform/files.ts'
import type { Agent, Decider } from '../../../spaces/actors.ts'
import { mustHave } from '../../../spaces/school-roles.ts'
import { mustDecideItself } from '../outages/index.ts'
import { awaitsDecision, type Decision, IDENTITY_DAYS, isTimely, type Situation, type State } from './application.ts'
import { facts } from './facts.ts'
import { fallTo, historyOf } from './queries.ts'

/** What is decided on: one application, or several at once. */
export interface Decided {
  fileNumbers: string[]
  decision: Decision
  reason: string | null
  /** Those of them that no person looked at. */
  unseen?: readonly string[]
  /** A school's list decides, and nobody of the school. */
  isByList?: boolean
}

/**
 * Writes the decision on applications that fall to that school or agent, all of them or none, with who took it.
 * @throws UserError 404 for those that do not, 409 `application.decided` when somebody was faster, `campaign.over` when it is too late,
 * `school.taken-over` while the Region decides in the place of the school, 403 `application.moved` to the agent who chose the school of one of them
 */
export async function decide(tx: Tx, decider: Decider, { fileNumbers, decision, reason, unseen = [], isByList = false }: Decided) {
  mustHave(decider, 'requests.decide')
  if (decider.kind === 'school' && !isByList) await mustDecideItself(tx, decider)
  const applications = await lockApplications(tx, decider, fileNumbers)
  for (const application of applications) {
    if (!awaitsDecision(application)) throw await alreadyDecided(tx, application)
    if (!isTimely(decision, application, dayOf(tx.now))) throw tooLate(application)
  }

  const ids = applications.map(({ id }) => id)
  if (decider.kind === 'agent' && decision === 'validated') await mustBeAnotherThanWhoMoved(tx, decider, applications)
  await tx
    .updateTable('card_applications')
    .set({
      state: decision,
      decided_at: tx.now,
      is_photo_unseen: sql<boolean>`file_number = any(${unseen}::text[])`,
      ...(decision === 'validated' && { withdrawn_at: null }),
    })
    .where('id', 'in', ids)
    .execute()
  await tx
    .insertInto('application_events')
    .values(ids.map((id) => ({ application_id: id, at: tx.now, event: decision, staff_id: decider.id, reason })))
    .execute()
  await recordAll(
    tx,
    applications.map(({ id, beneficiary_id }) => ({
      at: tx.now,
      fact: facts[`card-application.${decision}` as const],
      staff_id: decider.id,
      beneficiary_id,
      details: { application_id: id },
    })),
  )
  const documents = applications.flatMap(({ identity_file_id }) => identity_file_id ?? [])
  await forgetFrom(tx, documents, addDays(dayOf(tx.now), IDENTITY_DAYS))
  return applications
}

/** One agent alone does not choose the school of a request, then say in its place that its author is enrolled there. */
async function mustBeAnotherThanWhoMoved(tx: Tx, agent: Agent, applications: { id: number; file_number: string }[]): Promise<void> {
  const moved = await tx
    .selectFrom('application_events')
    .select('application_id')
    .where(
      'application_id',
      'in',
      applications.map(({ id }) => id),
    )
    .where((eb) => eb.and({ event: 'moved', staff_id: agent.id }))
    .executeTakeFirst()
  if (!moved) return
  const number = applications.find(({ id }) => id === moved.application_id)?.file_number
  const sentence = `Vous avez changé l’établissement de la demande ${number} : une autre personne de la Région, ou l’établissement, doit la valider.`
  throw new UserError('application.moved', sentence, { status: 403 })
}

async function lockApplications(tx: Tx, decider: Decider, fileNumbers: string[]) {
  const applications = await tx
    .selectFrom('card_applications as a')
    .innerJoin('people as b', 'b.id', 'a.beneficiary_id')
    .innerJoin('campaign_calendar as c', 'c.id', 'a.campaign_id')
    .innerJoin('benefit_amounts as g', (join) => join.onRef('g.campaign_id', '=', 'a.campaign_id').onRef('g.rule', '=', 'a.benefit_rule'))
    .select([
      'a.id',
      'a.file_number',
      'a.beneficiary_id',
      'a.campaign_id',
      'a.photo_file_id',
      'a.identity_file_id',
      'b.first_name',
      'b.last_name',
      'g.amount_cents',
      'g.label as benefit_label',
      'c.name as campaign_name',
      'c.starts_on',
      'c.ends_on',
      'c.decisions_end_on',
      'c.spending_days',
    ])
    .select(sql<boolean>`was_given_before(a.beneficiary_id, a.campaign_id)`.as('given_before'))
    .select(sql<Situation>`a.situation`.as('situation'))
    .select(sql<State>`a.state`.as('state'))
    .where(fallTo(decider))
    .where('a.state', '<>', 'draft')
    .where('a.file_number', 'in', fileNumbers)
    .orderBy('a.id')
    .forUpdate('a')
    .execute()
  if (applications.length === 0 || applications.length !== new Set(fileNumbers).size) throw notFound()
  return applications
}

async function alreadyDecided(tx: Tx, application: { id: number; first_name: string; last_name: string }): Promise<UserError> {
  const decisions: readonly string[] = ['validated', 'returned', 'refused'] satisfies Decision[]
  const last = (await historyOf(tx, application.id)).findLast(({ event }) => decisions.includes(event))
  const name = `${application.first_name} ${application.last_name}`
  const sentence = `La demande de ${name} a déjà été décidée par ${last?.staff_name}, le ${last && frenchMinute(last.at)}.`
  return new UserError('application.decided', sentence, { status: 409 })
}

function tooLate(application: { first_name: string; last_name: string; campaign_name: string; decisions_end_on: string }): UserError {
  const name = `${application.first_name} ${application.last_name}`
  const sentence = `Les demandes de la campagne ${application.campaign_name} pouvaient être validées jusqu’au ${frenchDay(application.decisions_end_on)} : la demande de ${name} ne peut plus être validée ni renvoyée. Vous pouvez la refuser ; le jeune fera une demande pour la campagne suivante.`
  return new UserError('campaign.over', sentence, { status: 409 })
}
