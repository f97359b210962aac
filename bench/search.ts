import { managedPartners, PARTNER_ORDERS } from '../src/features/partners/partners/manage-queries.ts'
import { searchPartners } from '../src/features/partners/partners/search.ts'
import { suggestStreets } from '../src/features/people/addresses/queries.ts'
import { PEOPLE_ORDERS, peopleFound } from '../src/features/region/support/search.ts'
import { lookedFor } from '../src/features/region/support/support.ts'
import { schoolsNamed } from '../src/features/schools/schools/queries.ts'
import { type Db, openDatabase, openPool } from '../src/platform/database/index.ts'
import { orderAsked } from '../src/platform/forms/paging.ts'
import { casesOf, type RealAddress } from './address-cases.ts'
import { NAMES, withClient } from './database.ts'
import { type Finding, findAll } from './find-addresses.ts'

const PEOPLE = 250_000
const PARTNERS = 5_000
const STREETS = 1_000_000
const TIMES = 31

const FILL = `
  ${NAMES}
  create function pg_temp.shop(i bigint) returns text language sql immutable as $$
    select pg_temp.pick('LIBRAIRIE PAPETERIE SPORT ATELIER COMPTOIR MAISON BOUTIQUE ESPACE', i) || ' ' ||
      pg_temp.name_of(i * 31 + 1) || ' ' || pg_temp.pick('BEFFROI GARE MARCHE CENTRE CITADELLE PORT HALLES PARC', i / 8) $$;

  insert into campaigns (name, applications_open_on, starts_on, prepayments_expire_on, ends_on, card_number_daily_cap_cents)
    values ('Campagne', current_date - 90, current_date - 60, current_date + 90, current_date + 100, 15000);
  insert into benefits (campaign_id, rule, label, wallet_kind, amount_cents) values (1, 'pupil-first-time', 'première entrée', 'MANUEQUIP', 10000);
  insert into partner_types select 'type' || i, 'Type ' || i from generate_series(1, 12) i;
  insert into partners (code, name, type_code, street, postcode, town, latitude, longitude, accepts_prepayments, accepts_online_payments)
    select 'P' || i, pg_temp.shop(i), 'type' || 1 + i % 12, i || ' rue Haute', '80000', 'Ville ' || i % 300, 49 + i % 997 / 500.0, 1.6 + i % 787 / 400.0, true, true
    from generate_series(1, ${PARTNERS}) i;
  insert into schools (uai, name, kind, town, takes_pupils, takes_apprentices)
    select lpad(i::text, 7, '0') || substr('ABCDEFGHJKLMNPRSTUVWXYZ', 1 + i % 23, 1), 'Lycée ' || pg_temp.name_of(i * 3 + 1), 'lycée', 'Ville ' || i % 300, true, true from generate_series(1, 580) i;
  insert into levels values ('seconde', 'Seconde');
  insert into courses (code, label, level_code) values ('seconde', 'Seconde générale', 'seconde');
  insert into files (id, policy, media_type, bytes, created_at) values ('photo', 'photo', 'image/jpeg', 'photo', now());
  insert into beneficiaries (civility, last_name, first_name, birth_date, email, created_at)
    select 'M', pg_temp.name_of(i), pg_temp.first_name_of(i),
      date '2008-01-01' + (i / 500)::integer, 'jeune.' || i || '@example.org', now()
    from generate_series(1, ${PEOPLE}) i;
  insert into cards (number, beneficiary_id, photo_file_id, created_at) select (10000000 + i)::text, i, 'photo', now() from generate_series(1, ${PEOPLE}) i;
  insert into card_applications
      (file_number, beneficiary_id, campaign_id, state, photo_file_id, situation, school_id, course_code, scholarship_holder, benefit_rule, created_at, submitted_at, decided_at)
    select lpad((1000000000::bigint + i)::text, 10, '0'), i, 1, 'validated', 'photo', 'pupil', 1 + i % 577, 'seconde', false, 'pupil-first-time', now(), now(), now()
    from generate_series(1, ${PEOPLE}) i;
  -- Streets of every town of France: a quarter has the names that are everywhere.
  insert into streets (postcode, insee_code, name)
    select case when i % 251 = 0 then '59000' else t.postcode end, case when i % 251 = 0 then '59350' else t.insee_code end,
      case when i % 4 = 0 then (array['RUE DE L EGLISE', 'GRANDE RUE', 'RUE DU MOULIN', 'PLACE DE LA MAIRIE', 'RUE DU CHATEAU', 'RUE DES ECOLES',
          'RUE DE LA GARE', 'RUE VICTOR HUGO', 'RUE DU GENERAL DE GAULLE', 'RUE JEAN JAURES', 'RUE PASTEUR', 'RUE DU 8 MAI 1945'])[1 + i / 4 % 12]
        else pg_temp.pick('RUE AVENUE ALLEE PLACE CHEMIN IMPASSE', i) || ' ' || pg_temp.name_of(i * 3 + 1) || ' ' || pg_temp.name_of(i * 7 + 2) end
    from generate_series(1, ${STREETS}::bigint * 11 / 10) i
    join (select postcode, insee_code, row_number() over (order by postcode, insee_code) as n from towns) t
      on t.n = 1 + i * 7919 % (select count(*) from towns)
    on conflict do nothing;
`

