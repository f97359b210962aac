import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aCampaign, aHolder, anAgent, aPartner, aPartnerUser, TEST_KEY } from '../../../../tests/support/makers.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import { storeFile } from '../../../platform/files.ts'
import { frenchEuros } from '../../../platform/money.ts'
import type { Beneficiary, PartnerUser } from '../../../spaces/actors.ts'
import { issueQrCode } from '../../card/cards/index.ts'
import { declareProblem } from '../../card/cards/oppose.ts'
import { photoPolicy } from '../../card/photos/index.ts'
import { cancelOnlinePayment } from '../refunds/cancel-online.ts'
import { refundTransaction } from '../refunds/refund.ts'
import { checkLedger } from '../wallets/check.ts'
import { capture, reserve } from '../wallets/index.ts'
import { closingOfWallets } from '../wallets/jobs.ts'
import { foundOrCounted } from '../wrong-numbers/index.ts'
import { forgettingOfCheckouts, messagesOfPayments } from './jobs.ts'
import { openCheckout } from './open-checkout.ts'
import { payAtTill } from './pay-at-till.ts'
import { payOnline } from './pay-online.ts'
import { photoAtTill } from './queries.ts'
import { tellWhatIsLeft } from './tell-what-is-left.ts'

const database = await testDatabase()
const { db } = database

const at = <T>(now: Date, act: (tx: Tx) => Promise<T>) => inTransaction(db, now, act)
const act = <T>(run: (tx: Tx) => Promise<T>) => at(TEST_NOW, run)
const minutesLater = (minutes: number) => new Date(TEST_NOW.getTime() + minutes * 60_000)

const balanceOf = async (walletId: number) =>
  (await db.selectFrom('wallets').select('balance_cents').where('id', '=', walletId).executeTakeFirstOrThrow()).balance_cents

/** LES PAGES and its seller; Jean MARTIN with 200.00 €. */
async function scene(cap_cents = 15_000) {
  return act(async (tx) => {
    const partner = await aPartner(tx, { name: 'LES PAGES', town: 'Amiens' })
    const seller = await aPartnerUser(tx, partner)
    const campaign = await aCampaign(tx, { card_number_daily_cap_cents: cap_cents, assent_above_cents: cap_cents })
    const { beneficiary, card, wallet } = await aHolder(tx, { balance_cents: 20_000, campaign })
    await made(tx, card)
    return { partner, seller, jean: beneficiary.actor, card, walletId: wallet.id }
  })
}

/** The plastic card was made, and its photo seen by an agent then. */
async function made(tx: Tx, card: { id: number }): Promise<void> {
  const agent = await anAgent(tx)
  const batch = await tx
    .insertInto('card_batches')
    .values({ created_at: tx.now, created_by: agent.id, made_at: tx.now })
    .returning('id')
    .executeTakeFirstOrThrow()
  await tx.updateTable('cards').set({ batch_id: batch.id }).where('id', '=', card.id).execute()
}

const madeUnder = (number: string, minutes: number) =>
  at(minutesLater(minutes), async (tx) =>
    made(tx, await tx.selectFrom('cards').select('id').where('number', '=', number).executeTakeFirstOrThrow()),
  )

/** The number of the card that takes the place of one with a wrong photo. */
const anotherPhoto = (jean: Beneficiary, card: string, photo: string, minutes: number) =>
  at(minutesLater(minutes), async (tx) => {
    const photoFileId = await storeFile(tx, photoPolicy, Buffer.from(photo), TEST_KEY)
    return declareProblem(tx, jean, { reason: 'wrong', card, isAddressRight: false, photoFileId })
  })

const shown = async (seller: PartnerUser, code: string, now = TEST_NOW) => {
  const checkout = await at(now, (tx) => openCheckout(tx, seller, { code }))
  return checkout?.id as string
}

const take = (seller: PartnerUser, checkoutId: string, walletId: number, amount: number, now = TEST_NOW) =>
  at(now, (tx) => payAtTill(tx, seller, { checkoutId, walletId, amount }))

const online = (given: Awaited<ReturnType<typeof scene>>, amount: number, _id = randomUUID()) =>
  act((tx) => payOnline(tx, given.jean, { partnerId: given.partner.id, walletId: given.walletId, amount, _id }))

const refundOf = (seller: PartnerUser, transactionId: number, amount: number, _id = randomUUID()) =>
  act((tx) => refundTransaction(tx, seller, { transactionId, amount, _id }))

const titleOf = ({ text }: { text: string }) => /<title>([^<]*)/.exec(text)?.[1] ?? ''

