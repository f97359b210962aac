import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { rolledBack, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aCampaign, anAgent, aSchool, aSchoolUser } from '../../../../tests/support/makers.ts'
import { aPhoto, aPile, applicationOf, aWholeDraft } from '../../../../tests/support/pupil-application.ts'
import { type Db, inTransaction, type Tx } from '../../../platform/database/index.ts'
import { SMS_SEPTETS, septetsOf, smsText } from '../../../platform/messages/sms.ts'
import { frenchEuros } from '../../../platform/money.ts'
import { openSession } from '../../../platform/sessions.ts'
import type { SchoolRole } from '../../../spaces/school-roles.ts'
import { walletsOf } from '../../money/wallets/index.ts'
import { handOver, historyOf, type Situation, savePhoto, seePhotos, submitApplication } from '../card-applications/index.ts'
import { applicationSubmitted } from '../card-applications/messages.ts'
import { acceptApplications } from './accept.ts'
import { applicationRefused, applicationReturned, applicationValidated } from './messages.ts'
import { fileOf } from './queries.ts'
import { refuseApplications } from './refuse.ts'
import { returnApplications } from './return.ts'

const database = await testDatabase()
const { db } = database
const { site, clock } = testSite(database)

beforeAll(async () => {
  await committed((tx) => aCampaign(tx))
})

const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), act)

const messagesTo = async (tx: Tx, beneficiaryId: number) =>
  (await tx.selectFrom('messages').select(['template', 'channel', 'body']).where('beneficiary_id', '=', beneficiaryId).execute()).sort(
    (a, b) => a.template.localeCompare(b.template),
  )

const walletsAndCardsOf = async (reader: Db, beneficiaryId: number) => ({
  wallets: (await walletsOf(reader, beneficiaryId, TEST_NOW)).map(({ balance_cents }) => balance_cents),
  cards: (await reader.selectFrom('cards').selectAll().where('beneficiary_id', '=', beneficiaryId).execute()).length,
})

const refused = (code: string, status?: number) => expect.objectContaining(status ? { code, status } : { code })

describe('the acts', () => {
  const inTx = (name: string, act: (tx: Tx) => Promise<void>) => test(name, () => rolledBack(db, act))

  inTx('accepted at once, several pupils have their money and their card', async (tx) => {
    const { office, pile, fileNumbers } = await aPile(tx, 3)
    await acceptApplications(tx, office, { fileNumbers })
    for (const { id, file_number } of pile) {
      expect(await applicationOf(tx, file_number)).toMatchObject({ state: 'validated', decided_at: TEST_NOW })
      expect(await walletsAndCardsOf(tx, id)).toEqual({ wallets: [10_000], cards: 1 })
      expect((await messagesTo(tx, id)).map(({ template }) => template)).toEqual([
        'card-application.submitted',
        'card-application.validated',
      ])
    }
    const facts = await tx.selectFrom('audit_facts').select(['fact', 'staff_id']).where('staff_id', '=', office.id).execute()
    expect(facts).toEqual(pile.map(() => ({ fact: 'card-application.validated', staff_id: office.id })))
  })

  inTx('a reader decides nothing, whichever page calls the act', async (tx) => {
    const { office, fileNumbers } = await aPile(tx, 1)
    const [fileNumber = ''] = fileNumbers
    const school = { id: office.school_id, name: office.school_name }
    for (const roles of [['reader'], ['head']] satisfies SchoolRole[][]) {
      const reader = await aSchoolUser(tx, school, { roles })
      const acts = [
        () => acceptApplications(tx, reader, { fileNumbers }),
        () => refuseApplications(tx, reader, { fileNumbers, reason: 'Non.' }),
        () => returnApplications(tx, reader, { fileNumbers, reason: 'Non.' }),
        () => handOver(tx, reader, { fileNumber, school: school.id, reason: 'Non.' }),
        () => seePhotos(tx, reader, fileNumbers),
      ]
      for (const act of acts) await expect(act()).rejects.toEqual(refused('forbidden.role', 403))
    }
    expect(await applicationOf(tx, fileNumber)).toMatchObject({ state: 'submitted' })
  })

  inTx('the file shows what was granted, whatever the campaign grants afterwards', async (tx) => {
    const { office, fileNumbers } = await aPile(tx, 2)
    const [accepted, waiting] = fileNumbers as [string, string]
    await acceptApplications(tx, office, { fileNumbers: [accepted] })
    await tx.updateTable('benefits').set({ amount_cents: 12_000 }).where('rule', '=', 'pupil-first-time').execute()
    expect((await fileOf(tx, office, accepted)).amount_cents).toBe(10_000)
    expect((await fileOf(tx, office, waiting)).amount_cents).toBe(12_000)
  })

  inTx('a decision is all or nothing, once, and only of their own school', async (tx) => {
    const { office, fileNumbers } = await aPile(tx, 2)
    const elsewhere = await aSchoolUser(tx, await aSchool(tx))
    await expect(acceptApplications(tx, elsewhere, { fileNumbers })).rejects.toEqual(refused('not-found', 404))
    await expect(acceptApplications(tx, office, { fileNumbers: [...fileNumbers, '1234567890'] })).rejects.toEqual(refused('not-found', 404))

    await refuseApplications(tx, office, { fileNumbers: fileNumbers.slice(0, 1), reason: 'Élève inconnu.' })
    await expect(acceptApplications(tx, office, { fileNumbers })).rejects.toEqual(refused('application.decided', 409))
    expect((await applicationOf(tx, fileNumbers[1] as string)).state).toBe('submitted')
  })

  inTx('a draft is not the business of any school', async (tx) => {
    const { office, file_number } = await aWholeDraft(tx)
    await expect(acceptApplications(tx, office, { fileNumbers: [file_number] })).rejects.toEqual(refused('not-found', 404))
  })

  inTx('a returned application is corrected and sent again, its history kept', async (tx) => {
    const { office, actor, beneficiary, file_number } = await aPile(tx, 1)
    await returnApplications(tx, office, { fileNumbers: [file_number], reason: 'La photo est floue.' })
    await expect(acceptApplications(tx, office, { fileNumbers: [file_number] })).rejects.toEqual(refused('application.decided'))
    await savePhoto(tx, actor, await aPhoto(tx))
    await submitApplication(tx, actor, { notifiedBy: 'email' })
    await acceptApplications(tx, office, { fileNumbers: [file_number] })

    const { id } = await applicationOf(tx, file_number)
    expect((await historyOf(tx, id)).map(({ event, staff_name, reason }) => [event, staff_name, reason])).toEqual([
      ['registered', null, null],
      ['submitted', null, null],
      ['returned', office.name, 'La photo est floue.'],
      ['submitted', null, null],
      ['validated', office.name, null],
    ])
    expect(await walletsAndCardsOf(tx, beneficiary.id)).toEqual({ wallets: [10_000], cards: 1 })
  })

  test('of two decisions at the same moment, one counts', async () => {
    const { office, beneficiary, file_number } = await committed((tx) => aPile(tx, 1))
    // Connections that are open already start together.
    await Promise.all(Array.from({ length: 8 }, () => sql`select pg_sleep(0.05)`.execute(db)))
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) =>
        committed((tx) =>
          index % 2 === 0
            ? acceptApplications(tx, office, { fileNumbers: [file_number] })
            : refuseApplications(tx, office, { fileNumbers: [file_number], reason: 'Élève inconnu.' }),
        ),
      ),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toEqual(refused('application.decided', 409))
    }
    const { state } = await applicationOf(db, file_number)
    expect(await walletsAndCardsOf(db, beneficiary.id)).toEqual(
      state === 'validated' ? { wallets: [10_000], cards: 1 } : { wallets: [], cards: 0 },
    )
  })
})

