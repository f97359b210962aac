import { expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { meanwhile, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aPartner, aPartnerUser } from '../../../../tests/support/makers.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { frenchEuros } from '../../../platform/money.ts'
import { changePowers } from '../../people/staff/index.ts'
import { resettingOfSecondFactors } from '../../people/staff-sign-in/jobs.ts'
import { CHANGED_A_DAY, INVITED_A_DAY } from '../../people/users/index.ts'
import { inviteUser } from './invite.ts'
import { shopsManagedBy } from './queries.ts'

const database = await testDatabase()
const { db } = database
const { site } = testSite(database)

const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, TEST_NOW, act)
const anAddress = () => `${crypto.randomUUID()}@example.org`
const users = '/partenaire/utilisateurs'

/** A shop with two managers, a cashier, and the browsers in which they are signed in. */
async function aShop() {
  const made = await committed(async (tx) => {
    const partner = await aPartner(tx)
    return {
      partner,
      manager: await aPartnerUser(tx, partner),
      other: await aPartnerUser(tx, partner),
      cashier: await aPartnerUser(tx, partner, { roles: ['cashier'] }),
    }
  })
  const signedIn = ({ id }: { id: number }) => new Visitor(site).signInAs({ staffId: id })
  return { ...made, atManager: await signedIn(made.manager), atOther: await signedIn(made.other), atCashier: await signedIn(made.cashier) }
}

const rowOf = (id: number) =>
  db
    .selectFrom('workplaces')
    .select(['partner_id', 'roles', 'refunds_up_to_cents', 'closed_at'])
    .where('staff_id', '=', id)
    .executeTakeFirstOrThrow()
const mailsTo = async (staffId: number) =>
  (await db.selectFrom('messages').select('subject').where('staff_id', '=', staffId).orderBy('id').execute()).map(({ subject }) => subject)
const csrfOf = async (visitor: Visitor, path: string) => /name="_csrf" value="([^"]*)"/.exec((await visitor.get(path)).text)?.[1] as string

test('a manager invites a cashier, says what they may give back, and the other managers are told', async () => {
  const { partner, manager, other, cashier, atManager } = await aShop()
  const email = anAddress()
  const nobody = await atManager.submit(`${users}/nouveau`, { name: 'Anne D.', email, refundsUpTo: '0' })
  expect([nobody.status, nobody.text.includes('Choisissez au moins un rôle.')]).toEqual([422, true])

  const sent = await atManager.submit(`${users}/nouveau`, { name: 'Anne D.', email, 'roles[]': 'cashier', refundsUpTo: '50' })
  expect(sent.status).toBe(303)
  const { id } = await db.selectFrom('staff').select('id').where('email', '=', email).executeTakeFirstOrThrow()
  expect(await rowOf(id)).toMatchObject({ partner_id: partner.id, roles: ['cashier'], refunds_up_to_cents: 5_000 })
  expect(await mailsTo(id)).toEqual(['Votre compte professionnel Génération #HDF'])
  expect(await mailsTo(other.id)).toEqual(['Utilisateur Anne D. : le compte est ouvert'])
  expect(await mailsTo(manager.id)).toEqual(['Utilisateur Anne D. : le compte est ouvert'])
  expect(await mailsTo(cashier.id)).toEqual([])
  const { text } = await atManager.get(users)
  expect([text.includes('Anne D.'), text.includes(`${frenchEuros(5_000)} par jour au plus`)]).toEqual([true, true])
})

test('who becomes a manager signs in again, and proves who they are; a limit does not stay with a manager', async () => {
  const { partner, cashier, atManager, atCashier } = await aShop()
  const page = `${users}/${cashier.id}`
  await atManager.submit(page, { action: 'roles', 'roles[]': 'cashier', refundsUpTo: '12,50' })
  expect(await rowOf(cashier.id)).toMatchObject({ roles: ['cashier'], refunds_up_to_cents: 1_250 })
  expect((await atCashier.get('/partenaire')).status).toBe(200)

  await atManager.submit(page, { action: 'roles', 'roles[]': 'manager', refundsUpTo: '12,50' })
  expect(await rowOf(cashier.id)).toMatchObject({ roles: ['manager'], refunds_up_to_cents: null })
  expect((await atCashier.get('/partenaire')).location).toBe('/professionnels/connexion')
  expect(await mailsTo(cashier.id)).toContain(`${partner.name} : vos rôles ont changé`)
})

