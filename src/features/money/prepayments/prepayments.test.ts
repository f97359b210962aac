import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { ORIGIN, testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aHolder, aPartner, aPartnerUser } from '../../../../tests/support/makers.ts'
import { pdfText } from '../../../../tests/support/pdf.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { Slice } from '../../../platform/database/slices.ts'
import { frenchInstant } from '../../../platform/dates.ts'
import { frenchEuros } from '../../../platform/money.ts'
import type { Beneficiary, PartnerUser } from '../../../spaces/actors.ts'
import { cancelPrepayment } from './cancel.ts'
import { createPrepayment } from './create.ts'
import { expirePrepayments } from './expire.ts'
import { type ListedPrepayment, prepaymentsPage } from './index.ts'
import { redeemPrepayment } from './redeem.ts'

const database = await testDatabase()
const { db } = database
const { site } = testSite(database)

/** The first page of somebody's prepayments. */
async function listedOf(beneficiaryId: number) {
  const { rows } = await sql<{ page: { rows: ListedPrepayment[] } }>`select ${prepaymentsPage(beneficiaryId, 1)} as page`.execute(db)
  return rows[0]?.page.rows ?? []
}

const at = <T>(now: Date, act: (tx: Tx) => Promise<T>) => inTransaction(db, now, act)
const act = <T>(run: (tx: Tx) => Promise<T>) => at(TEST_NOW, run)

const balanceOf = async (walletId: number) =>
  (await db.selectFrom('wallets').select(['balance_cents', 'reserved_cents']).where('id', '=', walletId).executeTakeFirstOrThrow()) as {
    balance_cents: number
    reserved_cents: number
  }

/** LES PAGES in Amiens, and Jean MARTIN with 200.00 €. */
async function scene() {
  return act(async (tx) => {
    const partner = await aPartner(tx, { name: 'LES PAGES', town: 'Amiens' })
    const seller = await aPartnerUser(tx, partner)
    const holder = await aHolder(tx, { balance_cents: 20_000 })
    return { partner, seller, holder, jean: holder.beneficiary.actor, walletId: holder.wallet.id }
  })
}

async function aPrepayment(given: { jean: Beneficiary; partner: { id: number }; walletId: number }, amount = 12_000) {
  return act((tx) => createPrepayment(tx, given.jean, { partnerId: given.partner.id, walletId: given.walletId, amount, _id: randomUUID() }))
}

const cancel = (jean: Beneficiary, ticket: string, _id = randomUUID()) => act((tx) => cancelPrepayment(tx, jean, { ticket, _id }))
const redeem = (seller: PartnerUser, ticket: string, now = TEST_NOW) =>
  at(now, (tx) => redeemPrepayment(tx, seller, { ticket, _id: randomUUID() }))

/** What is chosen, as the address of the page that checks it says it. */
const asked = (chosen: { partnerId: string; walletId: string; amount: string }) =>
  new URLSearchParams({ partenaire: chosen.partnerId, 'porte-monnaie': chosen.walletId, montant: chosen.amount })