describe('at the till', () => {
  test('a QR code: who it is, the amount, the receipt; it pays once', async () => {
    const { seller, jean, card, walletId } = await scene()
    const { site } = testSite(database)
    const visitor = await new Visitor(site).signInAs({ staffId: seller.id })
    const { text } = await issueQrCode(db, card.id, TEST_NOW)

    const opened = await visitor.submit('/partenaire/encaissement', { code: text })
    expect(opened.status).toBe(303)
    expect((await visitor.submit('/partenaire/encaissement', { code: text })).status).toBe(422)

    const checkout = opened.location as string
    const page = await visitor.get(checkout)
    expect(page.text).toContain(`${jean.first_name} ${jean.last_name[0]}.`)
    expect(page.text).not.toContain(jean.last_name)
    expect(page.text).not.toContain(frenchEuros(20_000))
    const photo = await visitor.get(`${checkout}/photo`)
    expect([photo.status, photo.headers.get('content-type')]).toEqual([200, 'image/jpeg'])

    const tooMuch = await visitor.submit(checkout, { walletId: String(walletId), amount: '200,01' })
    expect(tooMuch.status).toBe(422)
    expect(tooMuch.text).toContain(`Il reste ${frenchEuros(20_000)} : encaisser ${frenchEuros(20_000)} ?`)

    const paid = await visitor.submit(checkout, { walletId: String(walletId), amount: '45,90' })
    expect(paid.location).toBe(`${checkout}/recu`)
    const receipt = await visitor.get(`${checkout}/recu`)
    expect(receipt.text).toContain('Paiement accepté')
    expect(receipt.text).toContain(frenchEuros(4_590))
    expect(await balanceOf(walletId)).toBe(15_410)

    // The same again, another amount, and coming back to the page.
    const csrf = /name="_csrf" value="([^"]*)"/.exec((await visitor.get('/partenaire/encaissement')).text)?.[1] as string
    expect((await visitor.post(checkout, { _csrf: csrf, walletId: String(walletId), amount: '45,90' })).location).toBe(`${checkout}/recu`)
    expect((await visitor.post(checkout, { _csrf: csrf, walletId: String(walletId), amount: '1' })).status).toBe(409)
    expect((await visitor.get(checkout)).location).toBe(`${checkout}/recu`)
    expect(await balanceOf(walletId)).toBe(15_410)
  })

  test('the photo is the one that staff saw last: another that was sent since waits until the card is made', async () => {
    const { seller, jean, card } = await scene()
    const { site } = testSite(database)
    const visitor = await new Visitor(site).signInAs({ staffId: seller.id })
    const seen = async (number: string) => (await visitor.get(`/partenaire/encaissement/${await shown(seller, number)}/photo`)).text
    const second = await anotherPhoto(jean, card.number, 'sent since', 1)
    expect(await seen(second)).toBe('photo')
    await madeUnder(second, 2)
    expect(await seen(second)).toBe('sent since')
    const third = await anotherPhoto(jean, second, 'sent at last', 3)
    expect(await seen(third)).toBe('sent since')
  })

  test('a photo is seen by nobody on a card that was stopped before it was made', async () => {
    const { seller, jean, card } = await scene()
    const second = await anotherPhoto(jean, card.number, 'somebody else', 1)
    const third = await at(minutesLater(2), (tx) => declareProblem(tx, jean, { reason: 'lost', card: second, isAddressRight: false }))
    await madeUnder(second, 3)
    expect(
      (
        await photoAtTill(db, seller, { checkout: await shown(seller, third), now: TEST_NOW, keeping: { ibanKey: TEST_KEY } })
      )?.bytes.toString(),
    ).toBe('photo')
  })

  test('a checkout is of one partner, of ten minutes, of a living card, and of its owner’s wallets', async () => {
    const { seller, card, walletId } = await scene()
    const other = await scene()
    const id = await shown(seller, card.number)
    await expect(take(other.seller, id, walletId, 100)).rejects.toMatchObject({ status: 404 })
    await expect(take(seller, id, other.walletId, 100)).rejects.toMatchObject({ status: 404 })
    await expect(take(seller, id, walletId, 100, minutesLater(10))).rejects.toMatchObject({ code: 'checkout.expired', status: 409 })

    const { site, clock } = testSite(database)
    const stranger = await new Visitor(site).signInAs({ staffId: other.seller.id })
    for (const page of ['', '/photo', '/recu']) expect((await stranger.get(`/partenaire/encaissement/${id}${page}`)).status, page).toBe(404)
    const visitor = await new Visitor(site).signInAs({ staffId: seller.id })
    clock.set(minutesLater(10))
    expect((await visitor.get(`/partenaire/encaissement/${id}/photo`)).status).toBe(404)
    expect((await visitor.get(`/partenaire/encaissement/${id}`)).text).toContain('Le délai est passé')

    await db.updateTable('cards').set({ opposed_at: TEST_NOW }).where('id', '=', card.id).execute()
    await expect(take(seller, id, walletId, 100)).rejects.toMatchObject({ code: 'card.stopped', status: 409 })
    await expect(take(other.seller, id, walletId, 100)).rejects.toMatchObject({ status: 404 })
    expect(await shown(seller, card.number)).toBeUndefined()
  })

  test('a card that is stopped between the scan and the payment says so, and why to nobody but its owner', async () => {
    const { seller, jean, card, walletId } = await scene()
    const { site } = testSite(database)
    const visitor = await new Visitor(site).signInAs({ staffId: seller.id })
    const opened = (await visitor.submit('/partenaire/encaissement', { code: (await issueQrCode(db, card.id, TEST_NOW)).text }))
      .location as string
    const { text } = await visitor.get(opened)
    const sent = { _csrf: /name="_csrf" value="([^"]*)"/.exec(text)?.[1] as string, walletId: String(walletId), amount: '10' }
    const paid = await shown(seller, (await issueQrCode(db, card.id, TEST_NOW)).text)
    await take(seller, paid, walletId, 500)
    await act((tx) => declareProblem(tx, jean, { reason: 'stolen', card: card.number, isAddressRight: false }))

    const refused = await visitor.post(opened, sent)
    expect(refused.status).toBe(409)
    for (const page of [refused, await visitor.get(opened)]) {
      expect(page.text).toContain('Cette carte vient d’être mise en opposition : elle ne paie plus. Rien n’a été débité.')
      expect(page.text).not.toMatch(/vol|Valider le paiement/)
    }
    expect((await visitor.get(opened)).status).toBe(200)
    expect((await visitor.get(`${opened}/photo`)).status).toBe(404)
    expect(await balanceOf(walletId)).toBe(19_500)
    // What was taken before stays readable.
    expect((await visitor.get(`/partenaire/encaissement/${paid}`)).location).toBe(`/partenaire/encaissement/${paid}/recu`)
  })

  test('two tills that send the same QR code at once: one of them gets the card', async () => {
    const { seller, card } = await scene()
    const { text } = await issueQrCode(db, card.id, TEST_NOW)
    const ids = await Promise.all(Array.from({ length: 6 }, () => shown(seller, text)))
    expect(ids.filter(Boolean)).toHaveLength(1)
  })

  test('one checkout sent eight times at once pays once', async () => {
    const { seller, card, walletId } = await scene()
    const id = await shown(seller, card.number)
    const posted = await Promise.all(Array.from({ length: 8 }, () => take(seller, id, walletId, 1_000)))
    expect(new Set(posted.map(({ transaction_id }) => transaction_id)).size).toBe(1)
    expect(await balanceOf(walletId)).toBe(19_000)

    // Sent once more when the card is no longer one, and the partner no longer a partner: the money was taken.
    await db.updateTable('cards').set({ opposed_at: TEST_NOW }).where('id', '=', card.id).execute()
    await db.updateTable('partners').set({ active: false }).where('id', '=', seller.partner_id).execute()
    const again = await take(seller, id, walletId, 1_000, minutesLater(60))
    expect(again).toEqual({ ...posted[0], already_made: true })
    await expect(take(seller, id, walletId, 2_000)).rejects.toMatchObject({ code: 'request.reused' })
  })

  test('a typed number pays its cap a day, two tills at once included, and refunds make room', async () => {
    const { seller, card, walletId } = await scene(5_000)
    const ids = await Promise.all(Array.from({ length: 4 }, () => shown(seller, card.number)))
    const outcomes = await Promise.allSettled(ids.map((id) => take(seller, id, walletId, 2_500)))
    const paid = outcomes.filter((outcome) => outcome.status === 'fulfilled')
    expect(paid).toHaveLength(2)
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'payment.over-daily-cap', status: 422 })
    expect(await balanceOf(walletId)).toBe(15_000)

    const next = await shown(seller, card.number)
    await expect(take(seller, next, walletId, 1)).rejects.toMatchObject({ code: 'payment.over-daily-cap' })
    await refundOf(seller, (paid[0] as PromiseFulfilledResult<{ transaction_id: number }>).value.transaction_id, 1_000)
    await take(seller, next, walletId, 1_000)

    // The cap is of a day and of typed numbers.
    const { text } = await issueQrCode(db, card.id, TEST_NOW)
    await take(seller, await shown(seller, text), walletId, 3_000)
    const tomorrow = new Date('2026-11-24T00:00:01+01:00')
    await take(seller, await shown(seller, card.number, tomorrow), walletId, 5_000, tomorrow)
  })

  test('a partner that is no longer one takes nothing', async () => {
    const { partner, seller, card, walletId } = await scene()
    const id = await shown(seller, card.number)
    await db.updateTable('partners').set({ active: false }).where('id', '=', partner.id).execute()
    await expect(take(seller, id, walletId, 100)).rejects.toMatchObject({ code: 'partner.inactive', status: 403 })
    await expect(shown(seller, card.number)).rejects.toMatchObject({ code: 'partner.inactive', status: 403 })
    expect(await balanceOf(walletId)).toBe(20_000)
  })

  test('whoever types thirty wrong numbers types no right one, and closes neither codes nor the till of a colleague', async () => {
    const { partner, seller, card } = await scene()
    const colleague = await act((tx) => aPartnerUser(tx, partner))
    const { site } = testSite(database)
    const [clumsy, other] = await Promise.all([seller, colleague].map(({ id }) => new Visitor(site).signInAs({ staffId: id })))
    const tries = (visitor: Visitor | undefined, code: string) => (visitor as Visitor).submit('/partenaire/encaissement', { code })
    for (let tried = 0; tried < 30; tried++) expect((await tries(clumsy, `0000${1000 + tried}`)).status).toBe(422)
    const refused = await tries(clumsy, card.number)
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    const { text } = await issueQrCode(db, card.id, TEST_NOW)
    expect((await tries(clumsy, text)).status).toBe(303)
    expect((await tries(other, card.number)).status).toBe(303)
  })

  test('codes that are dead are not counted', async () => {
    const { seller, card } = await scene()
    const { site } = testSite(database)
    const visitor = await new Visitor(site).signInAs({ staffId: seller.id })
    for (let tried = 0; tried < 31; tried++) {
      expect((await visitor.submit('/partenaire/encaissement', { code: `DEAD${tried}` })).status).toBe(422)
    }
    expect((await visitor.submit('/partenaire/encaissement', { code: card.number })).status).toBe(303)
  })

  test('the wrong numbers of all users of a partner are counted for the day, until an agent sets them back', async () => {
    const { partner, seller, card } = await scene()
    const users = await act(async (tx) => {
      const made: PartnerUser[] = []
      for (let count = 0; count < 10; count++) made.push(await aPartnerUser(tx, partner))
      return made
    })
    const refusal = new UserError('test.unknown', 'Inconnu.')
    for (const user of users) {
      for (let tried = 0; tried < 30; tried++) {
        await expect(foundOrCounted(db, user, TEST_NOW, { find: async () => undefined, refusal })).rejects.toBe(refusal)
      }
    }
    const { site } = testSite(database)
    const visitor = await new Visitor(site).signInAs({ staffId: seller.id })
    const shown = () => visitor.submit('/partenaire/encaissement', { code: card.number })
    expect((await shown()).status).toBe(429)
    const agent = await new Visitor(site).signInAs({ staffId: (await act((tx) => anAgent(tx, 'partners'))).id })
    expect((await agent.get(`/region/partenaires/${partner.id}/numeros-faux`)).text).toContain('300 sur 300 : bloqué')
    const lift = () => agent.submit(`/region/partenaires/${partner.id}/numeros-faux`, {})
    expect((await lift()).status).toBe(303)
    expect((await shown()).status).toBe(303)
    // An agent who always lifts it lets a shop guess.
    expect([(await lift()).status, (await lift()).status, (await lift()).status]).toEqual([303, 303, 429])
  })

  test('the next customer is taken from the receipt itself', async () => {
    const { seller, card, walletId } = await scene()
    const { site } = testSite(database)
    const visitor = await new Visitor(site).signInAs({ staffId: seller.id })
    const { location } = await visitor.submit('/partenaire/encaissement', { code: card.number })
    await visitor.submit(location as string, { walletId: String(walletId), amount: '1,00' })
    const { text } = await visitor.get(`${location}/recu`)
    const [, csrf = ''] = /action="\/partenaire\/encaissement"[^>]*><input type="hidden" name="_csrf" value="([^"]*)"/.exec(text) ?? []
    expect((await visitor.post('/partenaire/encaissement', { _csrf: csrf, code: card.number })).status).toBe(303)
  })

  test('a scanner set to an American keyboard is understood', async () => {
    const { seller, card } = await scene()
    const { site } = testSite(database)
    const visitor = await new Visitor(site).signInAs({ staffId: seller.id })
    const onFrenchKeys = card.number.replace(/\d/g, (figure) => `à&é"'(-è_ç`.charAt(Number(figure)))
    expect((await visitor.submit('/partenaire/encaissement', { code: onFrenchKeys })).status).toBe(303)
  })

  test('wrong numbers sent all at once are counted as if one after the other', async () => {
    const { seller } = await scene()
    const { site } = testSite(database)
    const visitor = await new Visitor(site).signInAs({ staffId: seller.id })
    const tried = (number: number) => visitor.submit('/partenaire/encaissement', { code: `0000${number}` })
    const answers = []
    // Four of one person are answered at a time: more at once would wait, and be told to come back on a machine that is busy.
    for (let number = 2000; number < 2060; number += 6) {
      answers.push(...(await Promise.all(Array.from({ length: 6 }, (_, index) => tried(number + index)))))
    }
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(30)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(30)
  })

  test('a right number is not told once too many wrong ones were tried beside it', async () => {
    const { seller } = await scene()
    const refusal = new UserError('test.unknown', 'Inconnu.')
    const wrong = () => foundOrCounted(db, seller, TEST_NOW, { find: async () => undefined, refusal }).catch((error) => error)
    const find = async () => {
      for (let tried = 0; tried < 30; tried++) expect(await wrong()).toBe(refusal)
      return 'the right one'
    }
    await expect(foundOrCounted(db, seller, TEST_NOW, { find, refusal })).rejects.toMatchObject({ status: 429 })
  })

  test('checkouts that are past their time are forgotten', async () => {
    const { seller, card } = await scene()
    const id = await shown(seller, card.number)
    const { site } = testSite(database, minutesLater(11))
    await forgettingOfCheckouts.run(site)
    expect(await db.selectFrom('checkouts').select('id').where('id', '=', id).executeTakeFirst()).toBeUndefined()
  })
})

