import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import type { Agent, Staff } from '../../../spaces/actors.ts'

/** What a reason is asked for. */
export type AskedAbout = 'files-opened' | 'people-exported'

/** What is written down of who opens somebody's file, or a page of it. */
export const FILE_READINGS: readonly string[] = ['beneficiary.file-read', 'person.page-read', 'file-notes.read', 'beneficiary.archived']

const MINUTES = 10
/** So many times the threshold, and nothing more is opened, whatever the reason. */
const TIMES_AT_MOST = 10
/** A file that is taken out may be taken again for so long. */
const EXPORT_MINUTES = 60

const since = (now: Date, minutes: number): Date => new Date(now.getTime() - minutes * 60_000)

/**
 * Whether an agent says why before they open one more file: they have opened many in ten minutes, and have given no reason since.
 * @throws UserError 429 at ten times as many
 */
export async function saysWhyBeforeAFile(db: Reader, agent: Agent, now: Date, beneficiaryId: number): Promise<boolean> {
  const from = since(now, MINUTES)
  const { rows } = await sql<{ opened: number; noticed: number; has_reason: boolean }>`
    select t.noticed,
      (select count(distinct beneficiary_id) from facts_of_staff
        where staff_id = ${agent.id} and at > ${from} and fact = any (${FILE_READINGS}::text[]) and beneficiary_id <> ${beneficiaryId}) as opened,
      exists (select from given_reasons where staff_id = ${agent.id} and kind = t.kind and at > ${from}) as has_reason
    from vigilance_thresholds t where t.kind = 'files-opened'
  `.execute(db)
  const { opened, noticed, has_reason } = rows[0] as (typeof rows)[0]
  if (opened >= TIMES_AT_MOST * Math.max(1, noticed))
    throw new UserError(
      'too-many-files',
      `Vous avez ouvert ${opened} dossiers en ${MINUTES} minutes. Attendez ${MINUTES} minutes, puis reprenez. Si votre travail en demande autant, parlez-en à un administrateur.`,
      { status: 429, retryAfterSeconds: MINUTES * 60 },
    )
  return opened >= noticed && !has_reason
}

/** Whether somebody says why before they take so many people out in a file. */
export async function saysWhyBeforeAFileOfMany(
  db: Reader,
  staff: Pick<Staff, 'id'>,
  now: Date,
  file: { people: number; about: string },
): Promise<boolean> {
  const { rows } = await sql<{ asks: boolean }>`
    select ${file.people}::integer > t.noticed and not exists (
      select from given_reasons
      where staff_id = ${staff.id} and kind = t.kind and about = ${file.about} and at > ${since(now, EXPORT_MINUTES)}) as asks
    from vigilance_thresholds t where t.kind = 'people-exported'
  `.execute(db)
  return rows[0]?.asks ?? false
}