test('the guide’s example, to the cent, on its pages', async () => {
  const { partner, jean, walletId, holder } = await scene()
  const visitor = await new Visitor(site).signInAs({ beneficiaryId: jean.id })
  const path = '/espace/ma-carte/prepaiements/nouveau'

  expect((await visitor.get(path)).text).toContain('<option value="Amiens"')
  const choosing = await visitor.get(`${path}?ville=Amiens`)
  expect(choosing.text).toContain(`[${partner.code}] - LES PAGES`)
  expect(choosing.text).toContain(`Solde restant sur ce PM : <strong>${frenchEuros(20_000)}</strong>`)
  expect(choosing.text).toContain('car ils ont fait le choix de ne pas accepter les prépaiements')

  const chosen = await visitor.submit(`${path}?ville=Amiens`, { partnerId: String(partner.id), walletId: String(walletId), amount: '120' })
  expect(chosen.status).toBe(303)
  expect(await balanceOf(walletId)).toMatchObject({ balance_cents: 20_000 })

  const check = chosen.location as string
  const shown = await visitor.get(check)
  expect(shown.text).toContain('Terminer')
  const sent = { partnerId: String(partner.id), walletId: String(walletId), amount: '120,00', _id: randomUUID() }
  expect((await visitor.submit(check, { ...sent, _id: '' })).status).toBe(422)
  const created = await visitor.submit(check, sent)
  expect(created.status).toBe(303)
  expect((await visitor.submit(check, sent)).location).toBe(created.location)
  expect(await balanceOf(walletId)).toEqual({ balance_cents: 8_000, reserved_cents: 12_000 })

  const made = await visitor.get(created.location as string)
  expect(made.text).toContain('Création voucher')
  expect(made.text).toContain('Votre voucher a été créé avec succès.')

  const ticket = new URL(created.location as string, ORIGIN).pathname.split('/').at(-1) as string
  expect(ticket).toMatch(/^\d{12}$/)
  const pdf = await visitor.get(`/espace/ma-carte/prepaiements/${ticket}/recu.pdf`)
  expect(pdf.headers.get('content-type')).toBe('application/pdf')
  const words = pdfText(pdf.bytes).replaceAll('\u00a0', ' ')
  const inOrder = [
    'REÇU DE TRANSACTION',
    `Ticket n° : ${ticket}`,
    'Transaction n° : ',
    'Statut transaction : Prépaiement en attente',
    `Date : ${frenchInstant(TEST_NOW)}`,
    `Numéro Carte : ${holder.card.number}`,
    `Nom : ${jean.last_name}`,
    `Prénom : ${jean.first_name}`,
    'Adresse : ',
    'Ville : ',
    'Partenaire : LES PAGES',
    'Code Postal : 80000',
    'Ville : Amiens',
    'PM débité : Manuels et équipements',
    'Montant : 120,00 €',
    'Solde disponible après transaction : 80,00 €',
  ]
  let from = 0
  for (const line of inOrder) {
    const found = words.indexOf(line, from)
    expect(found, line).toBeGreaterThanOrEqual(from)
    from = found + line.length
  }

  const inCyrillic = { last_name: 'Іваненко', first_name: 'Олександр', latin_last_name: 'Ivanenko', latin_first_name: 'Oleksandr' }
  await db.updateTable('beneficiaries').set(inCyrillic).where('id', '=', jean.id).execute()
  const readable = pdfText((await visitor.get(`/espace/ma-carte/prepaiements/${ticket}/recu.pdf`)).bytes)
  expect(readable).toContain('Nom : Ivanenko')
  expect(readable).toContain('Prénom : Oleksandr')

  const cancelled = await visitor.submit(`/espace/ma-carte/prepaiements/${ticket}/annulation`)
  expect(cancelled.status).toBe(303)
  expect((await visitor.get(cancelled.location as string)).text).toContain('Prépaiement annulé')
  expect(await balanceOf(walletId)).toEqual({ balance_cents: 20_000, reserved_cents: 0 })

  const lines = await db
    .selectFrom('transactions')
    .select(['kind', 'amount_cents'])
    .where('wallet_id', '=', walletId)
    .orderBy('id')
    .execute()
  expect(lines.map((line) => line.kind)).toEqual(['grant', 'reservation', 'cancellation'])
  expect(await listedOf(jean.id)).toMatchObject([{ ticket, state: 'cancelled', amount_cents: 12_000, wallet_kind: 'MANUEQUIP' }])
  const told = await db.selectFrom('messages').select('template').where('beneficiary_id', '=', jean.id).orderBy('created_at').execute()
  expect(told.map((message) => message.template).sort()).toEqual(['prepayment-cancelled', 'prepayment-created'])
})