describe('online', () => {
  test('its owner is told what was paid to whom, once', async () => {
    const given = await scene()
    const _id = randomUUID()
    for (const _ of [1, 2]) await online(given, 1_500, _id)
    const told = await db.selectFrom('messages').select(['template', 'body']).where('beneficiary_id', '=', given.jean.id).execute()
    expect(told.map(({ template }) => template)).toEqual(['online-payment-made'])
    expect(told[0]?.body.replace(/\s/g, ' ')).toContain(`Votre paiement en ligne de 15,00 € au partenaire ${given.partner.name} est fait`)
    expect(told[0]?.body.replace(/\s/g, ' ')).toContain('maintenant de 185,00 €')
  })

  test('chosen, checked, paid at once, and said in the guide’s words', async () => {
    const { partner, jean, walletId } = await scene()
    const { site } = testSite(database)
    const visitor = await new Visitor(site).signInAs({ beneficiaryId: jean.id })
    const path = '/espace/ma-carte/paiements/nouveau'
    for (const town of ['', 'Atlantide']) {
      const noTown = await visitor.get(`${path}?ville=${town}`)
      expect([noTown.status, titleOf(noTown).startsWith('Erreur — ')]).toEqual([422, true])
      expect(noTown.text).toMatch(/id="ville-error"><span class="unseen">Erreur : <\/span>Choisissez la ville du partenaire\./)
    }
    const choosing = await visitor.get(`${path}?ville=Amiens`)
    expect(choosing.text).toContain('ne constitue en aucun cas un achat en ligne')
    const fields = { partnerId: String(partner.id), walletId: String(walletId), amount: '35,50' }
    const check = (await visitor.submit(`${path}?ville=Amiens`, fields)).location as string
    const _csrf = /name="_csrf" value="([^"]*)"/.exec((await visitor.get(check)).text)?.[1] as string
    for (const forged of [{}, { _id: '' }, { _id: '1' }] as Record<string, string>[]) {
      const refused = await visitor.post(check, { ...fields, _csrf, ...forged })
      expect([refused.status, refused.text.includes('Ce formulaire n’est plus complet')]).toEqual([422, true])
      expect(refused.text).toMatch(/name="_id" value="[0-9a-f-]{36}"/)
    }
    expect(await balanceOf(walletId)).toBe(20_000)
    const _id = randomUUID()
    const made = await visitor.submit(check, { ...fields, _id })
    expect((await visitor.submit(check, { ...fields, _id })).location).toBe(made.location)
    expect((await visitor.submit(check, { ...fields, amount: '1', _id })).status).toBe(409)
    const said = await visitor.get(made.location as string)
    expect(said.text).toContain('Vous avez effectué un paiement en ligne directement à un partenaire.')
    expect(said.text).toContain('Attention, seul le partenaire peut effectuer l’annulation de cette transaction.')
    expect(await balanceOf(walletId)).toBe(16_450)

    const { jean: other } = await scene()
    const stranger = await new Visitor(site).signInAs({ beneficiaryId: other.id })
    expect((await stranger.get(made.location as string)).status).toBe(404)
  })

  test('« Précédent » after the end asks before the same partner is paid the same amount a second time', async () => {
    const given = await scene()
    const { site, clock } = testSite(database)
    const visitor = await new Visitor(site).signInAs({ beneficiaryId: given.jean.id })
    const fields = { partnerId: String(given.partner.id), walletId: String(given.walletId), amount: '12,50' }
    const asked = new URLSearchParams({ partenaire: fields.partnerId, 'porte-monnaie': fields.walletId, montant: '12,50' })
    const check = `/espace/ma-carte/paiements/nouveau/verification?${asked}`
    const balance = () => balanceOf(given.walletId)
    expect((await visitor.submit(check, fields)).status).toBe(303)

    const refused = await visitor.submit(check, fields)
    expect([refused.status, await balance()]).toEqual([409, 18_750])
    expect(refused.text).toContain(`Vous venez de payer ${frenchEuros(1_250)} à ${given.partner.name}`)
    expect(refused.text).toContain('Voulez-vous payer une deuxième fois ?')
    expect((await visitor.submit(check, { ...fields, amount: '12,51' })).status, 'another amount is another payment').toBe(303)
    const again = /name="again" value="(\d+)"/.exec(refused.text)?.[1] as string
    expect((await visitor.submit(check, { ...fields, again })).status).toBe(303)
    expect((await visitor.submit(check, { ...fields, again })).status, 'and never a third').toBe(409)
    expect(await balance()).toBe(20_000 - 1_250 - 1_251 - 1_250)

    clock.set(minutesLater(11))
    const later = await new Visitor(site).signInAs({ beneficiaryId: given.jean.id })
    expect((await later.get(check)).text).not.toContain('une deuxième fois')
    expect((await later.submit(check, fields)).status).toBe(303)
  })

  test('the same payment from two forms at once is made once', async () => {
    const given = await scene()
    const made = await Promise.allSettled(Array.from({ length: 5 }, () => online(given, 700)))
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await balanceOf(given.walletId)).toBe(19_300)
  })

  test('not at a partner that does not accept it', async () => {
    const given = await scene()
    const refusing = await act((tx) => aPartner(tx, { accepts_online_payments: false }))
    await expect(online({ ...given, partner: refusing }, 100)).rejects.toMatchObject({ code: 'partner.not-accepting' })
  })

  test('its partner cancels it: all that is left goes back, once, and the young person is told', async () => {
    const given = await scene()
    const { transaction_id } = await online(given, 5_000)
    await refundOf(given.seller, transaction_id, 1_000)
    const { site } = testSite(database)
    const visitor = await new Visitor(site).signInAs({ staffId: given.seller.id })
    const path = `/partenaire/transactions/${transaction_id}/annulation`
    const _id = randomUUID()
    const cancelled = await visitor.submit(path, { _id })
    expect((await visitor.get(cancelled.location as string)).text).toContain('Remboursement enregistré')
    expect(await balanceOf(given.walletId)).toBe(20_000)
    const again = await act((tx) => cancelOnlinePayment(tx, given.seller, { transactionId: transaction_id, _id }))
    expect(cancelled.location).toBe(`/partenaire/transactions/${again.transaction_id}`)
    const late = act((tx) => cancelOnlinePayment(tx, given.seller, { transactionId: transaction_id, _id: randomUUID() }))
    await expect(late).rejects.toMatchObject({ code: 'payment.nothing-left', status: 409 })
    const told = await db.selectFrom('messages').select('template').where('beneficiary_id', '=', given.jean.id).execute()
    expect(told.map(({ template }) => template).sort()).toEqual(['online-payment-made', 'payment-refunded', 'payment-refunded'])
  })

  test('a payment at the till is refunded, not cancelled', async () => {
    const { seller, card, walletId } = await scene()
    const { transaction_id } = await take(seller, await shown(seller, card.number), walletId, 1_000)
    const cancelling = act((tx) => cancelOnlinePayment(tx, seller, { transactionId: transaction_id, _id: randomUUID() }))
    await expect(cancelling).rejects.toMatchObject({ status: 404 })
  })
})

