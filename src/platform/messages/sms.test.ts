import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { deliverBy, type Letter, Refused } from './deliver.ts'

let status = 200
const received: { type: string | undefined; authorization: string | undefined; key: unknown; body: string }[] = []
const gateway = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk) => {
    body += chunk
  })
  request.on('end', () => {
    const { 'content-type': type, authorization, 'x-key': key } = request.headers
    received.push({ type, authorization, key, body })
    response.writeHead(status).end('{}')
  })
})
await new Promise<void>((listening) => gateway.listen(0, '127.0.0.1', listening))
const SMS_URL = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/send`
afterAll(() => gateway.close())

const letter: Letter = {
  id: '1',
  channel: 'sms',
  to: '0612345678',
  subject: 'Carte',
  text: 'L’« été » & {to} "ici"\n+ 1 %',
  sentAt: new Date('2026-11-23'),
}
const deliver = deliverBy(readConfig({ SMS_URL, DATA_DIR: '/nonexistent' }))

test('an SMS is posted as JSON', async () => {
  await deliver(letter)
  expect(received.pop()?.type).toBe('application/json')
  await deliver(letter)
  expect(JSON.parse(received.pop()?.body ?? '')).toEqual({ to: '+33612345678', text: letter.text })
})

test('to the number of its country', async () => {
  await deliver({ ...letter, to: '+32470123456' })
  expect(JSON.parse(received.pop()?.body ?? '')).toMatchObject({ to: '+32470123456' })
})

test('or as a form, after its template', async () => {
  await deliverBy(readConfig({ SMS_URL, SMS_BODY: 'key=k&to={to}&message={text}' }))(letter)
  const { type, body } = received.pop() ?? { body: '' }
  expect(type).toBe('application/x-www-form-urlencoded')
  expect(Object.fromEntries(new URLSearchParams(body))).toEqual({ key: 'k', to: '+33612345678', message: letter.text })
})

test('a key goes in a header of its own, a name and a password in the one that is made for them', async () => {
  await deliverBy(readConfig({ SMS_URL, SMS_HEADER: 'X-Key: abc' }))(letter)
  expect(received.pop()).toMatchObject({ key: 'abc', authorization: undefined })
  await deliverBy(readConfig({ SMS_URL: SMS_URL.replace('//', '//r%C3%A9gion:p%40ss@') }))(letter)
  expect(received.pop()?.authorization).toBe(`Basic ${Buffer.from('région:p@ss').toString('base64')}`)
})

test.each([
  [400, true],
  [429, false],
  [503, false],
])('an answer %i is a refusal, for good: %s', async (answered, isForGood) => {
  status = answered
  const refused = await deliver(letter).catch((error) => error)
  expect(refused).toBeInstanceOf(Refused)
  expect(refused).toMatchObject({ code: `HTTP_${answered}`, isForGood })
})

test.each([401, 403])('an answer %i says nothing of the SMS: our key is wrong', async (answered) => {
  status = answered
  const away = await deliver(letter).catch((error) => error)
  expect(away).not.toBeInstanceOf(Refused)
  expect(away).toMatchObject({ code: `HTTP_${answered}` })
})

test('nor does a gateway that is not there', async () => {
  const nowhere = deliverBy(readConfig({ SMS_URL: 'http://127.0.0.1:9/send' }))
  expect(await nowhere(letter).catch((error) => error)).not.toBeInstanceOf(Refused)
})

test('in production nothing is written to the outbox for want of a gateway: it waits', async () => {
  const none = deliverBy(readConfig({ NODE_ENV: 'production', DATA_DIR: '/nonexistent' }))
  expect(await none(letter).catch((error) => error)).toMatchObject({ code: 'NO_WAY_TO_SEND' })
  expect(await none({ ...letter, channel: 'email' }).catch((error) => error)).toMatchObject({ code: 'NO_WAY_TO_SEND' })
})
