import { describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aHolder, anAgent, aPartner, aPartnerUser } from '../../../../tests/support/makers.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { SMS_SEPTETS, septetsOf, smsText } from '../../../platform/messages/sms.ts'
import { createBatch } from './create-batch.ts'
import { dateBatch } from './date-batch.ts'
import { cardByNumber, issueQrCode, liveCardOf } from './index.ts'
import { declareProblem, declareProblemFor } from './oppose.ts'
import { REASONS, type Reason } from './problem.ts'
import { problemDeclared } from './problem-messages.ts'

const database = await testDatabase()
const { db } = database
const { site } = testSite(database)
const PAGE = '/espace/ma-carte/probleme'
const later = (hours: number) => new Date(TEST_NOW.getTime() + hours * 3_600_000)
const committed = <T>(act: (tx: Tx) => Promise<T>, now = TEST_NOW) => inTransaction(db, now, act)
const holder = () => committed((tx) => aHolder(tx))
const signedIn = (id: number) => new Visitor(site).signInAs({ beneficiaryId: id })
const aTill = async () => new Visitor(site).signInAs({ staffId: (await committed(async (tx) => aPartnerUser(tx, await aPartner(tx)))).id })
const declared = (of: Awaited<ReturnType<typeof holder>>, reason: Reason, now = TEST_NOW, card = of.card.number, isAddressRight = false) =>
  committed((tx) => declareProblem(tx, of.beneficiary.actor, { reason, card, isAddressRight }), now)

async function shipped(of: { card: { id: number } }) {
  const agent = await committed((tx) => anAgent(tx))
  const batch_id = await committed((tx) => createBatch(tx, agent, 500))
  for (const event of ['made', 'shipped'] as const) await committed((tx) => dateBatch(tx, agent, { batch_id, event }))
  expect((await db.selectFrom('cards').select('batch_id').where('id', '=', of.card.id).executeTakeFirst())?.batch_id).toBe(batch_id)
}