test('a manager closes a user at once, and opens the account again', async () => {
  const { cashier, atManager, atCashier } = await aShop()
  await atManager.submit(`${users}/${cashier.id}`, { action: 'close' })
  expect((await rowOf(cashier.id)).closed_at).toEqual(TEST_NOW)
  expect((await atCashier.get('/partenaire')).location).toBe('/professionnels/connexion')
  await atManager.submit(`${users}/${cashier.id}`, { action: 'reopen' })
  expect((await rowOf(cashier.id)).closed_at).toBeNull()
})

test('nobody acts on their own account, on one of another shop, or without being a manager', async () => {
  const { manager, other, cashier, atManager, atOther, atCashier } = await aShop()
  const elsewhere = await aShop()
  const _csrf = await csrfOf(atManager, users)
  expect((await atManager.post(`${users}/${manager.id}`, { _csrf, action: 'close' })).status).toBe(422)
  for (const action of ['close', 'link', 'reopen'])
    expect((await atManager.post(`${users}/${elsewhere.cashier.id}`, { _csrf, action })).status, action).toBe(404)
  expect((await atManager.get(`${users}/${elsewhere.cashier.id}`)).status).toBe(404)

  const forged = await csrfOf(atCashier, '/partenaire')
  const asManager = { _csrf: forged, name: 'Moi', email: anAddress(), 'roles[]': 'manager' }
  expect((await atCashier.post(`${users}/nouveau`, asManager)).status).toBe(403)
  expect((await atCashier.post(`${users}/${cashier.id}`, { _csrf: forged, action: 'roles', 'roles[]': 'manager' })).status).toBe(403)
  expect((await rowOf(cashier.id)).roles).toEqual(['cashier'])

  // One of the two is left, whoever is first.
  const second = await csrfOf(atOther, users)
  expect((await atManager.post(`${users}/${other.id}`, { _csrf, action: 'roles', 'roles[]': 'cashier' })).status).toBe(303)
  expect((await atOther.post(`${users}/${manager.id}`, { _csrf: second, action: 'close' })).status).toBe(403)
  expect((await rowOf(manager.id)).closed_at).toBeNull()
})

test('invitations are counted by shop, those that are refused too', async () => {
  const { manager, cashier, atManager } = await aShop()
  const { email } = await db.selectFrom('staff').select('email').where('id', '=', cashier.id).executeTakeFirstOrThrow()
  const invite = () => atManager.submit(`${users}/nouveau`, { name: 'Anne D.', email, 'roles[]': 'cashier' })
  for (let time = 0; time < INVITED_A_DAY; time += 1) expect((await invite()).status).toBe(422)
  expect((await invite()).status).toBe(429)
  expect(await mailsTo(manager.id)).toEqual([])
})

test('a name carries no address of a site into our mails', async () => {
  const { atManager } = await aShop()
  for (const name of ['Gagnez 100 € sur gain.example', 'http://1.2.3.4/gain', 'www gain', 'a@gain.example']) {
    const answer = await atManager.submit(`${users}/nouveau`, { name, email: anAddress(), 'roles[]': 'cashier' })
    expect([answer.status, answer.text.includes('sans adresse de site')], name).toEqual([422, true])
  }
  for (const name of ['Anne D.', 'Caisse n° 2', 'M. L’Hôte-Dupré', 'Caisse A/B'])
    expect((await atManager.submit(`${users}/nouveau`, { name, email: anAddress(), 'roles[]': 'cashier' })).status, name).toBe(303)
})

test('a manager who is none any more invites nobody, whatever they had begun', async () => {
  const { manager, other } = await aShop()
  const email = anAddress()
  const shops = await shopsManagedBy(db, manager)
  const asked = { name: 'Moi encore', email, roles: ['manager' as const], refundsUpTo: null, shops, publicUrl: site.config.publicUrl }
  const ended = await meanwhile(
    db,
    (tx) => changePowers(tx, other, { id: manager.id, roles: ['cashier'], refundsUpTo: null }),
    () => committed((tx) => inviteUser(tx, manager, asked)),
  )
  expect(ended).toMatchObject({ status: 'rejected', reason: { code: 'staff.no-manager' } })
  expect(await db.selectFrom('staff').select('id').where('email', '=', email).execute()).toEqual([])
})

