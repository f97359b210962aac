import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { asOwner, testDatabase } from '../../../../tests/support/database.ts'
import { ledgerIsClean } from '../../../../tests/support/ledger-model.ts'
import { aHolder, anAgent, aPartner, aPartnerUser, worksAt } from '../../../../tests/support/makers.ts'
import { settleAll } from '../../../../tests/support/settling.ts'
import { agreedTo } from '../../../../tests/support/two-people.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { addDays, type Day, dayOf } from '../../../platform/dates.ts'
import { askToOpen } from '../../partners/partners/opening.ts'
import { freezePartner } from '../freezes/freeze.ts'
import { unfreezePartner } from '../freezes/unfreeze.ts'
import { createPrepayment } from '../prepayments/create.ts'
import { redeemPrepayment } from '../prepayments/redeem.ts'
import { markPaid } from '../settlements/pay.ts'
import { pay, refund, walletsOf } from '../wallets/index.ts'
import { endingOfDepartures, givingBackOfTickets, stoppingOfPartners } from './jobs.ts'
import { askDeparture } from './leave.ts'

const database = await testDatabase()
const { site, clock } = testSite(database)
const { db } = database
const BEGINNING = clock.now()
const act = <T>(run: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), run)
const daysLater = (days: number) => clock.set(new Date(BEGINNING.getTime() + days * 86_400_000))
const LAST_DAY = addDays(dayOf(BEGINNING), 10)
const inParts = (day: Day) => {
  const [year, month, dayOfMonth] = day.split('-')
  return { 'lastDay.day': dayOfMonth, 'lastDay.month': month, 'lastDay.year': year } as Record<string, string>
}
const page = '/partenaire/depart'
const asked = { action: 'ask', reason: 'Fermeture de la librairie.' }
const signedIn = ({ id }: { id: number }) => new Visitor(site).signInAs({ staffId: id })

const { agent, preparer } = await act(async (tx) => ({ agent: await anAgent(tx, 'partners'), preparer: await anAgent(tx, 'preparer') }))

/** A shop with its manager, a cashier who works elsewhere too, and a young person with money. */
async function scene() {
  return act(async (tx) => {
    const [partner, other] = [await aPartner(tx), await aPartner(tx)]
    const manager = await aPartnerUser(tx, partner)
    const cashier = await aPartnerUser(tx, partner, { roles: ['cashier'] })
    const elsewhere = await worksAt(tx, cashier.id, other, { roles: ['cashier'] })
    const { beneficiary, wallet } = await aHolder(tx, { balance_cents: 20_000 })
    return { partner, other, manager, cashier, elsewhere, jean: beneficiary.actor, wallet }
  })
}
type Scene = Awaited<ReturnType<typeof scene>>

const line = ({ wallet, cashier }: Scene, amount_cents: number) => ({
  ...{ request_id: randomUUID(), wallet_id: wallet.id, partner_id: cashier.partner_id, amount_cents, made_by: cashier.id },
})
const paid = (given: Scene, cents: number) => act((tx) => pay(tx, { ...line(given, cents), channel: 'qr-code' }))
const prepaid = ({ jean, partner, wallet }: Scene, amount: number) =>
  act((tx) => createPrepayment(tx, jean, { partnerId: partner.id, walletId: wallet.id, amount, _id: randomUUID() }))
const balanceOf = async ({ jean, wallet }: Scene) =>
  (await walletsOf(db, jean.id, clock.now())).find(({ id }) => id === wallet.id)?.balance_cents
const leaves = ({ partner, manager }: Scene) =>
  act((tx) => askDeparture(tx, manager, { id: partner.id, lastDay: LAST_DAY, reason: 'Fermeture.' }))
const agreed = ({ partner }: Scene) => act((tx) => agreedTo(tx, 'partner.departure', partner.id))
/** As the clock does, each in its hour. */
async function aMorning() {
  for (const job of [stoppingOfPartners, givingBackOfTickets, endingOfDepartures]) await job.run(site)
}
const told = async (to: { beneficiary_id: number } | { staff_id: number }) => {
  const [[column, id]] = Object.entries(to) as [['beneficiary_id' | 'staff_id', number]]
  const rows = await db.selectFrom('messages').select('template').where(column, '=', id).orderBy('id').execute()
  return rows.map(({ template }) => template)
}
const isOpen = async ({ partner }: Scene) =>
  (await db.selectFrom('partners').select('active').where('id', '=', partner.id).executeTakeFirstOrThrow()).active