describe('a card that its owner declared', () => {
  test('is refused at the till from the next request, by its number, its QR code and the checkout that was open; the new one pays', async () => {
    const { beneficiary, card, wallet } = await holder()
    const [till, person] = [await aTill(), await signedIn(beneficiary.id)]
    const show = (code: string) => till.submit('/partenaire/encaissement', { code })
    const amount = { walletId: String(wallet.id), amount: '10' }
    const { text: code } = await issueQrCode(db, card.id, TEST_NOW)
    const open = (await show(card.number)).location as string
    expect(open).toMatch(/^\/partenaire\/encaissement\//)

    const answer = await person.submit(`${PAGE}/perdue`, { reason: 'lost', card: card.number })
    expect([answer.status, answer.location]).toEqual([303, `${PAGE}/declare`])

    expect((await show(card.number)).status).toBe(422)
    expect((await show(code)).status).toBe(422)
    expect((await till.post(open, { ...amount, _csrf: await csrfOf(till) })).status).toBe(409)
    expect((await till.get(`${open}/photo`)).status).toBe(404)

    const next = await liveCardOf(db, beneficiary.id)
    expect(next?.number).not.toBe(card.number)
    const paid = await till.submit((await show(next?.number as string)).location as string, amount)
    expect(paid.location).toMatch(/\/recu$/)
    expect((await db.selectFrom('wallets').selectAll().where('id', '=', wallet.id).executeTakeFirst())?.balance_cents).toBe(19_000)
  })

  test.each(REASONS.map(({ reason }) => reason))(
    '%s: is replaced at once under a new number, with the same photo; said and written down',
    async (reason) => {
      const of = await holder()
      await shipped(of)
      const number = await declared(of, reason, TEST_NOW, of.card.number, true)
      expect(await cardByNumber(db, of.card.number)).toBeUndefined()
      expect(await liveCardOf(db, of.beneficiary.id)).toMatchObject({ number, photo_file_id: of.photo.id })
      const told = await db
        .selectFrom('messages')
        .selectAll()
        .where('beneficiary_id', '=', of.beneficiary.id)
        .orderBy('created_at', 'desc')
        .execute()
      expect(told.filter(({ template }) => template === 'card.problem-declared').length).toBe(1)
      const facts = await db.selectFrom('audit_facts').selectAll().where('beneficiary_id', '=', of.beneficiary.id).execute()
      expect(facts.map(({ fact, details }) => [fact, details])).toContainEqual(['card.opposed', { card_id: of.card.id, reason }])
      const { sms = '' } = problemDeclared({ reason, number, new_number: number })
      expect(septetsOf(smsText(sms))).toBeLessThanOrEqual(SMS_SEPTETS)
    },
  )

  test('lost or stolen, it ends the sessions that are open elsewhere, and no other reason does', async () => {
    for (const [path, reason, isOpen] of [
      ['perdue', 'lost', 303],
      ['volee', 'stolen', 303],
      ['endommagee', 'damaged', 200],
    ] as const) {
      const { beneficiary, card } = await holder()
      const [person, thief] = [await signedIn(beneficiary.id), await signedIn(beneficiary.id)]
      await person.submit(`${PAGE}/${path}`, { reason, card: card.number })
      expect((await person.get(`${PAGE}/declare`)).status).toBe(200)
      expect((await thief.get(`${PAGE}/declare`)).status, reason).toBe(isOpen)
    }
  })

  test('sent twice, even at once, stops one card', async () => {
    const of = await holder()
    const numbers = await Promise.all(Array.from({ length: 5 }, () => declared(of, 'stolen')))
    expect(new Set(numbers).size).toBe(1)
    expect((await liveCardOf(db, of.beneficiary.id))?.number).toBe(numbers[0])
    expect((await db.selectFrom('cards').select('id').where('beneficiary_id', '=', of.beneficiary.id).execute()).length).toBe(2)
  })

  test('is one’s own: another’s is not there', async () => {
    const [mine, theirs] = [await holder(), await holder()]
    await expect(declared(mine, 'lost', TEST_NOW, theirs.card.number)).rejects.toMatchObject({ code: 'not-found' })
    expect((await liveCardOf(db, theirs.beneficiary.id))?.number).toBe(theirs.card.number)
  })

  test('is replaced three times a day at most', async () => {
    const of = await holder()
    let card = of.card.number
    for (let time = 0; time < 3; time++) card = await declared(of, 'lost', TEST_NOW, card)
    await expect(declared(of, 'lost', later(23), card)).rejects.toMatchObject({ code: 'card.too-many-problems', status: 429 })
    expect(await declared(of, 'lost', later(25), card)).not.toBe(card)
  })

  test('never received: must have been posted, and its owner’s address confirmed', async () => {
    const of = await holder()
    const person = await signedIn(of.beneficiary.id)
    await expect(declared(of, 'never-received', TEST_NOW, of.card.number, true)).rejects.toMatchObject({
      code: 'card.not-shipped',
      status: 409,
    })
    expect((await person.get(`${PAGE}/jamais-recue`)).text).toContain('Votre carte n’est pas encore partie')
    await shipped(of)
    const refused = await person.submit(`${PAGE}/jamais-recue`, { reason: 'never-received', card: of.card.number })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('Vérifiez votre adresse')
    const sent = await person.submit(`${PAGE}/jamais-recue`, { reason: 'never-received', card: of.card.number, isAddressRight: 'on' })
    expect(sent.location).toBe(`${PAGE}/declare`)
  })
})

describe('a card that an agent stops for whoever calls', () => {
  const stopped = async (of: Awaited<ReturnType<typeof holder>>, reason: Reason, card = of.card.number, isAddressRight = false) => {
    const agent = await committed((tx) => anAgent(tx, 'helpline'))
    const number = await committed((tx) => declareProblemFor(tx, agent, { beneficiaryId: of.beneficiary.id, reason, card, isAddressRight }))
    return { agent, number }
  }

  test('is refused at the till at once, and replaced; its owner is told, the agent written down', async () => {
    const of = await holder()
    const till = await aTill()
    const lostPhone = await signedIn(of.beneficiary.id)
    const { agent, number } = await stopped(of, 'stolen')
    expect((await lostPhone.get('/espace')).status, 'signed out').toBe(303)
    expect((await till.submit('/partenaire/encaissement', { code: of.card.number })).status).toBe(422)
    expect(await liveCardOf(db, of.beneficiary.id)).toMatchObject({ number, photo_file_id: of.photo.id })
    const about = { beneficiary_id: of.beneficiary.id }
    const [told] = await db.selectFrom('messages').selectAll().where('beneficiary_id', '=', of.beneficiary.id).execute()
    expect(told).toMatchObject({ ...about, template: 'card.problem-declared-by-phone', address: of.beneficiary.email })
    const facts = await db.selectFrom('audit_facts').selectAll().where('beneficiary_id', '=', of.beneficiary.id).execute()
    const details = { card_id: of.card.id, reason: 'stolen' }
    expect(facts).toMatchObject([{ fact: 'card.opposed-by-agent', staff_id: agent.id, details }])
    expect((await stopped(of, 'stolen')).number).toBe(number)
  })

  test('is that person’s, and as often as they call', async () => {
    const [of, other] = [await holder(), await holder()]
    await expect(stopped(of, 'lost', other.card.number)).rejects.toMatchObject({ code: 'not-found' })
    let card = of.card.number
    for (let time = 0; time < 3; time++) card = await declared(of, 'lost', TEST_NOW, card)
    expect((await stopped(of, 'lost', card)).number).not.toBe(card)
  })

  test('never received: must have been posted, and the address confirmed', async () => {
    const of = await holder()
    await expect(stopped(of, 'never-received', of.card.number, true)).rejects.toMatchObject({ code: 'card.not-shipped' })
    await shipped(of)
    await expect(stopped(of, 'never-received')).rejects.toMatchObject({ code: 'card.address-to-confirm' })
    expect((await stopped(of, 'never-received', of.card.number, true)).number).not.toBe(of.card.number)
  })
})

describe('the page', () => {
  test('asks the reason, says what it does before and after, and stops nothing by being read', async () => {
    const { beneficiary, card } = await holder()
    const person = await signedIn(beneficiary.id)
    const panel = (await person.get('/espace/ma-carte')).text
    const _csrf = /action="\/espace\/ma-carte\/probleme"[^>]*><input type="hidden" name="_csrf" value="([^"]+)"/.exec(panel)?.[1] ?? ''
    expect((await person.post(PAGE, { _csrf, reason: 'stolen' })).location).toBe(`${PAGE}/volee`)
    for (const { label } of REASONS) expect((await person.get(PAGE)).text).toContain(label)
    expect((await person.submit(PAGE, { reason: '' })).text).toContain('Choisissez un motif.')
    expect((await person.submit(PAGE, { reason: 'stolen' })).location).toBe(`${PAGE}/volee`)
    expect((await person.get(`${PAGE}/fondue`)).status).toBe(404)
    expect((await person.get(`${PAGE}/volee`)).text).toContain('son numéro et ses QR codes sont refusés en caisse')
    expect((await person.get(`${PAGE}/declare`)).status).toBe(404)
    expect((await liveCardOf(db, beneficiary.id))?.number).toBe(card.number)
    const [, mending = ''] = /href="(\/espace\/mon-compte\/adresse[^"]*)"/.exec((await person.get(`${PAGE}/volee`)).text) ?? []
    const address = { kind: 'free', line1: 'Ferme du Bois', freePostcode: '60180', freeTown: 'Nogent-sur-Oise' }
    const back = (await person.submit(mending, address)).location as string
    expect(back).toBe(`${PAGE}/volee?fait=adresse`)
    const mended = (await person.get(back)).text
    for (const words of ['Votre adresse est enregistrée', 'Ferme du Bois']) expect(mended).toContain(words)
    const elsewhere = await person.submit('/espace/mon-compte/adresse?retour=https://ailleurs.example', address)
    expect(elsewhere.location).toMatch(/^\/espace\/mon-compte\?/)
    await person.submit(`${PAGE}/volee`, { reason: 'stolen', card: card.number })
    const after = (await person.get(`${PAGE}/declare`)).text
    expect(after).toContain('Votre carte est remplacée')
    expect(after).toContain('Si un paiement n’est pas de vous')
  })
})

const csrfOf = async (visitor: Visitor) =>
  /name="_csrf" value="([^"]*)"/.exec((await visitor.get('/partenaire/encaissement')).text)?.[1] ?? ''
