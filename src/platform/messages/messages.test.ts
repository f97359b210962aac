import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testSite } from '../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../tests/support/database.ts'
import { aBeneficiary } from '../../../tests/support/makers.ts'
import { inTransaction } from '../database/index.ts'
import { keepDoing } from '../jobs.ts'
import { type Letter, Refused } from './deliver.ts'
import { htmlOf, SECRET } from './message.ts'
import { notify, notifyEach, withdrawSecrets } from './notify.ts'
import { sendMessages } from './send.ts'

const database = await testDatabase()
const NO_SECRETS = { 'temporary-password': () => ({ secret: 'Tmp-1', keep: async () => {} }) } as never

async function told(subjects: string[], person: Parameters<typeof aBeneficiary>[1] = {}) {
  const { site, clock } = testSite(database)
  await database.db.deleteFrom('messages').execute()
  for (const [index, subject] of subjects.entries()) {
    await inTransaction(database.db, new Date(clock.now().getTime() + index), async (tx) => {
      const { id } = await aBeneficiary(tx, person)
      await notify(tx, id, { template: 'test', subject, paragraphs: ['Bonjour.'], sms: `${subject} par SMS` })
    })
  }
  clock.set(new Date(clock.now().getTime() + 1000))
  const sent: Letter[] = []
  return { site, clock, sent, collect: async (letter: Letter) => void sent.push(letter) }
}

test('what is queued goes out once, oldest first, even with two workers', async () => {
  const { site, sent, collect } = await told(['un', 'deux', 'trois', 'quatre'])
  await Promise.all([sendMessages(site, collect, NO_SECRETS), sendMessages(site, collect, NO_SECRETS)])
  expect(sent.map((letter) => letter.subject).sort()).toEqual(['deux', 'quatre', 'trois', 'un'])
  await sendMessages(site, collect, NO_SECRETS)
  expect(sent).toHaveLength(4)
})

test('what somebody waits for leaves first: a secret, money, what became of a thing of theirs, then what is said to everybody', async () => {
  const { site, sent, collect } = await told([])
  const queued = [
    { subject: 'annonce', urgency: 'announcement' },
    { subject: 'carte' },
    { subject: 'paiement', urgency: 'money' },
    { subject: 'second paiement', urgency: 'money' },
    { subject: 'mot de passe', secret: 'temporary-password' },
  ] as const
  for (const [index, message] of queued.entries())
    await inTransaction(database.db, new Date(site.clock.now().getTime() - 1000 + index), async (tx) => {
      const { id } = await aBeneficiary(tx)
      await notifyEach(tx, [{ beneficiary_id: id, message: { template: 'test', paragraphs: [], ...message } }])
    })
  await sendMessages(site, collect, NO_SECRETS)
  expect(sent.map(({ subject }) => subject)).toEqual(['mot de passe', 'paiement', 'second paiement', 'carte', 'annonce'])
})

test('as many leave at a time as the post takes, and no more', async () => {
  const { site, sent } = await told(['un', 'deux', 'trois', 'quatre', 'cinq'])
  let inHand = 0
  const most: number[] = []
  const full = Promise.withResolvers<void>()
  const deliver = async (letter: Letter) => {
    inHand += 1
    most.push(inHand)
    if (inHand === 3) full.resolve()
    await full.promise
    sent.push(letter)
    inHand -= 1
  }
  await sendMessages(site, Object.assign(deliver, { atOnce: 3 }), NO_SECRETS)
  expect([Math.max(...most), sent.length]).toEqual([3, 5])
})

test('what comes while one letter is still in hand leaves by all that are free', async () => {
  const { site, sent } = await told(['lente'])
  const slow = Promise.withResolvers<void>()
  const others = Promise.withResolvers<void>()
  const together = Promise.withResolvers<void>()
  let inHand = 0
  const deliver = async (letter: Letter) => {
    inHand += 1
    if (letter.subject === 'lente') {
      others.resolve()
      await slow.promise
    } else {
      if (inHand === 3) together.resolve()
      await together.promise
    }
    sent.push(letter)
    inHand -= 1
  }
  const sending = sendMessages(site, Object.assign(deliver, { atOnce: 3 }), NO_SECRETS)
  await others.promise
  for (const subject of ['un', 'deux'])
    await inTransaction(database.db, new Date(site.clock.now().getTime() - 1), async (tx) => {
      await notify(tx, (await aBeneficiary(tx)).id, { template: 'test', subject, paragraphs: [] })
    })
  await together.promise
  slow.resolve()
  await sending
  expect(sent.map(({ subject }) => subject).toSorted()).toEqual(['deux', 'lente', 'un'])
})