test('what is done already is not done again: nobody is told twice, and an invitation keeps its age', async () => {
  const { cashier, other, atManager } = await aShop()
  const page = `${users}/${cashier.id}`
  const _csrf = await csrfOf(atManager, users)
  const before = await db.selectFrom('staff').select('opened_at').where('id', '=', cashier.id).executeTakeFirstOrThrow()
  expect((await atManager.post(page, { _csrf, action: 'reopen' })).status).toBe(409)
  expect(await db.selectFrom('staff').select('opened_at').where('id', '=', cashier.id).executeTakeFirstOrThrow()).toEqual(before)
  expect(await mailsTo(other.id)).toEqual([])
  for (const status of [303, 409]) expect((await atManager.post(page, { _csrf, action: 'close' })).status).toBe(status)
  expect(await mailsTo(other.id)).toHaveLength(1)
})

test('what a manager does to one user is counted: nobody’s letter box is filled', async () => {
  const { cashier, atManager } = await aShop()
  const _csrf = await csrfOf(atManager, users)
  const send = () => atManager.post(`${users}/${cashier.id}`, { _csrf, action: 'link' })
  for (let time = 0; time < CHANGED_A_DAY; time += 1) expect((await send()).status).toBe(303)
  expect((await send()).status).toBe(429)
  expect(await mailsTo(cashier.id)).toHaveLength(CHANGED_A_DAY)
})

test('a manager who has used up what may be done to an account, their own too, keeps nobody from closing it', async () => {
  const { manager, cashier, atManager, atOther } = await aShop()
  const _csrf = await csrfOf(atManager, users)
  for (const { id } of [manager, cashier])
    for (let time = 0; time <= CHANGED_A_DAY; time += 1) await atManager.post(`${users}/${id}`, { _csrf, action: 'link' })
  for (const { id } of [manager, cashier]) {
    expect((await atOther.submit(`${users}/${id}`, { action: 'close' })).status).toBe(303)
    expect((await rowOf(id)).closed_at).toEqual(TEST_NOW)
  }
})

test('a manager asks for the lost second factor of another to be reset; as long as they are one', async () => {
  const shop = await aShop()
  const stranger = await aShop()
  for (const { id } of [shop.other, shop.cashier])
    await db
      .insertInto('second_factors')
      .values({ staff_id: id, secret_encrypted: Buffer.from('secret'), enrolled_at: TEST_NOW })
      .execute()
  const page = (id: number) => `${users}/${id}`
  const resets = () => db.selectFrom('second_factor_resets').select(['staff_id', 'asked_by']).orderBy('staff_id').execute()

  expect((await stranger.atManager.get(page(shop.other.id))).status).toBe(404)
  const forged = { _csrf: await csrfOf(stranger.atManager, page(stranger.cashier.id)), action: 'reset' }
  expect((await stranger.atManager.post(page(shop.other.id), forged)).status).toBe(404)
  expect(await resets()).toEqual([])

  expect((await shop.atManager.submit(page(shop.other.id), { action: 'reset' })).status).toBe(303)
  expect((await shop.atManager.submit(page(shop.cashier.id), { action: 'reset' })).status).toBe(303)
  expect(await resets()).toEqual([
    { staff_id: shop.other.id, asked_by: shop.manager.id },
    { staff_id: shop.cashier.id, asked_by: shop.manager.id },
  ])
  expect(await mailsTo(shop.cashier.id)).toEqual(['Votre double authentification va être réinitialisée'])
  expect((await shop.atManager.get(page(shop.cashier.id))).text).toContain('Réinitialisation le')
  expect((await shop.atManager.submit(page(shop.cashier.id), { action: 'keep' })).status).toBe(303)
  expect((await resets()).map(({ staff_id }) => staff_id)).toEqual([shop.other.id])

  await db
    .updateTable('workplaces')
    .set({ roles: ['accountant'] })
    .where('staff_id', '=', shop.manager.id)
    .execute()
  const tomorrow = { ...site, clock: { now: () => new Date(TEST_NOW.getTime() + 25 * 3_600_000) } }
  await resettingOfSecondFactors.run(tomorrow)
  const kept = await db.selectFrom('second_factors').select('staff_id').where('staff_id', '=', shop.other.id).execute()
  expect([kept.length, await resets()]).toEqual([1, []])
  expect(await mailsTo(shop.other.id)).toContain('Votre double authentification n’est pas réinitialisée')
})
