import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { asOwner, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import {
  aBeneficiary,
  aHolder,
  anAgent,
  anAidCampaign,
  anAidRequest,
  anApprentice,
  aPartner,
  aPartnerUser,
  TEST_KEY,
  worksAt,
} from '../../../../tests/support/makers.ts'
import { agreedTo } from '../../../../tests/support/two-people.ts'
import { recordAll, recordOfEach } from '../../../platform/audit.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { storeFile } from '../../../platform/files.ts'
import { figures, metricsOf } from '../../../platform/http/metrics.ts'
import { openSession } from '../../../platform/sessions.ts'
import { facts as making } from '../../card/making/facts.ts'
import { photoPolicy } from '../../card/photos/index.ts'
import { pay } from '../../money/wallets/index.ts'
import { facts as beneficiaries } from '../../people/beneficiaries/facts.ts'
import { facts as applications } from '../../requests/card-decisions/facts.ts'
import { facts as support } from '../support/facts.ts'
import { forgettingOfAlerts, watchOfTheHour, watchOfTheMinute, watchOfTheNight } from './jobs.ts'
import { lookAt } from './look-at.ts'
import type { KindCode } from './vigilance.ts'

const database = await testDatabase()
const { db } = database
const { site, clock } = testSite(database)

const act = <T>(does: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), does)
const times = async <T>(count: number, make: () => Promise<T>): Promise<T[]> => {
  const made: T[] = []
  for (let time = 0; time < count; time += 1) made.push(await make())
  return made
}
const later = (minutes: number) => clock.set(new Date(TEST_NOW.getTime() + minutes * 60_000))

const administrator = await act((tx) => anAgent(tx, 'administrator'))
const helper = await act((tx) => anAgent(tx, 'helpline'))
const dpo = await act((tx) => anAgent(tx, 'dpo'))
const people = await act((tx) => times(12, () => aBeneficiary(tx)))
const ids = people.map(({ id }) => id)

/** The thresholds are those of nobody’s desk: small, so that a test says little. */
const threshold = (kind: KindCode, noticed: number, mailed = noticed) =>
  db.updateTable('vigilance_thresholds').set({ noticed, mailed }).where('kind', '=', kind).execute()
const alertsOf = (kind: KindCode) =>
  db
    .selectFrom('alerts')
    .select(['id', 'about', 'times', 'staff_id', 'beneficiary_id', 'partner_id', 'told_at'])
    .where('kind', '=', kind)
    .orderBy('id')
    .execute()

beforeEach(async () => {
  await asOwner(
    database.url,
    'delete from alerts; delete from notices; delete from given_reasons; delete from messages; delete from job_runs',
  )
  later(0)
})

