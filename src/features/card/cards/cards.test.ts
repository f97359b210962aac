import { crc32, inflateRawSync } from 'node:zlib'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { rolledBack, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aBeneficiary, aCampaign, aHolder, anAgent, aPartner, aPartnerUser, TEST_KEY } from '../../../../tests/support/makers.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { storeFile } from '../../../platform/files.ts'
import { registerApplication } from '../../requests/card-applications/index.ts'
import { archiveOf, wholeBatch } from '../making/archive.ts'
import { photoPolicy } from '../photos/index.ts'
import { qrTextFrom } from './card.ts'
import { createBatch } from './create-batch.ts'
import { dateBatch } from './date-batch.ts'
import { cardByNumber, giveCards, issueQrCode, liveCardOf, takeQrCode } from './index.ts'
import { forgettingOfQrCodes } from './jobs.ts'

const database = await testDatabase()
const { db } = database
const { site, clock } = testSite(database)
const later = (seconds: number) => new Date(TEST_NOW.getTime() + seconds * 1000)
const committed = <T>(act: (tx: Tx) => Promise<T>, now = TEST_NOW) => inTransaction(db, now, act)
/** One person's card. */
const giveCard = async (tx: Tx, person: Parameters<typeof giveCards>[1][number]) =>
  (await giveCards(tx, [person]))[0] as Awaited<ReturnType<typeof giveCards>>[number]
const aPhoto = (tx: Tx, bytes = Buffer.from('photo')) => storeFile(tx, photoPolicy, bytes, TEST_KEY)

function hasLuhnDigit(number: string): boolean {
  const sum = [...number].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}

describe('a card', () => {
  test('has a random number of eight digits, the last one a check digit', () =>
    rolledBack(db, async (tx) => {
      const numbers = new Set<string>()
      for (let index = 0; index < 20; index++) {
        const { id } = await aBeneficiary(tx)
        const { number } = await giveCard(tx, { beneficiary_id: id, photo_file_id: await aPhoto(tx) })
        expect(number).toMatch(/^\d{8}$/)
        expect(hasLuhnDigit(number), number).toBe(true)
        numbers.add(number)
      }
      expect(numbers.size).toBe(20)
    }))

  test('is given once: who has a live one keeps it, who opposed theirs gets another', () =>
    rolledBack(db, async (tx) => {
      const { id } = await aBeneficiary(tx)
      const given = { beneficiary_id: id, photo_file_id: await aPhoto(tx) }
      const first = await giveCard(tx, given)
      expect((await giveCard(tx, given)).id).toBe(first.id)
      await tx.updateTable('cards').set({ opposed_at: TEST_NOW }).where('id', '=', first.id).execute()
      expect(await cardByNumber(tx, first.number)).toBeUndefined()
      const second = await giveCard(tx, given)
      expect(second.number).not.toBe(first.number)
      expect((await liveCardOf(tx, id))?.number).toBe(second.number)
    }))

  test('is given to many in one go; those who have one keep it under its number, with the photo that was checked last', () =>
    rolledBack(db, async (tx) => {
      const people = await Promise.all(Array.from({ length: 5 }, () => aBeneficiary(tx)))
      const given = await Promise.all(people.map(async ({ id }) => ({ beneficiary_id: id, photo_file_id: await aPhoto(tx) })))
      const before = await giveCards(tx, given.slice(0, 2))
      expect(before.map(({ is_new }) => is_new)).toEqual([true, true])
      const another = await aPhoto(tx, Buffer.from('another'))
      const after = await giveCards(tx, [{ beneficiary_id: people[0]?.id as number, photo_file_id: another }, ...given.slice(1)])
      expect(after.filter(({ is_new }) => !is_new).map(({ id }) => id)).toEqual(before.map(({ id }) => id))
      expect(after.filter(({ is_new }) => is_new)).toHaveLength(3)
      expect((await liveCardOf(tx, people[0]?.id as number))?.photo_file_id).toBe(another)
    }))

  test('is one, even when it is given ten times at once', async () => {
    const given = await committed(async (tx) => ({ beneficiary_id: (await aBeneficiary(tx)).id, photo_file_id: await aPhoto(tx) }))
    const cards = await Promise.all(Array.from({ length: 10 }, () => committed((tx) => giveCard(tx, given))))
    expect(new Set(cards.map(({ id }) => id)).size).toBe(1)
  })
})

