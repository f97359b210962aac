import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { testSite } from '../../../../tests/support/app.ts'
import { rolledBack, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aBeneficiary, anAgent, anAidCampaign, anApprentice, TEST_KEY } from '../../../../tests/support/makers.ts'
import { maskedIban } from '../../../platform/bank-details.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { decrypt } from '../../../platform/encryption.ts'
import { storeFile } from '../../../platform/files.ts'
import { importFile } from '../../../platform/import/load.ts'
import { SMS_SEPTETS, septetsOf, smsText } from '../../../platform/messages/sms.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import { streetsImporter } from '../../people/addresses/index.ts'
import { measureTransport } from '../aid-form/measure-transport.ts'
import { distanceGateway, type MeasureDistance } from '../distances/index.ts'
import {
  amountsOf,
  type Band,
  bandsInWords,
  CHANGES,
  contractOn,
  givenAlready,
  isEditable,
  LODGING,
  type LodgingKind,
  lodgingInWords,
  mayChange,
  nextCheck,
  openingOn,
  type Parameters,
  type State,
  transportCents,
  whyNotOpen,
  windowsOf,
} from './aid.ts'
import { bankForm, domiciliationOf, holderDiffers, ibanOf } from './bank.ts'
import { beginRequest, type Transport } from './begin.ts'
import { documentPolicy } from './document-policy.ts'
import { forgetAid } from './forget.ts'
import { aidSubmitted } from './messages.ts'
import { fillingOf, historyOf, requestOf, standingOf } from './queries.ts'
import { keepDocument, saveBankDetails, saveContest, saveLodging } from './save-answers.ts'
import { submitRequest } from './submit.ts'

const RULES = { first_request_days: 45, window_months: 12 }
const BANDS: Band[] = [
  { from_km: 0, from_included: true, amount_cents: 0 },
  { from_km: 10, from_included: true, amount_cents: 10_000 },
  { from_km: 40, from_included: true, amount_cents: 15_000 },
  { from_km: 100, from_included: false, amount_cents: 20_000 },
]
const PARAMETERS: Parameters = { ...RULES, meals_cents: 10_000, lodging_cents: 8_000, detour_factor: 1.3, bands: BANDS }

describe('the windows', () => {
  const contract = { contract_signed_on: '2026-01-10', contract_ends_on: '2028-06-30' }

  test.each<[string, string, ReturnType<typeof openingOn>['kind'], number]>([
    ['the day of the signature', '2026-01-10', 'not-yet', 1],
    ['day 44', '2026-02-23', 'not-yet', 1],
    ['day 45', '2026-02-24', 'open', 1],
    ['the last day of the 12 months, the anniversary', '2027-01-10', 'open', 1],
    ['the anniversary plus one day', '2027-01-11', 'open', 2],
    ['the second anniversary', '2028-01-10', 'open', 2],
    ['the day after it', '2028-01-11', 'open', 3],
    ['after the contract, within the 12 months of its last year', '2029-01-10', 'open', 3],
    ['the day after those', '2029-01-11', 'over', 3],
  ])('on %s', (_, day, kind, year) => {
    expect(openingOn(contract, RULES, day)).toMatchObject({ kind, window: { year } })
  })

  test.each<[string, string, string, string, ReturnType<typeof openingOn>['kind'], number]>([
    ['the last day of the 12 months of a contract of one year', '2026-01-10', '2027-01-09', '2027-01-10', 'open', 1],
    ['the next day', '2026-01-10', '2027-01-09', '2027-01-11', 'over', 1],
    ['day 44, the eve of a 29 February', '2028-01-15', '2029-01-14', '2028-02-28', 'not-yet', 1],
    ['day 45, a 29 February', '2028-01-15', '2029-01-14', '2028-02-29', 'open', 1],
    ['the anniversary of a 29 February, in an ordinary year', '2024-02-29', '2026-08-31', '2025-02-28', 'open', 1],
    ['that anniversary plus one day', '2024-02-29', '2026-08-31', '2025-03-01', 'open', 2],
    ['the anniversary of a 29 February, in a leap year', '2024-02-29', '2028-08-31', '2028-02-29', 'open', 4],
    ['that one plus one day', '2024-02-29', '2028-08-31', '2028-03-01', 'open', 5],
  ])('on %s', (_, contract_signed_on, contract_ends_on, day, kind, year) => {
    expect(openingOn({ contract_signed_on, contract_ends_on }, RULES, day)).toMatchObject({ kind, window: { year } })
  })

  test('a shorter delay leaves days on which nothing is open', () => {
    const rules = { ...RULES, window_months: 6 }
    expect(openingOn(contract, rules, '2026-07-10').kind).toBe('open')
    expect(openingOn(contract, rules, '2026-07-11')).toMatchObject({ kind: 'not-yet', window: { year: 2, opens_on: '2027-01-11' } })
  })

  test('what is said of it follows the parameters of the campaign', () => {
    const once = { contract_signed_on: '2026-01-10', contract_ends_on: '2026-12-31' }
    const rules = { ...RULES, window_months: 6 }
    const said = (day: string) => whyNotOpen(openingOn(once, rules, day), rules, false)
    expect(said('2026-02-01')).toContain('à partir du 24/02/2026')
    expect(said('2026-07-11')).toContain('jusqu’au 10/07/2026, dernier jour des 6 mois.')
    expect(said('2026-03-01')).toContain('est déjà envoyée')
  })

  test('a contract signed on a 29 February has its anniversary on the 28, and on the 29 in leap years', () => {
    expect(windowsOf({ contract_signed_on: '2024-02-29', contract_ends_on: '2028-08-31' }, RULES)).toEqual([
      { year: 1, opens_on: '2024-04-14', closes_on: '2025-02-28' },
      { year: 2, opens_on: '2025-03-01', closes_on: '2026-02-28' },
      { year: 3, opens_on: '2026-03-01', closes_on: '2027-02-28' },
      { year: 4, opens_on: '2027-03-01', closes_on: '2028-02-29' },
      { year: 5, opens_on: '2028-03-01', closes_on: '2029-02-28' },
    ])
  })

  test('a contract that ends on its anniversary has no year more', () => {
    expect(windowsOf({ contract_signed_on: '2026-08-31', contract_ends_on: '2027-08-31' }, RULES)).toHaveLength(1)
    expect(windowsOf({ contract_signed_on: '2026-08-31', contract_ends_on: '2027-09-01' }, RULES)).toHaveLength(2)
  })
})