describe('giving back', () => {
  test('a part, then the rest, never more', async () => {
    const given = await scene()
    const { transaction_id } = await online(given, 5_000)
    const { site } = testSite(database)
    const visitor = await new Visitor(site).signInAs({ staffId: given.seller.id })
    const path = `/partenaire/transactions/${transaction_id}/remboursement`
    expect((await visitor.submit(path, { amount: '50,01' })).status).toBe(422)
    const check = (await visitor.submit(path, { amount: '12,50' })).location as string
    expect((await visitor.submit(check, { amount: '12,50', _id: '' })).status).toBe(422)
    const sent = { amount: '12,50', _id: randomUUID() }
    const made = await visitor.submit(check, sent)
    expect((await visitor.submit(check, sent)).location).toBe(made.location)
    expect(await balanceOf(given.walletId)).toBe(16_250)

    await expect(refundOf(given.seller, transaction_id, 3_751)).rejects.toMatchObject({ code: 'payment.nothing-left', status: 409 })
    await refundOf(given.seller, transaction_id, 3_750)
    await expect(refundOf(given.seller, transaction_id, 1)).rejects.toMatchObject({ status: 409 })
    expect(await balanceOf(given.walletId)).toBe(20_000)
    expect((await visitor.get(path)).text).toContain('Il ne reste rien à rembourser')
  })

  test('ten refunds at once give back no more than was paid', async () => {
    const given = await scene()
    const { transaction_id } = await online(given, 1_000)
    const made = await Promise.allSettled(Array.from({ length: 10 }, (_, index) => refundOf(given.seller, transaction_id, 301 + index)))
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    expect(await balanceOf(given.walletId)).toBeLessThan(20_000)
  })

  test('the same refund again, within minutes, is made only by whoever was asked about it', async () => {
    const given = await scene()
    const { transaction_id } = await online(given, 5_000)
    const visitor = await new Visitor(testSite(database).site).signInAs({ staffId: given.seller.id })
    const check = `/partenaire/transactions/${transaction_id}/remboursement/verification?montant=10%2C00`
    expect((await visitor.submit(check, { amount: '10,00' })).status).toBe(303)
    const back = await visitor.get(check)
    expect(back.text).toContain('Vous venez de rembourser 10,00')
    expect((await visitor.submit(check, { amount: '10,00' })).status).toBe(409)
    expect(await balanceOf(given.walletId)).toBe(16_000)
    const again = /name="again" value="(\d+)"/.exec(back.text)?.[1] as string
    expect((await visitor.submit(check, { amount: '10,00', again })).status).toBe(303)
    expect((await visitor.submit(check, { amount: '10,00', again })).status, 'the answer was for the one before').toBe(409)
    expect(await balanceOf(given.walletId)).toBe(17_000)
  })

  test('a redeemed prepayment too, and never a refund', async () => {
    const given = await scene()
    const line = { wallet_id: given.walletId, partner_id: given.partner.id, amount_cents: 2_000 }
    const redemption = await act(async (tx) => {
      const { transaction_id } = await reserve(tx, { ...line, request_id: randomUUID() })
      return capture(tx, { ...line, request_id: randomUUID(), reservation_id: transaction_id, made_by: given.seller.id })
    })
    const refund = await refundOf(given.seller, redemption.transaction_id, 500)
    expect(await balanceOf(given.walletId)).toBe(18_500)
    await expect(refundOf(given.seller, refund.transaction_id, 100)).rejects.toMatchObject({ status: 404 })
  })

  test('another partner’s transaction is 404, for everything', async () => {
    const given = await scene()
    const { transaction_id } = await online(given, 5_000)
    const { seller: other } = await scene()
    const { site } = testSite(database)
    const visitor = await new Visitor(site).signInAs({ staffId: other.id })
    for (const page of ['', '/remboursement', '/remboursement/verification?montant=1', '/annulation']) {
      expect((await visitor.get(`/partenaire/transactions/${transaction_id}${page}`)).status, page).toBe(404)
    }
    await expect(refundOf(other, transaction_id, 100)).rejects.toMatchObject({ status: 404 })
    expect((await visitor.get('/partenaire/transactions')).text).not.toContain(String(transaction_id))
  })
})

