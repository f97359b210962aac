import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { testDatabase } from '../../../../tests/support/database.ts'
import { aCampaign, aHolder, anAgent, TEST_KEY } from '../../../../tests/support/makers.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { archiveOf, wholeBatch } from '../making/archive.ts'
import { createBatch } from './create-batch.ts'
import { dateBatch } from './date-batch.ts'
import { declareProblemFor } from './oppose.ts'
import { returnsForm, whyNotBack } from './returns.ts'

const database = await testDatabase()
const { db } = database
const { site, clock } = testSite(database)
const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), act)
const agent = await committed((tx) => anAgent(tx, 'eligibility'))
await committed((tx) => aCampaign(tx))
const desk = await new Visitor(site).signInAs({ staffId: agent.id })
const DESK = '/region/cartes/retours'

const LILLE = {
  ...{ kind: 'guided', postcode: '59000', insee_code: '59350', town: 'LILLE', street: 'RUE NATIONALE', house_number: '1' },
  ...{ number_suffix: null, care_of: null, complement: null, po_box: null },
}

/** Somebody whose card was posted. */
async function posted() {
  const holder = await committed(async (tx) => {
    const made = await aHolder(tx)
    await tx
      .updateTable('beneficiaries')
      .set({ address: JSON.stringify(LILLE) })
      .where('id', '=', made.beneficiary.id)
      .execute()
    return made
  })
  await leaves(await committed((tx) => createBatch(tx, agent, 500)))
  return { ...holder, visitor: await new Visitor(site).signInAs({ beneficiaryId: holder.beneficiary.id }) }
}

async function leaves(batch_id: number) {
  for (const event of ['made', 'shipped'] as const) await committed((tx) => dateBatch(tx, agent, { batch_id, event }))
}

const recorded = (...numbers: string[]) => desk.submit(DESK, { action: 'record', numbers: numbers.join('\r\n') })
const said = async (beneficiaryId: number, template: string) =>
  (await db.selectFrom('messages').select('id').where('beneficiary_id', '=', beneficiaryId).where('template', '=', template).execute())
    .length

test('a card that came back is told, its owner asked first thing for the address, and posted again with the next batch', async () => {
  const [one, other] = [await posted(), await posted()]
  expect((await recorded(one.card.number.replace(/(.{4})/, '$1 '), other.card.number, one.card.number)).location).toMatch(/fait=retours$/)
  for (const { beneficiary } of [one, other]) expect(await said(beneficiary.id, 'card.returned')).toBe(1)
  // Scanned twice: told once.
  await recorded(one.card.number)
  expect(await said(one.beneficiary.id, 'card.returned')).toBe(1)

  const home = (await one.visitor.get('/espace')).text
  expect(home.indexOf('Votre carte nous est revenue')).toBeGreaterThan(-1)
  expect(home.indexOf('Votre carte nous est revenue')).toBeLessThan(home.indexOf('class="panel"'))
  await expect(committed((tx) => createBatch(tx, agent, 500))).rejects.toMatchObject({ code: 'batch.empty' })

  expect((await one.visitor.submit('/espace/ma-carte/retour', {})).status).toBe(422)
  expect((await one.visitor.get('/espace/ma-carte/retour')).text).toContain('RUE NATIONALE')
  await one.visitor.submit('/espace/ma-carte/retour', { isAddressRight: 'on' })
  expect((await one.visitor.get('/espace')).text).toContain('Votre carte repart bientôt')
  await desk.submit(DESK, { action: 'confirm', card: other.card.number })

  const batch = await committed((tx) => createBatch(tx, agent, 500))
  const { cards } = await wholeBatch(db, batch)
  expect(cards.map(({ number, is_returned }) => [number, is_returned])).toEqual([
    [one.card.number, true],
    [other.card.number, true],
  ])
  const list = Buffer.concat(await archiveOf(db, await wholeBatch(db, batch), { ibanKey: TEST_KEY }).toArray()).length
  expect(list).toBeGreaterThan(0)
  expect((await recorded(one.card.number)).text).toContain(`repart avec le lot n° ${batch}`)
  const shipped = await said(one.beneficiary.id, 'card.shipped')
  await leaves(batch)
  expect(await said(one.beneficiary.id, 'card.shipped')).toBe(shipped + 1)
  expect(await said(one.beneficiary.id, 'card.made')).toBe(1)
  expect((await one.visitor.get('/espace')).text).not.toContain('repart bientôt')

  // It comes back once more.
  expect((await recorded(one.card.number)).location).toMatch(/fait=retours$/)
  expect(await said(one.beneficiary.id, 'card.returned')).toBe(2)
})

test('cards that cannot have come back are named, nothing is written down, and what was scanned is there still', async () => {
  const good = await posted()
  const stopped = await posted()
  await committed((tx) =>
    declareProblemFor(tx, agent, {
      ...{ beneficiaryId: stopped.beneficiary.id, card: stopped.card.number, reason: 'lost', isAddressRight: true },
    }),
  )
  const notLeft = await committed((tx) => aHolder(tx))
  const answer = await recorded(good.card.number, stopped.card.number, notLeft.card.number, '00000000')
  expect(answer.status).toBe(422)
  for (const why of ['détruisez-la', 'pas encore partie', 'aucune carte ne porte ce numéro', good.card.number])
    expect(answer.text).toContain(why)
  expect(await said(good.beneficiary.id, 'card.returned')).toBe(0)
  expect((await recorded('abc')).text).toContain('« abc »')
  expect((await recorded(' ')).text).toContain('Scannez ou tapez')
})

test('a batch takes as many as it is told, those that came back first; the next one is offered the same', async () => {
  const back = await posted()
  await committed(async (tx) => {
    for (let card = 0; card < 3; card += 1) await aHolder(tx)
  })
  await recorded(back.card.number)
  await back.visitor.submit('/espace/ma-carte/retour', { isAddressRight: 'on' })
  const { location } = await desk.submit('/region/cartes', { atMost: '2' })
  const id = Number(location?.split('/').at(-1))
  const { cards } = await wholeBatch(db, id)
  expect(cards).toHaveLength(2)
  expect(cards.filter(({ is_returned }) => is_returned).map(({ number }) => number)).toEqual([back.card.number])
  expect((await desk.get('/region/cartes')).text).toMatch(/name="atMost"[^>]* value="2"/)
  for (const wrong of ['0', '5001', 'cent']) expect((await desk.submit('/region/cartes', { atMost: wrong })).status, wrong).toBe(422)
})

test('a card is back once until it leaves, in the database too', async () => {
  const { card } = await posted()
  await recorded(card.number)
  const again = sql`insert into card_returns (card_id, recorded_at, recorded_by) values (${card.id}, ${clock.now()}, ${agent.id})`.execute(
    db,
  )
  await expect(again).rejects.toThrow('a_card_comes_back_once_before_it_leaves')
  const early = sql`update card_returns set batch_id = (select max(id) from card_batches) where card_id = ${card.id}`.execute(db)
  await expect(early).rejects.toThrow('a_card_is_posted_again_where_it_should_be')
})

test('numbers are read as a scanner types them', () => {
  const read = (numbers: string) => returnsForm.safeParse({ action: 'record', numbers }).data
  expect(read('2316 6621\r\n23166621\r\n\r\n12345678\t')).toEqual({ action: 'record', numbers: ['23166621', '12345678'] })
  const known = { is_known: true, is_opposed: false, is_shipped: true, batch_id: null }
  for (const came_back of ['waits', 'left', null] as const) expect(whyNotBack({ ...known, came_back })).toBeNull()
})