describe('several contracts', () => {
  const early = { contract_signed_on: '2026-01-10', contract_ends_on: '2026-09-30' }
  const next = { contract_signed_on: '2026-10-01', contract_ends_on: '2028-08-31' }
  const on = (day: string, asked: string[] = []) => {
    const { contract, opening } = contractOn([early, next], RULES, {
      day,
      wasAsked: ({ contract_signed_on }, year) => asked.includes(`${contract_signed_on} ${year}`),
    })
    return [contract.contract_signed_on, opening.kind, opening.window.year]
  }

  test('one that ended early has no window for the years that it did not begin', () => {
    expect(windowsOf(early, RULES).map(({ year }) => year)).toEqual([1])
    expect(windowsOf({ ...early, contract_ends_on: '2028-06-30' }, RULES).map(({ year }) => year)).toEqual([1, 2, 3])
  })

  test('one that ended before its first window has none', () => {
    const broken = { contract_signed_on: '2026-01-10', contract_ends_on: '2026-02-23' }
    expect(windowsOf(broken, RULES)).toEqual([])
    const opening = openingOn(broken, RULES, '2026-03-01')
    expect(opening.kind).toBe('never')
    expect(whyNotOpen(opening, RULES, false)).toContain('s’est terminé avant le jour où l’aide peut être demandée')
    expect(windowsOf({ ...broken, contract_ends_on: '2026-02-24' }, RULES)).toHaveLength(1)
  })

  test('what was not asked for of the first can be, then comes the next', () => {
    expect(on('2026-11-10')).toEqual(['2026-01-10', 'open', 1])
    expect(on('2026-11-10', ['2026-01-10 1'])).toEqual(['2026-10-01', 'not-yet', 1])
    expect(on('2026-11-15', ['2026-01-10 1'])).toEqual(['2026-10-01', 'open', 1])
    expect(on('2027-01-11')).toEqual(['2026-10-01', 'open', 1])
    expect(on('2027-10-02', ['2026-10-01 1'])).toEqual(['2026-10-01', 'open', 2])
  })

  test('meals and lodging are given once a training year, whatever the contracts', () => {
    const given = (contract_signed_on: string, contract_year: number, state: State = 'paid', lodging_cents = 8_000) => ({
      ...{ contract_signed_on, contract_year, state, lodging_cents },
      meals_cents: 10_000,
    })
    const of = (contract_signed_on: string, contract_year: number) => ({ contract_signed_on, contract_year })
    const first = given('2026-01-10', 1)
    expect(givenAlready(of('2026-10-01', 1), [first])).toEqual({ meals: true, lodging: true })
    expect(givenAlready(of('2027-01-09', 1), [first])).toEqual({ meals: true, lodging: true })
    expect(givenAlready(of('2027-01-10', 1), [first])).toEqual({ meals: false, lodging: false })
    expect(givenAlready(of('2026-10-01', 2), [first])).toEqual({ meals: false, lodging: false })
    expect(givenAlready(of('2026-01-10', 2), [first])).toEqual({ meals: false, lodging: false })
    expect(givenAlready(of('2026-10-01', 1), [given('2026-01-10', 1, 'paid', 0)])).toEqual({ meals: true, lodging: false })
    for (const state of ['draft', 'refused'] as const)
      expect(givenAlready(of('2026-10-01', 1), [given('2026-01-10', 1, state)])).toEqual({ meals: false, lodging: false })
    // Asked for the other way round.
    expect(givenAlready(of('2026-01-10', 1), [given('2026-10-01', 1)])).toEqual({ meals: true, lodging: true })
  })
})

