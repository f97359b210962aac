import { sql } from 'kysely'
import type { Db } from '../../../platform/database/index.ts'
import type { Day } from '../../../platform/dates.ts'
import { found } from '../../../platform/errors.ts'
import type { Decider } from '../../../spaces/actors.ts'
import { type Apprenticeship, fallTo, type SchoolElsewhere, type Situation, type State } from '../card-applications/index.ts'

// What a school and the Region read: the applications that fall to them, once they were sent.

const sentTo = (db: Db, decider: Decider) =>
  db
    .selectFrom('card_applications as a')
    .innerJoin('beneficiaries as b', 'b.id', 'a.beneficiary_id')
    .innerJoin('campaigns as p', 'p.id', 'a.campaign_id')
    .select(['a.id', 'a.file_number as number', 'a.submitted_at', 'b.last_name', 'b.first_name'])
    .select(['p.name as campaign_name', 'p.starts_on', 'p.ends_on'])
    .select(sql<Situation>`a.situation`.as('situation'))
    .select(sql<State>`a.state`.as('state'))
    .where(fallTo(decider))
    .where('a.state', '<>', 'draft')

/** Those applications, as their list shows them. */
export const applicationsFor = (db: Db, decider: Decider) =>
  sentTo(db, decider).leftJoin('courses as c', 'c.code', 'a.course_code').select('c.label as course_label')

export type ApplicationLine = Awaited<ReturnType<ReturnType<typeof applicationsFor>['executeTakeFirstOrThrow']>>

/** Those that wait for a decision, in a campaign that goes on. */
export const waitingFor = (db: Db, decider: Decider, today: Day) =>
  sentTo(db, decider).where('a.state', '=', 'submitted').where('p.ends_on', '>=', today)

/** One file, whole, as who decides on it reads it. */
export const fileOf = async (db: Db, decider: Decider, number: string) =>
  found(
    await sentTo(db, decider)
      .innerJoin('benefits as g', (join) => join.onRef('g.campaign_id', '=', 'a.campaign_id').onRef('g.rule', '=', 'a.benefit_rule'))
      .leftJoin('schools as s', 's.id', 'a.school_id')
      .leftJoin('courses as c', 'c.code', 'a.course_code')
      .leftJoin('levels as l', 'l.code', 'c.level_code')
      .leftJoin('files as d', 'd.id', 'a.identity_file_id')
      .select(['a.beneficiary_id', 'a.scholarship_holder', 'a.benefit_rule', 'a.photo_file_id'])
      .select(['a.identity_file_id', 'd.delete_after', 'a.contract_signed_on', 'a.contract_ends_on'])
      .select(['b.civility', 'b.birth_date', 's.uai', 's.name as school_name', 's.town as school_town'])
      .select(['c.label as course_label', 'l.label as level_label', 'g.label as benefit_label'])
      // What was granted stays as it was when the campaign's amounts change afterwards.
      .select(
        sql<number>`coalesce((
          select w.granted_cents from wallets w
          where w.beneficiary_id = a.beneficiary_id and w.campaign_id = a.campaign_id and w.kind = g.wallet_kind and a.state = 'validated'
        ), case when a.state = 'validated' and p.opened_at is not null then 0 else g.amount_cents end)`.as('amount_cents'),
      )
      .select(sql<boolean>`was_given_before(a.beneficiary_id, a.campaign_id)`.as('given_before'))
      .select(sql<SchoolElsewhere | null>`a.school_elsewhere`.as('school_elsewhere'))
      .select(sql<Apprenticeship | null>`a.answers -> 'apprenticeship'`.as('apprenticeship'))
      .where('a.file_number', '=', number)
      .executeTakeFirst(),
  )

export type ApplicationFile = Awaited<ReturnType<typeof fileOf>>
