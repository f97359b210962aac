import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { ORIGIN, testSite } from '../../../../tests/support/app.ts'
import { asOwner, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aCampaign, anAccountToPay, anAgent, anOrganisation, aPartner, aPartnerUser, TEST_KEY } from '../../../../tests/support/makers.ts'
import { agreedTo } from '../../../../tests/support/two-people.ts'
import { record } from '../../../platform/audit.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { KeyRing } from '../../../platform/encryption.ts'
import type { Agent, PartnerUser } from '../../../spaces/actors.ts'
import { agree, refuse, withdraw } from '../../desks/two-people/index.ts'
import { lapsingOfActs } from '../../desks/two-people/jobs.ts'
import { facts as staffFacts } from '../../people/staff/facts.ts'
import { acts } from '../../region/two-people/index.ts'
import { watchOfTheHour, watchOfTheMinute } from '../../region/vigilance/jobs.ts'
import { accountForm, ownAccountForm } from './account.ts'
import { accountChange } from './agree.ts'
import { ibanInClear, stopAccount } from './index.ts'
import { forgettingOfIbans, lapsingOfProposedAccounts } from './jobs.ts'
import { proposeAccount } from './propose.ts'
import { accountsOfPartner } from './queries.ts'

const database = await testDatabase()
const { db } = database
const { site, clock } = testSite(database)
const act = <T>(run: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), run)
const later = (hours: number) => clock.set(new Date(TEST_NOW.getTime() + hours * 3_600_000))

const IBAN = 'FR7630006000011234567890189'
const OTHER = 'FR1420041010050500013M02606'
const refusal = (code: string, status?: number) => expect.objectContaining({ code, ...(status && { status }) })

/** An organisation of two shops, with somebody of each role at the first, and two agents. */
const scene = () =>
  act(async (tx) => {
    const [shop, other] = [await aPartner(tx, { name: 'LES PAGES' }), await aPartner(tx, { name: 'LA SUITE' })]
    return {
      shop,
      other,
      organisation: await anOrganisation(tx, [shop, other], { legal_name: 'SARL LES PAGES' }),
      manager: await aPartnerUser(tx, shop),
      accountant: await aPartnerUser(tx, shop, { roles: ['accountant'] }),
      cashier: await aPartnerUser(tx, shop, { roles: ['cashier'] }),
      elsewhere: await aPartnerUser(tx, other),
      agent: await anAgent(tx, 'partners'),
      second: await anAgent(tx, 'partners'),
    }
  })

const proposed = (by: Agent | PartnerUser, partners: { id: number }[], iban = IBAN, holder = 'SARL LES PAGES') =>
  act((tx) => proposeAccount(tx, by, { partnerIds: partners.map(({ id }) => id), holder, iban, bic: null, key: TEST_KEY }))
const actOf = async (account: number) =>
  (
    await db
      .selectFrom('acts_of_two')
      .select('id')
      .where('kind', '=', 'bank-account.change')
      .where('subject', '=', String(account))
      .executeTakeFirstOrThrow()
  ).id
const agreedBy = async (agent: Agent, account: number) => {
  const id = await actOf(account)
  return act((tx) => agree(tx, agent, { acts, id, publicUrl: ORIGIN, keys: TEST_KEY }))
}
const agreed = (account: number) => act((tx) => agreedTo(tx, 'bank-account.change', account))
const rowOf = (id: number) => db.selectFrom('bank_accounts').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const paidTo = ({ id }: { id: number }) => db.selectFrom('accounts_to_pay').selectAll().where('partner_id', '=', id).executeTakeFirst()
const mailsTo = async ({ id }: { id: number }) =>
  db.selectFrom('messages').select(['template', 'body']).where('staff_id', '=', id).execute()
const templatesTo = async (user: { id: number }) => (await mailsTo(user)).map(({ template }) => template).toSorted()
const lastOf = async (user: { id: number }, kind: string) => (await mailsTo(user)).find(({ template }) => template === kind)

