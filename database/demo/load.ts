import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Address } from '../../src/features/people/addresses/index.ts'
import { type Db, inTransaction, openDatabase, openPool, type Tx } from '../../src/platform/database/index.ts'
import { addDays, type Day, dayOf, frenchDay } from '../../src/platform/dates.ts'
import type { Keys } from '../../src/platform/encryption.ts'
import { sealedBytes } from '../../src/platform/files.ts'
import type { Role } from '../../src/spaces/roles.ts'
import { loadBankAccounts } from './bank-accounts.ts'
import { loadCampaign } from './campaign.ts'
import { drawContent, loadContent } from './content.ts'
import { drawnIdentityCard } from './identity-card.ts'
import { IBAN_OF_WAITING, loadJoining, WAITING } from './joining.ts'
import { inventLife, loadLife } from './lived-in/index.ts'
import { CHAIN, partners, partnerTypes } from './partners.ts'
import { drawnPortrait } from './photo.ts'
import { drawnRib } from './rib.ts'
import { GAMBETTA, levels, MARIE_CURIE, schools, uai } from './schools.ts'
import { streets } from './streets.ts'

const LOADING = 20_610_302

interface Secrets {
  hashedPassword: () => Promise<string>
  secretFor: (staffId: number) => Buffer
  /** What is kept of the PIN with which the users of LES PAGES take over a till. */
  pinFor?: (staffId: number) => Buffer
  /** Under which the bank accounts of partners are kept; without it they have none. */
  accountsKey?: Keys
  /** The same of all that is kept encrypted. With it, those who are invented around the named people are loaded too. */
  key?: Keys
}

/** Loads the demonstration's people, schools and partners into an empty database; leaves any other as it is. */
export async function loadDemonstration(connectionString: string, now: Date, secrets: Secrets): Promise<void> {
  // With the rights of the owner: grants of the demonstration are not the campaign's own.
  const pool = openPool(connectionString, { max: 1 })
  const db = openDatabase(pool)
  try {
    if (await isEmpty(db)) await loadInto(db, now, secrets)
  } finally {
    await db.destroy()
  }
}

const isEmpty = async (db: Db): Promise<boolean> => !(await db.selectFrom('staff').select('id').limit(1).executeTakeFirst())

async function loadInto(db: Db, now: Date, { hashedPassword, secretFor, pinFor, key, accountsKey = key }: Secrets): Promise<void> {
  const zoesBirthDate = bornAt(now, '11-08', 19)
  const [passwordHash, portraits, content, zoesCard, rib, life] = await Promise.all([
    hashedPassword(),
    Promise.all([
      drawnPortrait('#d7e6f5', '#e8b98f', '#4a2f1d'),
      drawnPortrait('#e5efe2', '#c98d62', '#1d1a1a'),
      drawnPortrait('#f4e4dc', '#f0c9a4', '#8c4a1f'),
    ]),
    drawContent(),
    drawnIdentityCard({ lastName: 'LAMBERT', firstName: 'Zoé', born: frenchDay(zoesBirthDate) }),
    drawnRib({ holder: WAITING.legalName, iban: IBAN_OF_WAITING }),
    key && inventLife(now),
  ])
  await inTransaction(db, now, async (tx) => {
    // Of two servers that start together, one loads.
    await sql`select pg_advisory_xact_lock(${LOADING})`.execute(tx)
    if (!(await isEmpty(tx))) return
    const campaign = await loadCampaign(tx)
    await loadSchools(tx)
    await loadPartners(tx)
    await loadStreets(tx)
    await loadContent(tx, campaign, content)
    await loadStaff(tx, passwordHash, secretFor)
    if (accountsKey) await loadBankAccounts(tx, { proposer: await theAgent(tx), approver: await theAgent(tx, 2), key: accountsKey })
    if (accountsKey) await loadJoining(tx, { writer: await theAgent(tx), second: await theAgent(tx, 2), rib, key: accountsKey })
    if (pinFor) await loadPins(tx, pinFor)
    await loadBeneficiaries(tx, campaign, passwordHash, portraits, { birthDate: zoesBirthDate, card: zoesCard, key })
    if (life && key)
      await loadLife(tx, life, { campaign, agent: await theAgent(tx), second: await theAgent(tx, 1), password_hash: passwordHash, key })
  })
}