describe('creating', () => {
  test('more than the wallet holds is refused at its field, before and at the posting', async () => {
    const { partner, jean, walletId } = await scene()
    const visitor = await new Visitor(site).signInAs({ beneficiaryId: jean.id })
    const fields = { partnerId: String(partner.id), walletId: String(walletId), amount: '200,01' }
    const refused = await visitor.submit('/espace/ma-carte/prepaiements/nouveau?ville=Amiens', fields)
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('href="#amount"')
    expect((await visitor.submit(`/espace/ma-carte/prepaiements/nouveau/verification?${asked(fields)}`, fields)).status).toBe(422)
    await expect(aPrepayment({ partner, jean, walletId }, 20_001)).rejects.toMatchObject({ code: 'wallet.insufficient' })
  })

  test('« Précédent » after the end asks before a second one, unless the first was cancelled', async () => {
    const { partner, jean, walletId } = await scene()
    const visitor = await new Visitor(site).signInAs({ beneficiaryId: jean.id })
    const fields = { partnerId: String(partner.id), walletId: String(walletId), amount: '15,00' }
    const check = `/espace/ma-carte/prepaiements/nouveau/verification?${asked(fields)}`
    const made = await visitor.submit(check, fields)
    const refused = await visitor.submit(check, fields)
    expect([made.status, refused.status]).toEqual([303, 409])
    expect(refused.text).toContain(`Vous venez de créer un prépaiement : ${frenchEuros(1_500)} à ${partner.name}`)
    expect(await balanceOf(walletId)).toMatchObject({ balance_cents: 18_500, reserved_cents: 1_500 })
    const again = /name="again" value="(\d+)"/.exec(refused.text)?.[1] as string
    expect((await visitor.submit(check, { ...fields, again })).status).toBe(303)
    expect(await balanceOf(walletId)).toMatchObject({ reserved_cents: 3_000 })

    const { ticket } = await aPrepayment({ partner, jean, walletId }, 800)
    await cancel(jean, ticket)
    await aPrepayment({ partner, jean, walletId }, 800)
  })

  test.each(['0', '-5', '12,345', '1e3', 'abc', ''])('« %s » is no amount', async (amount) => {
    const { partner, jean, walletId } = await scene()
    const visitor = await new Visitor(site).signInAs({ beneficiaryId: jean.id })
    const refused = await visitor.submit('/espace/ma-carte/prepaiements/nouveau', {
      partnerId: String(partner.id),
      walletId: String(walletId),
      amount,
    })
    expect(refused.status).toBe(422)
  })

  test('a partner that does not accept prepayments is neither offered nor accepted', async () => {
    const { jean, walletId } = await scene()
    const [refusing, gone] = await act(async (tx) => [
      await aPartner(tx, { town: 'Arras', accepts_prepayments: false }),
      await aPartner(tx, { town: 'Arras', active: false }),
    ])
    const visitor = await new Visitor(site).signInAs({ beneficiaryId: jean.id })
    expect((await visitor.get('/espace/ma-carte/prepaiements/nouveau')).text).not.toContain('Arras')
    for (const partner of [refusing, gone]) {
      const fields = { partnerId: String(partner.id), walletId: String(walletId), amount: '10' }
      const forged = await visitor.submit('/espace/ma-carte/prepaiements/nouveau', fields)
      expect(forged.status).toBe(422)
      await expect(aPrepayment({ partner, jean, walletId })).rejects.toMatchObject({ code: 'partner.not-accepting' })
    }
    await expect(aPrepayment({ partner: { id: 99_999_999_999 }, jean, walletId })).rejects.toMatchObject({ code: 'partner.not-accepting' })
  })

  test('nobody spends another’s wallet', async () => {
    const { partner, walletId } = await scene()
    const { jean: other } = await scene()
    await expect(aPrepayment({ partner, jean: other, walletId })).rejects.toMatchObject({ status: 404 })
  })

  test('not once the campaign’s prepayments are over', async () => {
    const { partner, jean, walletId } = await scene()
    const input = () => ({ partnerId: partner.id, walletId, amount: 1_000, _id: randomUUID() })
    await at(new Date('2027-04-23T23:59:00+02:00'), (tx) => createPrepayment(tx, jean, input()))
    const late = at(new Date('2027-04-24T00:01:00+02:00'), (tx) => createPrepayment(tx, jean, input()))
    await expect(late).rejects.toMatchObject({ code: 'prepayment.too-late', status: 409 })
    expect(await balanceOf(walletId)).toMatchObject({ balance_cents: 19_000 })
  })

  test('which « Ma carte » and the page that chooses say at once, and no later than the day after the last', async () => {
    const { partner, jean, walletId } = await scene()
    const path = '/espace/ma-carte/prepaiements/nouveau'
    const chosen = { partnerId: String(partner.id), walletId: String(walletId), amount: '10' }
    const on = async (day: string) => {
      const { site: then } = testSite(database, new Date(`${day}T12:00:00+02:00`))
      const visitor = await new Visitor(then).signInAs({ beneficiaryId: jean.id })
      const [card, choosing] = [await visitor.get('/espace/ma-carte'), await visitor.get(path)]
      const check = await visitor.get(`${path}/verification?${asked(chosen)}`)
      return { card: card.text, choosing: choosing.text, check, sent: await visitor.submit(path, chosen) }
    }
    const last = await on('2027-04-23')
    expect(last.card).toContain(`href="${path}"`)
    expect(last.choosing).toContain('Ville du partenaire')
    expect([last.check.status, last.sent.status]).toEqual([200, 303])

    const late = await on('2027-04-24')
    expect(late.card).not.toContain(`href="${path}"`)
    for (const text of [late.card, late.choosing]) expect(text).toContain('étaient possibles jusqu’au 23/04/2027 inclus')
    expect(late.choosing).not.toContain('Ville du partenaire')
    expect([late.check.location, late.sent.status]).toEqual([path, 409])
    expect(late.card).toContain('Paiement en ligne')
  })
})