describe('an account', () => {
  test('is paid once another agent has agreed, 48 hours later, its IBAN encrypted; the shop hears of each step', async () => {
    const { shop, organisation, manager, accountant, cashier, elsewhere, agent } = await scene()
    const id = await proposed(manager, [shop])
    expect(await paidTo(shop)).toBeUndefined()
    for (const user of [manager, accountant]) expect(await templatesTo(user)).toEqual(['bank-account-proposed'])
    for (const user of [cashier, elsewhere]) expect(await templatesTo(user)).toEqual([])
    const [told] = await mailsTo(accountant)
    for (const said of ['LES PAGES', 'FR76 **** **** 0189', 'SARL LES PAGES', manager.name, '0800 026 080'])
      expect(told?.body).toContain(said)
    expect(told?.body.replace(/\s/g, '')).not.toContain(IBAN)

    await agreedBy(agent, id)
    const paid = await paidTo(shop)
    expect(paid).toMatchObject({
      ...{ partner_id: shop.id, bank_account_id: id, organisation_id: organisation.id, siret: organisation.sirets[0] },
      ...{ siren: organisation.siren, legal_name: 'SARL LES PAGES', holder: 'SARL LES PAGES', bic: null },
      ...{ iban_first4: 'FR76', iban_last4: '0189', usable_from: new Date(clock.now().getTime() + 48 * 3_600_000) },
    })
    expect(ibanInClear(TEST_KEY, paid as { bank_account_id: number; iban: Buffer })).toBe(IBAN)
    expect(paid?.iban.includes('30006')).toBe(false)
    expect(await templatesTo(accountant)).toEqual(['bank-account-agreed', 'bank-account-proposed'])
    expect(await rowOf(id)).toMatchObject({ state: 'agreed', proposed_by: manager.id, decided_by: agent.id })
  })

  test('waits for the hours that the campaign under way says', async () => {
    const { shop, manager, agent } = await scene()
    const campaign = await act((tx) => aCampaign(tx))
    await db.updateTable('campaigns').set({ bank_account_hours: 72 }).where('id', '=', campaign.id).execute()
    const id = await proposed(manager, [shop])
    await agreedBy(agent, id)
    await db.updateTable('campaigns').set({ bank_account_hours: 48 }).execute()
    expect((await rowOf(id)).usable_from).toEqual(new Date(clock.now().getTime() + 72 * 3_600_000))
    expect((await lastOf(manager, 'bank-account-proposed'))?.body).toContain('avant 72 heures')
  })

  test('is told at the shop’s own address too, where nobody works yet, or who works there took it over', async () => {
    const at = async (address: string) =>
      (await db.selectFrom('messages').select(['template', 'staff_id']).where('address', '=', address).execute()).map(
        ({ template, staff_id }) => [template, staff_id],
      )
    const { shop, manager, agent } = await scene()
    const alone = await act(async (tx) => {
      const partner = await aPartner(tx)
      await anOrganisation(tx, [partner])
      return partner
    })
    await asOwner(database.url, `update partners set email = 'contact@alone.example' where id = ${alone.id}`)
    await asOwner(database.url, `update partners set email = 'Contact@pages.example' where id = ${shop.id}`)
    await agreed(await proposed(agent, [alone]))
    expect(await at('contact@alone.example')).toEqual([
      ['bank-account-proposed', null],
      ['bank-account-agreed', null],
    ])
    await proposed(manager, [shop])
    expect(await at('Contact@pages.example')).toEqual([['bank-account-proposed', null]])
    // Whoever has that address reads it once.
    const { shop: own, manager: owner } = await scene()
    await asOwner(database.url, `update partners set email = (select upper(email) from staff where id = ${owner.id}) where id = ${own.id}`)
    await proposed(owner, [own])
    expect(await templatesTo(owner)).toEqual(['bank-account-proposed'])
    const { email } = await db.selectFrom('partners').select('email').where('id', '=', own.id).executeTakeFirstOrThrow()
    expect(await at(email as string)).toEqual([])
  })

  test('is never agreed to by who proposed it, nor refused by them, even in the database', async () => {
    const { shop, agent, second } = await scene()
    const id = await proposed(agent, [shop])
    await expect(agreedBy(agent, id)).rejects.toEqual(refusal('act-of-two.own', 403))
    const forged = `update bank_accounts set state = 'agreed', decided_by = ${agent.id}, decided_at = now(), usable_from = now() + interval '2 days' where id = ${id}`
    await expect(asOwner(database.url, forged)).rejects.toThrow('whoever_proposes_a_bank_account_does_not_agree_to_it')
    expect(await paidTo(shop)).toBeUndefined()
    await agreedBy(second, id)
    expect((await paidTo(shop))?.bank_account_id).toBe(id)
    await expect(asOwner(database.url, `update bank_accounts set holder = 'AUTRE' where id = ${id}`)).rejects.toThrow('another row')
    await expect(asOwner(database.url, `update bank_accounts set iban_last4 = '9999' where id = ${id}`)).rejects.toThrow('another row')
  })

  test('is proposed by a manager for their own shop, as long as they are one', async () => {
    const { shop, other, manager, accountant, agent } = await scene()
    await expect(proposed(manager, [other])).rejects.toEqual(refusal('not-found', 404))
    await expect(proposed(manager, [shop, other])).rejects.toEqual(refusal('not-found', 404))
    await expect(proposed(accountant, [shop])).rejects.toEqual(refusal('staff.no-manager', 403))
    const id = await proposed(manager, [shop])
    await db
      .updateTable('workplaces')
      .set({ roles: ['cashier'] })
      .where('staff_id', '=', manager.id)
      .execute()
    await expect(agreedBy(agent, id)).rejects.toEqual(refusal('act-of-two.not-theirs', 409))
    const strangers = await act((tx) => aPartner(tx))
    await expect(proposed(agent, [strangers])).rejects.toEqual(refusal('bank-account.no-siret', 409))
    await act((tx) => anOrganisation(tx, [strangers]))
    await expect(proposed(agent, [other, strangers])).rejects.toEqual(refusal('bank-account.other-organisation'))
    await expect(proposed(agent, [])).rejects.toEqual(refusal('bank-account.no-partner'))
  })

  test('is not agreed to by the agent who opened the account of the manager who proposes it, even by way of another', async () => {
    const { shop, manager, agent, second } = await scene()
    const ofThem = async (by: { id: number }, account: { id: number }) =>
      act((tx) => record(tx, { at: tx.now, fact: staffFacts['staff.invited'], staff_id: by.id, details: { account_id: account.id } }))
    const between = await act((tx) => aPartnerUser(tx, shop))
    await ofThem(agent, between)
    await ofThem(between, manager)
    // A circle comes to an end.
    await ofThem(manager, between)
    const id = await proposed(manager, [shop])
    await expect(agreedBy(agent, id)).rejects.toEqual(refusal('bank-account.own-user', 403))
    expect((await rowOf(id)).state).toBe('proposed')
    await agreedBy(second, id)
    expect((await rowOf(id)).state).toBe('agreed')
  })

  test('waits once for a partner; the one that is paid already is not proposed again', async () => {
    const { shop, other, manager, agent, second } = await scene()
    const first = await proposed(agent, [shop, other])
    await expect(proposed(manager, [shop], OTHER)).rejects.toEqual(refusal('bank-account.waits', 409))
    await agreedBy(second, first)
    await expect(proposed(manager, [shop])).rejects.toEqual(refusal('bank-account.same'))
    // The same account under another name is a change.
    const renamed = await proposed(manager, [shop], IBAN, 'LES PAGES SAS')
    await act(async (tx) => refuse(tx, agent, { acts, id: await actOf(renamed), answer: 'Ce n’est pas le nom du RIB.' }))
    expect(await rowOf(renamed)).toMatchObject({ state: 'refused', decided_by: agent.id, refusal: 'Ce n’est pas le nom du RIB.' })
    expect((await lastOf(manager, 'bank-account-dropped'))?.body).toContain('La Région le refuse : Ce n’est pas le nom du RIB.')
    expect((await paidTo(shop))?.bank_account_id).toBe(first)
  })

  test('takes the place of the one before, for those partners only', async () => {
    const { shop, other, manager, agent, second } = await scene()
    const first = await proposed(agent, [shop, other])
    await agreedBy(second, first)
    const next = await proposed(manager, [shop], OTHER)
    expect((await paidTo(shop))?.bank_account_id).toBe(first)
    await agreedBy(second, next)
    expect([(await paidTo(shop))?.bank_account_id, (await paidTo(other))?.bank_account_id]).toEqual([next, first])
    expect((await rowOf(first)).state).toBe('agreed')
    const all = await proposed(agent, [shop, other], 'BE71096123456769')
    await agreedBy(second, all)
    expect([(await rowOf(first)).state, (await rowOf(next)).state, (await rowOf(all)).state]).toEqual(['ended', 'ended', 'agreed'])
    const { paid, waiting, others } = await accountsOfPartner(db, shop.id)
    expect([paid?.id, waiting, others.map(({ id }) => id)]).toEqual([all, undefined, [next, first]])
  })

  test('is taken back by who proposed it alone, and lapses when nobody answers', async () => {
    const { shop, manager, elsewhere, accountant } = await scene()
    const id = await proposed(manager, [shop])
    const asked = { acts, id: await actOf(id) }
    await expect(act((tx) => withdraw(tx, elsewhere, asked))).rejects.toEqual(refusal('not-found', 404))
    await act((tx) => withdraw(tx, manager, asked))
    expect((await rowOf(id)).state).toBe('withdrawn')
    const next = await proposed(manager, [shop])
    later(14 * 24 - 1)
    await lapsingOfProposedAccounts.run(site)
    expect((await rowOf(next)).state).toBe('proposed')
    later(14 * 24)
    await lapsingOfActs.run(site)
    await lapsingOfProposedAccounts.run(site)
    expect((await rowOf(next)).state).toBe('lapsed')
    const bodies = (await mailsTo(accountant)).map(({ body }) => body)
    expect(bodies.filter((body) => body.includes('Personne n’a répondu à temps'))).toHaveLength(1)
    await proposed(manager, [shop])
    later(0)
  })

  test('does not change while its partner is frozen; a suspended one is still owed its money', async () => {
    const { shop, other, manager, agent, second } = await scene()
    const id = await proposed(manager, [shop])
    await asOwner(database.url, `update partners set frozen_at = now() where id = ${shop.id}`)
    await expect(agreedBy(second, id)).rejects.toEqual(refusal('bank-account.changed', 409))
    expect((await rowOf(id)).state).toBe('proposed')
    await expect(proposed(agent, [shop, other])).rejects.toEqual(refusal('bank-account.frozen', 409))
    await asOwner(database.url, `update partners set frozen_at = null, active = false where id = ${shop.id}`)
    await agreedBy(second, id)
    expect((await paidTo(shop))?.bank_account_id).toBe(id)
  })

  test('ends when a bank rejects it: nothing is paid to it, and the shop is asked for a new RIB, once', async () => {
    const { shop, other, organisation, manager, agent } = await scene()
    const account = await act((tx) => anAccountToPay(tx, organisation, [shop, other]))
    const stop = () => act((tx) => stopAccount(tx, agent, { bank_account_id: account.id, words: 'La banque dit que ce compte est fermé.' }))
    for (const _ of ['once', 'again']) await stop()
    expect([await paidTo(shop), await paidTo(other)]).toEqual([undefined, undefined])
    expect(await rowOf(account.id)).toMatchObject({ state: 'ended', end_words: 'La banque dit que ce compte est fermé.' })
    const told = await mailsTo(manager)
    expect(told.map(({ template }) => template)).toEqual(['bank-account-stopped'])
    expect(told[0]?.body).toContain('La banque dit que ce compte est fermé.')
    // Whoever is asked about it again reads why it ended.
    const again = await proposed(manager, [shop])
    const { items } = await accountChange.shown(db, { id: again }, clock.now())
    expect(items).toContainEqual({ label: 'Attention : ce compte a déjà pris fin', value: 'La banque dit que ce compte est fermé.' })
    await act(async (tx) => withdraw(tx, manager, { acts, id: await actOf(again) }))
    await agreed(await proposed(manager, [shop], OTHER))
    expect((await paidTo(shop))?.iban_last4).toBe('2606')
  })
})