test('a channel is emptied by itself, whatever waits in the other', async () => {
  const { site, sent, collect } = await told(['un'])
  await inTransaction(database.db, new Date(site.clock.now().getTime() - 1), async (tx) => {
    const { id } = await aBeneficiary(tx, { notified_by: 'sms', mobile_phone: '0623416427' })
    await notify(tx, id, { template: 'test', subject: 'deux', paragraphs: [], sms: 'deux par SMS' })
  })
  await sendMessages(site, collect, NO_SECRETS, undefined, ['sms'])
  expect(sent.map(({ channel }) => channel)).toEqual(['sms'])
})

test('every mail ends with the way in, under the signature; an SMS has no room for it', async () => {
  const mails = await told(['un'])
  await sendMessages(mails.site, mails.collect, NO_SECRETS)
  expect(mails.sent[0]?.text).toMatch(/\n\nLa Région Hauts-de-France\n.+\nhttp:\/\/localhost:3000$/)
  expect(htmlOf(mails.sent[0]?.text ?? '')).toContain('<a href="http://localhost:3000">http://localhost:3000</a></p>')
  const sms = await told(['un'], { notified_by: 'sms', mobile_phone: '0612345678' })
  await sendMessages(sms.site, sms.collect, NO_SECRETS)
  expect(sms.sent[0]?.text).toBe('un par SMS')
})

test('nothing is said of what was not committed', async () => {
  const { site, sent, collect } = await told([])
  await inTransaction(database.db, site.clock.now(), async (tx) => {
    const { id } = await aBeneficiary(tx)
    await notify(tx, id, { template: 'test', subject: 'jamais', paragraphs: [] })
    throw new Error('rolled back')
  }).catch(() => {})
  await sendMessages(site, collect, NO_SECRETS)
  expect(sent).toEqual([])
})

test('when the post is away everything waits, and goes out in order of age under the same id', async () => {
  const { site, sent, collect } = await told(['un', 'deux', 'trois'])
  const tried: string[] = []
  const away = async (letter: Letter) => {
    tried.push(letter.id)
    throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })
  }
  expect(await sendMessages(site, away, NO_SECRETS)).toBe(false)
  expect(await sendMessages(site, away, NO_SECRETS)).toBe(false)
  expect(tried).toHaveLength(2)
  expect(await sendMessages(site, collect, NO_SECRETS)).toBe(true)
  expect(sent.map((letter) => letter.subject)).toEqual(['un', 'deux', 'trois'])
  expect(sent[0]?.id).toBe(tried[0])
})

test('a gateway of SMS that is away holds its own messages, and no mail', async () => {
  const { site, sent, collect } = await told(['un', 'deux'], { notified_by: 'sms', mobile_phone: '0623416427' })
  await inTransaction(database.db, site.clock.now(), async (tx) => {
    await notify(tx, (await aBeneficiary(tx)).id, { template: 'test', subject: 'trois', paragraphs: [] })
  })
  const tried: string[] = []
  const away = async (letter: Letter) => {
    if (letter.channel === 'email') return collect(letter)
    tried.push(letter.id)
    throw Object.assign(new Error('no answer'), { code: 'ECONNREFUSED' })
  }
  for (let time = 0; time < 15; time++) expect(await sendMessages(site, away, NO_SECRETS)).toBe(false)
  expect([sent.map((letter) => letter.subject), new Set(tried).size]).toEqual([['trois'], 1])
  await sendMessages(site, collect, NO_SECRETS)
  expect(sent.map((letter) => letter.text).slice(1)).toEqual(['un par SMS', 'deux par SMS'])
})