const theAgent = (tx: Tx, which: 0 | 1 | 2 = 0) =>
  tx.selectFrom('staff').select('id').where('email', '=', AGENTS[which][0]).executeTakeFirstOrThrow()

async function loadSchools(tx: Tx): Promise<void> {
  await tx
    .insertInto('schools')
    .values(
      schools.map(({ number, name, kind, postcode, town, at, apprentices, pupils, elsewhere }) => ({
        uai: uai(number),
        name,
        kind,
        postcode,
        town,
        longitude: at[0],
        latitude: at[1],
        in_region: !elsewhere,
        takes_pupils: pupils ?? true,
        takes_apprentices: apprentices ?? false,
      })),
    )
    .execute()
  await tx
    .insertInto('levels')
    .values(levels.map(({ code, label }) => ({ code, label })))
    .execute()
  await tx
    .insertInto('courses')
    .values(levels.flatMap((level) => level.courses.map(([code, label]) => ({ code, label, level_code: level.code }))))
    .execute()
  for (const { courses, taughtAt } of levels) {
    const codes = courses.map(([code]) => code)
    await sql`
      insert into school_courses (school_id, course_code, by_apprenticeship)
      select s.id, c.code, by_apprenticeship
      from schools s, unnest(${codes}::text[]) as c(code), (values (false), (true)) as way(by_apprenticeship)
      where (not by_apprenticeship and s.takes_pupils and s.kind = any (${taughtAt}))
        or (by_apprenticeship and s.takes_apprentices and 'CFA' = any (${taughtAt}))
    `.execute(tx)
  }
}

async function loadPartners(tx: Tx): Promise<void> {
  await tx
    .insertInto('partner_types')
    .values(partnerTypes.map(([code, label]) => ({ code, label })))
    .execute()
  await tx
    .insertInto('partners')
    .values(
      partners.map(({ code, name, type, street, postcode, town, at, prepayments, online }, index) => ({
        code,
        name,
        type_code: type,
        street,
        postcode,
        town,
        phone: `03 22 00 ${String(Math.floor(index / 10)).padStart(2, '0')} ${String(index % 10).padStart(2, '0')}`,
        email: `contact@${code.toLowerCase()}.example`,
        website: `https://${code.toLowerCase()}.example`,
        longitude: at[0],
        latitude: at[1],
        accepts_prepayments: prepayments,
        accepts_online_payments: online,
      })),
    )
    .execute()
}

async function loadStreets(tx: Tx): Promise<void> {
  // The centres of the towns that have partners: the national address file is not here to give them.
  await sql`
    update towns t set longitude = p.longitude, latitude = p.latitude
    from (select postcode, town, avg(longitude) as longitude, avg(latitude) as latitude from partners group by postcode, town) p
    where t.postcode = p.postcode and searchable(t.name) = searchable(p.town)
  `.execute(tx)
  await tx
    .insertInto('streets')
    .values(streets.flatMap(([postcode, insee_code, names]) => names.map((name) => ({ postcode, insee_code, name }))))
    .execute()
}

/** The Region's: what takes two people takes the first and another. */
const AGENTS = [
  ['agent@region.example', 'Agent de la Région', ['helpline', 'eligibility', 'partners', 'content', 'preparer', 'administrator']],
  ['seconde@region.example', 'Seconde personne', ['helpline', 'eligibility', 'approver']],
  ['admin@region.example', 'Autre administrateur', ['administrator', 'partners', 'preparer']],
  ['dpo@region.example', 'Déléguée aux données', ['dpo']],
  ['lecture@region.example', 'Élue, lecture', ['reader']],
] as const satisfies [email: string, name: string, roles: Role[]][]

