import { expect, test } from 'vitest'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aBeneficiary, aCampaign, anAgent } from '../../../../tests/support/makers.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { registerApplication } from '../../requests/card-applications/index.ts'
import { changeAddress } from './change-address.ts'
import { changePhones } from './change-phones.ts'

const { db } = await testDatabase()
const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, TEST_NOW, act)
const personOf = (id: number) => db.selectFrom('beneficiaries').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const factsAbout = async (id: number) =>
  (await db.selectFrom('audit_facts').select('fact').where('beneficiary_id', '=', id).orderBy('id').execute()).map(({ fact }) => fact)

await committed((tx) => aCampaign(tx))

test('a postal address changed by an agent: told without it, written down, also in the request that is being filled in', async () => {
  const beneficiary = await committed((tx) => aBeneficiary(tx))
  await committed((tx) => registerApplication(tx, beneficiary.id))
  const agent = await committed((tx) => anAgent(tx, 'helpline'))
  const address = { kind: 'free' as const, postcode: '80000', town: 'Amiens', lines: ['2 rue des Augustins'] }
  const move = { beneficiaryId: beneficiary.id, address, reason: 'Déménagement' }
  await committed((tx) => changeAddress(tx, agent, move))
  expect(await personOf(beneficiary.id)).toMatchObject({ address })
  await expect(committed((tx) => changeAddress(tx, agent, move))).rejects.toMatchObject({ code: 'address.same' })
  const told = await db.selectFrom('messages').select(['template', 'body']).where('beneficiary_id', '=', beneficiary.id).execute()
  expect(told).toEqual([{ template: 'beneficiary.address-changed', body: expect.not.stringContaining('Augustins') }])
  const { answers } = await db
    .selectFrom('card_applications')
    .select('answers')
    .where('beneficiary_id', '=', beneficiary.id)
    .executeTakeFirstOrThrow()
  expect(answers).toMatchObject({ contact: { address } })
  expect(await factsAbout(beneficiary.id)).toEqual(['beneficiary.address-changed'])
})

test('telephones changed by an agent: told by mail, written down, also in the request that is being filled in', async () => {
  const beneficiary = await committed((tx) => aBeneficiary(tx))
  await committed((tx) => registerApplication(tx, beneficiary.id))
  const agent = await committed((tx) => anAgent(tx, 'helpline'))
  const change = { beneficiaryId: beneficiary.id, fixedPhone: null, mobilePhone: '0699887766', reason: 'Nouveau numéro' }
  await committed((tx) => changePhones(tx, agent, change))
  expect(await personOf(beneficiary.id)).toMatchObject({ fixed_phone: null, mobile_phone: '0699887766' })
  await expect(committed((tx) => changePhones(tx, agent, change))).rejects.toMatchObject({ code: 'phones.same' })
  await db.updateTable('beneficiaries').set({ notified_by: 'sms' }).where('id', '=', beneficiary.id).execute()
  const without = { ...change, fixedPhone: '0322970000', mobilePhone: null }
  await expect(committed((tx) => changePhones(tx, agent, without))).rejects.toMatchObject({ code: 'phone.needed-for-sms' })
  await committed((tx) => changePhones(tx, agent, { ...change, mobilePhone: '0611223344' }))
  const told = await db.selectFrom('messages').select(['channel', 'address']).where('beneficiary_id', '=', beneficiary.id).execute()
  expect(told).toEqual(Array(2).fill({ channel: 'email', address: beneficiary.email }))
  const { answers } = await db
    .selectFrom('card_applications')
    .select('answers')
    .where('beneficiary_id', '=', beneficiary.id)
    .executeTakeFirstOrThrow()
  expect(answers).toMatchObject({ contact: { mobilePhone: '0611223344' } })
  expect(await factsAbout(beneficiary.id)).toEqual(['beneficiary.phones-changed', 'beneficiary.phones-changed'])
})