test('a message that is refused does not hold up the others, and is tried again later', async () => {
  const { site, clock, sent, collect } = await told(['un', 'deux'])
  const fussy = async (letter: Letter) => {
    if (letter.subject === 'un') throw new Refused('EENVELOPE 450', { isForGood: false })
    await collect(letter)
  }
  await sendMessages(site, fussy, NO_SECRETS)
  expect(sent.map((letter) => letter.subject)).toEqual(['deux'])
  clock.set(new Date(clock.now().getTime() + 3 * 60_000))
  await sendMessages(site, collect, NO_SECRETS)
  expect(sent.map((letter) => letter.subject)).toEqual(['deux', 'un'])
})

test('an address that is refused for good is marked failed', async () => {
  const { site } = await told(['un'])
  const refused = async () => {
    throw new Refused('EENVELOPE 550', { isForGood: true })
  }
  await sendMessages(site, refused, NO_SECRETS)
  const row = await database.db.selectFrom('messages').select(['state', 'failure']).executeTakeFirstOrThrow()
  expect(row).toEqual({ state: 'failed', failure: 'EENVELOPE 550' })
})

test('the channel is the one that the person chose', async () => {
  const { site, sent, collect } = await told(['un'], { notified_by: 'sms', mobile_phone: '0623416427' })
  await sendMessages(site, collect, NO_SECRETS)
  expect(sent[0]).toMatchObject({ channel: 'sms', to: '0623416427', text: 'un par SMS' })
})

test('an SMS goes to the countries that are paid for, and abroad so many a day; what may not leave goes by mail', async () => {
  const there = async (mobile_phone: string) => {
    const { site, sent, collect } = await told(['un'], { notified_by: 'sms', mobile_phone })
    const few = { ...site, config: { ...site.config, smsCountries: ['FR', 'BE'], smsAbroadADay: 1 } }
    await sendMessages(few, collect, NO_SECRETS)
    return sent
  }
  expect(await there('+32470123456')).toMatchObject([{ channel: 'sms', to: '+32470123456' }])
  const [second] = await there('+32470123457')
  expect(second).toMatchObject({ channel: 'email', to: expect.stringContaining('@') })
  expect(second?.text).toContain('un par SMS\n\nLa Région Hauts-de-France')
  expect(await there('+212612345678')).toMatchObject([{ channel: 'email' }])
  expect(await there('0623416427')).toMatchObject([{ channel: 'sms', to: '0623416427' }])
})

test('each is told what is theirs, by their own channel', async () => {
  await told([])
  await inTransaction(database.db, new Date('2026-11-23T10:00:00Z'), async (tx) => {
    const one = await aBeneficiary(tx)
    const other = await aBeneficiary(tx, { notified_by: 'sms', mobile_phone: '0623416427' })
    const say = (person: { id: number }, subject: string) => ({
      beneficiary_id: person.id,
      message: { template: 'test', subject, paragraphs: ['Bonjour,', `C’est ${subject}.`], sms: `${subject} par SMS` },
    })
    await notifyEach(tx, [say(one, 'un'), say(other, 'deux'), say(one, 'trois')])
    await notifyEach(tx, [])
    const rows = await tx.selectFrom('messages').selectAll().where('template', '=', 'test').orderBy('subject').execute()
    expect(rows.map(({ beneficiary_id, channel, address, subject }) => [beneficiary_id, channel, address, subject])).toEqual([
      [other.id, 'sms', '0623416427', 'deux'],
      [one.id, 'email', one.email, 'trois'],
      [one.id, 'email', one.email, 'un'],
    ])
    expect(rows.map(({ body }) => body.split('\n\n')[1] ?? body)).toEqual(['deux par SMS', 'C’est trois.', 'C’est un.'])
  })
})

test('an SMS waits in the letters of its alphabet, whether one person is told or many', async () => {
  const { site, sent, collect } = await told([])
  await inTransaction(database.db, site.clock.now(), async (tx) => {
    const { id } = await aBeneficiary(tx, { notified_by: 'sms', mobile_phone: '0623416427' })
    const message = { template: 'test', subject: 'un', paragraphs: [], sms: 'L’aide n° 5 : « reçue »' }
    await notify(tx, id, message)
    await notifyEach(tx, [{ beneficiary_id: id, message }])
  })
  await sendMessages(site, collect, NO_SECRETS)
  expect(sent.map(({ text }) => text)).toEqual(Array(2).fill('L\'aide no 5 : "recue"'))
})

