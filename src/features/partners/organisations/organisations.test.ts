import { describe, expect, test } from 'vitest'
import { testSite } from '../../../../tests/support/app.ts'
import { meanwhile, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { anAccountToPay, anAgent, anOrganisation, aPartner, aPartnerUser, worksAt } from '../../../../tests/support/makers.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { checked } from '../../../platform/luhn.ts'
import { giveSiret } from './give-siret.ts'
import { messagesOfNewcomers } from './jobs.ts'
import { shopsJoined } from './messages.ts'
import { organisationOf, partnersOfOrganisation } from './queries.ts'
import { isSiren, isSiret, organisationForm, spacedSiret } from './siret.ts'
import { structureChange } from './structure.ts'

const database = await testDatabase()
const { db } = database
const { site } = testSite(database)
const act = <T>(run: (tx: Tx) => Promise<T>) => inTransaction(db, TEST_NOW, run)
const agent = await act((tx) => anAgent(tx, 'partners'))
const refusal = (code: string) => expect.objectContaining({ code })
const given = (partner: { id: number }, siret: string, legalName: string) =>
  act((tx) => giveSiret(tx, agent, { partner_id: partner.id, siret, legalName }))

test('a SIRET has fourteen digits that Luhn checks, or the sum of La Poste', () => {
  for (const right of ['73282932000074', '13002526500013', '20005374200017', '35600000000048', '35600000049837'])
    expect([right, isSiret(right)]).toEqual([right, true])
  // Another sum, another SIREN with that sum, a check digit that is wrong in the SIREN alone, and what is no SIRET at all.
  for (const wrong of ['35600000049838', '73282932000075', '73282932000060', '7328293200007', '732829320000741', '', '00000000000000'])
    expect([wrong, isSiret(wrong)]).toEqual([wrong, false])
  expect([isSiren('732829320'), isSiren('732829321'), isSiren('73282932')]).toEqual([true, false, false])
  expect(spacedSiret('73282932000074')).toBe('732 829 320 00074')
})

test('a SIRET is read as people write it', () => {
  for (const typed of [
    '732 829 320 00074',
    '732\u00a0829\u202f320\u00a000074',
    ' SIRET : 732.829.320.00074 ',
    'Siret n° 732-829-320-00074',
  ]) {
    const read = organisationForm.safeParse({ siret: typed, legalName: ' LES  PAGES ' })
    expect([typed, read.data]).toEqual([typed, { siret: '73282932000074', legalName: 'LES PAGES' }])
  }
  const wrong = organisationForm.safeParse({ siret: '732 829 320 00075', legalName: '' })
  expect(wrong.error?.issues.map(({ path }) => path[0])).toEqual(['siret', 'legalName'])
})

test('partners of one SIREN are one organisation, and a SIRET is one partner’s', async () => {
  const [first, second, third] = await act(async (tx) => [
    await aPartner(tx, { name: 'LES PAGES' }),
    await aPartner(tx, { name: 'LES PAGES, LA SUITE' }),
    await aPartner(tx),
  ])
  await given(first as { id: number }, '13002526500013', 'LES PAGES')
  await given(second as { id: number }, '13002526500021', 'SARL LES PAGES')
  const organisation = await organisationOf(db, first?.id ?? 0)
  expect(organisation).toMatchObject({ siret: '13002526500013', siren: '130025265', legal_name: 'SARL LES PAGES' })
  const partners = await partnersOfOrganisation(db, organisation?.organisation_id ?? 0)
  expect(partners.map(({ name, siret }) => [name, siret])).toEqual([
    ['LES PAGES', '13002526500013'],
    ['LES PAGES, LA SUITE', '13002526500021'],
  ])
  await expect(given(third as { id: number }, '13002526500021', 'SARL LES PAGES')).rejects.toEqual(refusal('organisation.siret-taken'))
  expect(await organisationOf(db, third?.id ?? 0)).toBeUndefined()
})

test('nothing changes under an account that two people agreed to', async () => {
  const [partner, other] = await act(async (tx) => {
    const partner = await aPartner(tx)
    const organisation = await anOrganisation(tx, [partner], { legal_name: 'SARL LES PAGES' })
    await anAccountToPay(tx, organisation, [partner])
    return [{ ...partner, ...organisation, id: partner.id }, await aPartner(tx)]
  })
  const [siret = ''] = partner.sirets
  await expect(given(partner, '73282932000074', 'SARL LES PAGES')).rejects.toEqual(refusal('organisation.in-force'))
  await expect(given(partner, siret, 'SARL AUTRE')).rejects.toEqual(refusal('organisation.name-in-force'))
  await given(partner, siret, 'SARL LES PAGES')
  expect(await organisationOf(db, partner.id)).toMatchObject({ siret, legal_name: 'SARL LES PAGES' })
  expect(await organisationOf(db, other.id)).toBeUndefined()
})

describe('a shop that joins an organisation is told to the others of it', () => {
  const tell = () => messagesOfNewcomers.run(site)
  const mailsTo = async (address: string) =>
    (
      await db
        .selectFrom('messages')
        .select('subject')
        .where('address', '=', address)
        .where('template', '=', 'organisation-joined')
        .orderBy('id')
        .execute()
    ).map(({ subject }) => subject)
  const emailOf = async ({ id }: { id: number }) =>
    (await db.selectFrom('staff').select('email').where('id', '=', id).executeTakeFirstOrThrow()).email
  const mailsOf = async (user: { id: number }) => mailsTo(await emailOf(user))
  const siretOf = ({ siren }: { siren: string }, place: number) => checked(`${siren}${String(place).padStart(4, '0')}`)

  /** Two shops of one organisation, of which one person manages both, with an address of their own; and a shop that nobody knows. */
  async function aCompany() {
    return act(async (tx) => {
      const [first, second, newcomer] = [await aPartner(tx), await aPartner(tx), await aPartner(tx, { name: 'INCONNUE', town: 'Creil' })]
      const organisation = await anOrganisation(tx, [first, second])
      await tx
        .updateTable('partners')
        .set({ email: `siege-${organisation.id}@company.example` })
        .where('id', 'in', [first.id, second.id])
        .execute()
      const manager = await aPartnerUser(tx, first)
      await worksAt(tx, manager.id, second)
      const staff = {
        accountant: await aPartnerUser(tx, second, { roles: ['accountant'] }),
        cashier: await aPartnerUser(tx, second, { roles: ['cashier'] }),
        stranger: await aPartnerUser(tx, newcomer),
      }
      return { first, second, newcomer, organisation, manager, ...staff, own: `siege-${organisation.id}@company.example` }
    })
  }

  test('once to each manager and accountant, and to their own address; not to itself, nor to cashiers', async () => {
    const { newcomer, organisation, manager, accountant, cashier, stranger, own } = await aCompany()
    await given(newcomer, siretOf(organisation, 7), organisation.legal_name)
    expect(await mailsOf(manager)).toEqual([])
    for (const _ of ['once', 'again']) await tell()
    const subject = `INCONNUE rejoint ${organisation.legal_name}`
    for (const user of [manager, accountant]) expect(await mailsOf(user)).toEqual([subject])
    expect(await mailsTo(own)).toEqual([subject])
    for (const user of [cashier, stranger]) expect(await mailsOf(user)).toEqual([])
    const { body } = await db.selectFrom('messages').select('body').where('address', '=', own).executeTakeFirstOrThrow()
    for (const words of [
      `INCONNUE (${newcomer.code}), Creil, SIRET ${spacedSiret(siretOf(organisation, 7))}`,
      'Vous ne le connaissez pas ?',
      'appelez tout de suite',
    ])
      expect(body).toContain(words)
  })

  test('when it comes from another organisation too; not when its SIRET changes within the same, nor when it is the first', async () => {
    const [from, to] = [await aCompany(), await aCompany()]
    await given(from.second, siretOf(to.organisation, 8), to.organisation.legal_name)
    await tell()
    expect(await mailsOf(to.manager)).toEqual([`${from.second.name} rejoint ${to.organisation.legal_name}`])
    await given(from.second, siretOf(to.organisation, 9), to.organisation.legal_name)
    await tell()
    expect(await mailsOf(to.manager)).toHaveLength(1)
    // Nobody is there to hear of the first one.
    await given(from.newcomer, '73282932000074', 'SARL TOUTE SEULE')
    await tell()
    expect(await db.selectFrom('messages').select('id').where('subject', 'like', '%SARL TOUTE SEULE').execute()).toEqual([])
    expect(await db.selectFrom('sirets').select('siret').where('is_to_tell', '=', true).execute()).toEqual([])
  })

  test('and the second agent reads so, but where nobody will be', async () => {
    const { first, newcomer, organisation } = await aCompany()
    const effectsFor = async (shop: { id: number }, siret: string) =>
      (await structureChange.shown(db, { partner_id: shop.id, siret, legalName: organisation.legal_name }, TEST_NOW)).effects
    const told = 'Les autres points de vente de cette structure sont prévenus par mail.'
    expect(await effectsFor(newcomer, siretOf(organisation, 7))).toContain(told)
    expect(await effectsFor(first, siretOf(organisation, 7))).not.toContain(told)
  })

  test('to nobody of the one that it leaves at that very moment', async () => {
    const [from, to] = [await aCompany(), await aCompany()]
    await given(from.newcomer, siretOf(from.organisation, 7), from.organisation.legal_name)
    const siret = siretOf(to.organisation, 8)
    await meanwhile(db, (tx) => giveSiret(tx, agent, { partner_id: from.newcomer.id, siret, legalName: to.organisation.legal_name }), tell)
    await tell()
    expect(await mailsOf(from.manager)).toEqual([])
    expect(await mailsOf(to.manager)).toEqual([`INCONNUE rejoint ${to.organisation.legal_name}`])
  })

  test('several that come together are one mail, which they read too', async () => {
    const { newcomer, organisation, manager, stranger } = await aCompany()
    const other = await act((tx) => aPartner(tx, { name: 'AUTRE' }))
    await given(newcomer, siretOf(organisation, 7), organisation.legal_name)
    await given(other, siretOf(organisation, 8), organisation.legal_name)
    await tell()
    for (const user of [manager, stranger]) expect(await mailsOf(user)).toEqual([`2 points de vente rejoignent ${organisation.legal_name}`])
    const many = Array.from({ length: 23 }, (_, index) => ({
      name: `N° ${index}`,
      code: `L${index}`,
      town: 'Lille',
      siret: '73282932000074',
    }))
    const { paragraphs } = shopsJoined({ ...organisation, newcomers: many })
    expect(paragraphs[1]?.split('\n').slice(-2)).toEqual(['N° 19 (L19), Lille, SIRET 732 829 320 00074', 'et 3 autres'])
  })
})