const atWork = async (partner: { id: number }) =>
  (await db.selectFrom('shop_users_at_work').select('id').where('partner_id', '=', partner.id).orderBy('id').execute()).map(({ id }) => id)
const settled = async () => {
  const id = await act((tx) => settleAll(tx, preparer))
  await act((tx) => agreedTo(tx, 'settlement.release', id))
  return id
}

test('a shop leaves in order: its last day, tickets given back, a last payment however small, its people out; what they do elsewhere goes on', async () => {
  const given = await scene()
  const { partner, other, manager, cashier, elsewhere, jean } = given
  const [used, left] = [await prepaid(given, 3_000), await prepaid(given, 5_000)]
  const visitor = await signedIn(manager)
  expect((await visitor.submit(page, { ...asked, ...inParts(LAST_DAY) })).location).toBe(`${page}?fait=demande`)
  expect((await visitor.get(page)).text).toContain('Votre demande attend la Région')
  expect(await isOpen(given)).toBe(true)
  await agreed(given)
  // From now on nobody sets money aside there; all of them are told.
  await expect(prepaid(given, 100)).rejects.toMatchObject({ code: 'partner.not-accepting' })
  expect((await told({ beneficiary_id: jean.id })).filter((template) => template === 'prepayment-before-departure')).toHaveLength(2)
  expect([await told({ staff_id: manager.id }), await told({ staff_id: cashier.id })]).toEqual([
    expect.arrayContaining(['departure-agreed']),
    expect.arrayContaining(['departure-agreed']),
  ])
  // On its last day it takes what it took.
  daysLater(10)
  await aMorning()
  await act((tx) => redeemPrepayment(tx, cashier, { ticket: used.ticket, _id: randomUUID() }))
  await paid(given, 1)
  expect([await isOpen(given), await balanceOf(given)]).toEqual([true, 11_999])
  expect((await (await signedIn(manager)).get(page)).text).toContain('Prend la carte jusqu’au')

  daysLater(11)
  await aMorning()
  expect([await isOpen(given), await balanceOf(given)]).toEqual([false, 16_999])
  expect((await visitor.get(`/ou-utiliser-ma-carte/${partner.code}`)).status).toBe(404)
  const ticket = db.selectFrom('prepayments').select('state').where('ticket', '=', left.ticket)
  expect((await ticket.executeTakeFirstOrThrow()).state).toBe('cancelled')
  expect(await told({ beneficiary_id: jean.id })).toContain('prepayment-given-back')
  await ledgerIsClean(db)
  // Something is due: its people stay, and its manager reads so.
  expect((await (await signedIn(manager)).get(page)).text).toContain('Attend son dernier reversement')
  const id = await settled()
  await aMorning()
  expect((await (await signedIn(manager)).get(page)).text).toContain('Attend le paiement de ses reversements')
  expect(await atWork(partner)).toEqual([manager.id, cashier.id].toSorted((one, two) => one - two))
  await act((tx) => markPaid(tx, preparer, { settlement_id: id }))
  const amounts = db.selectFrom('settled_amounts').select('amount_cents').where('partner_id', '=', partner.id)
  expect(await amounts.execute()).toEqual([{ amount_cents: 3_001 }])

  const stillThere = await signedIn(cashier)
  await db.updateTable('sessions').set({ workplace_id: elsewhere.workplace_id }).where('staff_id', '=', cashier.id).execute()
  await aMorning()
  expect([await atWork(partner), await atWork(other)]).toEqual([[], [cashier.id]])
  expect((await (await signedIn(manager)).get('/partenaire')).status).not.toBe(200)
  expect((await stillThere.get('/partenaire')).text).toContain(other.name)
  expect([await told({ staff_id: manager.id }), await told({ staff_id: cashier.id })]).toEqual([
    expect.arrayContaining(['departure-ended']),
    expect.arrayContaining(['departure-ended']),
  ])
  const facts = await db
    .selectFrom('audit_facts')
    .select('fact')
    .where('fact', 'like', 'departure.%')
    .where(sql<boolean>`details ->> 'partner_id' = ${String(partner.id)}`)
    .orderBy('id')
    .execute()
  expect(facts.map(({ fact }) => fact)).toEqual(['departure.agreed', 'departure.stopped', 'departure.ended'])
  expect((await (await signedIn(agent)).get('/region/partenaires/departs')).text).toContain(partner.name)
  await ledgerIsClean(db)
  clock.set(BEGINNING)
})