describe('a QR code', () => {
  test('is random, says nothing of its owner, and only its hash is kept', () =>
    rolledBack(db, async (tx) => {
      const { card, beneficiary } = await aHolder(tx)
      const texts = new Set<string>()
      for (let index = 0; index < 20; index++) texts.add((await issueQrCode(tx, card.id, TEST_NOW)).text)
      expect(texts.size).toBe(20)
      for (const text of texts) {
        // 26 signs out of 32: 130 bits.
        expect(text).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/)
        for (const known of [card.number, beneficiary.last_name, String(beneficiary.id)]) expect(text).not.toBe(known)
      }
      const { rows } = await sql<{ kept: string }>`select q::text as kept from qr_codes q`.execute(tx)
      for (const { kept } of rows) for (const text of texts) expect(kept).not.toContain(text)
    }))

  test('pays once', () =>
    rolledBack(db, async (tx) => {
      const { card } = await aHolder(tx)
      const { text } = await issueQrCode(tx, card.id, TEST_NOW)
      expect((await takeQrCode(tx, text))?.number).toBe(card.number)
      expect(await takeQrCode(tx, text)).toBeUndefined()
    }))

  test('pays once when twenty tills read it at the same moment', async () => {
    const { card } = await committed((tx) => aHolder(tx))
    const { text } = await issueQrCode(db, card.id, TEST_NOW)
    const taken = await Promise.all(Array.from({ length: 20 }, () => committed((tx) => takeQrCode(tx, text))))
    expect(taken.filter(Boolean).length).toBe(1)
  })

  test('lives 60 seconds', async () => {
    const { card } = await committed((tx) => aHolder(tx))
    const { text, expires_at } = await issueQrCode(db, card.id, TEST_NOW)
    expect(expires_at).toEqual(later(60))
    expect(await committed((tx) => takeQrCode(tx, text), later(60))).toBeUndefined()
    expect((await committed((tx) => takeQrCode(tx, text), later(59)))?.id).toBe(card.id)
  })

  test('is forgotten once it is over, by the clock', async () => {
    const { card } = await committed((tx) => aHolder(tx))
    await issueQrCode(db, card.id, TEST_NOW)
    const left = async (at: Date) => {
      clock.set(at)
      await forgettingOfQrCodes.run(site)
      clock.set(TEST_NOW)
      return (await db.selectFrom('qr_codes').select('card_id').where('card_id', '=', card.id).execute()).length
    }
    expect([await left(later(59)), await left(later(60))]).toEqual([1, 0])
  })

  test('stops when the next one is shown, or when the card is opposed', () =>
    rolledBack(db, async (tx) => {
      const { card } = await aHolder(tx)
      const former = await issueQrCode(tx, card.id, TEST_NOW)
      const current = await issueQrCode(tx, card.id, TEST_NOW)
      expect(await takeQrCode(tx, former.text)).toBeUndefined()
      await tx.updateTable('cards').set({ opposed_at: TEST_NOW }).where('id', '=', card.id).execute()
      expect(await takeQrCode(tx, current.text)).toBeUndefined()
    }))

  test('is understood as people type it', () => {
    expect(qrTextFrom(' 7k3m-9q2t oil1 ')).toBe('7K3M9Q2T0111')
  })

  test('is shown to the owner of a card, as a drawing and as text, and nobody else has the page', async () => {
    const { beneficiary, card } = await committed((tx) => aHolder(tx))
    const person = await new Visitor(site).signInAs({ beneficiaryId: beneficiary.id })
    const { text, headers } = await person.get('/espace/ma-carte/qr-code')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(text).toContain('<path d="M4 4h7v1H4z')
    const shown = /data-text[^>]*>([^<]*)</.exec(text)?.[1] as string
    expect((await committed((tx) => takeQrCode(tx, shown)))?.id).toBe(card.id)

    const next = JSON.parse((await person.get('/espace/ma-carte/qr-code/nouveau')).text)
    expect(next).toMatchObject({ seconds: 60, path: expect.stringContaining('M4 4h7v1H4z') })
    expect((await committed((tx) => takeQrCode(tx, next.text)))?.id).toBe(card.id)
    expect((await person.get('/espace/ma-carte/photo')).bytes.toString()).toBe('photo')

    const cardless = await committed((tx) => aBeneficiary(tx))
    const without = await new Visitor(site).signInAs({ beneficiaryId: cardless.id })
    expect((await new Visitor(site).get('/espace/ma-carte/qr-code/nouveau')).status, 'what a script asks for').toBe(401)
    for (const path of ['qr-code', 'qr-code/nouveau', 'photo']) expect((await without.get(`/espace/ma-carte/${path}`)).status).toBe(404)
  })
})