describe('the amounts', () => {
  test.each([
    [0, 0],
    [9.99, 0],
    [10, 10_000],
    [39.99, 10_000],
    [40, 15_000],
    [99.99, 15_000],
    [100, 15_000],
    [100.01, 20_000],
    [900, 20_000],
  ])('%s km give %s cents', (km, cents) => {
    expect(transportCents(BANDS, Math.round(km * 1000))).toBe(cents)
    expect(transportCents(BANDS.toReversed(), Math.round(km * 1000))).toBe(cents)
  })

  test('the scale is written as in the guide', () => {
    expect(bandsInWords(BANDS).map((line) => line.replace(/\s/g, ' '))).toEqual([
      'Moins de 10 Km : 0 €',
      'Entre 10 Km et 40 Km : 100 €',
      'Entre 40 Km et 100 Km : 150 €',
      'Plus de 100 Km : 200 €',
    ])
  })

  test.each<[LodgingKind | null, number]>([
    ['boarding-school', 8_000],
    ['hostel', 8_000],
    ['social-housing', 8_000],
    ['private-rental', 0],
    ['other', 0],
    [null, 0],
  ])('lodging: %s gives %s cents', (lodging_kind, cents) => {
    expect(amountsOf(PARAMETERS, { distance_m: null, lodging_kind })).toEqual({
      transport_cents: null,
      meals_cents: 10_000,
      lodging_cents: cents,
    })
    const words = lodgingInWords({ lodging_situation: lodging_kind ? 'housed' : 'with-family', lodging_kind })
    expect(words.startsWith(cents ? 'Vous êtes éligible à l’aide à l’hébergement.' : 'Vous n’êtes pas éligible')).toBe(true)
  })

  test('a lodging of one’s own has a kind, one’s family’s has none', () => {
    expect(LODGING.schema.safeParse({ situation: 'housed' }).error?.issues[0]).toMatchObject({ path: ['kind'] })
    expect(LODGING.schema.parse({ situation: 'with-family', kind: 'hostel' })).toEqual({
      lodging_situation: 'with-family',
      lodging_kind: null,
    })
  })
})

describe('the states', () => {
  test('nothing leaves a refusal, and nobody but a bank a payment', () => {
    expect(CHANGES.filter(({ from }) => from === 'refused')).toEqual([])
    expect(CHANGES.filter(({ from, by }) => from === 'paid' && by !== 'batch')).toEqual([])
    const states: State[] = [
      'draft',
      'awaiting-school',
      'awaiting-region',
      'returned',
      'refused',
      'accepted',
      'in-payment',
      'paid',
      'rejected-by-bank',
    ]
    expect(states.filter((state) => isEditable({ state }))).toEqual(['draft', 'returned', 'rejected-by-bank'])
    expect(mayChange('awaiting-school', 'accepted')).toBe(false)
  })

  test('the CFA of the Region checks once, then the Region', () => {
    expect(nextCheck({ school_id: 1, school_accepted_at: null })).toBe('awaiting-school')
    expect(nextCheck({ school_id: 1, school_accepted_at: TEST_NOW })).toBe('awaiting-region')
    expect(nextCheck({ school_id: null, school_accepted_at: null })).toBe('awaiting-region')
  })
})

