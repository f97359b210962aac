import sharp from 'sharp'
import { beforeEach, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aHolder, anAgent, anApprentice, TEST_KEY } from '../../../../tests/support/makers.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { storeFile } from '../../../platform/files.ts'
import { photoPolicy } from '../photos/index.ts'
import { createBatch } from './create-batch.ts'
import { dateBatch } from './date-batch.ts'
import { forgetHolder } from './forget.ts'
import { giveCards, liveCardOf } from './index.ts'
import { declareProblem } from './oppose.ts'
import { sendPhoto } from './send-photo.ts'
import { setAside } from './set-aside.ts'

const database = await testDatabase()
const { db } = database
const { site } = testSite(database)
const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, TEST_NOW, act)
const REASON = 'Le visage est coupé.'

const agent = await committed((tx) => anAgent(tx, 'eligibility'))
const desk = await new Visitor(site).signInAs({ staffId: agent.id })
const portrait = await sharp({ create: { width: 600, height: 800, channels: 3, background: { r: 192, g: 32, b: 32 } } })
  .jpeg()
  .toBuffer()

const aPhoto = (tx: Tx, bytes = portrait) => storeFile(tx, photoPolicy, bytes, TEST_KEY)

/** Somebody whose card waits to be made. */
const holder = () =>
  committed(async (tx) => {
    const of = await aHolder(tx)
    await tx
      .updateTable('cards')
      .set({ photo_file_id: await aPhoto(tx) })
      .where('id', '=', of.card.id)
      .execute()
    return of
  })
const cardOf = (id: number) => db.selectFrom('cards').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const aside = (number: string) => committed((tx) => setAside(tx, agent, { number, reason: REASON }))
const filesOf = async (id: string) => (await db.selectFrom('files').select('id').where('id', '=', id).execute()).length

// Cards that other tests left waiting would be in the batches.
beforeEach(async () => {
  await db.updateTable('cards').set({ opposed_at: TEST_NOW }).execute()
})

test('the Region sees the photos of the cards that wait and of a batch, and each one seen is written down', async () => {
  const { beneficiary, card } = await holder()
  const list = (await desk.get('/region/cartes')).text
  expect(list).toContain(`<img src="/region/cartes/${card.number}/vignette" alt="Portrait de ${beneficiary.first_name}`)
  const [small, large] = [await desk.get(`/region/cartes/${card.number}/vignette`), await desk.get(`/region/cartes/${card.number}/photo`)]
  expect((await sharp(small.bytes).metadata()).width).toBe(140)
  expect(large.bytes).toEqual(portrait)
  const facts = await db.selectFrom('audit_facts').select(['fact', 'staff_id']).where('beneficiary_id', '=', beneficiary.id).execute()
  expect(facts).toEqual(Array(2).fill({ fact: 'card.photo-read', staff_id: agent.id }))
  const owner = await new Visitor(site).signInAs({ beneficiaryId: beneficiary.id })
  expect((await owner.get('/espace/consultations')).text).toContain('Lecture de la photo de votre carte')

  const batch = await committed((tx) => createBatch(tx, agent, 500))
  expect((await desk.get(`/region/cartes/lots/${batch}`)).text).toContain(`/region/cartes/${card.number}/mise-de-cote`)
  for (const role of ['preparer', 'content'] as const) {
    const other = await new Visitor(site).signInAs({ staffId: (await committed((tx) => anAgent(tx, role))).id })
    for (const page of ['vignette', 'photo', 'mise-de-cote']) {
      expect((await other.get(`/region/cartes/${card.number}/${page}`)).status).toBe(403)
    }
  }
})

test('a card set aside is in no batch until its owner, who is told why, sends another photo', async () => {
  const { beneficiary, card } = await holder()
  const batch = await committed((tx) => createBatch(tx, agent, 500))
  const page = `/region/cartes/${card.number}/mise-de-cote`
  expect((await desk.submit(page, { reason: ' ' })).status).toBe(422)
  expect((await desk.submit(page, { reason: REASON })).location).toBe('/region/cartes?fait=mise-de-cote')
  expect(await cardOf(card.id)).toMatchObject({ batch_id: null, set_aside_reason: REASON })
  expect((await desk.get('/region/cartes')).text).toMatch(/Photos à refaire : une carte mise de côté[\s\S]*Le visage est coupé/)
  await expect(committed((tx) => createBatch(tx, agent, 500))).rejects.toMatchObject({ code: 'batch.empty' })
  await expect(aside(card.number)).rejects.toMatchObject({ code: 'card.set-aside', status: 409 })
  const told = await db.selectFrom('messages').select(['template', 'body']).where('beneficiary_id', '=', beneficiary.id).execute()
  expect(told).toMatchObject([{ template: 'card.photo-to-redo', body: expect.stringContaining(REASON) }])

  const owner = await new Visitor(site).signInAs({ beneficiaryId: beneficiary.id })
  expect((await owner.get('/espace/ma-carte')).text).toContain('/espace/ma-carte/nouvelle-photo')
  expect((await owner.get('/espace/ma-carte/nouvelle-photo')).text).toContain(REASON)
  const none = await owner.submit('/espace/ma-carte/nouvelle-photo', {})
  expect([none.status, none.text.includes('Choisissez une photo')]).toEqual([422, true])
  const former = (await cardOf(card.id)).photo_file_id
  const sent = await owner.submit('/espace/ma-carte/nouvelle-photo', { photo: new File([new Uint8Array(portrait)], 'moi.jpg') })
  expect(sent.location).toBe('/espace/ma-carte/nouvelle-photo?fait=photo')
  expect((await owner.get('/espace/ma-carte/nouvelle-photo?fait=photo')).text).toContain('Votre nouvelle photo est envoyée')
  const made = await cardOf(card.id)
  expect(made).toMatchObject({ number: card.number, set_aside_at: null, set_aside_reason: null })
  expect(await filesOf(former)).toBe(0)
  expect((await sharp((await owner.get('/espace/ma-carte/photo')).bytes).metadata()).width).toBe(827)
  const next = await committed((tx) => createBatch(tx, agent, 500))
  expect(next).not.toBe(batch)
  expect((await cardOf(card.id)).batch_id).toBe(next)
  const facts = await db.selectFrom('audit_facts').select('fact').where('beneficiary_id', '=', beneficiary.id).orderBy('id').execute()
  expect(facts.map(({ fact }) => fact)).toEqual(['card.set-aside', 'card.photo-sent'])
})