test('one that gave back more than it took leaves too: what it owes is said to it and to the Region, and nothing pays it', async () => {
  const given = await scene()
  const { transaction_id: payment_id } = await paid(given, 4_500)
  const first = await settled()
  await act((tx) => markPaid(tx, preparer, { settlement_id: first }))
  await act((tx) => refund(tx, { ...line(given, 4_500), payment_id }))
  await leaves(given)
  await agreed(given)
  daysLater(11)
  await aMorning()
  expect(await atWork(given.partner)).toEqual([])
  const mail = db.selectFrom('messages').select('body').where('staff_id', '=', given.manager.id).where('template', '=', 'departure-ended')
  expect((await mail.executeTakeFirstOrThrow()).body).toMatch(/doit 45,00.€ à la Région/)
  const { text } = await (await signedIn(agent)).get(`/region/partenaires/${given.partner.id}/depart`)
  expect(text).toMatch(/Parti. Doit 45,00.€ à la Région/)
  await ledgerIsClean(db)
  clock.set(BEGINNING)
})

test('one whose last payment was held, and that gave it all back once thawed, leaves too', async () => {
  const [given, other] = [await scene(), await scene()]
  const { transaction_id: payment_id } = await paid(given, 3_000)
  await paid(other, 700)
  const { id } = given.partner
  const held = await act((tx) => settleAll(tx, preparer))
  await act((tx) => freezePartner(tx, agent, { id, reason: 'suspected-fraud', comment: 'À vérifier.' }))
  await act((tx) => agreedTo(tx, 'settlement.release', held))
  await act((tx) => markPaid(tx, preparer, { settlement_id: held }))
  await act(async (tx) => unfreezePartner(tx, await anAgent(tx, 'partners'), { id, answer: 'Vérifié.' }))
  await act((tx) => refund(tx, { ...line(given, 3_000), payment_id }))
  await leaves(given)
  await agreed(given)
  daysLater(11)
  await aMorning()
  expect(await atWork(given.partner)).toEqual([])
  await ledgerIsClean(db)
  clock.set(BEGINNING)
})

test('while it leaves, no form that says again that it takes prepayments has it take one', async () => {
  const given = await scene()
  await leaves(given)
  await agreed(given)
  await db.updateTable('partners').set({ accepts_prepayments: true }).where('id', '=', given.partner.id).execute()
  await expect(prepaid(given, 100)).rejects.toMatchObject({ code: 'partner.not-accepting' })
})

test('once its last day is over nobody opens it again before its departure is called off', async () => {
  const given = await scene()
  const place = `/region/partenaires/${given.partner.id}/depart`
  await paid(given, 100)
  await leaves(given)
  await agreed(given)
  daysLater(11)
  await aMorning()
  const opens = () => act((tx) => agreedTo(tx, 'partner.opening', given.partner.id))
  await act((tx) => askToOpen(tx, agent, given.partner.id))
  await expect(opens()).rejects.toMatchObject({ code: 'partner.leaving' })
  expect(await isOpen(given)).toBe(false)
  await (await signedIn(agent)).submit(place, { action: 'call-off' })
  await opens()
  expect(await isOpen(given)).toBe(true)
  clock.set(BEGINNING)
})