describe('what is looked for', () => {
  const open = (count: number) =>
    act((tx) => recordOfEach(tx, ids.slice(0, count), { at: tx.now, fact: support['beneficiary.file-read'], staff_id: helper.id }))

  test('many files opened: once they are past the threshold, as one alert that counts on', async () => {
    await threshold('files-opened', 5)
    later(1000)
    await open(5)
    await watchOfTheMinute.run(site)
    expect(await alertsOf('files-opened')).toEqual([])
    await open(7)
    await watchOfTheMinute.run(site)
    await open(9)
    await watchOfTheMinute.run(site)
    expect(await alertsOf('files-opened')).toMatchObject([{ times: 9, staff_id: helper.id }])
    expect(await metricsOf([await figures()])).toMatch(/alerts_total\{kind="files-opened"\} \d/)
  })

  test('what somebody has looked at is noticed again only when it goes on', async () => {
    await threshold('files-opened', 5)
    later(2000)
    await open(8)
    await watchOfTheMinute.run(site)
    const [first] = await alertsOf('files-opened')
    await act((tx) => lookAt(tx, administrator, { id: first?.id ?? 0, finding: 'Renfort de rentrée.' }))
    await watchOfTheMinute.run(site)
    expect(await alertsOf('files-opened')).toHaveLength(1)
    later(2001)
    await open(1)
    await watchOfTheMinute.run(site)
    expect(await alertsOf('files-opened')).toHaveLength(2)
  })

  test('whoever watches is told by mail past the second threshold, once; the data protection officer of files of many people too', async () => {
    await threshold('files-opened', 2, 100)
    await threshold('people-exported', 3)
    later(3000)
    await open(8)
    await act((tx) =>
      recordAll(tx, [
        { at: tx.now, fact: beneficiaries['consents.downloaded'], staff_id: helper.id, details: { list: 'newsletters', people: 4 } },
      ]),
    )
    for (const _ of [1, 2]) await watchOfTheMinute.run(site)
    expect(await alertsOf('files-opened')).toMatchObject([{ told_at: null }])
    const told = await db
      .selectFrom('messages')
      .select(['staff_id', 'body'])
      .where('template', '=', 'alerts-noticed')
      .orderBy('staff_id')
      .execute()
    expect(told.map(({ staff_id }) => staff_id)).toEqual([administrator.id, dpo.id])
    expect(told[0]?.body).toContain('Fichier de beaucoup de personnes : 4')
  })

  test('cards taken out, each person counted', async () => {
    await threshold('people-exported', 3)
    later(4000)
    await act((tx) =>
      recordOfEach(tx, ids.slice(0, 5), { at: tx.now, fact: making['card-batch.downloaded'], staff_id: helper.id, details: { batch: 1 } }),
    )
    await watchOfTheMinute.run(site)
    expect(await alertsOf('people-exported')).toMatchObject([{ times: 5, staff_id: helper.id }])
  })

  test('many requests opened', async () => {
    await threshold('requests-opened', 3)
    later(5000)
    await act((tx) => recordOfEach(tx, ids.slice(0, 4), { at: tx.now, fact: applications['card-application.read'], staff_id: helper.id }))
    await watchOfTheMinute.run(site)
    expect(await alertsOf('requests-opened')).toMatchObject([{ times: 4 }])
  })

  test('sign-ins that are refused, forged forms, things of others: counted where they are refused', async () => {
    for (const kind of ['refused-sign-ins', 'lock-outs', 'forged-posts', 'objects-of-others'] as const) await threshold(kind, 1)
    const stranger = new Visitor(site)
    for (let time = 0; time < 12; time += 1) await stranger.submit('/connexion', { number: '0000000000', password: 'faux' })
    for (const _ of [1, 2]) await stranger.post('/connexion', { number: '1', password: '1' }, { origin: 'https://elsewhere.example' })
    const curious = await new Visitor(site).signInAs({ beneficiaryId: ids[0] as number })
    for (const number of ['111111111111', '222222222222', '333333333333']) await curious.get(`/espace/ma-carte/prepaiements/${number}`)
    await watchOfTheMinute.run(site)
    expect(await alertsOf('refused-sign-ins')).toMatchObject([{ about: 'unknown', times: 10 }])
    expect(await alertsOf('lock-outs')).toMatchObject([{ about: 'unknown', times: 2 }])
    expect(await alertsOf('forged-posts')).toMatchObject([{ about: 'unknown', times: 2 }])
    expect(await alertsOf('objects-of-others')).toMatchObject([{ beneficiary_id: ids[0], staff_id: null, times: 3 }])
  })

  test('another bank account than the one before', async () => {
    await threshold('bank-account-changed', 0)
    later(6000)
    const request = await act(async (tx) => {
      const campaign = await anAidCampaign(tx)
      const apprentice = await anApprentice(tx, { campaign })
      await anAidRequest(tx, { apprentice, set: { state: 'paid', contract_year: 2, iban_last4: '1111', submitted_at: tx.now } })
      return anAidRequest(tx, { apprentice, set: { state: 'awaiting-region', iban_last4: '2222', submitted_at: tx.now } })
    })
    await watchOfTheMinute.run(site)
    expect(await alertsOf('bank-account-changed')).toMatchObject([{ about: `aid request ${request.number}` }])
  })

  test('accounts that are alike, and one telephone for many', async () => {
    await threshold('same-phone', 2)
    later(7000)
    const twin = await act(async (tx) => {
      await aBeneficiary(tx, { last_name: 'LEFEBVRE', first_name: 'Camille', birth_date: '2009-02-03', mobile_phone: '+33612345678' })
      await aBeneficiary(tx, { last_name: 'DUPONT', first_name: 'Ines', mobile_phone: '+33612345678' })
      return aBeneficiary(tx, { last_name: 'LEFEVRE', first_name: 'Camile', birth_date: '2009-02-03', mobile_phone: '+33612345678' })
    })
    await watchOfTheHour.run(site)
    expect((await alertsOf('accounts-alike')).map(({ beneficiary_id }) => beneficiary_id)).toContain(twin.id)
    expect(await alertsOf('same-phone')).toMatchObject([{ times: 3 }])
  })

  test('one photo and one bank account for two people', async () => {
    await threshold('same-photo', 1)
    await threshold('same-account', 1)
    const [first] = await act(async (tx) => {
      const campaign = await anAidCampaign(tx)
      const apprentices = [await anApprentice(tx, { campaign }), await anApprentice(tx, { campaign }), await anApprentice(tx, { campaign })]
      for (const [index, apprentice] of apprentices.entries()) {
        const face = index < 2 ? 'the same face' : 'another'
        const photo_file_id = await storeFile(tx, photoPolicy, Buffer.from(face), TEST_KEY)
        await tx.updateTable('card_applications').set({ photo_file_id }).where('id', '=', apprentice.application.id).execute()
        const iban = index < 2 ? 'FR7630006000011234567890189' : 'BE71096123456769'
        await anAidRequest(tx, { apprentice, iban, set: { submitted_at: tx.now } })
      }
      return apprentices
    })
    await watchOfTheHour.run(site)
    const seen = [{ beneficiary_id: first?.actor.id, times: 2 }]
    expect(await alertsOf('same-photo')).toMatchObject(seen)
    expect(await alertsOf('same-account')).toMatchObject(seen)
  })

  test('somebody who shares one photo and one account with a friend, and others with another friend, stops no watch', async () => {
    await threshold('same-photo', 1)
    await threshold('same-account', 1)
    const first = await act(async (tx) => {
      const campaigns = [await anAidCampaign(tx), await anAidCampaign(tx)] as const
      const twice = await anApprentice(tx, { campaign: campaigns[0] })
      const friends = [await anApprentice(tx, { campaign: campaigns[0] }), await anApprentice(tx, { campaign: campaigns[1] })] as const
      const another = await anApprentice(tx, { campaign: campaigns[1] })
      const beneficiary_id = twice.actor.id
      await tx.updateTable('card_applications').set({ beneficiary_id }).where('id', '=', another.application.id).execute()
      for (const [index, pair] of [
        [twice, friends[0]],
        [another, friends[1]],
      ].entries()) {
        for (const apprentice of pair) {
          const photo_file_id = await storeFile(tx, photoPolicy, Buffer.from(`a face ${index}`), TEST_KEY)
          await tx.updateTable('card_applications').set({ photo_file_id }).where('id', '=', apprentice.application.id).execute()
          const iban = index === 0 ? 'NL91ABNA0417164300' : 'DE89370400440532013000'
          const whose = apprentice === another ? { beneficiary_id, contract_year: 2 } : {}
          await anAidRequest(tx, { apprentice, iban, set: { submitted_at: tx.now, ...whose } })
        }
      }
      return beneficiary_id
    })
    await watchOfTheHour.run(site)
    const about = async (kind: KindCode) => (await alertsOf(kind)).filter(({ beneficiary_id }) => beneficiary_id === first)
    expect([(await about('same-photo')).length, (await about('same-account')).length]).toEqual([2, 2])
    await watchOfTheHour.run(site)
    expect([(await about('same-photo')).length, (await about('same-account')).length]).toEqual([2, 2])
  })

  test('a card again and again, and round sums at night, at the same partner', async () => {
    await threshold('same-card-again', 2)
    await threshold('round-sums-at-night', 2)
    clock.set(new Date('2026-11-25T23:30:00+01:00'))
    const { partner, beneficiary } = await act(async (tx) => {
      const { wallet, beneficiary } = await aHolder(tx, { balance_cents: 20_000 })
      const partner = await aPartner(tx)
      const { id: made_by } = await aPartnerUser(tx, partner)
      await times(3, () =>
        pay(tx, {
          wallet_id: wallet.id,
          partner_id: partner.id,
          made_by,
          amount_cents: 1_000,
          channel: 'qr-code',
          request_id: randomUUID(),
        }),
      )
      return { partner, beneficiary }
    })
    await watchOfTheNight.run(site)
    expect(await alertsOf('same-card-again')).toMatchObject([{ times: 3, partner_id: partner.id, beneficiary_id: beneficiary.id }])
    expect(await alertsOf('round-sums-at-night')).toMatchObject([{ times: 3, partner_id: partner.id }])
  })

  test('a cashier who ticks many identity papers, at whichever of their shops', async () => {
    await threshold('identity-papers', 2)
    later(9000)
    const seller = await act(async (tx) => {
      const wallets = await times(3, async () => (await aHolder(tx)).wallet)
      const user = await aPartnerUser(tx, await aPartner(tx))
      const shops = [user, await worksAt(tx, user.id, await aPartner(tx)), await aPartnerUser(tx, await aPartner(tx))]
      for (const [index, { id: made_by, partner_id }] of shops.entries()) {
        for (const assent of index === 0 ? ['identity-paper', 'payment-code'] : ['identity-paper'])
          await sql`
            select post_transaction(${randomUUID()}, 'payment', ${wallets[index]?.id}, 4000, ${tx.now}, ${partner_id}, null, 'card-number',
              ${made_by}, null, ${assent})`.execute(tx)
      }
      return user
    })
    await watchOfTheHour.run(site)
    expect(await alertsOf('identity-papers')).toEqual([])
    await threshold('identity-papers', 1)
    await watchOfTheHour.run(site)
    expect(await alertsOf('identity-papers')).toMatchObject([{ about: `staff ${seller.id}`, times: 2, staff_id: seller.id }])
  })

  test('jobs that did not end, messages that wait', async () => {
    await threshold('messages-waiting', 1)
    await asOwner(database.url, `insert into job_runs values ('close-wallets', now() - interval '1 hour', false)`)
    await act((tx) =>
      sql`
      insert into messages (staff_id, channel, address, template, subject, body, next_attempt_at, created_at)
      select ${helper.id}, 'email', 'a@example.org', 'x', 'x', 'x', ${tx.now}, ${tx.now} from generate_series(1, 3)`.execute(tx),
    )
    later(31)
    await watchOfTheMinute.run(site)
    expect(await alertsOf('failed-jobs')).toMatchObject([{ about: 'close-wallets' }])
    expect(await alertsOf('messages-waiting')).toMatchObject([{ about: 'email', times: 3 }])
  })
})