describe('giving back once the wallet has closed', () => {
  /** Of a wallet that closes on 30 April 2027, the night after it closed is past: 20 € were paid, and 180 € went back to the Region. */
  async function closed(refund_days?: number) {
    const given = await scene()
    const { transaction_id } = await online(given, 2_000)
    const campaign = await db.selectFrom('wallets').select('campaign_id').where('id', '=', given.walletId).executeTakeFirstOrThrow()
    if (refund_days !== undefined) await db.updateTable('campaigns').set({ refund_days }).where('id', '=', campaign.campaign_id).execute()
    await on('2027-05-01', ({ site }) => closingOfWallets.run(site))
    expect(await balanceOf(given.walletId)).toBe(0)
    return { ...given, transaction_id }
  }

  const on = <T>(day: string, run: (at: ReturnType<typeof testSite>) => T): T => run(testSite(database, new Date(`${day}T10:00:00+02:00`)))

  const refundOn = (day: string, seller: PartnerUser, transactionId: number, amount: number, _id = randomUUID()) =>
    at(new Date(`${day}T10:00:00+02:00`), (tx) => refundTransaction(tx, seller, { transactionId, amount, _id }))

  const payOn = (day: string, given: Awaited<ReturnType<typeof scene>>, amount: number) =>
    at(new Date(`${day}T10:00:00+02:00`), (tx) =>
      payOnline(tx, given.jean, { partnerId: given.partner.id, walletId: given.walletId, amount, _id: randomUUID() }),
    )

  const toldTo = async (beneficiary_id: number) => {
    const told = await db
      .selectFrom('messages')
      .select('body')
      .where('beneficiary_id', '=', beneficiary_id)
      .orderBy('created_at', 'desc')
      .execute()
    return told[0]?.body.replace(/\s/g, ' ')
  }

  test('the shop reads before and after, and its owner by a message, that it can be spent for thirty days more', async () => {
    const given = await closed()
    await on('2027-05-05', async ({ site }) => {
      const visitor = await new Visitor(site).signInAs({ staffId: given.seller.id })
      const path = `/partenaire/transactions/${given.transaction_id}/remboursement`
      const words = 'clôturé depuis le 30/04/2027. Ce que vous remboursez pourra être dépensé jusqu’au 04/06/2027 inclus.'
      expect((await visitor.get(path)).text).toContain(words)
      const check = (await visitor.submit(path, { amount: '15' })).location as string
      expect((await visitor.get(check)).text).toContain(words)
      const made = (await visitor.submit(check, { amount: '15', _id: randomUUID() })).location as string
      expect((await visitor.get(made)).text).toContain(words)
      expect((await visitor.get(`/partenaire/transactions/${given.transaction_id}/annulation`)).text).toContain(words)
      const owner = await new Visitor(site).signInAs({ beneficiaryId: given.jean.id })
      expect((await owner.get('/espace/ma-carte')).text).toContain('4 juin 2027')
    })
    expect(await toldTo(given.jean.id)).toContain('il est rouvert pour cette somme. Vous pouvez l’utiliser jusqu’au 04/06/2027 inclus')
    expect(await balanceOf(given.walletId)).toBe(1_500)
    await payOn('2027-06-04', given, 1_000)
    await expect(payOn('2027-06-05', given, 100)).rejects.toMatchObject({ code: 'wallet.closed' })
    await on('2027-06-05', ({ site }) => closingOfWallets.run(site))
    expect(await balanceOf(given.walletId)).toBe(0)
    expect(await differencesOf(given.walletId)).toEqual([])
  })

  test('each refund has its thirty days, sent twice it gives them once', async () => {
    const given = await closed()
    const closesOn = async () =>
      (await db.selectFrom('wallets').select('closes_on').where('id', '=', given.walletId).executeTakeFirstOrThrow()).closes_on
    const _id = randomUUID()
    const first = await refundOn('2027-05-05', given.seller, given.transaction_id, 500, _id)
    expect(first.late).toEqual({ closed_on: '2027-04-30', spendable_until: '2027-06-04' })
    const again = await refundOn('2027-05-20', given.seller, given.transaction_id, 500, _id)
    expect(again).toEqual({ ...first, already_made: true })
    expect(await closesOn()).toBe('2027-06-04')
    await refundOn('2027-06-01', given.seller, given.transaction_id, 500)
    expect(await closesOn()).toBe('2027-07-01')
    expect(await balanceOf(given.walletId)).toBe(1_000)
  })

  test('what was left of before is not revived', async () => {
    const given = await scene()
    const { transaction_id } = await online(given, 2_000)
    // Between midnight and the round of the night.
    const { balance_after_cents } = await refundOn('2027-05-01', given.seller, transaction_id, 500)
    expect(balance_after_cents).toBe(500)
    expect(await differencesOf(given.walletId)).toEqual([])
  })

  test('it goes back to the Region where the campaign says so, and both are told', async () => {
    const given = await closed(0)
    await on('2027-05-05', async ({ site }) => {
      const visitor = await new Visitor(site).signInAs({ staffId: given.seller.id })
      const path = `/partenaire/transactions/${given.transaction_id}/remboursement`
      expect((await visitor.get(path)).text).toContain('revient à la Région : le client ne pourra pas le dépenser.')
    })
    expect((await refundOn('2027-05-05', given.seller, given.transaction_id, 500)).late).toEqual({
      closed_on: '2027-04-30',
      spendable_until: null,
    })
    expect(await toldTo(given.jean.id)).toContain('cette somme revient à la Région : elle ne peut plus être dépensée.')
    expect(await toldTo(given.jean.id)).not.toContain('Le solde de votre porte-monnaie')
    await expect(payOn('2027-05-05', given, 100)).rejects.toMatchObject({ code: 'wallet.closed' })
    await on('2027-05-06', ({ site }) => closingOfWallets.run(site))
    expect(await balanceOf(given.walletId)).toBe(0)
    expect(await differencesOf(given.walletId)).toEqual([])
  })

  test('before it closes nothing is said, and nothing changes', async () => {
    const given = await scene()
    const { transaction_id } = await online(given, 2_000)
    expect((await refundOn('2027-04-30', given.seller, transaction_id, 500)).late).toBeNull()
    const wallet = await db.selectFrom('wallets').selectAll().where('id', '=', given.walletId).executeTakeFirstOrThrow()
    expect([wallet.closes_on, wallet.first_closed_on, wallet.balance_cents]).toEqual(['2027-04-30', null, 18_500])
  })

  const differencesOf = async (walletId: number) =>
    (await checkLedger(db)).differences.filter((difference) => difference.includes(`wallet ${walletId}`))
})