test('the photo of a card is not changed as one likes, nor one that is made set aside', async () => {
  const { beneficiary, card } = await holder()
  await expect(committed(async (tx) => sendPhoto(tx, beneficiary.actor, await aPhoto(tx)))).rejects.toMatchObject({
    code: 'card.not-set-aside',
    status: 409,
  })
  // Sent through the page, the refusal is shown, though the page has no form any more.
  const owner = await new Visitor(site).signInAs({ beneficiaryId: beneficiary.id })
  const _csrf = /name="_csrf" value="([^"]*)"/.exec((await owner.get('/espace/ma-carte')).text)?.[1] as string
  const refused = await owner.post('/espace/ma-carte/nouvelle-photo', { _csrf, photo: new File([new Uint8Array(portrait)], 'moi.jpg') })
  expect([refused.status, refused.text.includes('Aucune autre photo n’est attendue')]).toEqual([409, true])
  const batch_id = await committed((tx) => createBatch(tx, agent, 500))
  await committed((tx) => dateBatch(tx, agent, { batch_id, event: 'made' }))
  await expect(aside(card.number)).rejects.toMatchObject({ code: 'card.made', status: 409 })
  expect(await cardOf(card.id)).toMatchObject({ batch_id, set_aside_at: null })
})

test('the photo that the school saw stays with the request', async () => {
  const { beneficiary, photo, card } = await committed(async (tx) => {
    const { beneficiary, application } = await anApprentice(tx)
    const photo = application.photo_file_id as string
    const [card] = await giveCards(tx, [{ beneficiary_id: beneficiary.id, photo_file_id: photo }])
    return { beneficiary, photo, card: card as NonNullable<typeof card> }
  })
  await aside(card.number)
  await committed(async (tx) => sendPhoto(tx, beneficiary.actor, await aPhoto(tx)))
  expect(await filesOf(photo)).toBe(1)
  expect((await liveCardOf(db, beneficiary.id))?.photo_file_id).not.toBe(photo)
})

test('a card that is replaced is set aside as the one before, unless another photo comes with it', async () => {
  const { beneficiary, card } = await holder()
  await aside(card.number)
  const lost = { reason: 'lost' as const, card: card.number, isAddressRight: false }
  await committed((tx) => declareProblem(tx, beneficiary.actor, lost))
  const second = await liveCardOf(db, beneficiary.id)
  expect(second).toMatchObject({ set_aside_reason: REASON })

  const owner = await new Visitor(site).signInAs({ beneficiaryId: beneficiary.id })
  const declaration = { reason: 'wrong', card: second?.number as string, photo: new File([new Uint8Array(portrait)], 'moi.jpg') }
  const answer = await owner.submit('/espace/ma-carte/probleme/erreur', declaration)
  expect(answer.location).toBe('/espace/ma-carte/probleme/declare')
  const third = await liveCardOf(db, beneficiary.id)
  expect(third).toMatchObject({ set_aside_reason: null })
  expect(third?.photo_file_id).not.toBe(second?.photo_file_id)
  const facts = await db.selectFrom('audit_facts').select('details').where('fact', '=', 'card.opposed').orderBy('id', 'desc').execute()
  expect(facts[0]?.details).toEqual({ card_id: second?.id, reason: 'wrong', new_photo: 'oui' })
  expect((await sharp((await owner.get('/espace/ma-carte/photo')).bytes).metadata()).width).toBe(827)
})

test('a wrong photo is declared with the one that replaces it; without one the same stays; a broken one stops nothing', async () => {
  const { beneficiary, card } = await holder()
  const owner = await new Visitor(site).signInAs({ beneficiaryId: beneficiary.id })
  const page = '/espace/ma-carte/probleme/erreur'
  const wrong = { reason: 'wrong', card: card.number }
  const refused = await owner.submit(page, { ...wrong, photo: new File(['<svg/>'], 'moi.jpg') })
  expect([refused.status, refused.text.includes('href="#photo"')]).toEqual([415, true])
  expect((await liveCardOf(db, beneficiary.id))?.number).toBe(card.number)
  const photo = (await cardOf(card.id)).photo_file_id
  await owner.submit(page, wrong)
  expect(await liveCardOf(db, beneficiary.id)).toMatchObject({ photo_file_id: photo })
})

test('nothing said of a photo outlives the account', async () => {
  const { beneficiary, card } = await holder()
  await aside(card.number)
  await committed((tx) => forgetHolder(tx, beneficiary.actor))
  expect(await cardOf(card.id)).toMatchObject({ set_aside_at: null, set_aside_reason: null })
})
