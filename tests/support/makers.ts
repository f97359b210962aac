import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import { sql, type Updateable } from 'kysely'
import { ibanOf } from '../../src/features/aid/apprentice-aid/bank.ts'
import { documentPolicy } from '../../src/features/aid/apprentice-aid/document-policy.ts'
import { ibanOf as ibanOfAccount } from '../../src/features/partners/bank-accounts/account.ts'
import type { Apprenticeship } from '../../src/features/requests/card-applications/application.ts'
import { accountMarked } from '../../src/platform/bank-details.ts'
import type { Tx } from '../../src/platform/database/index.ts'
import type { ApprenticeAidRequests } from '../../src/platform/database/schema.ts'
import { encrypt, fingerprintsOf, KeyRing, type Keys } from '../../src/platform/encryption.ts'
import { storeFile } from '../../src/platform/files.ts'
import { checked, randomNumber } from '../../src/platform/luhn.ts'
import type { Agent, Beneficiary, Guardian, PartnerUser, SchoolUser } from '../../src/spaces/actors.ts'
import type { Role } from '../../src/spaces/roles.ts'
import type { SchoolRole } from '../../src/spaces/school-roles.ts'
import type { ShopRole } from '../../src/spaces/shop-roles.ts'

/** Makers of valid things: a test says what matters to it, they fill the rest. */

// As long from the first name on as in a whole run: a test that holds alone holds there.
let count = 10_000
const inLetters = (number: string) => number.replace(/\d/g, (digit) => 'gijlmnoprs'[Number(digit)] as string)
/** Different at each call, in letters; as a name, like no other (people_alike). */
const word = () => {
  count += 1
  return `Test${inLetters(`${count}`)}x${inLetters(randomBytes(3).toString('hex'))}`
}

