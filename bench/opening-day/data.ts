import { hashPassword } from '../../src/platform/passwords.ts'
import { NAMES, withClient } from '../database.ts'
import { IDENTITIES_TO_SEND, MOVEMENTS_EACH, PARTNERS, PASSWORD, PEOPLE, PHOTOS_TO_REDO, TILLS, TOWNS } from './day.ts'

const LAST_MOVEMENT = MOVEMENTS_EACH - 1
const [GRANT, SPENT] = [100_000, 500]

// Written as the program would have left it: `ledger:check` agrees. Nothing of it has to be checked by the database as it comes.
const FILL = `
  ${NAMES}
  set session_replication_role = replica;
  set synchronous_commit = off;
  insert into campaigns
      (name, applications_open_on, starts_on, prepayments_expire_on, ends_on, card_number_daily_cap_cents, opened_at, announced_at)
    values ('Campagne', current_date - 90, current_date - 60, current_date + 200, current_date + 210, 100000, now(), now());
  insert into benefits (campaign_id, rule, label, wallet_kind, amount_cents)
    values (1, 'pupil-first-time', 'première entrée', 'MANUEQUIP', ${GRANT}), (1, 'neither', 'bons plans', null, 0);
  insert into partner_types select 'type' || i, 'Type ' || i from generate_series(1, 12) i;
  insert into partners (code, name, type_code, street, postcode, town, latitude, longitude, accepts_prepayments, accepts_online_payments)
    select 'P' || i, 'LIBRAIRIE ' || i, 'type' || 1 + i % 12, i || ' rue des Livres', '80000', 'Ville ' || 1 + i % ${TOWNS},
      49 + i % 997 / 500.0, 1.6 + i % 787 / 400.0, true, true
    from generate_series(1, ${PARTNERS}) i;
  insert into staff (email, name, password_hash, partner_id) select 'caisse' || i || '@example.org', 'Caisse', 'none', i from generate_series(1, ${TILLS}) i;
  insert into workplaces (staff_id, partner_id, roles, added_at) select id, partner_id, '{cashier}', now() from staff;
  insert into files (id, policy, media_type, bytes, created_at) values ('photo', 'photo', 'image/jpeg', 'photo', now());
  insert into schools (uai, name, kind, town, takes_pupils, takes_apprentices)
    select lpad(i::text, 7, '0') || substr('ABCDEFGHJKLMNPRSTUVWXYZ', 1 + i % 23, 1), 'Lycée ' || i, 'lycée', 'Ville ' || 1 + i % ${TOWNS}, true, true
    from generate_series(1, 580) i;
  insert into levels values ('seconde', 'Seconde');
  insert into courses (code, label, level_code) values ('seconde', 'Seconde générale', 'seconde');
  insert into beneficiaries (civility, last_name, first_name, birth_date, email, created_at)
    select 'M', pg_temp.name_of(i), pg_temp.first_name_of(i),
      date '2008-01-01' + (i / 500)::integer, 'jeune.' || i || '@example.org', now() - interval '30 days'
    from generate_series(1, ${PEOPLE + IDENTITIES_TO_SEND}) i;
  insert into passwords (beneficiary_id, password_hash) select i, $HASH$ from generate_series(1, ${PEOPLE}) i;
  insert into card_applications
      (file_number, beneficiary_id, campaign_id, state, photo_file_id, situation, school_id, course_code, scholarship_holder, benefit_rule, created_at, submitted_at, decided_at)
    select (1000000000::bigint + i)::text, i, 1, 'validated', 'photo', 'pupil', 1 + i % 580, 'seconde', false, 'pupil-first-time',
      now() - interval '30 days', now() - interval '29 days', now() - interval '28 days'
    from generate_series(1, ${PEOPLE}) i;
  insert into card_applications (file_number, beneficiary_id, campaign_id, answers, created_at)
    select (1000000000::bigint + i)::text, i, 1,
      '{"situation": {"situation": "neither"}, "contact": {"address": {"kind": "free", "lines": ["1 rue Haute"]}, "mobilePhone": "0612345678"}}', now()
    from generate_series(${PEOPLE + 1}, ${PEOPLE + IDENTITIES_TO_SEND}) i;
  insert into cards (number, beneficiary_id, photo_file_id, created_at)
    select (10000000 + i)::text, i, 'photo', now() - interval '20 days' from generate_series(1, ${PEOPLE}) i;
  -- Every other one has a prepayment that waits, the last of their movements.
  insert into wallets (beneficiary_id, campaign_id, kind, closes_on, granted_cents, balance_cents, reserved_cents, spent_cents)
    select i, 1, 'MANUEQUIP', current_date + 210, ${GRANT}, ${GRANT - LAST_MOVEMENT * SPENT}, ${SPENT} * (1 - i % 2),
      ${SPENT} * (${LAST_MOVEMENT} - 1 + i % 2) from generate_series(1, ${PEOPLE}) i;
  insert into transactions (request_id, kind, wallet_id, partner_id, channel, amount_cents, balance_after_cents, at)
    select gen_random_uuid(), kind, i, case when kind <> 'grant' then 1 + (i + n * 7919) % ${PARTNERS} end,
      case kind when 'payment' then case when n % 2 = 0 then 'qr-code' else 'online' end end,
      case kind when 'grant' then ${GRANT} else ${SPENT} end, ${GRANT} - n * ${SPENT}, now() - (${MOVEMENTS_EACH} - n) * interval '1 day'
    from generate_series(0, ${LAST_MOVEMENT}) n, generate_series(1, ${PEOPLE}) i,
      lateral (select case when n = 0 then 'grant' when n = ${LAST_MOVEMENT} and i % 2 = 0 then 'reservation' else 'payment' end as kind) k;
  insert into prepayments (ticket, beneficiary_id, wallet_id, partner_id, amount_cents, expires_on, reservation_id, created_at)
    select (100000000000 + wallet_id)::text, wallet_id, wallet_id, partner_id, amount_cents, current_date + 200, id, at
    from transactions where kind = 'reservation';
`

/** Fills an empty, migrated database by statements that each write all their rows. */
export async function fillForOpeningDay(url: string): Promise<void> {
  const hash = await hashPassword(PASSWORD)
  await withClient(url, async (client) => {
    await client.query(FILL.replace('$HASH$', () => client.escapeLiteral(hash)))
    await client.query('vacuum analyze')
    await client.query('checkpoint')
  })
  await askForPhotos(url)
}

/** As the Region does with photos that cannot be printed: their owners may send another. */
export const askForPhotos = (url: string): Promise<unknown> =>
  withClient(url, (client) =>
    client.query(
      `update cards set set_aside_at = now(), set_aside_reason = 'Votre visage est flou.' where beneficiary_id > $1 and set_aside_at is null`,
      [PEOPLE - PHOTOS_TO_REDO],
    ),
  )