/** Three schools of some four hundred people each, by the name of their town. */
const inASchool = async (db: Db) => (await schoolsNamed(db, 'ville 12', 3)).map(({ id }) => id)

const people =
  (typed: string, inThose: (db: Db) => Promise<number[] | null> = async () => null) =>
  async (db: Db) =>
    (
      await peopleFound(db, {
        person: lookedFor(typed),
        schools: await inThose(db),
        page: 1,
        order: orderAsked(new URLSearchParams(), PEOPLE_ORDERS, 'ressemblance'),
      })
    ).rows
const partners = (criteria: Partial<Parameters<typeof searchPartners>[1]>) => (db: Db) =>
  searchPartners(db, { name: '', town: '', type: '', ...criteria }, { near: null, page: 1 })

const SEARCHES: [what: string, search: (db: Db) => Promise<unknown[]>][] = [
  ['partners, by a name mistyped', partners({ name: 'papetrie bernrad' })],
  ['partners, by town', partners({ town: 'Ville 12' })],
  ['partners, by type', partners({ type: 'type7' })],
  ['partners, by all three', partners({ name: 'bernrad', town: 'Ville 9', type: 'type10' })],
  [
    'partners at the desk',
    async (db) =>
      (
        await managedPartners(db, {
          words: 'ville 12',
          state: null,
          page: 1,
          order: orderAsked(new URLSearchParams(), PARTNER_ORDERS, 'nom'),
        })
      ).rows,
  ],
  ['people, by a name mistyped', people('bernrad lucas')],
  ['people, by the beginning of a name', people('bern')],
  ['people, by file number', people('1000123456')],
  ['people, by card number', people('1012 3456')],
  ['people, by e-mail', people('jeune.123456@')],
  ['people, by school', people('', inASchool)],
  ['people, by name and school', people('bernad', inASchool)],
  ['streets of a town of four thousand', (db) => suggestStreets(db, { postcode: '59000', insee_code: '59350', words: 'avenue bernad' })],
]

export interface Searched {
  what: string
  /** The median, with every statement that it takes and their way to the database and back. */
  milliseconds: number
  /** How its tables were read. */
  reads: string[]
}

/** Fills an empty, migrated database with the people, partners and streets of the whole scheme, and searches among them. */
export async function searches(url: string): Promise<Searched[]> {
  await withClient(url, async (client) => {
    await client.query(FILL)
    await client.query('vacuum analyze')
  })
  const address = new URL(url)
  address.searchParams.set('options', '-c session_preload_libraries=auto_explain')
  const pool = openPool(address.href, { max: 1 })
  const reads = new Set<string>()
  pool.on('connect', (client) => client.on('notice', ({ message }) => tellReads(message ?? '', reads)))
  const db = openDatabase(pool)
  const searched: Searched[] = []
  for (const [what, search] of SEARCHES) {
    const taken: number[] = []
    for (let time = 0; time < TIMES; time += 1) {
      const started = performance.now()
      const found = await search(db)
      if (found.length === 0) throw new Error(`${what}: nothing found`)
      taken.push(performance.now() - started)
    }
    // Once more, with the plans told: also those of what runs inside a function, which `explain` does not show.
    await pool.query(PLANS_TOLD)
    await search(db)
    await pool.query('reset all')
    searched.push({ what, milliseconds: taken.toSorted((a, b) => a - b)[TIMES >> 1] as number, reads: [...reads] })
    reads.clear()
  }
  await pool.end()
  return searched
}

const WRITTEN = 1_000

/** Addresses of the Region written as people do, and looked for among all those streets. */
export async function writtenAddresses(url: string): Promise<Finding> {
  const pool = openPool(url, { max: 1 })
  const { rows } = await pool.query<Omit<RealAddress, 'number' | 'suffix' | 'former_town'>>(`
    select s.name as street, s.postcode, s.insee_code, t.name as town
    from streets s join towns t using (postcode, insee_code)
    where left(s.postcode, 2) in ('02', '59', '60', '62', '80')
    order by md5(s.name || s.insee_code)
    limit ${WRITTEN}`)
  const addresses = rows.map((row, index) => ({ ...row, number: `${1 + (index % 300)}`, suffix: '', former_town: undefined }))
  const finding = await findAll(openDatabase(pool), casesOf(addresses, { seed: WRITTEN, each: 1 }), (street) => street)
  await pool.end()
  return finding
}

const PLANS_TOLD = `
  set auto_explain.log_format = json; set auto_explain.log_level = notice; set auto_explain.log_nested_statements = on;
  set auto_explain.log_min_duration = 0`

interface Plan {
  'Node Type': string
  'Index Name'?: string
  'Relation Name'?: string
  Plans?: Plan[]
}

function tellReads(notice: string, reads: Set<string>): void {
  const told = /plan:\n(\{.*\})/s.exec(notice)?.[1]
  const plans: Plan[] = told ? [JSON.parse(told).Plan] : []
  for (const plan of plans) {
    if (plan['Index Name']) reads.add(plan['Index Name'])
    else if (plan['Node Type'] === 'Seq Scan') reads.add(`all of ${plan['Relation Name']}`)
    plans.push(...(plan.Plans ?? []))
  }
}