async function loadStaff(tx: Tx, password_hash: string, secretFor: (staffId: number) => Buffer): Promise<void> {
  const ids = await sql<{ les_pages: number; au_beffroi: number; chain: number; marie_curie: number; gambetta: number }>`
    select (select id from partners where code = 'L212') as les_pages, (select id from partners where code = 'B107') as au_beffroi,
      (select id from partners where code = ${CHAIN.codes[0]}) as chain,
      (select id from schools where uai = ${uai(MARIE_CURIE)}) as marie_curie, (select id from schools where uai = ${uai(GAMBETTA)}) as gambetta
  `.execute(tx)
  const { les_pages, au_beffroi, chain, marie_curie, gambetta } = ids.rows[0] as (typeof ids.rows)[0]
  await tx
    .insertInto('staff')
    .values([
      {
        email: 'caisse@les-pages.example',
        name: 'Caisse LES PAGES',
        partner_id: les_pages,
        password_hash,
      },
      {
        email: 'gerance@les-pages.example',
        name: 'Gérance LES PAGES',
        partner_id: les_pages,
        password_hash,
      },
      {
        email: 'caisse@au-beffroi.example',
        name: 'Caisse AU BEFFROI',
        partner_id: au_beffroi,
        password_hash,
      },
      { email: 'secretariat@marie-curie.example', name: 'Secrétariat Marie Curie', school_id: marie_curie, password_hash },
      { email: 'proviseure@marie-curie.example', name: 'Proviseure Marie Curie', school_id: marie_curie, password_hash },
      { email: 'lecture@marie-curie.example', name: 'Vie scolaire Marie Curie', school_id: marie_curie, password_hash },
      { email: 'secretariat@gambetta.example', name: 'Secrétariat Gambetta', school_id: gambetta, password_hash },
      ...AGENTS.map(([email, name, region_roles]) => ({ email, name, region_roles, password_hash })),
      { email: 'siege@papeteries-du-nord.example', name: 'Siège PAPETERIES DU NORD', partner_id: chain, password_hash },
      { email: 'compta@papeteries-du-nord.example', name: 'Comptabilité PAPETERIES DU NORD', partner_id: chain, password_hash },
      { email: 'caisse@papeteries-du-nord.example', name: 'Caisse PAPETERIES DU NORD', partner_id: chain, password_hash },
    ])
    .execute()
  await sql`
    insert into workplaces (staff_id, partner_id, school_id, roles, refunds_up_to_cents, added_at)
    select id, partner_id, school_id,
      case split_part(email, '@', 1) when 'proviseure' then array['head'] when 'lecture' then array['reader'] when 'secretariat' then array['head', 'office']
        when 'gerance' then array['manager', 'accountant'] when 'siege' then array['manager'] when 'compta' then array['accountant']
        else array['cashier'] end,
      case split_part(email, '@', 1) when 'caisse' then 10000 end, ${tx.now}
    from staff where region_roles is null order by id
  `.execute(tx)
  // The head office of the chain and its accountant work for all its shops, its cashier for two.
  await sql`
    insert into workplaces (staff_id, partner_id, roles, refunds_up_to_cents, added_at)
    select w.staff_id, p.id, w.roles, w.refunds_up_to_cents, w.added_at
    from workplaces w, partners p
    where w.partner_id = ${chain} and p.id <> w.partner_id and p.code = any(${CHAIN.codes}::text[])
      and (not w.roles @> array['cashier'] or p.code = ${CHAIN.codes[1]})
    order by w.staff_id, p.id
  `.execute(tx)
  // Agents, schools and managers sign in with a code besides: the demonstration sends it to the outbox.
  const proving = await tx.selectFrom('staff').select('id').where('email', 'not like', 'caisse@%').execute()
  await tx
    .insertInto('second_factors')
    .values(proving.map(({ id }) => ({ staff_id: id, secret_encrypted: secretFor(id), enrolled_at: tx.now, last_step: 0 })))
    .execute()
}

/** The users of LES PAGES have their PINs already. */
async function loadPins(tx: Tx, pinFor: (staffId: number) => Buffer): Promise<void> {
  const users = await tx.selectFrom('staff').select('id').where('email', 'like', '%@les-pages.example').execute()
  await tx
    .insertInto('till_pins')
    .values(users.map(({ id }) => ({ staff_id: id, pin_hash: pinFor(id), chosen_at: tx.now })))
    .execute()
}

/** The birth date of somebody who is that old now. */
function bornAt(now: Date, monthAndDay: string, age: number): Day {
  const today = dayOf(now)
  const hadBirthday = today.slice(5) >= monthAndDay
  return `${Number(today.slice(0, 4)) - age - (hadBirthday ? 0 : 1)}-${monthAndDay}`
}