test('the same account at another organisation is seen after the key of fingerprints was changed', async () => {
  const [first, second] = [await scene(), await scene()]
  const iban = 'ES9121000418450200051332'
  await proposed(first.manager, [first.shop], iban)
  const old = TEST_KEY.fingerprints.newest.secret.export()
  const key = { ...TEST_KEY, fingerprints: new KeyRing(() => [Buffer.alloc(32, 7), old]) }
  const id = await act((tx) =>
    proposeAccount(tx, second.manager, { partnerIds: [second.shop.id], holder: 'X', iban, bic: 'CAIXESBB', key }),
  )
  const { items } = await accountChange.shown(db, { id }, clock.now())
  expect(items).toContainEqual({ label: 'Attention : même compte que', value: first.organisation.legal_name })
})

describe('vigilance', () => {
  const alerts = (kind: string) => db.selectFrom('alerts').select(['about', 'partner_id', 'times']).where('kind', '=', kind).execute()

  test('notices an account that changes, not the first one; and one that serves two organisations', async () => {
    await sql`update vigilance_thresholds set noticed = 0, mailed = 0 where kind = 'bank-account-changed'`.execute(db)
    const [changing, first] = [await scene(), await scene()]
    await act((tx) => anAccountToPay(tx, changing.organisation, [changing.shop], { iban: 'FR7610107001011234567890129' }))
    const id = await proposed(changing.manager, [changing.shop], 'DE89370400440532013000')
    const new_ = await proposed(first.manager, [first.shop], 'DE89370400440532013000')
    await watchOfTheMinute.run(site)
    const noticed = (await alerts('bank-account-changed')).map(({ about }) => about)
    expect([noticed.includes(`bank account ${id}`), noticed.includes(`bank account ${new_}`)]).toEqual([true, false])
    await watchOfTheHour.run(site)
    expect(await alerts('same-account')).toContainEqual({ about: `account of shops ${id}`, partner_id: changing.shop.id, times: 2 })
  })
})