export async function aCampaign(
  tx: Tx,
  given: { starts_on?: string; ends_on?: string; card_number_daily_cap_cents?: number; assent_above_cents?: number } = {},
) {
  const campaign = await tx
    .insertInto('campaigns')
    .values({
      name: `Campagne ${word()}`,
      applications_open_on: '2026-05-01',
      starts_on: '2026-07-01',
      prepayments_expire_on: '2027-04-23',
      ends_on: '2027-04-30',
      card_number_daily_cap_cents: 15_000,
      ...given,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('benefits')
    .values(
      (
        [
          ['pupil-first-time', 'première entrée au lycée', 10_000],
          ['pupil-returning', 'poursuite au lycée', 5_500],
          ['pupil-exceptional', 'décidée par la Région', 0],
          ['apprentice-first-or-other-diploma', 'premier apprentissage ou nouveau diplôme', 20_000],
          ['apprentice-same-diploma', 'même diplôme que l’an dernier', 0],
          ['neither', 'bons plans', 0],
        ] as const
      ).map(([rule, label, amount_cents]) => ({
        campaign_id: campaign.id,
        rule,
        label,
        wallet_kind: amount_cents ? 'MANUEQUIP' : null,
        amount_cents,
      })),
    )
    .execute()
  return campaign
}

const UAI_LETTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ'

export async function aSchool(
  tx: Tx,
  given: { name?: string; town?: string; in_region?: boolean; takes_pupils?: boolean; takes_apprentices?: boolean } = {},
) {
  const number = randomInt(1_000_000, 9_999_999)
  return tx
    .insertInto('schools')
    .values({
      uai: `${number}${UAI_LETTERS[number % 23]}`,
      name: `Lycée ${word()}`,
      kind: 'lycée',
      town: 'Amiens',
      takes_pupils: true,
      takes_apprentices: false,
      ...given,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** A course that a school teaches, to its pupils unless told. */
export async function aCourse(
  tx: Tx,
  school: { id: number },
  given: { code?: string; level_code?: string; label?: string; by_apprenticeship?: boolean } = {},
) {
  const level_code = given.level_code ?? word().toUpperCase()
  await tx
    .insertInto('levels')
    .values({ code: level_code, label: `Niveau ${level_code}` })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const course = await tx
    .insertInto('courses')
    .values({ code: given.code ?? word().toUpperCase(), level_code, label: given.label ?? `Formation ${word()}` })
    .returningAll()
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('school_courses')
    .values({ school_id: school.id, course_code: course.code, by_apprenticeship: given.by_apprenticeship ?? false })
    .execute()
  return course
}

export async function aBeneficiary(
  tx: Tx,
  given: { email?: string; birth_date?: string; notified_by?: string; mobile_phone?: string } & {
    last_name?: string
    first_name?: string
    latin_last_name?: string
    latin_first_name?: string
    namesake?: number
  } = {},
) {
  const row = await tx
    .insertInto('beneficiaries')
    .values({
      civility: 'M',
      last_name: word().toUpperCase(),
      first_name: word(),
      birth_date: '2010-06-17',
      email: `${word()}@example.org`,
      created_at: tx.now,
      ...given,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  const { id, first_name, last_name, latin_first_name, latin_last_name, birth_date } = row
  const printed = { printed_first_name: latin_first_name ?? first_name, printed_last_name: latin_last_name ?? last_name }
  const actor: Beneficiary = { kind: 'beneficiary', id, first_name, last_name, ...printed, birth_date, has_card: true }
  return { ...row, actor }
}

const aCode = () => {
  count += 1
  return `P${count}`
}

export async function aPartner(
  tx: Tx,
  given: { name?: string; town?: string; accepts_prepayments?: boolean; accepts_online_payments?: boolean; active?: boolean } = {},
) {
  await tx
    .insertInto('partner_types')
    .values({ code: 'librairie', label: 'Librairie' })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return tx
    .insertInto('partners')
    .values({
      code: aCode(),
      name: `LIBRAIRIE ${word().toUpperCase()}`,
      type_code: 'librairie',
      street: '1 rue des Livres',
      postcode: '80000',
      town: 'Amiens',
      accepts_prepayments: true,
      accepts_online_payments: true,
      ...given,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** The organisation of these partners, each with a SIRET of its own. */
export async function anOrganisation(tx: Tx, partners: { id: number }[], given: { legal_name?: string } = {}) {
  const organisation = await tx
    .insertInto('organisations')
    .values({ siren: randomNumber(9), legal_name: `SARL ${word().toUpperCase()}`, ...given })
    .returningAll()
    .executeTakeFirstOrThrow()
  const sirets = partners.map(({ id }, index) => ({
    partner_id: id,
    organisation_id: organisation.id,
    siret: checked(`${organisation.siren}${String(index + 1).padStart(4, '0')}`),
  }))
  await tx.insertInto('sirets').values(sirets).execute()
  return { ...organisation, sirets: sirets.map(({ siret }) => siret) }
}

/** The account to which these partners of an organisation are paid: agreed to 48 hours ago, unless told. */
export async function anAccountToPay(
  tx: Tx,
  organisation: { id: number; legal_name: string },
  partners: { id: number }[],
  given: { iban?: string; holder?: string; bic?: string | null; agreed_at?: Date } = {},
) {
  const { iban = 'FR7630006000011234567890189', holder = organisation.legal_name, bic = null } = given
  const agreed_at = given.agreed_at ?? new Date(tx.now.getTime() - 48 * 3_600_000)
  const [proposer, approver] = [await anAgent(tx, 'partners'), await anAgent(tx, 'partners')]
  const account = await tx
    .insertInto('bank_accounts')
    .values({
      organisation_id: organisation.id,
      ...{ holder, bic, iban_encrypted: Buffer.alloc(0), iban_mark: fingerprintsOf(TEST_KEY, accountMarked(iban))[0] },
      ...{ iban_first4: iban.slice(0, 4), iban_last4: iban.slice(-4), state: 'agreed' },
      ...{ proposed_by: proposer.id, proposed_at: agreed_at, decided_by: approver.id, decided_at: agreed_at },
      usable_from: new Date(agreed_at.getTime() + 48 * 3_600_000),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await tx
    .updateTable('bank_accounts')
    .set({ iban_encrypted: encrypt(TEST_KEY, iban, ibanOfAccount(account)) })
    .where('id', '=', account.id)
    .execute()
  await tx
    .insertInto('bank_account_partners')
    .values(partners.map(({ id }) => ({ bank_account_id: account.id, partner_id: id, paid_since: agreed_at })))
    .execute()
  return account
}

async function aStaffMember(
  tx: Tx,
  place:
    | { partner_id: number }
    | { school_id: number }
    | { region_roles: string[] }
    | { is_guardian: true; opened_at: Date; email?: string; name?: string; password_hash?: string },
) {
  return tx
    .insertInto('staff')
    .values({ email: `${word()}@example.org`, name: word(), password_hash: 'none', ...place })
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Somebody of a partner with these roles; with none named, its manager. */
export async function aPartnerUser(
  tx: Tx,
  partner: { id: number; name: string },
  { roles = ['manager'], refunds_up_to_cents = null }: { roles?: ShopRole[]; refunds_up_to_cents?: number | null } = {},
): Promise<PartnerUser> {
  const { id } = await aStaffMember(tx, { partner_id: partner.id })
  return worksAt(tx, id, partner, { roles, refunds_up_to_cents })
}

/** Somebody who has an account works at that shop too: who they are there. */
export async function worksAt(
  tx: Tx,
  staffId: number,
  partner: { id: number; name: string },
  { roles = ['manager'], refunds_up_to_cents = null }: { roles?: ShopRole[]; refunds_up_to_cents?: number | null } = {},
): Promise<PartnerUser> {
  const place = { staff_id: staffId, partner_id: partner.id, roles, refunds_up_to_cents, added_at: tx.now }
  const { id: workplace_id } = await tx.insertInto('workplaces').values(place).returning('id').executeTakeFirstOrThrow()
  const { id, name } = await tx.selectFrom('staff').select(['id', 'name']).where('id', '=', staffId).executeTakeFirstOrThrow()
  const at = { workplace_id, partner_id: partner.id, partner_name: partner.name, has_other_workplaces: false }
  return { kind: 'partner', id, name, ...at, roles, refunds_up_to_cents }
}

/** Somebody of a school with these roles; with none named, all that whoever was there first may. */
export async function aSchoolUser(
  tx: Tx,
  school: { id: number; name: string },
  { roles = ['head', 'office'] }: { roles?: SchoolRole[] } = {},
): Promise<SchoolUser> {
  const { id, name } = await aStaffMember(tx, { school_id: school.id })
  const place = { staff_id: id, school_id: school.id, roles, added_at: tx.now }
  const { id: workplace_id } = await tx.insertInto('workplaces').values(place).returning('id').executeTakeFirstOrThrow()
  const at = { workplace_id, school_id: school.id, school_name: school.name, has_other_workplaces: false, taken_over_at: null }
  return { kind: 'school', id, name, ...at, roles }
}

/** What the first accounts of an installation hold: all that one agent may. */
const ALL: Role[] = ['helpline', 'eligibility', 'partners', 'content', 'preparer', 'administrator']

/** An agent with these roles; with none named, all that one may have together. */
export async function anAgent(tx: Tx, ...roles: Role[]): Promise<Agent> {
  const region_roles = roles.length > 0 ? roles : ALL
  const { id, name } = await aStaffMember(tx, { region_roles })
  return { kind: 'agent', id, name, roles: region_roles }
}

/** A guardian, with an account and a password unless told. */
export async function aGuardian(tx: Tx, given: { email?: string; name?: string; password_hash?: string } = {}): Promise<Guardian> {
  const { id, name } = await aStaffMember(tx, { is_guardian: true, opened_at: tx.now, ...given })
  return { kind: 'guardian', id, name }
}

/** Whom they follow from now on: the tie. */
export async function follows(tx: Tx, guardian: { id: number }, minor: { id: number }, place: 1 | 2 = 1) {
  const { email } = await tx.selectFrom('staff').select('email').where('id', '=', guardian.id).executeTakeFirstOrThrow()
  return tx
    .insertInto('guardians')
    .values({ beneficiary_id: minor.id, place, email, named_at: tx.now, account_id: guardian.id, confirmed_at: tx.now })
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** A beneficiary with a live card and a wallet that holds so much. */
export async function aHolder(tx: Tx, given: { balance_cents?: number; campaign?: { id: number; ends_on: string } } = {}) {
  const beneficiary = await aBeneficiary(tx)
  const campaign = given.campaign ?? (await aCampaign(tx))
  const photo = await tx
    .insertInto('files')
    .values({ id: randomUUID(), policy: 'photo', media_type: 'image/jpeg', bytes: Buffer.from('photo'), created_at: tx.now })
    .returning('id')
    .executeTakeFirstOrThrow()
  const card = await tx
    .insertInto('cards')
    .values({
      number: String(randomInt(10_000_000, 99_999_999)),
      beneficiary_id: beneficiary.id,
      photo_file_id: photo.id,
      created_at: tx.now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  const wallet = await aWallet(tx, { beneficiary_id: beneficiary.id, campaign, balance_cents: given.balance_cents ?? 20_000 })
  return { beneficiary, campaign, card, wallet, photo }
}

/** A wallet and its grant: with the rights of the tables' owner, since the application's role may not write one. */
export async function aWallet(tx: Tx, given: { beneficiary_id: number; campaign: { id: number; ends_on: string }; balance_cents: number }) {
  await sql`set role none`.execute(tx)
  const wallet = await tx
    .insertInto('wallets')
    .values({ beneficiary_id: given.beneficiary_id, campaign_id: given.campaign.id, kind: 'MANUEQUIP', closes_on: given.campaign.ends_on })
    .returningAll()
    .executeTakeFirstOrThrow()
  if (given.balance_cents > 0) {
    await sql`select post_transaction(${randomUUID()}, 'grant', ${wallet.id}, ${given.balance_cents}, ${tx.now})`.execute(tx)
  }
  await sql`set role generation_hdf`.execute(tx)
  return { ...wallet, balance_cents: given.balance_cents }
}

/** A campaign that gives the aid to apprentices, with the figures of the demonstration. */
export async function anAidCampaign(tx: Tx) {
  const campaign = await aCampaign(tx)
  await tx
    .insertInto('aid_parameters')
    .values({
      campaign_id: campaign.id,
      meals_cents: 10_000,
      lodging_cents: 8_000,
      first_request_days: 45,
      window_months: 12,
      detour_factor: 1.3,
    })
    .execute()
  const bands = [
    { from_km: 0, from_included: true, amount_cents: 0 },
    { from_km: 10, from_included: true, amount_cents: 10_000 },
    { from_km: 40, from_included: true, amount_cents: 15_000 },
    { from_km: 100, from_included: false, amount_cents: 20_000 },
  ]
  await tx
    .insertInto('aid_bands')
    .values(bands.map((band) => ({ ...band, campaign_id: campaign.id })))
    .execute()
  return campaign
}

const IN_LILLE = {
  kind: 'guided',
  postcode: '59000',
  insee_code: '59350',
  town: 'Lille',
  street: 'RUE NATIONALE',
  house_number: '1',
  number_suffix: null,
  care_of: null,
  complement: null,
  po_box: null,
}

const aCfa = (tx: Tx) =>
  tx
    .insertInto('schools')
    .values({
      ...aUai(),
      name: `CFA ${word()}`,
      kind: 'CFA',
      town: 'Amiens',
      takes_pupils: false,
      takes_apprentices: true,
      longitude: 2.3,
      latitude: 49.9,
    })
    .returningAll()
    .executeTakeFirstOrThrow()

/** An apprentice whose card application is validated: they live in Lille, their CFA is in Amiens (or elsewhere). */
export async function anApprentice(
  tx: Tx,
  given: {
    campaign?: { id: number }
    contract_signed_on?: string
    contract_ends_on?: string
    school_elsewhere?: { name: string; town: string }
  } = {},
) {
  const campaign = given.campaign ?? (await anAidCampaign(tx))
  const beneficiary = await aBeneficiary(tx)
  await tx
    .updateTable('beneficiaries')
    .set({ address: JSON.stringify(IN_LILLE) })
    .where('id', '=', beneficiary.id)
    .execute()
  await tx
    .insertInto('towns')
    .values({ insee_code: '59350', postcode: '59000', name: 'Lille', longitude: 3.0586, latitude: 50.6292 })
    .onConflict((conflict) => conflict.columns(['postcode', 'insee_code']).doUpdateSet({ longitude: 3.0586, latitude: 50.6292 }))
    .execute()
  const school = given.school_elsewhere ? undefined : await aCfa(tx)
  const photo = await tx
    .insertInto('files')
    .values({ id: randomUUID(), policy: 'photo', media_type: 'image/jpeg', bytes: Buffer.from('photo'), created_at: tx.now })
    .returning('id')
    .executeTakeFirstOrThrow()
  const contractSignedOn = given.contract_signed_on ?? '2026-09-01'
  const contractEndsOn = given.contract_ends_on ?? '2028-08-31'
  const apprenticeship: Apprenticeship = {
    cfaInRegion: school !== undefined,
    school: school?.id ?? null,
    typedSchool: given.school_elsewhere ?? null,
    level: '',
    course: '',
    scholarshipHolder: false,
    contractSignedOn,
    contractEndsOn,
    wasApprentice: false,
    otherDiploma: null,
  }
  const application = await tx
    .insertInto('card_applications')
    .values({
      file_number: String(randomInt(1_000_000_000, 9_999_999_999)),
      beneficiary_id: beneficiary.id,
      campaign_id: campaign.id,
      state: 'validated',
      situation: 'apprentice',
      answers: JSON.stringify({ apprenticeship }),
      benefit_rule: 'apprentice-first-or-other-diploma',
      school_id: school?.id ?? null,
      school_elsewhere: given.school_elsewhere ? JSON.stringify(given.school_elsewhere) : null,
      cfa_in_region: school !== undefined,
      contract_signed_on: contractSignedOn,
      contract_ends_on: contractEndsOn,
      scholarship_holder: false,
      photo_file_id: photo.id,
      created_at: tx.now,
      submitted_at: tx.now,
      decided_at: tx.now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return { campaign, beneficiary, actor: beneficiary.actor, school, application }
}

function aUai() {
  const number = randomInt(1_000_000, 9_999_999)
  return { uai: `${number}${UAI_LETTERS[number % 23]}` }
}

const TEST_RING = new KeyRing(() => [Buffer.alloc(32, 'key')])
/** Under which `testSite` encrypts. */
export const TEST_KEY: Keys = { encryption: TEST_RING, fingerprints: TEST_RING }

/** A request for the aid that was sent: 50 km measured on a road (150 €) and meals (100 €), unless told otherwise. */
export async function anAidRequest(
  tx: Tx,
  given: {
    apprentice?: Awaited<ReturnType<typeof anApprentice>>
    document?: Buffer
    iban?: string
    set?: Updateable<ApprenticeAidRequests>
  } = {},
) {
  const apprentice = given.apprentice ?? (await anApprentice(tx))
  const iban = given.iban ?? 'FR1420041010050500013M02606'
  const bytes = given.document ?? Buffer.from('%PDF-')
  const files: string[] = []
  for (let count = 0; count < 3; count++) files.push(await storeFile(tx, documentPolicy, bytes, TEST_KEY))
  const [contract_file_id, bank_file_id, lodging_file_id] = files
  const { id } = await tx
    .insertInto('apprentice_aid_requests')
    .values({
      number: String(randomInt(100_000_000, 999_999_999)),
      beneficiary_id: apprentice.actor.id,
      application_id: apprentice.application.id,
      campaign_id: apprentice.campaign.id,
      contract_signed_on: '2026-09-01',
      contract_year: 1,
      school_id: apprentice.school?.id ?? null,
      created_at: tx.now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const request = await tx
    .updateTable('apprentice_aid_requests')
    .set({
      state: apprentice.school ? 'awaiting-school' : 'awaiting-region',
      home_lines: ['1 RUE NATIONALE', '59000 LILLE'],
      cfa_lines: ['CFA', '80000 AMIENS'],
      distance_m: 50_000,
      distance_provider: 'osrm',
      distance_measured_on: '2026-11-23',
      transport_cents: 15_000,
      meals_cents: 10_000,
      lodging_cents: 0,
      lodging_situation: 'with-family',
      bands: JSON.stringify([
        { from_km: 0, from_included: true, amount_cents: 0 },
        { from_km: 10, from_included: true, amount_cents: 10_000 },
        { from_km: 40, from_included: true, amount_cents: 15_000 },
      ]),
      bank_holder: `${apprentice.actor.first_name} ${apprentice.actor.last_name}`,
      bank_holder_differs: false,
      bank_name: 'La Banque Postale',
      iban_encrypted: encrypt(TEST_KEY, iban, ibanOf({ id })),
      iban_mark: fingerprintsOf(TEST_KEY, accountMarked(iban))[0],
      iban_first4: iban.slice(0, 4),
      iban_last4: iban.slice(-4),
      bic: 'PSSTFRPPLIL',
      contract_file_id,
      bank_file_id,
      lodging_file_id,
      submitted_at: tx.now,
      ...given.set,
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return { ...request, apprentice }
}