describe('a batch of cards', () => {
  // Cards that other tests left waiting would be in it.
  beforeEach(async () => {
    await db.updateTable('cards').set({ opposed_at: TEST_NOW }).execute()
  })

  const waitingCards = (count: number) =>
    committed(async (tx) => {
      const campaign = await aCampaign(tx)
      for (let index = 0; index < count; index++) await aHolder(tx, { campaign, balance_cents: 0 })
    })
  const anAgentCommitted = () => committed((tx) => anAgent(tx))
  const cardsIn = (batchId: number) => db.selectFrom('cards').selectAll().where('batch_id', '=', batchId).orderBy('id').execute()

  test('takes the cards that wait, and is refused when none does', async () => {
    const agent = await anAgentCommitted()
    await expect(committed((tx) => createBatch(tx, agent, 500))).rejects.toMatchObject({ code: 'batch.empty', status: 409 })
    const before = await db.selectFrom('card_batches').selectAll().execute()
    await waitingCards(3)
    const batchId = await committed((tx) => createBatch(tx, agent, 500))
    expect((await cardsIn(batchId)).length).toBe(3)
    expect((await db.selectFrom('card_batches').selectAll().execute()).length).toBe(before.length + 1)
  })

  test('holds 500 cards at most, those that waited longest', async () => {
    const agent = await anAgentCommitted()
    await committed(async (tx) => {
      const photo = await aPhoto(tx)
      // In the reverse order of their ids.
      await sql`
        with people as (
          insert into beneficiaries (civility, last_name, first_name, birth_date, email, created_at)
          select 'M', 'FILE', 'Jean-' || translate(n::text, '0123456789', 'abcdefghij'), '2010-01-01', 'x@example.org', ${TEST_NOW} from generate_series(1, 502) n
          returning id
        )
        insert into cards (number, beneficiary_id, photo_file_id, created_at)
        select 10000000 + id, id, ${photo}, ${TEST_NOW}::timestamptz - id * interval '1 second' from people
      `.execute(tx)
    })
    const batchId = await committed((tx) => createBatch(tx, agent, 500))
    const taken = await cardsIn(batchId)
    expect(taken.length).toBe(500)
    const left = await db.selectFrom('cards').select('id').where('batch_id', 'is', null).where('opposed_at', 'is', null).execute()
    expect(Math.max(...left.map(({ id }) => id))).toBeLessThan(Math.min(...taken.map(({ id }) => id)))
  })

  test('shares no card with another one made at the same moment, and waits for nobody', async () => {
    const agent = await anAgentCommitted()
    await waitingCards(3)
    const batchId = await committed(async (tx) => {
      const first = await createBatch(tx, agent, 500)
      await expect(committed((other) => createBatch(other, agent, 500))).rejects.toMatchObject({ code: 'batch.empty' })
      return first
    })
    expect((await cardsIn(batchId)).length).toBe(3)
  })

  test('keeps the cards it was made with when agents press the button together', async () => {
    const agent = await anAgentCommitted()
    await waitingCards(8)
    const outcomes = await Promise.allSettled(Array.from({ length: 4 }, () => committed((tx) => createBatch(tx, agent, 500))))
    const batches = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
    const { rows } = await sql<{ batch: number; cards: number }>`
      select (details ->> 'batch')::int as batch, (details ->> 'cards')::int as cards from audit_facts where fact = 'card-batch.created'
    `.execute(db)
    for (const batchId of batches) expect((await cardsIn(batchId)).length).toBe(rows.find(({ batch }) => batch === batchId)?.cards)
    expect((await Promise.all(batches.map(cardsIn))).flat().length).toBe(8)
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'batch.empty' })
  })

  test('bears names in letters that are printed, and short enough; pages keep the real ones', async () => {
    const agent = await anAgentCommitted()
    const holder = await committed(async (tx) => {
      const made = await aHolder(tx)
      await tx
        .updateTable('beneficiaries')
        .set({
          last_name: 'Іваненко',
          first_name: 'Олександр Юрійович',
          latin_last_name: 'Ivanenko',
          latin_first_name: 'Oleksandr Yuriiovytch',
        })
        .where('id', '=', made.beneficiary.id)
        .execute()
      const { actor } = await aHolder(tx).then(({ beneficiary }) => beneficiary)
      await tx
        .updateTable('beneficiaries')
        .set({ last_name: 'da Silva Ferreira dos Santos de Oliveira', first_name: 'Maria Joana' })
        .where('id', '=', actor.id)
        .execute()
      return made
    })
    const batchId = await committed((tx) => createBatch(tx, agent, 500))
    const pieces = await archiveOf(db, await wholeBatch(db, batchId), { ibanKey: TEST_KEY }).toArray()
    const files = unzipped(Buffer.concat(pieces))
    const list = (files.get('cartes.csv') as Buffer).toString('utf8')
    expect(list).toContain(`"${holder.card.number}";"Ivanenko";"Oleksandr Yuriiovytch"`)
    expect(list).toContain('"da Silva Ferreira dos Santos";"Maria"')
    const owner = await new Visitor(site).signInAs({ beneficiaryId: holder.beneficiary.id })
    const card = (await owner.get('/espace/ma-carte')).text
    expect(card).toContain('<p class="card-face-name">Oleksandr Yuriiovytch Ivanenko</p>')
    expect((await owner.get('/espace')).text).toContain('Bonjour Олександр Юрійович')
    await committed((tx) => registerApplication(tx, holder.beneficiary.id))
    const account = (await owner.get('/espace/mon-compte')).text
    expect(account).toContain('Іваненко')
    expect(account).toContain('Oleksandr Yuriiovytch Ivanenko')
  })

  test('is a ZIP with the list and the photos, and each download is written down', async () => {
    const agent = await anAgentCommitted()
    const address = {
      kind: 'guided',
      postcode: '59000',
      insee_code: '59350',
      town: 'LILLE',
      street: 'ALL MARIE THERESE VICOT LHERMITE',
      house_number: '1',
      number_suffix: null,
      care_of: null,
      complement: '=cmd|"x"!A1',
      po_box: null,
    }
    const [first, second] = await committed(async (tx) => {
      const both = [await aHolder(tx), await aHolder(tx)] as const
      await tx
        .updateTable('beneficiaries')
        .set({ address: JSON.stringify(address) })
        .where('id', '=', both[0].beneficiary.id)
        .execute()
      const photo = await aPhoto(tx, Buffer.alloc(200_000, 'second'))
      await tx.updateTable('cards').set({ photo_file_id: photo }).where('id', '=', both[1].card.id).execute()
      return both
    })
    const batchId = await committed((tx) => createBatch(tx, agent, 500))
    const visitor = await new Visitor(site).signInAs({ staffId: agent.id })
    const answer = await visitor.get(`/region/cartes/lots/${batchId}/archive.zip`)
    expect(answer.headers.get('content-type')).toBe('application/zip')
    const files = unzipped(answer.bytes)
    expect([...files.keys()].sort()).toEqual(['cartes.csv', `photos/${first.card.number}.jpg`, `photos/${second.card.number}.jpg`].sort())
    expect(files.get(`photos/${second.card.number}.jpg`)?.equals(Buffer.alloc(200_000, 'second'))).toBe(true)

    const [head, line, ...others] = (files.get('cartes.csv') as Buffer).toString('utf8').slice(1).trim().split('\r\n')
    expect(head).toMatch(/^"Numéro de carte";"Nom";"Prénom";"Campagne";"Photo";"Adresse 1"/)
    expect(others.length).toBe(1)
    expect(line).toContain(
      `"${first.card.number}";"${first.beneficiary.last_name}";"${first.beneficiary.first_name}";"";"photos/${first.card.number}.jpg"`,
    )
    expect(line).toContain('"59000 LILLE"')
    expect(line).toContain(`"'=cmd|""x""!A1"`)

    const read = await db.selectFrom('audit_facts').selectAll().where('fact', '=', 'card-batch.downloaded').orderBy('id').execute()
    expect(read.map(({ beneficiary_id, staff_id }) => [beneficiary_id, staff_id])).toEqual([
      [first.beneficiary.id, agent.id],
      [second.beneficiary.id, agent.id],
    ])
  })

  test('is made, then shipped, once each: the dates are kept and its owners are told', async () => {
    const agent = await anAgentCommitted()
    const { beneficiary } = await committed((tx) => aHolder(tx))
    const batchId = await committed((tx) => createBatch(tx, agent, 500))
    const happens = (event: 'made' | 'shipped', now: Date) => committed((tx) => dateBatch(tx, agent, { batch_id: batchId, event }), now)
    await expect(happens('shipped', TEST_NOW)).rejects.toMatchObject({ code: 'batch.not-then', status: 409 })
    await happens('made', later(10))
    await expect(happens('made', later(20))).rejects.toMatchObject({ code: 'batch.not-then' })
    await Promise.allSettled([happens('shipped', later(30)), happens('shipped', later(30))])
    expect(await db.selectFrom('card_batches').select(['made_at', 'shipped_at']).where('id', '=', batchId).executeTakeFirst()).toEqual({
      made_at: later(10),
      shipped_at: later(30),
    })
    const told = await db
      .selectFrom('messages')
      .select(['template', 'subject'])
      .where('beneficiary_id', '=', beneficiary.id)
      .orderBy('created_at')
      .execute()
    expect(told.map(({ template }) => template)).toEqual(['card.made', 'card.shipped'])
    const facts = await sql<{
      fact: string
    }>`select fact from audit_facts where details ->> 'batch' = ${String(batchId)} order by id`.execute(db)
    expect(facts.rows.map(({ fact }) => fact)).toEqual(['card-batch.created', 'card-batch.made', 'card-batch.shipped'])
  })

  test('goes through the agent’s pages, and nobody else’s', async () => {
    const agent = await anAgentCommitted()
    await waitingCards(1)
    const visitor = await new Visitor(site).signInAs({ staffId: agent.id })
    expect((await visitor.get('/region')).text).toContain('Cartes à fabriquer')
    expect((await visitor.get('/region/cartes')).text).toContain('1 carte à fabriquer')
    const { location, status } = await visitor.submit('/region/cartes', { atMost: '500' })
    expect([status, location]).toEqual([303, expect.stringMatching(/^\/region\/cartes\/lots\/\d+$/)])
    const lot = location as string
    expect((await visitor.get(lot)).text).toContain('Cartes fabriquées')
    const made = (await visitor.submit(lot, { event: 'made' })).location as string
    expect(made).toBe(`${lot}?fait=fabrication`)
    expect((await visitor.get(made)).text).toContain('Les cartes sont notées comme fabriquées')
    expect((await visitor.submit(lot, { event: 'made' })).status).toBe(409)
    const shipped = (await visitor.submit(lot, { event: 'shipped' })).location as string
    expect((await visitor.get(shipped)).text).toContain('Les cartes sont notées comme expédiées')
    expect((await visitor.submit(lot, { event: 'eaten' })).status).toBe(422)
    expect((await visitor.get('/region/cartes')).text).toContain('Expédié')
    for (const wrong of ['0', '999999', 'x', '1e3']) expect((await visitor.get(`/region/cartes/lots/${wrong}`)).status).toBe(404)

    const till = await committed(async (tx) => aPartnerUser(tx, await aPartner(tx)))
    const stranger = await new Visitor(site).signInAs({ staffId: till.id })
    for (const path of ['/region', '/region/cartes', lot, `${lot}/archive.zip`]) expect((await stranger.get(path)).status, path).toBe(403)
  })
})

/** The files of a ZIP, each checked against its CRC. */
function unzipped(zip: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>()
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [method, crc, size] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 16), zip.readUInt32LE(at + 20)]
    const [nameLength, extra, comment] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)]
    const local = zip.readUInt32LE(at + 42)
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const packed = zip.subarray(from, from + size)
    const bytes = method === 0 ? packed : inflateRawSync(packed)
    expect(crc32(bytes)).toBe(crc)
    files.set(zip.toString('utf8', at + 46, at + 46 + nameLength), bytes)
    at += 46 + nameLength + extra + comment
  }
  return files
}