describe('whose it is', () => {
  test('another person’s ticket is 404, for everything', async () => {
    const mine = await scene()
    const { ticket } = await aPrepayment(mine)
    const { jean: other } = await scene()
    const visitor = await new Visitor(site).signInAs({ beneficiaryId: other.id })
    for (const page of ['', '/annulation', '/recu.pdf']) {
      expect((await visitor.get(`/espace/ma-carte/prepaiements/${ticket}${page}`)).status, page).toBe(404)
    }
    const form = await visitor.get('/espace/ma-carte/prepaiements/nouveau?ville=Amiens')
    const _csrf = /name="_csrf" value="([^"]*)"/.exec(form.text)?.[1] ?? ''
    expect((await visitor.post(`/espace/ma-carte/prepaiements/${ticket}/annulation`, { _csrf, _id: randomUUID() })).status).toBe(404)
    await expect(cancel(other, ticket)).rejects.toMatchObject({ status: 404 })
    expect(await balanceOf(mine.walletId)).toMatchObject({ reserved_cents: 12_000 })
  })

  test('only its partner redeems it', async () => {
    const mine = await scene()
    const { ticket } = await aPrepayment(mine)
    const { seller: other } = await scene()
    await expect(redeem(other, ticket)).rejects.toMatchObject({ status: 404 })
    const visitor = await new Visitor(site).signInAs({ staffId: other.id })
    expect((await visitor.get(`/partenaire/prepaiements/${ticket}`)).status).toBe(404)
    expect((await visitor.submit('/partenaire/prepaiements', { ticket })).status).toBe(422)
  })
})

describe('redeeming', () => {
  test('by its number, once, then its receipt', async () => {
    const { partner, seller, jean, walletId } = await scene()
    const { ticket } = await aPrepayment({ partner, jean, walletId })
    const visitor = await new Visitor(site).signInAs({ staffId: seller.id })
    const asked = await visitor.submit('/partenaire/prepaiements', { ticket: ticket.replace(/(....)/g, '$1 ') })
    expect(asked.location).toBe(`/partenaire/prepaiements/${ticket}`)
    const shown = await visitor.get(`/partenaire/prepaiements/${ticket}`)
    expect(shown.text).toContain(`${jean.first_name} ${jean.last_name[0]}.`)
    expect(shown.text).not.toContain(jean.last_name)
    expect(shown.text).toContain(frenchEuros(12_000))

    const redeemed = await visitor.submit(`/partenaire/prepaiements/${ticket}`)
    expect((await visitor.get(redeemed.location as string)).text).toContain('Prépaiement encaissé')
    expect(await balanceOf(walletId)).toEqual({ balance_cents: 8_000, reserved_cents: 0 })
    const told = await db.selectFrom('messages').select('body').where('template', '=', 'prepayment-redeemed').execute()
    expect(told).toHaveLength(1)
    for (const words of [partner.name, ticket, frenchEuros(12_000), `Il reste ${frenchEuros(8_000)}`, 'Si ce n’est pas vous'])
      expect(told[0]?.body).toContain(words)
    await expect(redeem(seller, ticket)).rejects.toMatchObject({
      code: 'prepayment.ended',
      status: 409,
      message: expect.stringContaining('encaissé'),
    })
    await expect(cancel(jean, ticket)).rejects.toMatchObject({ status: 409, message: expect.stringContaining('encaissé') })
  })

  test('wrong numbers are counted, then refused whatever they are', async () => {
    const { partner, seller, jean, walletId } = await scene()
    const { ticket } = await aPrepayment({ partner, jean, walletId })
    const visitor = await new Visitor(site).signInAs({ staffId: seller.id })
    for (let tried = 0; tried < 30; tried++)
      expect((await visitor.get(`/partenaire/prepaiements/${100_000_000_000 + tried}`)).status).toBe(404)
    const refused = await visitor.submit('/partenaire/prepaiements', { ticket })
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  })
})