describe('an agent who opens many files', () => {
  const file = (index: number) => `/region/beneficiaires/${ids[index]}`

  test('says why before the next one, then goes on; at ten times as many they wait', async () => {
    await threshold('files-opened', 3)
    later(8000)
    const agent = await act((tx) => anAgent(tx, 'helpline'))
    const desk = await new Visitor(site).signInAs({ staffId: agent.id })
    for (const index of [0, 1, 2]) expect((await desk.get(file(index))).status).toBe(200)
    expect((await desk.get(file(0))).status).toBe(200)
    const asked = await desk.get(file(3))
    expect(asked).toMatchObject({ status: 303, location: `/region/vigilance/motif/dossiers?vers=${encodeURIComponent(file(3))}` })
    expect((await desk.submit(asked.location ?? '', { reason: ' ' })).status).toBe(422)
    expect(await desk.submit(asked.location ?? '', { reason: 'Appels d’un lycée.' })).toMatchObject({ status: 303, location: file(3) })
    for (const index of [3, 4, 5]) expect((await desk.get(file(index))).status).toBe(200)

    await threshold('files-opened', 0)
    await act((tx) => recordOfEach(tx, ids.slice(0, 11), { at: tx.now, fact: support['beneficiary.file-read'], staff_id: agent.id }))
    const stopped = await desk.get(file(11))
    expect(stopped.status).toBe(429)
    expect(stopped.text).toContain('Attendez 10 minutes')
    later(8011)
    expect((await desk.get(file(11))).status).not.toBe(429)
  })

  test('says why also before another page that says who somebody is, and each is written down', async () => {
    await threshold('files-opened', 3)
    later(8500)
    const agent = await act((tx) => anAgent(tx, 'helpline'))
    const desk = await new Visitor(site).signInAs({ staffId: agent.id })
    const ways = ['gel', 'adresse-email', 'telephones']
    for (const [index, way] of ways.entries()) expect((await desk.get(`${file(index)}/${way}`)).status, way).toBe(200)
    const read = await db.selectFrom('audit_facts').select('beneficiary_id').where('staff_id', '=', agent.id).orderBy('id').execute()
    expect(read.map(({ beneficiary_id }) => beneficiary_id)).toEqual(ids.slice(0, 3))
    for (const way of ways) expect((await desk.get(`${file(3)}/${way}`)).location, way).toContain('/region/vigilance/motif/dossiers')
    expect((await desk.get(file(3))).status).toBe(303)
  })

  test('loses nothing of a form that is refused meanwhile: it is there again once they said why, or have waited', async () => {
    await threshold('files-opened', 3)
    later(8700)
    const agent = await act((tx) => anAgent(tx, 'helpline'))
    const desk = await new Visitor(site).signInAs({ staffId: agent.id })
    const path = `${file(0)}/gel`
    const comment = 'Appel de sa mère : le téléphone a été volé lundi à la piscine.'
    const csrf = /name="_csrf" value="([^"]*)"/.exec((await desk.get(path)).text)?.[1] ?? ''
    await act((tx) => recordOfEach(tx, ids.slice(1, 4), { at: tx.now, fact: support['beneficiary.file-read'], staff_id: agent.id }))
    const refused = await desk.post(path, { _csrf: csrf, comment })
    expect(refused.status).toBe(422)
    const why = /href="([^"]*\/motif\/dossiers[^"]*)"/.exec(refused.text)?.[1] ?? ''
    const given = await desk.submit(why, { reason: 'Appels d’un lycée.' })
    expect(given.location).toBe(path)
    const again = await desk.get(path)
    expect([again.status, again.text.includes('Voici ce que vous aviez saisi'), again.text.includes(comment)]).toEqual([200, true, true])

    await threshold('files-opened', 0)
    await act((tx) => recordOfEach(tx, ids.slice(1, 12), { at: tx.now, fact: support['beneficiary.file-read'], staff_id: agent.id }))
    const stopped = await desk.post(path, { _csrf: csrf, comment: `${comment} Deux fois.` })
    expect([stopped.status, stopped.text.includes('Attendez 10 minutes')]).toEqual([429, true])
    later(8711)
    await threshold('files-opened', 3)
    expect((await desk.get(path)).text).toContain(`${comment} Deux fois.`)
  })

  test('fills no disk by sending that form again and again from browsers that know nothing of what is kept', async () => {
    await threshold('files-opened', 3)
    later(8800)
    const agent = await act((tx) => anAgent(tx, 'helpline'))
    const token = await act((tx) => openSession(tx, { staffId: agent.id }, undefined))
    const path = `${file(0)}/gel`
    const csrf = /name="_csrf" value="([^"]*)"/.exec((await new Visitor(site).withSession(token).get(path)).text)?.[1] ?? ''
    await act((tx) => recordOfEach(tx, ids.slice(1, 4), { at: tx.now, fact: support['beneficiary.file-read'], staff_id: agent.id }))
    await times(35, () => new Visitor(site).withSession(token).post(path, { _csrf: csrf, comment: 'Long.' }))
    expect(await db.selectFrom('kept_forms').select('id').where('staff_id', '=', agent.id).execute()).toHaveLength(30)
  })

  test('the reason leads nowhere else', async () => {
    const desk = await new Visitor(site).signInAs({ staffId: helper.id })
    for (const way of ['https://elsewhere.example', '//elsewhere.example', '/region/../connexion'])
      expect(await desk.submit(`/region/vigilance/motif/dossiers?vers=${encodeURIComponent(way)}`, { reason: 'Rien.' })).toMatchObject({
        location: '/region',
      })
  })
})