describe('what a partner sees', () => {
  test('today’s takings, and what is due', async () => {
    const given = await scene()
    const { transaction_id } = await online(given, 5_000)
    await refundOf(given.seller, transaction_id, 1_000)
    const { site } = testSite(database)
    const visitor = await new Visitor(site).signInAs({ staffId: given.seller.id })
    expect((await visitor.get('/partenaire')).text.match(new RegExp(frenchEuros(4_000), 'g'))).toHaveLength(2)
    const tomorrow = testSite(database, new Date('2026-11-24T00:05:00+01:00'))
    const later = await new Visitor(tomorrow.site).signInAs({ staffId: given.seller.id })
    expect((await later.get('/partenaire')).text).toContain(frenchEuros(0))
  })
})

describe('what the till is told, and what its client is', () => {
  const atTill = async (seller: PartnerUser) => {
    const { site } = testSite(database)
    return { site, till: await new Visitor(site).signInAs({ staffId: seller.id }) }
  }
  const mailsTo = async ({ id }: Beneficiary) =>
    db.selectFrom('messages').select(['template', 'channel', 'body']).where('beneficiary_id', '=', id).orderBy('created_at').execute()

  test('an order’s reference and who took it: on the receipt, in transactions, and found there', async () => {
    const { seller, partner, card, walletId } = await scene()
    const { till } = await atTill(seller)
    const checkout = `/partenaire/encaissement/${await shown(seller, card.number)}`
    expect((await till.submit(checkout, { walletId: String(walletId), amount: '12', reference: 'C'.repeat(41) })).status).toBe(422)
    await till.submit(checkout, { walletId: String(walletId), amount: '12', reference: ' CMD-2026/117 ' })
    const receipt = (await till.get(`${checkout}/recu`)).text
    expect([receipt.includes('CMD-2026/117'), receipt.includes('Encaissé par'), receipt.includes(seller.name)]).toEqual([true, true, true])

    const other = await act((tx) => aPartnerUser(tx, partner, { roles: ['cashier'] }))
    const { transaction_id } = await take(other, await shown(other, card.number), walletId, 300)
    const all = (await till.get('/partenaire/transactions')).text
    expect([all.includes('Réf. CMD-2026/117'), all.includes(other.name)]).toEqual([true, true])
    const { location } = await till.post('/partenaire/transactions?chercher', { recherche: 'Madame Dupont' })
    expect(location).not.toContain('Dupont')
    const found = (await till.search('/partenaire/transactions', { recherche: 'cmd-2026' })).text
    expect([found.includes('Réf. CMD-2026/117'), found.includes(String(transaction_id))]).toEqual([true, false])
    const byNumber = (await till.search('/partenaire/transactions', { recherche: String(transaction_id) })).text
    expect([byNumber.includes('Réf. CMD-2026/117'), byNumber.includes(`>${transaction_id}<`)]).toEqual([false, true])
    const elsewhere = await scene()
    expect((await (await atTill(elsewhere.seller)).till.search('/partenaire/transactions', { recherche: 'cmd' })).text).not.toContain(
      'CMD-2026',
    )
  })

  test('what is left, once after a QR code that was shown, and its owner is told', async () => {
    const { seller, jean, card, walletId } = await scene()
    const { till } = await atTill(seller)
    await take(seller, await shown(seller, card.number), walletId, 14_000)
    const { text } = await issueQrCode(db, card.id, TEST_NOW)
    const checkout = (await till.submit('/partenaire/encaissement', { code: text })).location as string
    const refused = await till.submit(checkout, { walletId: String(walletId), amount: '60,01', reference: 'CMD-1' })
    const left = frenchEuros(6_000)
    expect([refused.status, refused.text.includes(`Il reste ${left} : encaisser ${left} ?`)]).toEqual([422, true])
    expect(refused.text).toContain(`Encaisser ${left}`)
    const told = (await mailsTo(jean)).filter(({ template }) => template === 'what-is-left-told-at-till')
    expect([told.length, told[0]?.body.includes(left), told[0]?.body.includes('LES PAGES')]).toEqual([1, true, true])

    await take(seller, await shown(seller, card.number), walletId, 500)
    const again = await till.submit(checkout, { walletId: String(walletId), amount: '60' })
    expect([again.status, again.text.includes(frenchEuros(5_500)), again.text.includes('Il reste')]).toEqual([422, false, false])
    expect((await mailsTo(jean)).filter(({ template }) => template === 'what-is-left-told-at-till')).toHaveLength(1)
    expect((await till.submit(checkout, { walletId: String(walletId), amount: '55' })).location).toBe(`${checkout}/recu`)
    expect(await balanceOf(walletId)).toBe(0)
  })

  test('after a number that was typed, or at another shop, what is left is not told', async () => {
    const { seller, jean, card, walletId } = await scene(50_000)
    const { till } = await atTill(seller)
    const typed = await shown(seller, card.number)
    const refused = await till.submit(`/partenaire/encaissement/${typed}`, { walletId: String(walletId), amount: '201' })
    expect([refused.status, refused.text.includes('Il reste'), refused.text.includes(frenchEuros(20_000))]).toEqual([422, false, false])
    const { text } = await issueQrCode(db, card.id, TEST_NOW)
    const checkoutId = await shown(seller, text)
    const elsewhere = await scene()
    expect(await act((tx) => tellWhatIsLeft(tx, elsewhere.seller, { checkoutId, walletId }))).toBeUndefined()
    expect(await act((tx) => tellWhatIsLeft(tx, seller, { checkoutId, walletId: elsewhere.walletId }))).toBeUndefined()
    expect(await mailsTo(jean)).toEqual([])
  })

  test('the same card again within the day is said before it is debited, unless it was given back', async () => {
    const { seller, card, walletId } = await scene()
    const { till } = await atTill(seller)
    const pageOf = async (id: string) => (await till.get(`/partenaire/encaissement/${id}`)).text
    expect(await pageOf(await shown(seller, card.number))).not.toContain('Déjà payé')
    const { transaction_id } = await take(seller, await shown(seller, card.number), walletId, 1_234)
    const again = await shown(seller, card.number)
    expect(await pageOf(again)).toContain(`Déjà payé ici aujourd’hui avec cette carte : ${frenchEuros(1_234)} à`)
    await refundOf(seller, transaction_id, 1_234)
    expect(await pageOf(again)).not.toContain('Déjà payé')
  })

  test('each payment is told to its owner, once: the shop, the amount, what is left, and what to do', async () => {
    const { seller, jean, card, walletId } = await scene()
    const { site } = testSite(database)
    const checkoutId = await shown(seller, card.number)
    await take(seller, checkoutId, walletId, 2_999)
    await take(seller, checkoutId, walletId, 2_999)
    await messagesOfPayments.run(site)
    await messagesOfPayments.run(site)
    const [mail, ...more] = await mailsTo(jean)
    expect(more).toEqual([])
    expect(mail).toMatchObject({ template: 'paid-at-till', channel: 'email' })
    for (const words of ['LES PAGES', frenchEuros(2_999), `Il reste ${frenchEuros(17_001)}`, 'mettez votre carte en opposition'])
      expect(mail?.body).toContain(words)
  })

  test('by SMS from an amount on, that its campaign says, to who chose it', async () => {
    const { seller, jean, card, walletId } = await scene()
    const { site } = testSite(database)
    await db
      .updateTable('campaigns')
      .set({ sms_from_cents: 4_550 })
      .where('id', '=', (eb) => eb.selectFrom('wallets').select('campaign_id').where('id', '=', walletId))
      .execute()
    await db.updateTable('beneficiaries').set({ notified_by: 'sms', mobile_phone: '0623416427' }).where('id', '=', jean.id).execute()
    await take(seller, await shown(seller, card.number), walletId, 4_549)
    await take(seller, await shown(seller, card.number), walletId, 4_550)
    await messagesOfPayments.run(site)
    expect((await mailsTo(jean)).map(({ channel }) => channel).sort()).toEqual(['email', 'sms'])
  })
})