describe('ending once', () => {
  test('cancelled twice by one form is cancelled once; by another form it is too late', async () => {
    const { partner, jean, walletId } = await scene()
    const { ticket } = await aPrepayment({ partner, jean, walletId })
    const id = randomUUID()
    await cancel(jean, ticket, id)
    await cancel(jean, ticket, id)
    await expect(cancel(jean, ticket)).rejects.toMatchObject({ code: 'prepayment.ended', status: 409 })
    expect(await balanceOf(walletId)).toEqual({ balance_cents: 20_000, reserved_cents: 0 })
  })

  test('cancel against redeem: one wins, the other is told how it ended', async () => {
    for (let round = 0; round < 12; round++) {
      const { partner, seller, jean, walletId } = await scene()
      const { ticket } = await aPrepayment({ partner, jean, walletId })
      const outcomes = await Promise.allSettled([
        cancel(jean, ticket),
        redeem(seller, ticket),
        cancel(jean, ticket),
        redeem(seller, ticket),
      ])
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      for (const outcome of outcomes)
        if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'prepayment.ended', status: 409 })
      const isRedeemed = outcomes[1]?.status === 'fulfilled' || outcomes[3]?.status === 'fulfilled'
      expect(await balanceOf(walletId)).toEqual({ balance_cents: isRedeemed ? 8_000 : 20_000, reserved_cents: 0 })
    }
  })

  test('its last day counts, the next one does not, whether the clock has come by or not', async () => {
    const { partner, seller, jean, walletId } = await scene()
    const lastMinute = new Date('2027-04-23T23:59:59+02:00')
    const nextDay = new Date('2027-04-24T00:00:00+02:00')
    const [first, second] = [await aPrepayment({ partner, jean, walletId }, 1_000), await aPrepayment({ partner, jean, walletId }, 2_000)]
    expect(await at(lastMinute, (tx) => expirePrepayments(tx, { kind: 'clock' }, new Slice(200)))).toBe(0)
    await redeem(seller, first.ticket, lastMinute)
    await expect(redeem(seller, second.ticket, nextDay)).rejects.toMatchObject({ status: 409, message: expect.stringContaining('expiré') })
    expect(await balanceOf(walletId)).toEqual({ balance_cents: 17_000, reserved_cents: 2_000 })

    expect(await at(nextDay, (tx) => expirePrepayments(tx, { kind: 'clock' }, new Slice(200)))).toBeGreaterThan(0)
    expect(await at(nextDay, (tx) => expirePrepayments(tx, { kind: 'clock' }, new Slice(200)))).toBe(0)
    expect(await balanceOf(walletId)).toEqual({ balance_cents: 19_000, reserved_cents: 0 })
    expect((await listedOf(jean.id)).map(({ state }) => state)).toEqual(['expired', 'redeemed'])
    const told = await db
      .selectFrom('messages')
      .select('body')
      .where('beneficiary_id', '=', jean.id)
      .where('template', '=', 'prepayment-expired')
      .execute()
    expect(told.map(({ body }) => body.replace(/\s/g, ' '))).toEqual([
      expect.stringContaining('Vous pouvez l’utiliser jusqu’au 30/04/2027 inclus'),
    ])
    await expect(cancel(jean, second.ticket)).rejects.toMatchObject({ status: 409, message: expect.stringContaining('expiré') })
  })
})