describe('what is typed', () => {
  const typed = { holder: 'SARL LES PAGES', iban: IBAN, bic: '' }
  test('is read as people paste it', () => {
    for (const iban of [
      'FR76 3000 6000 0112 3456 7890 189',
      'FR76\u00a03000\u202f6000 0112 3456 7890 189',
      'IBAN : fr76.3000.6000.0112.3456.7890.189',
    ])
      expect(accountForm.parse({ ...typed, iban }).iban).toBe(IBAN)
    expect(accountForm.parse({ ...typed, iban: 'BE71 0961 2345 6769', bic: 'BIC GKCCBEBB' })).toMatchObject({ bic: 'GKCCBEBB' })
  })

  test('says at once all that is wrong; a foreign account says its bank', () => {
    const wrongOf = (given: object) =>
      ownAccountForm.safeParse({ ...typed, action: 'propose', password: 'Beffroi2026', ...given }).error?.issues.map(({ path }) => path[0])
    expect(wrongOf({ holder: '', iban: 'FR76 3000 6000 0112 3456 7890 188', password: '' })).toEqual(['holder', 'iban', 'password'])
    expect(wrongOf({ iban: '' })).toEqual(['iban'])
    expect(wrongOf({ iban: 'BE71 0961 2345 6769' })).toEqual(['bic'])
    expect(wrongOf({ iban: 'AE070331234567890123456' })).toEqual(['iban'])
    expect(wrongOf({ holder: 'ΒΙΒΛΙΟΠΩΛΕΙΟ' })).toEqual(['holder'])
    expect(wrongOf({})).toBeUndefined()
  })
})

test('an IBAN is forgotten some time after its account, and never while it is paid', async () => {
  const { shop, other, organisation, manager, agent } = await scene()
  const account = await act((tx) => anAccountToPay(tx, organisation, [shop]))
  const kept = await act((tx) => anAccountToPay(tx, organisation, [other]))
  const dropped = await proposed(manager, [shop], OTHER)
  await act(async (tx) => withdraw(tx, manager, { acts, id: await actOf(dropped) }))
  await act((tx) => stopAccount(tx, agent, { bank_account_id: account.id, words: 'Fermé.' }))
  const left = async () => Promise.all([account.id, dropped, kept.id].map(async (id) => (await rowOf(id)).iban_encrypted !== null))
  later(89 * 24)
  await forgettingOfIbans.run(site)
  expect(await left()).toEqual([true, true, true])
  later(91 * 24)
  await forgettingOfIbans.run(site)
  expect(await left()).toEqual([true, false, true])
  later(396 * 24)
  await forgettingOfIbans.run(site)
  expect(await left()).toEqual([false, false, true])
  expect(await rowOf(account.id)).toMatchObject({ iban_mark: null, iban_last4: '0189' })
  later(0)
})