test('a secret is in the letter and never in the database', async () => {
  const { site, sent, collect } = await told([])
  await inTransaction(database.db, site.clock.now(), async (tx) => {
    const { id } = await aBeneficiary(tx)
    await notify(tx, id, {
      template: 'test',
      subject: 'secret',
      paragraphs: [`Mot de passe provisoire : ${SECRET}`],
      secret: 'temporary-password',
    })
  })
  await sendMessages(site, collect, NO_SECRETS)
  expect(sent[0]?.text).toContain('Mot de passe provisoire : Tmp-1')
  const { body } = await database.db.selectFrom('messages').select('body').executeTakeFirstOrThrow()
  expect(body).toContain(`Mot de passe provisoire : ${SECRET}`)
})

test('a secret is hashed outside the transaction, and one that was withdrawn meanwhile is neither kept nor sent', async () => {
  const { site, sent, collect } = await told([])
  const secretive = { template: 'test', subject: 'un', paragraphs: [SECRET], secret: 'temporary-password' as const }
  const id = await inTransaction(database.db, site.clock.now(), async (tx) => {
    const person = await aBeneficiary(tx)
    await notify(tx, person.id, secretive)
    return person.id
  })
  const kept: string[] = []
  const slow = {
    'temporary-password': async () => {
      await inTransaction(database.db, site.clock.now(), (tx) => withdrawSecrets(tx, id))
      return { secret: 'Tmp-1', keep: async () => kept.push('Tmp-1') }
    },
  } as never
  expect(await sendMessages(site, collect, slow)).toBe(true)
  expect([kept, sent]).toEqual([[], []])
  const row = await database.db.selectFrom('messages').select(['state', 'failure']).executeTakeFirstOrThrow()
  expect(row).toEqual({ state: 'failed', failure: 'withdrawn' })
})

test('a secret that cannot be made keeps nothing else waiting', async () => {
  const { site, sent, collect } = await told([])
  await inTransaction(database.db, site.clock.now(), async (tx) => {
    const { id } = await aBeneficiary(tx)
    await notify(tx, id, { template: 'test', subject: 'un', paragraphs: [SECRET], secret: 'temporary-password' })
    await notify(tx, id, { template: 'test', subject: 'deux', paragraphs: [] })
  })
  const broken = {
    'temporary-password': async () => {
      throw new TypeError('a bug')
    },
  } as never
  expect(await sendMessages(site, collect, broken)).toBe(true)
  expect(sent.map((letter) => letter.subject)).toEqual(['deux'])
})

test('with two hundred queued, stopping waits for the message in hand and no longer', async () => {
  const { site } = await told(['un'])
  await sql`
    insert into messages (channel, address, template, subject, body, next_attempt_at, created_at)
    select 'email', 'x@example.org', 'test', 'n', 'n', ${TEST_NOW}, ${TEST_NOW} from generate_series(1, 199)`.execute(database.db)
  const { promise: third, resolve } = Promise.withResolvers<void>()
  let sent = 0
  const slow = async () => {
    sent += 1
    if (sent === 3) resolve()
    await new Promise((ends) => setTimeout(ends, 20))
  }
  const stop = keepDoing((stopping) => sendMessages(site, slow, NO_SECRETS, stopping), 1)
  await third
  await stop()
  expect(sent).toBe(3)
  const { left } = await database.db
    .selectFrom('messages')
    .select((eb) => eb.fn.countAll<number>().as('left'))
    .where('state', '=', 'queued')
    .executeTakeFirstOrThrow()
  expect(left).toBe(197)
})

test('the HTML of a mail says what its text says, and nothing that was typed becomes markup', () => {
  expect(htmlOf('Bonjour <b>\n\nhttps://exemple.fr/a?b=1&c=2')).toContain(
    '<p>Bonjour &lt;b&gt;</p><p><a href="https://exemple.fr/a?b=1&amp;c=2">',
  )
})
