import { createHash, randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

export const BENEFICIARIES = 250_000
export const WALLETS = 100_000
export const PARTNERS = 3_000
export const SHOPS_WITH_A_TILL = 50

export const FEW = 25_000
/** The campaigns that are credited: of a few applications, and of all. */
export const CAMPAIGNS = { current: 1, few: 2, all: 3 }

/** Names as mistyped ones have to be told apart: one person in twenty is a Bernard, the others are of six thousand families. */
export const NAMES = `
  create function pg_temp.pick(words text, i bigint) returns text language sql immutable as
    $$ select (string_to_array(words, ' '))[1 + i % array_length(string_to_array(words, ' '), 1)] $$;
  create function pg_temp.name_of(i bigint) returns text language sql immutable as $$
    select case when i % 20 = 0 then 'BERNARD' else
      pg_temp.pick('BER LE DU GAR MAR PET ROU FOU CAR DEL VAN HER LAM MOR BOU CHE TES PRU WAT COR', i * 7919)
      || pg_temp.pick('NA FE CHA TI RO LI MA VE SSA TE BRE GUI NO LLE DE PI', i * 104729 / 20)
      || pg_temp.pick('RD BVRE MP NIER SSEAU GER LOT TTE CQ ULT NDT MEZ RIN SQUE VEL UX NT QUIN RT LET', i * 1299709 / 320) end $$;
  create function pg_temp.first_name_of(i bigint) returns text language sql immutable as
    $$ select pg_temp.pick('Jean Lucas Emma Léa Hugo Inès Zoé Louis Chloé Adam Lina Jules Sarah Nathan Camille Théo Manon Yanis Clara Enzo Margaux Stéphane Nour Paul Alice', i / 20) $$;
`

// The data of a big year, put there by hand: what is measured comes after.
const FILL = `
  ${NAMES}
  insert into campaigns (name, applications_open_on, starts_on, prepayments_expire_on, ends_on, card_number_daily_cap_cents)
    select 'Campagne ' || i, current_date - 90, current_date - 60, current_date + 90, current_date + 100, 15000 from generate_series(1, 3) i;
  insert into benefits (campaign_id, rule, label, wallet_kind, amount_cents)
    select c.id, rule, rule, case when cents > 0 then 'MANUEQUIP' end, cents
    from campaigns c, (values ('pupil-first-time', 10000), ('pupil-returning', 5500), ('neither', 0)) r (rule, cents);
  insert into partner_types values ('librairie', 'Librairie');
  insert into partners (code, name, type_code, street, postcode, town, accepts_prepayments, accepts_online_payments)
    select 'P' || i, 'LIBRAIRIE ' || i, 'librairie', i || ' rue des Livres', '80000', 'Amiens', true, true from generate_series(1, ${PARTNERS}) i;
  insert into staff (email, name, password_hash, partner_id) select 'caisse' || i || '@example.org', 'Caisse', 'none', i from generate_series(1, ${PARTNERS}) i;
  insert into workplaces (staff_id, partner_id, roles, added_at) select id, partner_id, '{cashier}', now() from staff;
  insert into files (id, policy, media_type, bytes, created_at) values ('photo', 'photo', 'image/jpeg', 'photo', now());
  insert into schools (uai, name, kind, town, takes_pupils, takes_apprentices) values ('0600020W', 'Lycée Marie Curie', 'lycée', 'Nogent-sur-Oise', true, false);
  insert into levels values ('seconde', 'Seconde');
  insert into courses (code, label, level_code) values ('seconde', 'Seconde générale', 'seconde');
  insert into beneficiaries (civility, last_name, first_name, birth_date, email, created_at)
    select 'M', pg_temp.name_of(i), pg_temp.first_name_of(i), date '2008-01-01' + (i / 500)::integer, i || '@example.org',
      -- One in twelve has just signed up, as on a day on which many do.
      now() - case when i % 12 = 0 then interval '1 hour' else interval '30 days' end
    from generate_series(1, ${BENEFICIARIES}) i;
  insert into wallets (beneficiary_id, campaign_id, kind, closes_on, granted_cents, balance_cents)
    select i, ${CAMPAIGNS.current}, 'MANUEQUIP', current_date + 100, 1000000, 1000000 from generate_series(1, ${WALLETS}) i;
  insert into transactions (request_id, kind, wallet_id, amount_cents, balance_after_cents, at)
    select gen_random_uuid(), 'grant', id, 1000000, 1000000, now() from wallets order by id;
  insert into cards (number, beneficiary_id, photo_file_id, created_at)
    select (10000000 + i)::text, i, 'photo', now() from generate_series(1, ${WALLETS}) i;
  insert into card_applications
      (file_number, beneficiary_id, campaign_id, state, photo_file_id, situation, school_id, course_code, scholarship_holder, benefit_rule, created_at, submitted_at, decided_at)
    select lpad((c * 1000000000::bigint + i)::text, 10, '0'), i, c, 'validated', 'photo', 'pupil', 1, 'seconde', false,
      case when i % 2 = 0 then 'pupil-first-time' else 'pupil-returning' end, now(), now(), now()
    from (values (${CAMPAIGNS.few}, ${FEW}), (${CAMPAIGNS.all}, ${BENEFICIARIES})) a (c, size), generate_series(1, size) i;
  -- The one who looks at « Ma carte »: ten payments, ten prepayments, and the grant.
  select post_transaction(gen_random_uuid(), 'payment', 1, 100, now(), i, null, 'online') from generate_series(1, 10) i;
  insert into prepayments (ticket, beneficiary_id, wallet_id, partner_id, amount_cents, expires_on, reservation_id, created_at)
    select lpad(i::text, 12, '0'), 1, 1, i, 100, current_date + 90, (post_transaction(gen_random_uuid(), 'reservation', 1, 100, now(), i)).transaction_id, now()
    from generate_series(1, 10) i;
`

export async function fill(url: string): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(FILL)
    await client.query('vacuum analyze')
  })
}

const EVERY_MS = 200
/** One job begins as soon as another has ended. */
const SETTLED_MS = 5_000
const TOO_LONG_MS = 600_000

/** Waits until a worker that has just started has done each job that the clock does. */
export const untilJobsAreDone = (url: string): Promise<void> =>
  withClient(url, async (client) => {
    let settledSince = performance.now()
    const latest = settledSince + TOO_LONG_MS
    while (performance.now() - settledSince < SETTLED_MS) {
      await sleep(EVERY_MS)
      const { rows } = await client.query<{ not_done: string | null }>(
        `select coalesce(string_agg(name, ', ') filter (where not done), case when count(*) = 0 then 'any' end) as not_done from job_runs`,
      )
      if (rows[0]?.not_done) settledSince = performance.now()
      if (performance.now() > latest) throw new Error(`Jobs not done in ${TOO_LONG_MS / 60_000} minutes: ${rows[0]?.not_done}`)
    }
  })

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

export interface SignedIn {
  cookie: string
  csrf: string
}

/** A session such as the sign-in page opens. */
export async function signIn(client: pg.Client, who: { beneficiary: number } | { staff: number }): Promise<SignedIn> {
  const token = randomBytes(32).toString('base64url')
  const [column, id] = 'staff' in who ? ['staff_id', who.staff] : ['beneficiary_id', who.beneficiary]
  await client.query(`insert into sessions (token_hash, ${column}, created_at, seen_at) values ($1, $2, now(), now())`, [
    createHash('sha256').update(token).digest(),
    id,
  ])
  return { cookie: `session=${token}`, csrf: createHash('sha256').update(`csrf:${token}`).digest('base64url') }
}