describe('what each role may do', () => {
  const forged = async (staffId: number) => {
    const { site } = testSite(database)
    const visitor = await new Visitor(site).signInAs({ staffId })
    const _csrf = /name="_csrf" value="([^"]*)"/.exec((await visitor.get('/partenaire')).text)?.[1] as string
    return { visitor, post: (path: string, fields: Record<string, string>) => visitor.post(path, { _csrf, ...fields }) }
  }
  const refundCheck = (id: number) => `/partenaire/transactions/${id}/remboursement/verification`

  test('a cashier gives back what the manager allows in a day, in all, and not a cent more', async () => {
    const { partner, seller, card, walletId } = await scene()
    const cashier = await act((tx) => aPartnerUser(tx, partner, { roles: ['cashier'], refunds_up_to_cents: 2_000 }))
    const { transaction_id } = await take(seller, await shown(seller, card.number), walletId, 9_000)
    const { post } = await forged(cashier.id)
    const over = await post(refundCheck(transaction_id), { _id: randomUUID(), amount: '20,01' })
    expect([over.status, over.text.includes('Demandez à votre gestionnaire')]).toEqual([403, true])
    expect((await post(refundCheck(transaction_id), { _id: randomUUID(), amount: '15' })).status).toBe(303)
    const more = await post(refundCheck(transaction_id), { _id: randomUUID(), amount: '5,01' })
    expect(more.status).toBe(403)
    expect(await balanceOf(walletId)).toBe(20_000 - 9_000 + 1_500)
    expect((await post(refundCheck(transaction_id), { _id: randomUUID(), amount: '5' })).status).toBe(303)
    expect((await refundOf(seller, transaction_id, 7_000)).already_made).toBe(false)
  })

  test('two refunds of a cashier at once: one of them is over the limit', async () => {
    const { partner, seller, card, walletId } = await scene()
    const cashier = await act((tx) => aPartnerUser(tx, partner, { roles: ['cashier'], refunds_up_to_cents: 2_000 }))
    const { transaction_id } = await take(seller, await shown(seller, card.number), walletId, 9_000)
    const answers = await Promise.allSettled([1_500, 1_600].map((amount) => refundOf(cashier, transaction_id, amount)))
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('a cashier whom nobody allowed it gives nothing back; an accountant neither takes nor gives back', async () => {
    const { partner, seller, card, walletId } = await scene()
    const { transaction_id } = await take(seller, await shown(seller, card.number), walletId, 1_000)
    const checkout = await shown(seller, card.number)
    for (const roles of [['cashier'], ['accountant']] as const) {
      const user = await act((tx) => aPartnerUser(tx, partner, { roles: [...roles] }))
      const { visitor, post } = await forged(user.id)
      expect((await visitor.get('/partenaire/transactions')).text).not.toContain('Rembourser')
      expect((await post(refundCheck(transaction_id), { _id: randomUUID(), amount: '1' })).status).toBe(403)
      if (roles[0] === 'cashier') continue
      expect((await post('/partenaire/encaissement', { code: card.number })).status).toBe(403)
      expect((await post(`/partenaire/encaissement/${checkout}`, { walletId: String(walletId), amount: '1' })).status).toBe(403)
    }
    expect(await balanceOf(walletId)).toBe(19_000)
  })
})
