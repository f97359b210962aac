import { sql } from 'kysely'
import { applicationSubmitted } from '../../../src/features/requests/card-applications/messages.ts'
import { applicationRefused, applicationReturned, applicationValidated } from '../../../src/features/requests/card-decisions/messages.ts'
import type { Tx } from '../../../src/platform/database/index.ts'
import type { Keys } from '../../../src/platform/encryption.ts'
import { sealedBytes } from '../../../src/platform/files.ts'
import type { Message } from '../../../src/platform/messages/message.ts'
import { notifyEach } from '../../../src/platform/messages/notify.ts'
import { benefits } from '../campaign.ts'
import type { Around, Life } from './index.ts'
import type { Person } from './people.ts'
import { questions } from './questions.ts'

/** The invented people, their requests, what was said to them, and what they asked. */

/** Leaves behind the table `invented`: for each what they are under in the others. */
export async function loadPeople(tx: Tx, life: Life, { campaign, agent, password_hash, key }: Around): Promise<void> {
  await loadOffices(tx, password_hash)
  await inventedTable(tx, life, agent)
  await sql`
    insert into beneficiaries (civility, last_name, first_name, birth_date, email, mobile_phone, address, notified_by, good_deals_consent_at,
      newsletters_consent_at, created_at)
    select civility, last_name, first_name, birth_date, email, mobile_phone, address, notified_by, good_deals_consent_at,
      newsletters_consent_at, registered_at
    from invented order by n
  `.execute(tx)
  await sql`update invented i set beneficiary_id = b.id from beneficiaries b where b.email = i.email`.execute(tx)
  await sql`insert into passwords (beneficiary_id, password_hash) select beneficiary_id, ${password_hash} from invented`.execute(tx)
  await loadPictures(tx, life, key)
  await sql`
    insert into card_applications (file_number, beneficiary_id, campaign_id, state, answers, photo_file_id, identity_file_id, situation,
      school_id, school_elsewhere, course_code, scholarship_holder, cfa_in_region, contract_signed_on, contract_ends_on, benefit_rule,
      created_at, submitted_at, decided_at)
    select i.file_number, i.beneficiary_id, ${campaign.id}, i.state, i.answers, i.photo_id, i.identity_id,
      case when i.state <> 'draft' then i.situation end, s.id, i.elsewhere, i.course, i.is_scholarship_holder,
      case when i.situation = 'apprentice' then i.elsewhere is null end, i.signed_on, i.ends_on,
      case when i.state <> 'draft' then i.rule end, i.registered_at, i.submitted_at, i.decided_at
    from invented i left join schools s on s.uai = i.school
    order by i.n
  `.execute(tx)
  await sql`update invented i set application_id = a.id from card_applications a where a.file_number = i.file_number`.execute(tx)
  await sql`
    insert into application_events (application_id, at, event, staff_id, reason)
    select application_id, at, event, case when event = i.state then decider_id end, case when event = i.state then reason end
    from invented i
    cross join lateral (values (registered_at, 'registered'), (submitted_at, 'submitted'), (decided_at, i.state)) as happened (at, event)
    where at is not null
    order by at
  `.execute(tx)
  await sql`
    insert into audit_facts (at, fact, staff_id, beneficiary_id, details)
    select decided_at, 'card-application.' || state, decider_id, beneficiary_id, jsonb_build_object('application_id', application_id)
    from invented where decided_at is not null order by decided_at
  `.execute(tx)
}

/** Somebody decides in each school, under the demonstration's password. */
async function loadOffices(tx: Tx, password_hash: string): Promise<void> {
  await sql`
    insert into staff (email, name, school_id, password_hash)
    select 'secretariat@' || replace(searchable(name), ' ', '-') || '.example', 'Secrétariat ' || name, id, ${password_hash}
    from schools
    where in_region and id not in (select school_id from staff where school_id is not null)
    order by id
  `.execute(tx)
  await sql`
    insert into workplaces (staff_id, school_id, roles, added_at)
    select id, school_id, array['head', 'office'], opened_at from staff
    where school_id is not null and id not in (select staff_id from workplaces)
  `.execute(tx)
}