test('a file of many people is given once it is said why, for an hour', async () => {
  await threshold('people-exported', 2)
  await db.updateTable('beneficiaries').set({ newsletters_consent_at: TEST_NOW }).where('id', 'in', ids.slice(0, 4)).execute()
  const agent = await act((tx) => anAgent(tx, 'content'))
  const desk = await new Visitor(site).signInAs({ staffId: agent.id })
  const path = '/region/contenus/consentements-newsletters.csv'
  const asked = await desk.get(path)
  expect(asked).toMatchObject({ status: 303, location: `/region/vigilance/motif/fichier?vers=${encodeURIComponent(path)}` })
  const given = await desk.submit(asked.location ?? '', { reason: 'Lettre de novembre.' })
  expect((await desk.get(given.location ?? '')).text).toContain(`href="${path}"`)
  expect((await desk.get(path)).status).toBe(200)
  later(61)
  const next = await new Visitor(site).signInAs({ staffId: agent.id })
  expect(await next.get(path)).toMatchObject({ status: 303, location: asked.location })
})

describe('at the desk', () => {
  test('administrators and the data protection officer read it, and nobody else; the one it is about does not answer it', async () => {
    await threshold('files-opened', 2)
    later(9000)
    await act((tx) => recordOfEach(tx, ids.slice(0, 4), { at: tx.now, fact: support['beneficiary.file-read'], staff_id: administrator.id }))
    await watchOfTheMinute.run(site)
    const [alert] = await alertsOf('files-opened')
    const path = `/region/vigilance/${alert?.id}`
    const desk = ({ id }: { id: number }) => new Visitor(site).signInAs({ staffId: id })
    const [admin, officer, stranger] = [await desk(administrator), await desk(dpo), await desk(helper)]
    expect((await stranger.get('/region/vigilance')).status).toBe(403)
    expect((await admin.get('/region/vigilance')).text).toContain('Beaucoup de dossiers ouverts')
    expect((await admin.submit(path, { finding: 'Rien.' })).status).toBe(403)
    const done = await officer.submit(path, { finding: 'C’était une reprise de dossiers.' })
    expect(done).toMatchObject({ status: 303, location: '/region/vigilance?fait=regard' })
    expect((await officer.get('/region/vigilance')).text).toContain('Rien n’attend d’être regardé.')
    const all = await officer.get('/region/vigilance?etat=toutes&genre=files-opened')
    expect(all.text).toContain(dpo.name)
    expect((await admin.get(path)).text).toContain('C’était une reprise de dossiers.')
    await expect(asOwner(database.url, `update alerts set looked_by = staff_id where id = ${alert?.id}`)).rejects.toThrow(
      'nobody_looks_at_what_they_did_themselves',
    )
  })

  test('a threshold is changed once another administrator agrees', async () => {
    await threshold('lock-outs', 10, 50)
    const desk = await new Visitor(site).signInAs({ staffId: administrator.id })
    const path = '/region/vigilance/seuils/essais'
    expect((await desk.submit(path, { noticed: '20', mailed: '5', reason: 'Trop de bruit.' })).text).toContain('Un mail ne peut pas partir')
    expect((await desk.submit(path, { noticed: 'dix', mailed: '60', reason: 'Trop de bruit.' })).status).toBe(422)
    expect(await desk.submit(path, { noticed: '20', mailed: '60', reason: 'Trop de bruit.' })).toMatchObject({ status: 303 })
    const known = () =>
      db.selectFrom('vigilance_thresholds').select(['noticed', 'mailed']).where('kind', '=', 'lock-outs').executeTakeFirstOrThrow()
    expect(await known()).toEqual({ noticed: 10, mailed: 50 })
    await act((tx) => agreedTo(tx, 'vigilance.threshold', 'lock-outs'))
    expect(await known()).toEqual({ noticed: 20, mailed: 60 })
    const officer = await new Visitor(site).signInAs({ staffId: dpo.id })
    expect((await officer.get('/region/vigilance/seuils')).text).toContain('Trop d’essais depuis un même réseau')
    expect((await officer.get(path)).status).toBe(403)
  })

  test('what was noticed is kept a year, what was counted thirty days', async () => {
    await threshold('files-opened', 2)
    later(9500)
    await act((tx) => recordOfEach(tx, ids.slice(0, 4), { at: tx.now, fact: support['beneficiary.file-read'], staff_id: helper.id }))
    await watchOfTheMinute.run(site)
    await new Visitor(site).post('/connexion', {}, { origin: 'https://elsewhere.example' })
    const left = async () => [
      (await db.selectFrom('notices').select('kind').execute()).length,
      (await db.selectFrom('alerts').select('id').where('kind', '=', 'files-opened').execute()).length,
    ]
    expect(await left()).toEqual([1, 1])
    later(9500 + 31 * 1440)
    await forgettingOfAlerts.run(site)
    expect(await left()).toEqual([0, 1])
    later(9500 + 366 * 1440)
    await forgettingOfAlerts.run(site)
    expect(await left()).toEqual([0, 0])
  })
})