test('messages by SMS fit in one, and say who decided', () => {
  const situations: Situation[] = ['pupil', 'apprentice', 'neither']
  for (const situation of situations) {
    const said = {
      situation,
      reason: 'La photo est floue.',
      decider: 'Votre établissement, Lycée Marie Curie,',
      starts_on: null,
      spendable_until: null,
      keepsCard: false,
    }
    const sent = { situation, file_number: '4827501935', isTakenOver: false, starts_on: '2027-07-01', hasCard: false }
    const messages = [
      applicationSubmitted({ ...sent, school_name: 'Lycée Marie Curie' }),
      applicationSubmitted({ ...sent, school_name: null }),
      applicationValidated({ ...said, amount_cents: 20_000, benefit_label: 'première entrée au lycée', given_before: false }),
      applicationValidated({
        ...said,
        amount_cents: 20_000,
        benefit_label: 'première entrée au lycée',
        given_before: false,
        starts_on: '2027-07-01',
      }),
      applicationValidated({
        ...said,
        amount_cents: 20_000,
        benefit_label: 'première entrée au lycée',
        given_before: false,
        spendable_until: '2027-05-31',
      }),
      applicationValidated({ ...said, amount_cents: 0, benefit_label: 'même diplôme que l’an dernier', given_before: false }),
      applicationValidated({ ...said, amount_cents: 10_000, benefit_label: 'première entrée au lycée', given_before: true }),
      applicationReturned(said),
      applicationRefused(said),
    ]
    for (const { sms = '', template } of messages)
      expect(septetsOf(smsText(sms)), `${situation} ${template}`).toBeLessThanOrEqual(SMS_SEPTETS)
  }
})

type Sent = Awaited<ReturnType<typeof aPile>>['pile'][number]

