import { sql } from 'kysely'
import { isLodgingEligible } from '../../../src/features/aid/apprentice-aid/aid.ts'
import { ibanOf } from '../../../src/features/aid/apprentice-aid/bank.ts'
import { documentPolicy } from '../../../src/features/aid/apprentice-aid/document-policy.ts'
import { MADE_UP_PAYER } from '../../../src/features/money/bank-files/index.ts'
import { makeFile } from '../../../src/features/region/transfers/make-file.ts'
import type { Tx } from '../../../src/platform/database/index.ts'
import { encrypt, type Keys } from '../../../src/platform/encryption.ts'
import { storeFile } from '../../../src/platform/files.ts'
import { aid } from '../campaign.ts'
import { type AidAsked, BATCH_DAYS_AGO, type BatchName, CANCELLED, CHECKED, REJECTED } from './aids.ts'
import type { Around, Life } from './index.ts'

/** The aids of the invented apprentices, and the batches of transfers that pay them. */
export async function loadAids(tx: Tx, life: Life, around: Around): Promise<void> {
  const ids = await idsFor(tx, life.aids.length)
  const rows = []
  for (const [index, asked] of life.aids.entries()) {
    const id = ids[index] as number
    rows.push({ id, ...columnsOf(asked), ...(asked.submitted_at && (await sentWith(tx, life, { asked, id, key: around.key }))) })
  }
  await insertRequests(tx, rows, around)
  await sql`
    insert into apprentice_aid_events (request_id, at, event, staff_id, reason)
    select r.id, e.at, e.event,
      case e.by when 'school' then i.decider_id when 'agent' then ${around.agent.id}::bigint end, e.reason
    from json_to_recordset(${JSON.stringify(life.aids.flatMap(({ number, events }) => events.map((event) => ({ number, ...event }))))})
      as e (number text, at timestamptz, event text, by text, reason text)
    join apprentice_aid_requests r using (number)
    join invented i using (beneficiary_id)
    order by e.at
  `.execute(tx)
  await sql`
    insert into audit_facts (at, fact, staff_id, beneficiary_id, details)
    select e.at, 'aid-request.' || e.event, e.staff_id, r.beneficiary_id, jsonb_build_object('request', r.id)
    from apprentice_aid_events e join apprentice_aid_requests r on r.id = e.request_id
    where e.staff_id is not null order by e.at
  `.execute(tx)
  for (const name of ['paid', 'cancelled', 'at-the-bank'] as const) await loadBatch(tx, life, { name, ...around })
}