describe('bank details', () => {
  const given = { bankHolder: 'Stéphane MARTIN', bankName: '', iban: '', bic: 'psstfrpplil' }

  test.each([
    ['a French account', 'FR76 3000 6000 0112 3456 7890 189', true],
    ['one of La Banque Postale, with a letter', 'fr14 2004 1010 0505 0001 3M02 606', true],
    ['a Belgian account', 'BE71 0961 2345 6769', true],
    ['a digit too many', 'FR76 3000 6000 0112 3456 7890 1890', false],
    ['a digit changed', 'FR76 3000 6000 0112 3456 7890 188', false],
    // Its two first digits are right for the rest of it, the key of the RIB (the two last) is not.
    ['a wrong key of the RIB', 'FR03 3000 6000 0112 3456 7890 188', false],
    ['an account outside SEPA', 'TR33 0006 1005 1978 6457 8413 26', false],
  ])('%s: %s', (_, iban, isRight) => {
    expect(bankForm.safeParse({ ...given, iban }).success).toBe(isRight)
  })

  test.each([
    'FR76\u00a03000\u00a06000\u00a00112\u00a03456\u00a07890\u00a0189',
    'FR76\u202f3000\u202f6000\u202f0112\u202f3456\u202f7890\u202f189',
    '\ufeffFR76\u200b30006000011234567890189\u200e',
    'FR76.3000.6000.0112.3456.7890.189',
    'FR76-3000-6000-0112-3456-7890-189',
    'IBAN FR76 3000 6000 0112 3456 7890 189',
    'IBAN\u00a0: FR7630006000011234567890189.',
    'IBANFR7630006000011234567890189',
    'N° IBAN : fr76 3000 6000 0112 3456 7890 189',
  ])('an IBAN as it is pasted: %j', (iban) => {
    expect(bankForm.parse({ ...given, iban }).iban).toBe('FR7630006000011234567890189')
  })

  test.each(['BIC : PSSTFRPPLIL', 'Code BIC/SWIFT\u00a0: psst.frpp.lil', 'PSST\u00a0FR\u202fPP\u200bLIL', 'bic PSSTFRPPLIL'])(
    'a BIC as it is pasted: %j',
    (bic) => {
      expect(bankForm.parse({ ...given, bic }).bic).toBe('PSSTFRPPLIL')
    },
  )

  test.each([
    ['PSSTFRPPLIL', true],
    ['BICFFRPP', true],
    ['psst fr pp', true],
    ['PSSTFRPPL', false],
    ['12345678', false],
    ['', false],
  ])('the BIC %s: %s', (bic, isRight) => {
    expect(bankForm.safeParse({ ...given, bic }).success).toBe(isRight)
  })

  test('the holder is written in letters that banks read', () => {
    const result = bankForm.safeParse({ ...given, iban: 'FR76 3000 6000 0112 3456 7890 189', bankHolder: 'Іваненко Олександр' })
    expect(result.error?.issues[0]?.message).toContain('lettres de A à Z')
  })

  test('a French IBAN says where its account is kept, another does not, and what is shown of it hides the rest', () => {
    expect(domiciliationOf('FR1420041010050500013M02606')).toBe('Code banque 20041, code guichet 01005')
    expect(domiciliationOf('FR7630006000011234567890189')).toBe('Code banque 30006, code guichet 00001')
    expect(domiciliationOf('MC5811222000010123456789030')).toBe('Code banque 11222, code guichet 00001')
    expect(domiciliationOf('BE71096123456769')).toBeUndefined()
    expect(maskedIban({ iban_first4: 'FR76', iban_last4: '1234' })).toBe('FR76 **** **** 1234')
  })

  test.each([
    ['M. MARTIN Stephane', false],
    ['Stéphane Martin', false],
    ['M OU MME MARTIN STÉPHANE ET LÉA', false],
    ['MARTIN Paul', true],
    ['MARTINEZ Stéphane', true],
  ])('the holder %s: differs %s', (holder, differs) => {
    expect(holderDiffers(holder, { first_name: 'Stéphane Louis', last_name: 'MARTIN' })).toBe(differs)
  })
})

const database = await testDatabase()
const { db } = database
const { site } = testSite(database)
const key = TEST_KEY

/** Stands in for the roads, which are not ours: so many metres, between the points asked for. */
const roadsOf =
  (metres: number): MeasureDistance =>
  async (from, to) => ({ metres, ends: [from, to], provider: 'osrm', measured_on: '2026-11-23' })

const refused = (code: string, status: number) => expect.objectContaining({ code, status })

const begun = async (tx: Tx, actor: Beneficiary, measure = roadsOf(50_000)): Promise<Transport> => {
  const transport = await measureTransport(tx, (await fillingOf(tx, actor, tx.now)).apprenticeship, measure)
  await beginRequest(tx, actor, transport)
  return transport
}