test('an agent asks for it too, and nobody agrees to what they asked; called off, it takes prepayments as before', async () => {
  const given = await scene()
  await prepaid(given, 2_000)
  const visitor = await signedIn(agent)
  const place = `/region/partenaires/${given.partner.id}/depart`
  expect((await visitor.submit(place, { ...asked, ...inParts(LAST_DAY) })).location).toBe(`${place}?fait=demande`)
  expect((await visitor.get(place)).text).toContain('Un départ attend une seconde personne')
  await agreed(given)
  const { asked_by, agreed_by } = await db
    .selectFrom('departures')
    .select(['asked_by', 'agreed_by'])
    .where('partner_id', '=', given.partner.id)
    .executeTakeFirstOrThrow()
  expect([asked_by, agreed_by === agent.id]).toEqual([agent.id, false])
  const forged = `update departures set agreed_by = asked_by where partner_id = ${given.partner.id}`
  await expect(asOwner(database.url, forged)).rejects.toThrow('whoever_asks_for_a_departure_does_not_agree_to_it')
  // Twice at once is refused in words.
  await expect(leaves(given)).rejects.toMatchObject({ code: 'departure.already' })

  expect((await visitor.submit(place, { action: 'call-off' })).location).toBe(`${place}?fait=annulation`)
  expect(await told({ beneficiary_id: given.jean.id })).toContain('prepayment-stays-good')
  expect(await told({ staff_id: given.manager.id })).toContain('departure-called-off')
  daysLater(11)
  await aMorning()
  expect(await isOpen(given)).toBe(true)
  await prepaid(given, 100)
  clock.set(BEGINNING)
})

test('all that is wrong is said at once; a day that is past, or a manager who is none by then, closes nothing', async () => {
  const given = await scene()
  const visitor = await signedIn(given.manager)
  const wrong = await visitor.submit(page, { action: 'ask', reason: '', ...inParts(addDays(LAST_DAY, -20)) })
  expect([wrong.status, wrong.text.includes('href="#lastDay"'), wrong.text.includes('href="#reason"')]).toEqual([422, true, true])
  expect((await visitor.submit(page, { ...asked, ...inParts(addDays(LAST_DAY, 400)) })).text).toContain('c’est trop loin')
  const cashier = await act((tx) => aPartnerUser(tx, given.partner, { roles: ['cashier'] }))
  expect((await (await signedIn(cashier)).get(page)).status).toBe(403)

  await leaves(given)
  daysLater(11)
  await expect(agreed(given)).rejects.toMatchObject({ code: 'departure.too-late' })
  clock.set(BEGINNING)
  await db
    .updateTable('workplaces')
    .set({ roles: ['cashier'] })
    .where('id', '=', given.manager.workplace_id)
    .execute()
  await worksAtAnother(given)
  await expect(agreed(given)).rejects.toMatchObject({ code: 'departure.not-theirs' })
  expect(await db.selectFrom('departures').select('id').where('partner_id', '=', given.partner.id).execute()).toEqual([])
})

/** A manager of another shop is still a manager, though of this one no more. */
const worksAtAnother = ({ manager, other }: Scene) => act((tx) => worksAt(tx, manager.id, other))

test('a manager takes back what they asked for', async () => {
  const given = await scene()
  await leaves(given)
  const visitor = await signedIn(given.manager)
  // Another manager reads whose it is, and is offered nothing that would be refused.
  const second = await signedIn(await act((tx) => aPartnerUser(tx, given.partner)))
  const { text } = await second.get(page)
  expect([text.includes(given.manager.name), text.includes('Votre demande'), text.includes('Retirer la demande')]).toEqual([
    true,
    false,
    false,
  ])
  expect((await visitor.get(page)).text).toContain('Retirer la demande')
  expect((await visitor.submit(page, { action: 'withdraw' })).location).toBe(`${page}?fait=retrait`)
  expect((await visitor.get(page)).text).toContain('Demander le départ')
  // Too late: the Region agreed while they were about to.
  await leaves(given)
  await agreed(given)
  const late = await visitor.submit(page, { action: 'withdraw' })
  expect([late.status, late.text.includes('est déjà accepté'), late.text.includes('La demande est retirée')]).toEqual([409, true, false])
})