/** Known before their rows: an account is encrypted for its row. */
async function idsFor(tx: Tx, count: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select nextval(pg_get_serial_sequence('apprentice_aid_requests', 'id')) as id from generate_series(1, ${count}::integer)
  `.execute(tx)
  return rows.map(({ id }) => id)
}

const columnsOf = ({ person, cfa, home, ...asked }: AidAsked) => ({
  ...asked,
  file_number: person.file_number,
  school: cfa.uai,
  contract_signed_on: person.contract?.signed_on,
  home_longitude: home.longitude,
  home_latitude: home.latitude,
  home_point: home.point,
  cfa_lines: [cfa.name, `${cfa.postcode} ${cfa.town}`],
  cfa_longitude: cfa.longitude,
  cfa_latitude: cfa.latitude,
})

/** What was given by the time that a request is sent. */
async function sentWith(tx: Tx, { documents }: Life, { asked, id, key }: { asked: AidAsked; id: number; key: Keys }) {
  const { bank, lodging_kind, transport_cents, meals_cents, lodging_cents, state } = asked
  const store = (bytes: Buffer) => storeFile(tx, documentPolicy, bytes, key)
  return {
    lodging_situation: lodging_kind ? 'housed' : 'with-family',
    transport_cents,
    meals_cents,
    lodging_cents,
    bands: aid.bands,
    bank_holder: bank.holder,
    bank_holder_differs: bank.differs,
    bank_name: bank.name,
    iban_encrypted: `\\x${encrypt(key, bank.iban, ibanOf({ id })).toString('hex')}`,
    iban_first4: bank.iban.slice(0, 4),
    iban_last4: bank.iban.slice(-4),
    bic: bank.bic,
    bank_details_rejected: state === 'rejected-by-bank',
    contract_file_id: await store(documents.contract),
    bank_file_id: await store(documents.bank),
    lodging_file_id: isLodgingEligible({ lodging_kind }) ? await store(documents.lodging) : null,
  }
}

async function insertRequests(tx: Tx, rows: object[], { campaign, agent }: Around): Promise<void> {
  await sql`
    insert into apprentice_aid_requests (id, number, beneficiary_id, application_id, campaign_id, contract_signed_on, contract_year, school_id,
      state, home_lines, home_longitude, home_latitude, home_point, cfa_lines, cfa_longitude, cfa_latitude, cfa_point, distance_m,
      distance_provider, distance_measured_on, distance_doubts, distance_contest, distance_checked_m, distance_check_reason,
      distance_checked_by, distance_checked_at, lodging_situation, lodging_kind, transport_cents, meals_cents, lodging_cents, bands,
      bank_holder, bank_holder_differs, bank_name, iban_encrypted, iban_first4, iban_last4, bic, bank_details_rejected, contract_file_id,
      bank_file_id, lodging_file_id, created_at, submitted_at, school_accepted_at, decided_at)
    overriding system value
    select r.id, r.number, i.beneficiary_id, i.application_id, ${campaign.id}, r.contract_signed_on, 1, s.id,
      r.state, r.home_lines, r.home_longitude, r.home_latitude, r.home_point, r.cfa_lines, r.cfa_longitude, r.cfa_latitude, 'school', r.distance_m,
      r.distance_provider, r.distance_measured_on, r.distance_doubts, r.distance_contest,
      case when r.distance_checked_at is not null then r.distance_m end, case when r.distance_checked_at is not null then ${CHECKED} end,
      case when r.distance_checked_at is not null then ${agent.id}::bigint end,
      r.distance_checked_at, r.lodging_situation, case r.lodging_situation when 'housed' then r.lodging_kind end, r.transport_cents,
      r.meals_cents, r.lodging_cents, r.bands, r.bank_holder, r.bank_holder_differs, r.bank_name, r.iban_encrypted, r.iban_first4,
      r.iban_last4, r.bic, coalesce(r.bank_details_rejected, false), r.contract_file_id, r.bank_file_id, r.lodging_file_id, r.created_at,
      r.submitted_at, r.school_accepted_at, r.decided_at
    from json_to_recordset(${JSON.stringify(rows)}) as r (id bigint, number text, file_number text, school text, state text, contract_signed_on date,
      home_lines text[], home_longitude double precision, home_latitude double precision, home_point text, cfa_lines text[],
      cfa_longitude double precision, cfa_latitude double precision, distance_m integer, distance_provider text, distance_measured_on date,
      distance_doubts text[], distance_contest text, distance_checked_at timestamptz, lodging_situation text, lodging_kind text,
      transport_cents bigint, meals_cents bigint, lodging_cents bigint, bands jsonb, bank_holder text, bank_holder_differs boolean, bank_name text,
      iban_encrypted bytea, iban_first4 text, iban_last4 text, bic text, bank_details_rejected boolean, contract_file_id text,
      bank_file_id text, lodging_file_id text, created_at timestamptz, submitted_at timestamptz, school_accepted_at timestamptz,
      decided_at timestamptz)
    join invented i using (file_number)
    join schools s on s.uai = r.school
    order by r.id
  `.execute(tx)
}

/** Its lines, then what became of it: the order in which the database believes it. */
async function loadBatch(
  tx: Tx,
  { aids, chance }: Life,
  { name, agent, second, key: keys }: { name: BatchName } & Pick<Around, 'agent' | 'second' | 'key'>,
): Promise<void> {
  const created_at = chance.morning(BATCH_DAYS_AGO[name])
  const later = (hours: number) => new Date(created_at.getTime() + hours * 3_600_000)
  const numbers = aids.flatMap(({ number, batches }) => (batches.includes(name) ? number : []))
  if (numbers.length === 0) return
  const { id } = await tx
    .insertInto('aid_payment_batches')
    .values({ created_at, created_by: agent.id })
    .returning('id')
    .executeTakeFirstOrThrow()
  await sql`
    insert into aid_payment_lines (batch_id, request_id, amount_cents)
    select ${id}, id, transport_cents + meals_cents + lodging_cents from apprentice_aid_requests where number = any (${numbers}) order by id
  `.execute(tx)
  const change =
    name === 'cancelled'
      ? { cancelled_at: later(2), cancelled_by: agent.id, cancel_reason: CANCELLED }
      : {
          ...{ released_at: later(0.5), released_by: second.id },
          // The first was answered by hand, before files were made here.
          ...(name === 'paid' && { given_at: later(1), given_by: agent.id }),
        }
  await tx.updateTable('aid_payment_batches').set(change).where('id', '=', id).execute()
  if (name === 'at-the-bank')
    await asIfAt(tx, later(1), () =>
      makeFile(
        tx,
        { kind: 'agent', name: '', roles: [], ...agent },
        { source: { aid_batch_id: id }, kind: 'bank', keys, payer: MADE_UP_PAYER },
      ),
    )
  else
    await sql`
      update aid_payment_lines l set
        outcome = case when ${name} = 'cancelled' then 'cancelled' when r.bank_details_rejected then 'rejected' else 'paid' end,
        reason = case when ${name} = 'paid' and r.bank_details_rejected then ${REJECTED} end, by_hand = ${name} = 'paid',
        settled_at = ${later(name === 'paid' ? 70 : 2)}, settled_by = ${agent.id}
      from apprentice_aid_requests r where r.id = l.request_id and l.batch_id = ${id}
    `.execute(tx)
  const facts = [
    { at: created_at, fact: 'aid-batch.created' },
    ...(name === 'cancelled' ? [{ at: later(2), fact: 'aid-batch.cancelled' }] : []),
  ]
  await tx
    .insertInto('audit_facts')
    .values(facts.map((fact) => ({ ...fact, staff_id: agent.id, details: JSON.stringify({ batch: id, transfers: numbers.length }) })))
    .execute()
}

/** Does something as if it were done then. */
async function asIfAt(tx: Tx, now: Date, act: () => Promise<unknown>): Promise<void> {
  const { now: today } = tx
  Object.assign(tx, { now })
  await act()
  Object.assign(tx, { now: today })
}