const current = async (tx: Tx, actor: Beneficiary) => {
  const standing = await standingOf(tx, actor.id, tx.now)
  return standing?.requests.at(-1) as NonNullable<typeof standing>['requests'][number]
}

const document = (tx: Tx) => storeFile(tx, documentPolicy, Buffer.from('%PDF-'), key)

const details = { bankHolder: 'Somebody', bankName: null, iban: 'FR1420041010050500013M02606', bic: 'PSSTFRPPLIL', key }

const ready = async (tx: Tx, actor: Beneficiary, lodging_kind: LodgingKind | null = null) => {
  await begun(tx, actor)
  await saveLodging(tx, actor, { lodging_situation: lodging_kind ? 'housed' : 'with-family', lodging_kind })
  for (const kind of lodging_kind ? (['contract', 'bank', 'lodging'] as const) : (['contract', 'bank'] as const)) {
    await keepDocument(tx, actor, { kind, file_id: await document(tx) })
  }
  await saveBankDetails(tx, actor, details)
}

describe('a request', () => {
  test('of the contract that followed gives transport again, meals and lodging no second time in the training year', () =>
    rolledBack(db, async (tx) => {
      const { actor, application, school } = await anApprentice(tx, { contract_signed_on: '2026-01-10', contract_ends_on: '2028-06-30' })
      await ready(tx, actor, 'hostel')
      await submitRequest(tx, actor)
      expect(await current(tx, actor)).toMatchObject({ transport_cents: 15_000, meals_cents: 10_000, lodging_cents: 8_000 })
      expect((await standingOf(tx, actor.id, tx.now))?.mayBegin).toBe(false)

      const agent = await anAgent(tx)
      await tx
        .insertInto('contract_changes')
        .values({
          ...{ number: '123456789', beneficiary_id: actor.id, application_id: application.id, state: 'confirmed', cfa_in_region: true },
          ...{ school_id: school?.id ?? null, ended_contract_signed_on: '2026-01-10', ended_on: '2026-09-30' },
          ...{ contract_signed_on: '2026-10-01', contract_ends_on: '2028-08-31', other_diploma: false },
          ...{ declared_at: tx.now, decided_at: tx.now, decided_by: agent.id },
        })
        .execute()
      expect((await standingOf(tx, actor.id, tx.now))?.mayBegin).toBe(true)
      await ready(tx, actor, 'hostel')
      await submitRequest(tx, actor)
      expect(await current(tx, actor)).toMatchObject({
        ...{ contract_signed_on: '2026-10-01', contract_year: 1 },
        ...{ transport_cents: 15_000, meals_cents: 0, lodging_cents: 0 },
      })
    }))

  test('is for apprentices', () =>
    rolledBack(db, async (tx) => {
      await anAidCampaign(tx)
      const { actor } = await aBeneficiary(tx)
      expect(await standingOf(tx, actor.id, tx.now)).toBeUndefined()
      await expect(fillingOf(tx, actor, tx.now)).rejects.toEqual(refused('not-found', 404))
    }))

  test.each([
    ['too early', '2026-10-10', '2028-08-31', 'Vous pourrez faire votre demande à partir du 24/11/2026.'],
    ['too late', '2025-11-22', '2026-11-01', 'Le délai pour faire une demande est passé'],
  ])('%s says when', (_, contract_signed_on, contract_ends_on, sentence) =>
    rolledBack(db, async (tx) => {
      const { actor } = await anApprentice(tx, { contract_signed_on, contract_ends_on })
      await expect(fillingOf(tx, actor, tx.now)).rejects.toThrow(sentence)
      await expect(fillingOf(tx, actor, tx.now)).rejects.toEqual(refused('aid.not-open', 409))
    }),
  )

  test('keeps the distance with its points, and what to think of it', () =>
    rolledBack(db, async (tx) => {
      const { actor, school } = await anApprentice(tx)
      await begun(tx, actor)
      expect(await current(tx, actor)).toMatchObject({
        state: 'draft',
        contract_year: 1,
        school_id: school?.id,
        home_lines: ['1 RUE NATIONALE', '59000 LILLE'],
        home_point: 'town',
        home_longitude: 3.0586,
        cfa_point: 'school',
        distance_m: 50_000,
        distance_provider: 'osrm',
        distance_measured_on: '2026-11-23',
        distance_doubts: ['home-is-a-town'],
      })
    }))

  test('believes a distance between a street and a school, and doubts the others', () =>
    rolledBack(db, async (tx) => {
      const { actor } = await anApprentice(tx)
      const street = { postcode: '59000', insee_code: '59350', name: 'RUE NATIONALE', longitude: 3.06, latitude: 50.63 }
      await tx.insertInto('streets').values(street).execute()
      expect(await begun(tx, actor)).toMatchObject({ home_point: 'street', home_longitude: 3.06, distance_doubts: [] })
      const farAway: MeasureDistance = async (from, to) => ({
        ...(await roadsOf(1)(from, to)),
        ends: [from, { ...to, latitude: to.latitude + 0.005 }],
      })
      expect(await begun(tx, actor, farAway)).toMatchObject({ distance_doubts: ['far-ends'] })
      const { config, log } = site
      const estimate = distanceGateway({ config, log, detour_factor: 1.3, today: '2026-11-23' })
      expect(await begun(tx, actor, estimate)).toMatchObject({ distance_provider: 'great-circle', distance_doubts: ['estimate'] })
    }))

  test('without a point has no distance and no amount, and goes on', () =>
    rolledBack(db, async (tx) => {
      const { actor } = await anApprentice(tx, { school_elsewhere: { name: 'CFA du Nulle Part', town: 'Nulle-Part' } })
      await ready(tx, actor)
      await submitRequest(tx, actor)
      const request = await current(tx, actor)
      expect(request).toMatchObject({
        state: 'awaiting-region',
        school_id: null,
        distance_m: null,
        transport_cents: null,
        distance_doubts: ['unknown'],
      })
      const accepted = tx.updateTable('apprentice_aid_requests').set({ state: 'accepted' }).where('id', '=', request.id).execute()
      await expect(accepted).rejects.toThrow('an_accepted_request_has_a_distance_to_believe')
    }))

  test('is one a contract year', () =>
    rolledBack(db, async (tx) => {
      const { actor } = await anApprentice(tx)
      await begun(tx, actor)
      await begun(tx, actor)
      expect((await standingOf(tx, actor.id, tx.now))?.requests).toHaveLength(1)
      const { id: _, number: __, bands: ___, ...row } = await current(tx, actor)
      const twice = tx
        .insertInto('apprentice_aid_requests')
        .values({ ...row, number: '123456789' })
        .execute()
      await expect(twice).rejects.toThrow('one_live_request_a_contract_year')
    }))

  test('contested, keeps the sentence until it is taken back', () =>
    rolledBack(db, async (tx) => {
      const { actor } = await anApprentice(tx)
      await begun(tx, actor)
      await saveContest(tx, actor, { contest: 'Le pont est fermé.' })
      await begun(tx, actor)
      expect(await current(tx, actor)).toMatchObject({
        distance_contest: 'Le pont est fermé.',
        distance_doubts: ['home-is-a-town', 'contested'],
      })
      await saveContest(tx, actor, { contest: null })
      expect(await current(tx, actor)).toMatchObject({ distance_contest: null, distance_doubts: ['home-is-a-town'] })
    }))

  test('keeps an IBAN that only this row and this key can read', () =>
    rolledBack(db, async (tx) => {
      const { actor } = await anApprentice(tx)
      await ready(tx, actor)
      const request = await current(tx, actor)
      expect(request).toMatchObject({
        iban_first4: 'FR14',
        iban_last4: '2606',
        bank_name: 'Code banque 20041, code guichet 01005',
        bank_holder_differs: true,
      })
      expect(decrypt(key, request.iban_encrypted as Buffer, ibanOf(request))).toBe(details.iban)
      expect(() => decrypt(key, request.iban_encrypted as Buffer, ibanOf({ id: request.id + 1 }))).toThrow()
      await saveBankDetails(tx, actor, { ...details, iban: null, bankHolder: `${actor.first_name} ${actor.last_name}` })
      expect(await current(tx, actor)).toMatchObject({
        iban_last4: '2606',
        bank_name: 'Code banque 20041, code guichet 01005',
        bank_holder_differs: false,
      })
    }))

  test('needs an IBAN, and the name of a bank that the IBAN does not say', () =>
    rolledBack(db, async (tx) => {
      const { actor } = await anApprentice(tx)
      await begun(tx, actor)
      await saveLodging(tx, actor, { lodging_situation: 'with-family', lodging_kind: null })
      await expect(saveBankDetails(tx, actor, { ...details, iban: null })).rejects.toMatchObject({ field: 'iban' })
      await expect(saveBankDetails(tx, actor, { ...details, iban: 'BE71096123456769' })).rejects.toMatchObject({ field: 'bankName' })
      // The example that the page gives, of a bank that nobody here knows.
      await saveBankDetails(tx, actor, { ...details, iban: 'FR7630006000011234567890189' })
      expect(await current(tx, actor)).toMatchObject({ iban_last4: '0189', bank_name: 'Code banque 30006, code guichet 00001' })
      // What the field was filled with is not what this account says.
      await saveBankDetails(tx, actor, { ...details, bankName: 'Code banque 30006, code guichet 00001' })
      expect(await current(tx, actor)).toMatchObject({ iban_last4: '2606', bank_name: 'Code banque 20041, code guichet 01005' })
      await expect(
        saveBankDetails(tx, actor, { ...details, iban: 'BE71096123456769', bankName: 'Code banque 20041, code guichet 01005' }),
      ).rejects.toMatchObject({ field: 'bankName' })
      await saveBankDetails(tx, actor, { ...details, iban: 'BE71096123456769', bankName: 'KBC' })
      expect(await current(tx, actor)).toMatchObject({ iban_last4: '6769', bank_name: 'KBC' })
    }))

  test('forgets the proof of a lodging that gives nothing, and takes none', () =>
    rolledBack(db, async (tx) => {
      const { actor } = await anApprentice(tx)
      await ready(tx, actor, 'hostel')
      const { lodging_file_id } = await current(tx, actor)
      await saveLodging(tx, actor, { lodging_situation: 'housed', lodging_kind: 'private-rental' })
      expect(await current(tx, actor)).toMatchObject({ lodging_file_id: null })
      expect(await tx.selectFrom('files').select('id').where('id', '=', lodging_file_id).execute()).toEqual([])
      const file_id = await document(tx)
      await expect(keepDocument(tx, actor, { kind: 'lodging', file_id })).rejects.toEqual(refused('aid.step-closed', 409))
    }))

  test('sent, goes to the CFA of the Region with the amounts of the day, and is told', () =>
    rolledBack(db, async (tx) => {
      const { actor, campaign } = await anApprentice(tx)
      await ready(tx, actor, 'hostel')
      const { number } = await submitRequest(tx, actor)
      await tx.updateTable('aid_parameters').set({ meals_cents: 1 }).where('campaign_id', '=', campaign.id).execute()
      const request = await requestOf(tx, actor, number)
      expect(request).toMatchObject({
        state: 'awaiting-school',
        transport_cents: 15_000,
        meals_cents: 10_000,
        lodging_cents: 8_000,
        submitted_at: TEST_NOW,
      })
      expect(request.bands).toHaveLength(4)
      expect((await historyOf(tx, request.id)).map(({ event }) => event)).toEqual(['submitted'])
      const messages = await tx.selectFrom('messages').select(['template', 'body']).where('beneficiary_id', '=', actor.id).execute()
      expect(messages).toEqual([{ template: 'apprentice-aid.submitted', body: expect.stringMatching(/330\s€/) }])
      await expect(submitRequest(tx, actor)).rejects.toEqual(refused('aid.not-open', 409))
      await expect(saveContest(tx, actor, { contest: 'trop tard' })).rejects.toEqual(refused('aid.not-open', 409))
    }))

  test('is not sent half filled in, nor after moving', () =>
    rolledBack(db, async (tx) => {
      const { actor } = await anApprentice(tx)
      await begun(tx, actor)
      await expect(submitRequest(tx, actor)).rejects.toEqual(refused('aid.step-closed', 409))
      await ready(tx, actor)
      const address = JSON.stringify({ kind: 'free', postcode: '80000', town: 'Amiens', lines: ['1 rue Neuve'] })
      await tx.updateTable('beneficiaries').set({ address }).where('id', '=', actor.id).execute()
      await expect(submitRequest(tx, actor)).rejects.toEqual(refused('aid.step-closed', 409))
      await begun(tx, actor)
      await submitRequest(tx, actor)
      expect(await current(tx, actor)).toMatchObject({ home_lines: ['1 rue Neuve', '80000 AMIENS'] })
    }))

  test('returned, goes back to whoever checks next; rejected by the bank, it changes its account and nothing else', () =>
    rolledBack(db, async (tx) => {
      const { actor, campaign } = await anApprentice(tx)
      await ready(tx, actor)
      await submitRequest(tx, actor)
      const { id } = await current(tx, actor)
      const put = (set: Record<string, unknown>) => tx.updateTable('apprentice_aid_requests').set(set).where('id', '=', id).execute()
      await put({ state: 'returned', school_accepted_at: tx.now })
      await submitRequest(tx, actor)
      expect(await current(tx, actor)).toMatchObject({ state: 'awaiting-region' })

      const staff = await tx
        .insertInto('staff')
        .values({ email: 'a@example.org', name: 'A', password_hash: '', region_roles: ['preparer'] })
        .returning('id')
        .executeTakeFirstOrThrow()
      await put({
        state: 'rejected-by-bank',
        distance_checked_m: 8_000,
        distance_check_reason: 'déménagement',
        distance_checked_by: staff.id,
        distance_checked_at: tx.now,
        transport_cents: 0,
      })
      await tx.updateTable('aid_parameters').set({ meals_cents: 1 }).where('campaign_id', '=', campaign.id).execute()
      await expect(saveLodging(tx, actor, { lodging_situation: 'housed', lodging_kind: 'hostel' })).rejects.toEqual(
        refused('aid.step-closed', 409),
      )
      await saveBankDetails(tx, actor, { ...details, iban: 'FR7630006000011234567890189', bankName: 'Ma banque' })
      await submitRequest(tx, actor)
      expect(await current(tx, actor)).toMatchObject({
        state: 'awaiting-region',
        iban_last4: '0189',
        transport_cents: 0,
        meals_cents: 10_000,
      })
    }))

  test('of a closed account says nothing of anybody', () =>
    rolledBack(db, async (tx) => {
      const { actor } = await anApprentice(tx)
      await ready(tx, actor, 'hostel')
      await submitRequest(tx, actor)
      const { id, contract_file_id } = await current(tx, actor)
      await forgetAid(tx, actor)
      expect(await current(tx, actor)).toMatchObject({
        state: 'draft',
        home_lines: null,
        iban_encrypted: null,
        bank_holder: null,
        bic: null,
      })
      expect(await tx.selectFrom('files').select('bytes').where('id', '=', contract_file_id).executeTakeFirst()).toEqual({
        bytes: Buffer.alloc(0),
      })
      await tx
        .updateTable('apprentice_aid_requests')
        .set({
          state: 'refused',
          home_lines: ['x'],
          iban_encrypted: Buffer.from('x'),
          iban_first4: 'FR76',
          iban_last4: '1',
          bic: 'B',
          bank_holder: 'H',
          bank_holder_differs: false,
          bank_name: 'N',
        })
        .where('id', '=', id)
        .execute()
      await forgetAid(tx, actor)
      expect(await current(tx, actor)).toMatchObject({
        state: 'refused',
        home_lines: [],
        iban_last4: '',
        bank_holder: '',
        iban_encrypted: Buffer.alloc(0),
      })
    }))
})