async function inventedTable(tx: Tx, { chance, people, identityCards }: Life, agent: Around['agent']): Promise<void> {
  const { rows } = await sql<{ id: number; uai: string }>`select id, uai from schools`.execute(tx)
  const schoolIds = new Map(rows.map(({ id, uai }) => [uai, id]))
  const invented = people.map((person, n) => ({
    ...person,
    n,
    school: person.school?.uai ?? null,
    elsewhere: person.elsewhere && { uai: person.elsewhere.uai, name: person.elsewhere.name, town: person.elsewhere.town },
    course: person.course?.code ?? null,
    signed_on: person.contract?.signed_on ?? null,
    ends_on: person.contract?.ends_on ?? null,
    answers: answersOf(person, schoolIds),
    photo_id: person.state === 'draft' || person.situation === 'neither' ? null : chance.uuid(),
    identity_id: identityCards.has(person.file_number) ? chance.uuid() : null,
  }))
  await sql`
    create temporary table invented on commit drop as
    select i.*, null::bigint as beneficiary_id, null::bigint as application_id,
      coalesce((select f.id from staff f join schools s on s.id = f.school_id where s.uai = i.school order by f.id limit 1), ${agent.id}) as decider_id
    from json_to_recordset(${JSON.stringify(invented)}) as i (n integer, civility text, last_name text, first_name text, birth_date date,
      email text, mobile_phone text, address jsonb, notified_by text, good_deals_consent_at timestamptz, newsletters_consent_at timestamptz,
      registered_at timestamptz, file_number text, card_number text, face integer, photo_id text, identity_id text, situation text, rule text,
      school text, elsewhere jsonb, course text, signed_on date, ends_on date, is_scholarship_holder boolean, answers jsonb, state text,
      reason text, submitted_at timestamptz, decided_at timestamptz)
  `.execute(tx)
}

/** What they typed, as the steps keep it. */
function answersOf(person: Person, schoolIds: ReadonlyMap<string, number>) {
  const { situation, course, contract, mobile_phone, address, is_scholarship_holder } = person
  const school = schoolIds.get((person.school ?? person.elsewhere)?.uai ?? '') ?? null
  if (person.state === 'draft') return {}
  const answers = { situation: { situation }, contact: { fixedPhone: null, mobilePhone: mobile_phone, address } }
  const studies = { school, level: course?.level, course: course?.code, scholarshipHolder: is_scholarship_holder }
  if (situation === 'pupil') return { ...answers, schooling: { ...studies, wasInGeneralSecondary: person.rule === 'pupil-returning' } }
  if (!contract) return answers
  const { signed_on, ends_on, wasApprentice, otherDiploma } = contract
  const dates = { contractSignedOn: signed_on, contractEndsOn: ends_on }
  const apprenticeship = { ...studies, ...dates, cfaInRegion: person.elsewhere === null, typedSchool: null, wasApprentice, otherDiploma }
  return { ...answers, apprenticeship }
}

/** Each has a photo of their own, drawn from few faces; they are encrypted, as are the identity documents. */
async function loadPictures(tx: Tx, { faces, identityCards }: Life, key: Keys): Promise<void> {
  const { rows } = await sql<{ file_number: string; face: number; photo_id: string | null; identity_id: string | null }>`
    select file_number, face, photo_id, identity_id from invented
  `.execute(tx)
  const pictures = rows.flatMap(({ file_number, face, photo_id, identity_id }) => [
    ...(photo_id ? [{ id: photo_id, policy: 'photo', bytes: faces[face] as Buffer }] : []),
    ...(identity_id ? [{ id: identity_id, policy: 'identity-document', bytes: identityCards.get(file_number) as Buffer }] : []),
  ])
  await sql`
    insert into files (id, policy, media_type, bytes, is_encrypted, created_at)
    select p.id, p.policy, 'image/jpeg', p.bytes, true, coalesce(i.submitted_at, i.registered_at)
    from unnest(${pictures.map(({ id }) => id)}::text[], ${pictures.map(({ policy }) => policy)}::text[],
      ${pictures.map(({ id, bytes }) => sealedBytes(key, id, bytes))}::bytea[]) as p (id, policy, bytes)
    join invented i on p.id in (i.photo_id, i.identity_id)
  `.execute(tx)
}