interface Person {
  civility: 'M' | 'Mme'
  last_name: string
  first_name: string
  birth_date: Day
  file_number: string
}

async function loadBeneficiaries(
  tx: Tx,
  campaign: { id: number; ends_on: Day },
  password_hash: string,
  [jeanFace, hugoFace, stephaneFace]: Buffer[],
  { key, ...zoes }: { birthDate: Day; card: Buffer; key: Keys | undefined },
): Promise<void> {
  const marieCurie = await tx.selectFrom('schools').select('id').where('uai', '=', uai(MARIE_CURIE)).executeTakeFirstOrThrow()
  const agent = await theAgent(tx)
  const office = await tx.selectFrom('staff').select('id').where('email', '=', 'secretariat@marie-curie.example').executeTakeFirstOrThrow()
  const at = (days: number, hours = 0) => new Date(tx.now.getTime() + (days * 24 + hours) * 3_600_000)
  const born = (monthAndDay: string, age: number): Day => bornAt(tx.now, monthAndDay, age)

  const nogent: Address = {
    kind: 'guided',
    postcode: '60180',
    insee_code: '60463',
    town: 'Nogent-sur-Oise',
    street: 'RUE MARIE CURIE',
    house_number: '1',
    number_suffix: null,
    care_of: null,
    complement: null,
    po_box: null,
  }
  const contact = { fixedPhone: null, mobilePhone: '0623416427', address: nogent }
  const beneficiary = async (person: Person, registeredDaysAgo: number) => {
    const { file_number, ...identity } = person
    const { id } = await tx
      .insertInto('beneficiaries')
      .values({
        ...identity,
        email: `${person.first_name}.${person.last_name}@example.org`.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase(),
        mobile_phone: contact.mobilePhone,
        address: JSON.stringify(contact.address),
        created_at: at(-registeredDaysAgo),
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await tx.insertInto('passwords').values({ beneficiary_id: id, password_hash }).execute()
    const application = await tx
      .insertInto('card_applications')
      .values({ file_number, beneficiary_id: id, campaign_id: campaign.id, created_at: at(-registeredDaysAgo) })
      .returning('id')
      .executeTakeFirstOrThrow()
    await event(application.id, 'registered', -registeredDaysAgo)
    return { id, application_id: application.id }
  }
  const event = (application_id: number, name: string, days: number, staff_id: number | null = null) =>
    tx
      .insertInto('application_events')
      .values({ application_id, event: name, at: at(days), staff_id })
      .execute()
  const picture = async (policy: string, bytes: Buffer) => {
    const id = randomUUID()
    await tx
      .insertInto('files')
      .values({
        id,
        policy,
        media_type: 'image/jpeg',
        created_at: at(-30),
        ...(key ? { bytes: sealedBytes(key, id, bytes), is_encrypted: true } : { bytes }),
      })
      .execute()
    return id
  }
  const photo = (bytes: Buffer) => picture('photo', bytes)
  const submitted = async (
    person: { application_id: number },
    sent: {
      situation: string
      benefit_rule: string
      days: number
      school_id?: number
      course_code?: string
      photo_file_id?: string
      identity_file_id?: string
      cfa_in_region?: boolean
      contract_signed_on?: Day
      contract_ends_on?: Day
      answers: object
    },
  ) => {
    const { days, answers, ...columns } = sent
    await tx
      .updateTable('card_applications')
      .set({ ...columns, answers: JSON.stringify(answers), scholarship_holder: false, state: 'submitted', submitted_at: at(days) })
      .where('id', '=', person.application_id)
      .execute()
    await event(person.application_id, 'submitted', days)
  }
  const validated = async (person: { application_id: number }, days: number) => {
    await tx
      .updateTable('card_applications')
      .set({ state: 'validated', decided_at: at(days) })
      .where('id', '=', person.application_id)
      .execute()
    await event(person.application_id, 'validated', days, office.id)
  }
  const wallet = async (person: { id: number }, amount_cents: number, days: number) => {
    const { id } = await tx
      .insertInto('wallets')
      .values({ beneficiary_id: person.id, campaign_id: campaign.id, kind: 'MANUEQUIP', closes_on: campaign.ends_on })
      .returning('id')
      .executeTakeFirstOrThrow()
    await sql`select post_transaction(${randomUUID()}, 'grant', ${id}, ${amount_cents}, ${at(days)})`.execute(tx)
  }

  const pupilAnswers = {
    situation: { situation: 'pupil' },
    contact,
    schooling: {
      school: marieCurie.id,
      level: 'TGT',
      course: '2021001911',
      scholarshipHolder: false,
      wasInGeneralSecondary: false,
    },
  }
  const pupil = {
    situation: 'pupil',
    benefit_rule: 'pupil-first-time',
    school_id: marieCurie.id,
    course_code: '2021001911',
    answers: pupilAnswers,
  }

  const jean = await beneficiary(
    { civility: 'M', last_name: 'MARTIN', first_name: 'Jean', birth_date: born('06-17', 16), file_number: '4827501935' },
    60,
  )
  const jeanPhoto = await photo(jeanFace as Buffer)
  await submitted(jean, { ...pupil, benefit_rule: 'pupil-exceptional', photo_file_id: jeanPhoto, days: -55 })
  await validated(jean, -48)
  await wallet(jean, 20_000, -48)
  const batch = await tx
    .insertInto('card_batches')
    .values({ created_at: at(-40), created_by: agent.id, made_at: at(-35), shipped_at: at(-32) })
    .returning('id')
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('cards')
    .values({ number: '23166621', beneficiary_id: jean.id, photo_file_id: jeanPhoto, created_at: at(-48), batch_id: batch.id })
    .execute()

  await beneficiary(
    { civility: 'Mme', last_name: 'LEROY', first_name: 'Inès', birth_date: born('03-02', 15), file_number: '5170362486' },
    3,
  )

  const hugo = await beneficiary(
    { civility: 'M', last_name: 'PETIT', first_name: 'Hugo', birth_date: born('09-21', 15), file_number: '6391840573' },
    9,
  )
  await submitted(hugo, { ...pupil, photo_file_id: await photo(hugoFace as Buffer), days: -6 })

  const stephane = await beneficiary(
    { civility: 'M', last_name: 'MARTIN', first_name: 'Stéphane', birth_date: born('01-30', 18), file_number: '7049158269' },
    50,
  )
  // The guide's example of an address (3.2), far enough from the CFA for the aid to transport.
  const lille: Address = { ...nogent, postcode: '59000', insee_code: '59350', town: 'Lille', street: 'ALL MARIE THERESE VICOT LHERMITE' }
  await tx
    .updateTable('beneficiaries')
    .set({ address: JSON.stringify(lille) })
    .where('id', '=', stephane.id)
    .execute()
  const signedOn = addDays(dayOf(tx.now), -60)
  const stephanePhoto = await photo(stephaneFace as Buffer)
  await submitted(stephane, {
    situation: 'apprentice',
    benefit_rule: 'apprentice-first-or-other-diploma',
    school_id: marieCurie.id,
    course_code: '32031112',
    photo_file_id: stephanePhoto,
    cfa_in_region: true,
    contract_signed_on: signedOn,
    contract_ends_on: addDays(signedOn, 700),
    days: -45,
    answers: {
      situation: { situation: 'apprentice' },
      contact,
      apprenticeship: {
        cfaInRegion: true,
        school: marieCurie.id,
        typedSchool: null,
        level: '320',
        course: '32031112',
        scholarshipHolder: false,
        contractSignedOn: signedOn,
        contractEndsOn: addDays(signedOn, 700),
        wasApprentice: false,
        otherDiploma: null,
      },
    },
  })
  await validated(stephane, -40)
  await wallet(stephane, 20_000, -40)
  await tx
    .insertInto('cards')
    .values({ number: '47120839', beneficiary_id: stephane.id, photo_file_id: stephanePhoto, created_at: at(-40) })
    .execute()

  const zoe = await beneficiary(
    { civility: 'Mme', last_name: 'LAMBERT', first_name: 'Zoé', birth_date: zoes.birthDate, file_number: '8205619433' },
    12,
  )
  await submitted(zoe, {
    situation: 'neither',
    benefit_rule: 'neither',
    identity_file_id: await picture('identity-document', zoes.card),
    days: -4,
    answers: { situation: { situation: 'neither' }, contact },
  })
}
