import { expect, test } from 'vitest'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { anAccountToPay, anAgent, anOrganisation, aPartner } from '../../../../tests/support/makers.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { giveSiret } from './give-siret.ts'
import { organisationOf, partnersOfOrganisation } from './queries.ts'
import { isSiren, isSiret, organisationForm, spacedSiret } from './siret.ts'

const { db } = await testDatabase()
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