test('its SMS fit', () => {
  for (const checked_by of ['CFA', null]) {
    const { sms = '' } = aidSubmitted({ number: '123456789', checked_by, total_cents: 33_000 })
    expect(septetsOf(smsText(sms))).toBeLessThanOrEqual(SMS_SEPTETS)
  }
})

test('the national address file gives streets their middle, and towns that of their streets', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ban-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'ban.csv')
  const lines = ['code_postal;code_insee;nom_voie;lon;lat', '80000;80021;Rue Haute;2.300;49.890', '80000;80021;Rue Haute;2.303;49.892']
  writeFileSync(
    file,
    [...lines, '80000;80021;Rue Haute;2.303;49.892', '80000;80021;Rue Basse;2.311;49.902', '80000;80021;Rue Nulle Part;;'].join('\n'),
  )
  const town = { insee_code: '80021', postcode: '80000', name: 'Amiens' }
  await db.insertInto('towns').values(town).execute()
  for (let time = 0; time < 2; time++) await importFile(database.url, streetsImporter, file, () => {})
  const streets = await db
    .selectFrom('streets')
    .select(['name', 'longitude', 'latitude'])
    .where('insee_code', '=', '80021')
    .orderBy('name')
    .execute()
  expect(streets.map(({ name, longitude, latitude }) => [name, longitude?.toFixed(4), latitude?.toFixed(4)])).toEqual([
    ['RUE BASSE', '2.3110', '49.9020'],
    ['RUE HAUTE', '2.3015', '49.8910'],
    ['RUE NULLE PART', undefined, undefined],
  ])
  const middle = await db.selectFrom('towns').select(['longitude', 'latitude']).where('insee_code', '=', '80021').executeTakeFirstOrThrow()
  expect([middle.longitude?.toFixed(3), middle.latitude?.toFixed(3)]).toEqual(['2.306', '49.897'])
})