/** The last that was said to each, sent long ago. */
export async function loadMessages(tx: Tx, { people }: Life): Promise<void> {
  const { rows } = await sql<{ file_number: string; beneficiary_id: number }>`select file_number, beneficiary_id from invented`.execute(tx)
  const ids = new Map(rows.map(({ file_number, beneficiary_id }) => [file_number, beneficiary_id]))
  await notifyEach(
    tx,
    people.flatMap((person) => {
      const beneficiary_id = ids.get(person.file_number)
      return person.state === 'draft' || !beneficiary_id ? [] : { beneficiary_id, message: saidTo(person) }
    }),
  )
  await sql`
    update messages m set state = 'sent', created_at = i.at, next_attempt_at = i.at, sent_at = i.at + interval '20 seconds'
    from (select beneficiary_id, coalesce(decided_at, submitted_at) as at from invented) i
    where m.beneficiary_id = i.beneficiary_id
  `.execute(tx)
  // Some addresses do not exist.
  await sql`
    update messages m set state = 'failed', sent_at = null, attempts = 1, failure = 'EENVELOPE 550'
    from (select beneficiary_id from invented where n % 61 = 7) i
    where m.beneficiary_id = i.beneficiary_id and m.channel = 'email'
  `.execute(tx)
}

function saidTo({ state, situation, school, file_number, reason, rule }: Person): Message {
  if (state === 'submitted')
    return applicationSubmitted({
      file_number,
      situation,
      school_name: school?.name ?? null,
      isTakenOver: false,
      starts_on: null,
      hasCard: false,
    })
  const decider = school ? `Votre établissement, ${school.name},` : 'La Région Hauts-de-France'
  if (state === 'returned') return applicationReturned({ reason: reason ?? '', situation, decider })
  if (state === 'refused') return applicationRefused({ reason: reason ?? '', situation, decider })
  const { amount_cents, label } = benefits.find((benefit) => benefit.rule === rule) as (typeof benefits)[0]
  const given = { amount_cents, benefit_label: label, given_before: false }
  return applicationValidated({ ...given, situation, decider, starts_on: null, spendable_until: null, keepsCard: false })
}

/** Asked by some of them, most recently without an answer yet. */
export async function loadQuestions(tx: Tx, { chance, people }: Life, { agent }: Around): Promise<void> {
  const asked = questions.map(({ daysAgo, ...question }, index) => {
    const { first_name, last_name, email, file_number } = people[(index * 23) % people.length] as Person
    const received_at = chance.ago(daysAgo)
    const answered_at = question.answer === undefined ? null : chance.after(received_at, 1 + 2 * chance.fraction())
    return { ...question, name: `${first_name} ${last_name}`, email, file_number: index % 3 ? file_number : null, received_at, answered_at }
  })
  await sql`
    insert into questions_received (name, email, file_number, subject, body, theme, received_at, ended_at, ended_by)
    select q.*, case when q.answered_at is not null then ${agent.id}::bigint end
    from json_to_recordset(${JSON.stringify(asked)})
      as q (name text, email text, file_number text, subject text, body text, theme text, received_at timestamptz, answered_at timestamptz)
    order by received_at
  `.execute(tx)
  await sql`
    insert into question_answers (question_id, body, answered_at, answered_by)
    select r.id, q.answer, r.ended_at, r.ended_by
    from json_to_recordset(${JSON.stringify(asked)}) as q (email text, subject text, answer text)
    join questions_received r on r.email = q.email and r.subject = q.subject
    where q.answer is not null
    order by r.ended_at
  `.execute(tx)
  await sql`
    insert into audit_facts (at, fact, staff_id, details)
    select ended_at, 'question-received.answered', ended_by, jsonb_build_object('question', id)
    from questions_received where ended_at is not null order by ended_at
  `.execute(tx)
}
