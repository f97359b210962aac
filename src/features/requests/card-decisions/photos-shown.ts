import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import type { Decider } from '../../../spaces/actors.ts'
import { facts } from './facts.ts'

/** Of these requests, those whose photo this person was shown since it was sent: a photo further down than they went is not. */
export async function photosShown(db: Reader, { id }: Pick<Decider, 'id'>, numbers: string[]): Promise<Set<string>> {
  const { rows } = await sql<{ file_number: string }>`
    select a.file_number
    from sent_applications a
    where a.file_number = any(${numbers}::text[]) and exists (
      select from facts_of_staff f
      where f.beneficiary_id = a.beneficiary_id and f.at >= a.submitted_at and f.staff_id = ${id}
        and f.fact = ${facts['card-application.photo-read'].name} and (f.details ->> 'application_id')::bigint = a.id)
  `.execute(db)
  return new Set(rows.map(({ file_number }) => file_number))
}
