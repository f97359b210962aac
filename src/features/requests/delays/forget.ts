import { sql } from 'kysely'
import { recordAll } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { forgetFiles } from '../../../platform/files.ts'
import type { Beneficiary, ByTheClock } from '../../../spaces/actors.ts'
import { facts } from './facts.ts'
import { CERTIFICATE_KEPT_DAYS } from './retention.ts'

/** What a closed account sent to the Region, and what was said of its requests. */
export async function forgetDelays(tx: Tx, beneficiary: Pick<Beneficiary, 'id'>): Promise<void> {
  const theirs = sql<number>`(select id from applications where beneficiary_id = ${beneficiary.id})`
  const gone = await tx.deleteFrom('enrolment_certificates').where('application_id', 'in', theirs).returning('file_id').execute()
  await forgetFiles(
    tx,
    gone.map(({ file_id }) => file_id),
  )
  await tx.deleteFrom('delay_reminders').where('application_id', 'in', theirs).execute()
}

/** Deletes the certificates that are of no use any more: decided on long enough ago, or never, in a campaign that is over. */
export async function forgetCertificates(tx: Tx, _clock: ByTheClock): Promise<void> {
  const { rows } = await sql<{ application_id: number; file_id: string; beneficiary_id: number }>`
    delete from enrolment_certificates c using applications a
    where a.id = c.application_id and (
      (a.state in ('validated', 'refused') and a.decided_at < ${tx.now}::timestamptz - make_interval(days => ${CERTIFICATE_KEPT_DAYS}))
      or a.decisions_end_on < (${tx.now} at time zone 'Europe/Paris')::date - ${CERTIFICATE_KEPT_DAYS}::integer)
    returning c.application_id, c.file_id, a.beneficiary_id
  `.execute(tx)
  await forgetFiles(
    tx,
    rows.map(({ file_id }) => file_id),
  )
  await recordAll(
    tx,
    rows.map(({ application_id, beneficiary_id }) => ({
      at: tx.now,
      fact: facts['certificate.deleted'],
      beneficiary_id,
      details: { application_id },
    })),
  )
}