describe('the pages', () => {
  const visitorFor = async (owner: { beneficiaryId: number } | { staffId: number }) =>
    new Visitor(site).withSession(await committed((tx) => openSession(tx, owner, undefined)))

  test('a school reads its files, decides, and every reading is written down', async () => {
    const { office, beneficiary, pile, fileNumbers } = await committed((tx) => aPile(tx, 3))
    const secretary = await visitorFor({ staffId: office.id })
    const list = await secretary.get('/etablissement')
    expect(list.text).toContain('À traiter (3)')
    for (const number of fileNumbers) expect(list.text).toContain(`value="${number}"`)
    const found = await secretary.search('/etablissement', { recherche: beneficiary.last_name.toLowerCase() })
    expect(found.text).toContain('À traiter (1)')
    expect((await secretary.search('/etablissement', { recherche: '%', etat: 'all' })).status).toBe(200)

    const [first, second, third] = fileNumbers as [string, string, string]
    expect((await secretary.get(`/etablissement/demandes/${first}`)).text).toContain('Valider la demande')
    const read = await db.selectFrom('audit_facts').select('fact').where('staff_id', '=', office.id).execute()
    expect(read).toEqual([{ fact: 'card-application.read' }])

    expect((await secretary.submit(`/etablissement/demandes/${first}/refus`)).status).toBe(422)
    const returned = await secretary.submit(`/etablissement/demandes/${first}/renvoi`, { reason: 'La photo est floue.' })
    expect(returned.location).toBe(`/etablissement/demandes/${first}?fait=renvoi`)
    expect((await secretary.get(returned.location as string)).text).toContain('La photo est floue.')
    const late = await secretary.submit(`/etablissement/demandes/${first}/refus`, { reason: 'Élève inconnu.' })
    expect([late.status, late.text.includes('a déjà été décidée par')]).toEqual([409, true])

    const pupil = await visitorFor({ beneficiaryId: beneficiary.id })
    expect((await pupil.get('/espace')).text).toContain('La photo est floue.')

    expect((await secretary.get('/etablissement/validation')).status).toBe(422)
    const both = `/etablissement/validation?numeros[]=${second}&numeros[]=${third}`
    expect((await secretary.submit(both)).location).toBe('/etablissement?fait=validation')
    expect((await secretary.get('/etablissement?etat=validated')).text).toContain('Validée (2)')
    const holder = await visitorFor({ beneficiaryId: (pile[1] as { id: number }).id })
    expect((await holder.get('/espace')).text).toContain(frenchEuros(10_000))
  })

  test('somebody who may be the same person is shown before one decides, and no more of them than is needed', async () => {
    const { office, pile, fileNumbers, like } = await committed(async (tx) => {
      const sent = await aPile(tx, 2)
      const [one, two] = sent.pile as [Sent, Sent]
      const named = (id: number, last_name: string, first_name: string) =>
        tx.updateTable('beneficiaries').set({ last_name, first_name }).where('id', '=', id).execute()
      await named(one.id, 'VASSEUR', 'Stéphanie')
      await named(two.id, 'Vaseur', 'Stephanie')
      const elsewhere = await aWholeDraft(tx)
      await submitApplication(tx, elsewhere.actor, { notifiedBy: 'email' })
      await named(elsewhere.beneficiary.id, 'Stéphanie', 'Vasseur')
      return { ...sent, like: elsewhere }
    })
    const [first, second] = fileNumbers as [string, string]
    const secretary = await visitorFor({ staffId: office.id })
    const file = (await secretary.get(`/etablissement/demandes/${first}`)).text
    expect(file).toContain('Peut-être la même personne')
    expect(file).toContain('Stephanie Vaseur, 17/06/2010')
    expect(file).toContain(`<a href="/etablissement/demandes/${second}">`)
    expect(file).toContain('demande en attente')
    expect(file).toContain('dans un autre établissement ou à la Région')
    expect(file).not.toContain(like.file_number)
    const several = (await secretary.get(`/etablissement/validation?numeros[]=${first}&numeros[]=${second}`)).text
    expect(several).toContain('À comparer avant de décider')
    const agent = await committed((tx) => anAgent(tx, 'eligibility'))
    const desk = await visitorFor({ staffId: agent.id })
    const known = (await desk.get(`/region/beneficiaires/${(pile[0] as Sent).id}`)).text
    expect(known).toContain(`<a href="/region/beneficiaires/${like.beneficiary.id}">dossier ${like.file_number}, demande en attente`)
    const { text } = await secretary.search('/etablissement', { recherche: 'stephanie vass' })
    expect(text).toContain('VASSEUR Stéphanie')
    expect(text).not.toContain('Vaseur Stephanie')
  })

  test('another school finds nothing', async () => {
    const { file_number } = await committed((tx) => aPile(tx, 1))
    const elsewhere = await committed(async (tx) => aSchoolUser(tx, await aSchool(tx)))
    const stranger = await visitorFor({ staffId: elsewhere.id })
    expect((await stranger.get('/etablissement')).text).not.toContain(file_number)
    const { text } = await stranger.get('/etablissement')
    const _csrf = /name="_csrf" value="([^"]*)"/.exec(text)?.[1] ?? ''
    for (const path of ['', '/validation', '/renvoi', '/refus', '/photo']) {
      expect((await stranger.get(`/etablissement/demandes/${file_number}${path}`)).status).toBe(404)
    }
    expect((await stranger.post(`/etablissement/demandes/${file_number}/validation`, { _csrf })).status).toBe(404)
    expect((await stranger.post(`/etablissement/validation?numeros[]=${file_number}`, { _csrf })).status).toBe(404)
    expect((await applicationOf(db, file_number)).state).toBe('submitted')
  })
})
