import { type RawBuilder, sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { found } from '../../../platform/errors.ts'
import { LINES_A_PAGE } from '../../../platform/forms/paging.ts'
import type { Agent } from '../../../spaces/actors.ts'
import type { Role } from '../../../spaces/roles.ts'
import { kindsManagedBy, type StaffKind } from '../staff/index.ts'
import type { AccountLine, FileKind, RefusedLine } from './account-file.ts'
import type { AccountToOpen } from './read-file.ts'

/** A line of a file beside what there is: the place that it names, and whether its address has an account. */
export interface Checked {
  line: number
  place_id: number | null
  place: string | null
  account: 'none' | 'here' | 'closed' | 'elsewhere'
}

/** All the lines of a file beside what there is, in one statement. */
export async function checkedLines(db: Reader, kind: FileKind, lines: AccountLine[]): Promise<Checked[]> {
  const [directory, there] =
    kind === 'school'
      ? [sql`school_directory d on d.uai = l.number`, sql`school_users u where u.id = s.id and u.school_id = d.id`]
      : [sql`partner_directory d on d.code = l.number`, sql`shop_users u where u.id = s.id and u.partner_id = d.id`]
  const { rows } = await sql<Checked>`
    select l.line, d.id as place_id, d.name || ' (' || l.number || ')' as place,
      case when s.id is null then 'none' when not exists (select from ${there}) then 'elsewhere' when s.closed_at is not null then 'closed' else 'here' end
        as account
    from json_to_recordset(${JSON.stringify(lines)}) as l (line integer, number text, email text)
    left join ${directory}
    left join staff_members s on lower(s.email) = lower(l.email)
  `.execute(db)
  return rows
}

/** A file of accounts, and what has become of it. */
export interface AccountFile {
  id: number
  at: Date
  by: string
  file_name: string
  kind: FileKind
  lines_read: number
  known: number
  to_open: number
  refused: RefusedLine[]
  opened: number | null
  opened_at: Date | null
}

const filesFor = (db: Reader, agent: Agent) =>
  db
    .selectFrom('account_files as f')
    .innerJoin('staff_members as s', 's.id', 'f.staff_id')
    .select(['f.id', 'f.at', 's.name as by', 'f.file_name', 'f.lines_read', 'f.known', 'f.to_open', 'f.opened', 'f.opened_at'])
    .select([sql<FileKind>`f.kind`.as('kind'), sql<AccountFile['refused']>`f.refused`.as('refused')])
    .where('f.kind', '=', sql<string>`any(${kindsManagedBy(agent)}::text[])`)

/** One of them, of a kind that the agent manages. */
export const accountFile = async (db: Reader, agent: Agent, id: number): Promise<AccountFile> =>
  found(await filesFor(db, agent).where('f.id', '=', id).executeTakeFirst())

const FILES_SHOWN = 20

/** The latest of them. */
export const latestFiles = (db: Reader, agent: Agent): Promise<AccountFile[]> =>
  filesFor(db, agent).orderBy('f.at', 'desc').orderBy('f.id', 'desc').limit(FILES_SHOWN).execute()

/** One page of those whose accounts a file would open. */
export async function accountsOfFile(db: Reader, id: number, page: number): Promise<AccountToOpen[]> {
  const { rows } = await sql<AccountToOpen>`
    select a.line, a.place_id, a.place, a.name, a.email, a.job_title
    from account_files f,
      jsonb_to_recordset(f.accounts) as a (line integer, place_id integer, place text, name text, email text, job_title text)
    where f.id = ${id}
    order by a.line
    limit ${LINES_A_PAGE} offset ${(page - 1) * LINES_A_PAGE}
  `.execute(db)
  return rows
}

/** How an invitation that nobody used stands: it waits for its turn, its link opens, or does no more. */
export type InvitationState = 'waiting' | 'live' | 'ended'

export interface Invited {
  id: number
  name: string
  email: string
  place: string
  job_title: string | null
  kind: StaffKind
  opened_at: Date
  link_ends_at: Date | null
  state: InvitationState
}

/** Which of the invitations: of these kinds, and in that state when one is named. */
export interface Which {
  kinds: StaffKind[]
  state: InvitationState | null
}

/** Those who were invited and have never come: `Invited`. */
export const invited = (now: Date, { kinds, state }: Which): RawBuilder<unknown> => sql`
  select * from (
    select m.id, m.name, m.email, m.place, m.job_title, m.opened_at, m.link_ends_at,
      case when m.partner_id is not null then 'partner' when m.school_id is not null then 'school' else 'agent' end as kind,
      case when q.staff_id is not null or m.id in (select staff_id from staff_links_to_leave) then 'waiting' when m.link_ends_at > ${now} then 'live' else 'ended' end as state
    from staff_at_work m
    left join invitations_to_send q on q.staff_id = m.id
    where m.is_invited
  ) i
  where kind = any(${kinds}::text[]) and (${state}::text is null or state = ${state})`

/** One page of them: who was invited longest ago first; and how many could be invited again. */
export async function invitedPage(db: Reader, now: Date, which: Which, page: number) {
  const { rows } = await sql<Invited & { total: number; to_remind: number }>`
    select w.*, count(*) over ()::integer as total, count(*) filter (where state <> 'waiting') over ()::integer as to_remind
    from (${invited(now, which)}) w
    order by opened_at, id
    limit ${LINES_A_PAGE} offset ${(page - 1) * LINES_A_PAGE}
  `.execute(db)
  return { rows, total: rows[0]?.total ?? 0, toRemind: rows[0]?.to_remind ?? 0 }
}

/** Who may do what at the Region. */
export interface Reviewed {
  id: number
  name: string
  email: string
  roles: Role[]
  opened_at: Date
  seen_at: Date | null
  is_invited: boolean
}

export async function agentsToReview(db: Reader): Promise<Reviewed[]> {
  const { rows } = await sql<Reviewed>`
    select id, name, email, region_roles as roles, opened_at, seen_at, is_invited
    from staff_at_work where region_roles is not null order by name, id
  `.execute(db)
  return rows
}

/** Every review, the latest first. */
export const reviews = (db: Reader) =>
  db
    .selectFrom('rights_reviews as r')
    .innerJoin('staff_members as s', 's.id', 'r.staff_id')
    .select(['r.at', 's.name as by', 'r.accounts', 'r.remarks'])
    .orderBy('r.at', 'desc')
    .orderBy('r.id', 'desc')
    .limit(LINES_A_PAGE)
    .execute()

/** Since when nobody has reviewed the rights: the latest review, or the first account of the Region. */
export async function unreviewedSince(db: Reader): Promise<Date | null> {
  const { rows } = await sql<{ since: Date | null }>`
    select coalesce((select max(at) from rights_reviews), (select min(opened_at) from staff_at_work where region_roles is not null)) as since
  `.execute(db)
  return rows[0]?.since ?? null
}
