import { describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { workbookOf } from '../../../../tests/support/enrolment-files.ts'
import { aBeneficiary, anAgent, anApprentice, aSchoolUser } from '../../../../tests/support/makers.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { confirmChange } from './confirm.ts'
import { type Change, changeForm, changeProblem } from './contract.ts'
import { declareChange, recordChange } from './declare.ts'
import { forgetContractChanges } from './forget.ts'
import { contractsOf, latestChangeOf } from './queries.ts'
import { refuseChange } from './refuse.ts'

const database = await testDatabase()
const { db } = database
const { site } = testSite(database)

const act = <T>(run: (tx: Tx) => Promise<T>) => inTransaction(db, TEST_NOW, run)

/** Signed on 10 January 2026, until June 2028: it ended at the end of September, and another was signed the next day. */
const SIGNED = { contract_signed_on: '2026-01-10', contract_ends_on: '2028-06-30' }
const NEXT = { contractSignedOn: '2026-10-01', contractEndsOn: '2028-08-31', otherDiploma: false, cfa: { kind: 'same' as const } }
const CHANGE: Change = { endedOn: '2026-09-30', next: NEXT }

async function somebody(elsewhere?: { name: string; town: string }) {
  return act(async (tx) => {
    const apprentice = await anApprentice(tx, { ...SIGNED, ...(elsewhere && { school_elsewhere: elsewhere }) })
    const office = apprentice.school ? await aSchoolUser(tx, apprentice.school) : undefined
    return {
      ...apprentice,
      office,
      agents: [await anAgent(tx, 'eligibility'), await anAgent(tx, 'eligibility'), await anAgent(tx, 'eligibility')] as const,
    }
  })
}

const REIMS = { name: 'CFA des métiers', town: 'Reims' }

const daysOf = async (beneficiaryId: number) =>
  (await contractsOf(db, beneficiaryId)).map(({ contract_signed_on, contract_ends_on }) => [contract_signed_on, contract_ends_on])

const AS_IT_WAS = [['2026-01-10', '2028-06-30']]
const CHANGED = [
  ['2026-10-01', '2028-08-31'],
  ['2026-01-10', '2026-09-30'],
]

const declared = async (given: Awaited<ReturnType<typeof somebody>>, change = CHANGE) => {
  await act((tx) => declareChange(tx, given.actor, change))
  return (await latestChangeOf(db, given.actor.id)) as NonNullable<Awaited<ReturnType<typeof latestChangeOf>>>
}

const toldTo = async (beneficiary_id: number) =>
  (await db.selectFrom('messages').select('template').where('beneficiary_id', '=', beneficiary_id).execute()).map(
    ({ template }) => template,
  )

const refused = (code: string, status: number) => expect.objectContaining({ code, status })

const day = (name: string, date: string) => {
  const [year = '', month = '', day = ''] = date.split('-')
  return { [`${name}.day`]: day, [`${name}.month`]: month, [`${name}.year`]: year }
}
const TYPED = {
  hasEnded: 'yes',
  ...day('endedOn', '2026-09-30'),
  hasNext: 'yes',
  ...day('contractSignedOn', '2026-10-01'),
  ...day('contractEndsOn', '2028-08-31'),
  otherDiploma: 'no',
  cfa: 'same',
}

describe('what an apprentice declares', () => {
  test('counts once their CFA has confirmed it, and no other', async () => {
    const given = await somebody()
    const visitor = await new Visitor(site).signInAs({ beneficiaryId: given.actor.id })
    expect((await visitor.get('/espace')).text).toContain('/espace/mon-contrat')
    const sent = await visitor.submit('/espace/mon-contrat', TYPED)
    expect(sent.status).toBe(303)
    expect((await visitor.get(sent.location as string)).text).toContain('Il compte dès que votre CFA')
    expect(await daysOf(given.actor.id)).toEqual(AS_IT_WAS)

    const { number } = (await latestChangeOf(db, given.actor.id)) as { number: string }
    const stranger = await somebody()
    const other = await new Visitor(site).signInAs({ staffId: stranger.office?.id as number })
    expect((await other.get(`/etablissement/contrats/${number}`)).status).toBe(404)
    expect((await other.get('/etablissement/contrats')).text).not.toContain(given.actor.last_name)

    const office = await new Visitor(site).signInAs({ staffId: given.office?.id as number })
    expect((await office.get('/etablissement/contrats')).text).toContain('Le contrat signé le 10/01/2026 s’est terminé le 30/09/2026.')
    expect((await office.get(`/etablissement/contrats/${number}`)).text).toContain('01/10/2026')
    expect((await office.submit(`/etablissement/contrats/${number}/confirmation`)).status).toBe(303)
    expect(await daysOf(given.actor.id)).toEqual(CHANGED)
    expect(await toldTo(given.actor.id)).toEqual(['contract-change.confirmed'])
    expect((await visitor.get('/espace/mon-contrat')).text).toContain('Du 01/10/2026 au 31/08/2028')
    await expect(act((tx) => confirmChange(tx, given.office as never, { number }))).rejects.toEqual(refused('contract.decided', 409))
  })

  test('of a CFA outside the Region counts once two agents have confirmed it', async () => {
    const given = await somebody(REIMS)
    const { number, state } = await declared(given)
    expect(state).toBe('awaiting-region')
    const [first, second] = given.agents
    const visitor = await new Visitor(site).signInAs({ staffId: first.id })
    expect((await visitor.get(`/region/contrats/${number}`)).text).toContain('deux agents confirment')
    expect((await visitor.submit(`/region/contrats/${number}/confirmation`)).status).toBe(303)
    expect(await daysOf(given.actor.id)).toEqual(AS_IT_WAS)
    await expect(act((tx) => confirmChange(tx, first, { number }))).rejects.toEqual(refused('contract.second-agent', 409))
    await act((tx) => confirmChange(tx, second, { number }))
    expect(await daysOf(given.actor.id)).toEqual(CHANGED)
    expect(await toldTo(given.actor.id)).toEqual(['contract-change.confirmed'])
  })

  test('is compared with what the list of their CFA says of the contract', async () => {
    const given = await somebody()
    const { id } = given.beneficiary
    await db.updateTable('beneficiaries').set({ last_name: 'PETIT', first_name: 'Hugo', namesake: id }).where('id', '=', id).execute()
    // The campaign under way, of all those of this file.
    await db.updateTable('campaigns').set({ applications_open_on: '2026-05-02' }).where('id', '=', given.campaign.id).execute()
    const change = await declared(given, { endedOn: '2026-09-30', next: null })
    const visitor = await new Visitor(site).signInAs({ staffId: given.office?.id as number })
    const lists = async (broken: string) => {
      const bytes = await workbookOf(
        [
          ['nom_apprenant', 'prenom_apprenant', 'date_de_naissance_apprenant', 'annee_scolaire'],
          ['PETIT', 'Hugo', '2010-06-17', '2026-2027'],
        ].map((row, at) => [...row, ...(at === 0 ? ['contrat_date_debut', 'contrat_date_rupture'] : ['2026-01-12', broken])]),
      )
      const { location } = await visitor.submit('/etablissement/liste', { file: new File([new Uint8Array(bytes)], 'apprenants.xlsx') })
      expect((await visitor.submit(location as string, { action: 'take' })).status).toBe(303)
      return (await visitor.get(`/etablissement/contrats/${change.number}`)).text
    }
    expect(await lists('2026-09-30')).not.toContain('Selon votre liste')
    expect(await lists('2026-10-15')).toContain('Selon votre liste : contrat du 12/01/2026, rompu le 15/10/2026.')
  })

  test('is refused with a reason, which they read, and can be declared again', async () => {
    const given = await somebody()
    const { number } = await declared(given)
    await act((tx) => refuseChange(tx, given.office as never, { number, reason: 'Le contrat court toujours.' }))
    expect(await daysOf(given.actor.id)).toEqual(AS_IT_WAS)
    const visitor = await new Visitor(site).signInAs({ beneficiaryId: given.actor.id })
    expect((await visitor.get('/espace/mon-contrat')).text).toContain('« Le contrat court toujours. »')
    expect((await visitor.submit('/espace/mon-contrat', TYPED)).status).toBe(303)
  })

  test('takes the place of what nobody has looked at yet, not of what an agent has', async () => {
    const given = await somebody(REIMS)
    await declared(given)
    const { number, contract_ends_on } = await declared(given, { ...CHANGE, next: { ...NEXT, contractEndsOn: '2028-07-31' } })
    expect(contract_ends_on).toBe('2028-07-31')
    expect(await db.selectFrom('contract_changes').select('id').where('beneficiary_id', '=', given.actor.id).execute()).toHaveLength(1)
    await act((tx) => confirmChange(tx, given.agents[0], { number }))
    await expect(declared(given)).rejects.toEqual(refused('contract.pending', 409))
  })

  test('may be the end alone, then the next contract, in another CFA', async () => {
    const given = await somebody()
    const next = await somebody()
    const end = await declared(given, { endedOn: '2026-09-30', next: null })
    await act((tx) => confirmChange(tx, given.office as never, { number: end.number }))
    expect(await daysOf(given.actor.id)).toEqual([['2026-01-10', '2026-09-30']])
    const { number } = await declared(given, { endedOn: null, next: { ...NEXT, cfa: { kind: 'here', school: next.school?.id as number } } })
    await expect(act((tx) => confirmChange(tx, given.office as never, { number }))).rejects.toEqual(refused('not-found', 404))
    await act((tx) => confirmChange(tx, next.office as never, { number }))
    expect(await daysOf(given.actor.id)).toEqual(CHANGED)
    expect((await contractsOf(db, given.actor.id))[0]?.school_id).toBe(next.school?.id)
  })

  test('is theirs to say: who is no apprentice has no such page, and a closed account leaves nothing of it', async () => {
    const given = await somebody()
    await declared(given)
    await act((tx) => forgetContractChanges(tx, given.actor))
    expect(await latestChangeOf(db, given.actor.id)).toBeUndefined()
    const pupil = await act((tx) => aBeneficiary(tx))
    const visitor = await new Visitor(site).signInAs({ beneficiaryId: pupil.id })
    expect((await visitor.get('/espace/mon-contrat')).status).toBe(404)
  })
})

describe('what an agent records for somebody who calls', () => {
  test('counts at once for a CFA of the Region, and leaves a trace', async () => {
    const given = await somebody()
    const visitor = await new Visitor(site).signInAs({ staffId: given.agents[0].id })
    const { text } = await visitor.get(`/region/beneficiaires/${given.actor.id}`)
    expect(text).toContain(`/region/beneficiaires/${given.actor.id}/contrat`)
    const sent = await visitor.submit(`/region/beneficiaires/${given.actor.id}/contrat`, TYPED)
    expect((await visitor.get(sent.location as string)).text).toContain('Le changement de contrat est enregistré')
    expect(await daysOf(given.actor.id)).toEqual(CHANGED)
    expect(await toldTo(given.actor.id)).toEqual(['contract-change.confirmed'])
    const traces = await db.selectFrom('audit_facts').select('fact').where('beneficiary_id', '=', given.actor.id).execute()
    expect(traces.map(({ fact }) => fact)).toContain('contract-change.recorded')
  })

  test('waits for another agent for a CFA outside the Region', async () => {
    const given = await somebody(REIMS)
    const [first, second] = given.agents
    await act((tx) => recordChange(tx, first, { beneficiaryId: given.actor.id, change: CHANGE }))
    const { number } = (await latestChangeOf(db, given.actor.id)) as { number: string }
    expect(await daysOf(given.actor.id)).toEqual(AS_IT_WAS)
    await expect(act((tx) => confirmChange(tx, first, { number }))).rejects.toEqual(refused('contract.second-agent', 409))
    await act((tx) => confirmChange(tx, second, { number }))
    expect(await daysOf(given.actor.id)).toEqual(CHANGED)
  })
})

describe('a next contract gives', () => {
  const walletsOf = (id: number) => db.selectFrom('wallets').select('granted_cents').where('beneficiary_id', '=', id).execute()

  async function confirmed(benefit_rule: string, otherDiploma: boolean) {
    const given = await somebody()
    await db.updateTable('card_applications').set({ benefit_rule }).where('id', '=', given.application.id).execute()
    const change = { ...CHANGE, next: { ...NEXT, otherDiploma } }
    const { number } = await declared(given, change)
    await act((tx) => confirmChange(tx, given.office as never, { number }))
    return given
  }

  test('nothing without another diploma', async () => {
    expect(await walletsOf((await confirmed('apprentice-same-diploma', false)).actor.id)).toEqual([])
  })

  test('what another diploma gives, to whom the same one gave nothing, once', async () => {
    const given = await confirmed('apprentice-same-diploma', true)
    expect(await walletsOf(given.actor.id)).toEqual([{ granted_cents: 20_000 }])
    const again = { endedOn: '2026-11-01', next: { ...NEXT, contractSignedOn: '2026-11-02', otherDiploma: true } }
    await act((tx) => recordChange(tx, given.agents[0], { beneficiaryId: given.actor.id, change: again }))
    expect(await walletsOf(given.actor.id)).toEqual([{ granted_cents: 20_000 }])
  })

  test('nothing more to whom this campaign gave already', async () => {
    expect(await walletsOf((await confirmed('apprentice-first-or-other-diploma', true)).actor.id)).toEqual([])
  })
})

describe('what is typed', () => {
  const CAMPAIGN = { starts_on: '2026-07-01', ends_on: '2027-04-30' }
  const wrongAt = (change: Change, contract = SIGNED) => changeProblem(contract, change, CAMPAIGN, '2026-11-23')?.field

  test.each<[string, Change, string | undefined]>([
    ['an end and the next one', CHANGE, undefined],
    ['the end alone', { endedOn: '2026-09-30', next: null }, undefined],
    ['an end to come', { endedOn: '2026-11-24', next: null }, 'endedOn'],
    ['an end before the signature', { endedOn: '2026-01-09', next: null }, 'endedOn'],
    ['a next one while this one goes on', { endedOn: null, next: NEXT }, 'hasEnded'],
    ['a next one signed before this one', { ...CHANGE, next: { ...NEXT, contractSignedOn: '2026-01-10' } }, 'contractSignedOn'],
    ['a next one to come', { ...CHANGE, next: { ...NEXT, contractSignedOn: '2026-12-01' } }, 'contractSignedOn'],
    ['a next one that ends before it begins', { ...CHANGE, next: { ...NEXT, contractEndsOn: '2026-09-30' } }, 'contractEndsOn'],
    ['a next one of five years', { ...CHANGE, next: { ...NEXT, contractEndsOn: '2031-10-01' } }, 'contractEndsOn'],
  ])('%s', (_, change, field) => {
    expect(wrongAt(change)).toBe(field)
  })

  test('an end on its day is no early end', () => {
    expect(wrongAt({ endedOn: '2026-10-31', next: null }, { ...SIGNED, contract_ends_on: '2026-10-31' })).toBe('endedOn')
  })

  test('says all that is missing at once, and asks of the next contract only when there is one', () => {
    const wrong = (typed: Record<string, string>) => changeForm.safeParse(typed).error?.issues.map(({ path }) => path[0])
    expect(wrong({ hasEnded: 'yes', hasNext: 'yes' })).toEqual(['endedOn', 'contractSignedOn', 'contractEndsOn', 'otherDiploma', 'cfa'])
    expect(wrong({ hasEnded: 'no', hasNext: 'no' })).toEqual(['hasEnded'])
    expect(wrong({ hasEnded: 'yes', hasNext: 'no' })).toEqual(['endedOn'])
  })
})
