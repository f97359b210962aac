import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { found } from '../../../platform/errors.ts'
import type { Decider } from '../../../spaces/actors.ts'
import { AWAITED, type State } from './contract.ts'

/** Somebody's contracts, those of their latest validated application, the latest first. */
export async function contractsOf(db: Reader, beneficiaryId: number) {
  const rows = await db
    .selectFrom('contracts as k')
    .innerJoin('open_accounts as b', 'b.id', 'k.beneficiary_id')
    .innerJoin('applications as a', 'a.id', 'k.application_id')
    .select([
      'k.application_id',
      'k.contract_signed_on',
      'k.contract_ends_on',
      'k.cfa_in_region',
      'k.school_id',
      'k.cfa_name',
      'k.cfa_town',
    ])
    .select(['a.starts_on', 'a.ends_on'])
    .where('k.beneficiary_id', '=', beneficiaryId)
    .orderBy('k.applications_open_on', 'desc')
    .orderBy('k.contract_signed_on', 'desc')
    .execute()
  return rows.filter(({ application_id }) => application_id === rows[0]?.application_id)
}

export type ContractRow = Awaited<ReturnType<typeof contractsOf>>[number]

/** What somebody declared last, with its CFA in words. */
export const latestChangeOf = (db: Reader, beneficiaryId: number) =>
  changes(db).where('c.beneficiary_id', '=', beneficiaryId).orderBy('c.id', 'desc').limit(1).executeTakeFirst()

const changes = (db: Reader) =>
  db
    .selectFrom('contract_changes as c')
    .leftJoin('school_directory as s', 's.id', 'c.school_id')
    .select([
      'c.id',
      'c.number',
      'c.beneficiary_id',
      'c.application_id',
      'c.ended_on',
      'c.ended_contract_signed_on',
      'c.contract_signed_on',
      'c.contract_ends_on',
    ])
    .select(['c.other_diploma', 'c.declared_at', 'c.declared_by', 'c.first_agent_id', 'c.decided_at', 'c.reason', 'c.cfa_in_region'])
    .select(sql<State>`c.state`.as('state'))
    .select(
      sql<string>`coalesce(s.label, (c.school_elsewhere ->> 'name') || ' (' || (c.school_elsewhere ->> 'town') || ')')`.as('cfa_label'),
    )

// What a CFA and the Region read: a CFA its own apprentices', an agent all of them.

/** The changes that they may decide on, as their list shows them. */
export function changesFor(db: Reader, decider: Decider) {
  const all = changes(db)
    .innerJoin('people as b', 'b.id', 'c.beneficiary_id')
    .select([
      'b.last_name',
      'b.first_name',
      'b.printed_last_name',
      'b.printed_first_name',
      'b.search',
      'b.birth_date',
      'c.declared_at as submitted_at',
    ])
  return decider.kind === 'school' ? all.where('c.cfa_in_region', '=', true).where('c.school_id', '=', decider.school_id) : all
}

export type ChangeLine = Awaited<ReturnType<ReturnType<typeof changesFor>['executeTakeFirstOrThrow']>>

/** Those that wait for them. */
export const changesWaitingFor = (db: Reader, decider: Decider) => changesFor(db, decider).where('c.state', '=', AWAITED[decider.kind])

/** One change, with who dealt with it. */
export async function changeFor(db: Reader, decider: Decider, number: string) {
  const row = await changesFor(db, decider)
    .leftJoin('staff_members as declarer', 'declarer.id', 'c.declared_by')
    .leftJoin('staff_members as first', 'first.id', 'c.first_agent_id')
    .leftJoin('staff_members as last', 'last.id', 'c.decided_by')
    .select(['declarer.name as declared_by_name', 'first.name as first_agent_name', 'last.name as decided_by_name', 'last.school_name'])
    .where('c.number', '=', number)
    .executeTakeFirst()
  return found(row)
}

export type ChangeFile = Awaited<ReturnType<typeof changeFor>>
