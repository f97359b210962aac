import { createECDH, generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { aBrowser, pushServer, signedBy } from '../../../tests/support/push-server.ts'
import { Refused } from './deliver.ts'
import { Gone, push } from './push.ts'
import { encryptedFor, publicPointOf, pushRequest, type Subscription, subscriptionIn, subscriptionText } from './push-request.ts'

const ENDPOINT = 'https://push.example/send/abc'
const maker = await pushServer()
const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const browser = aBrowser(ENDPOINT)
const ringing = (url = ENDPOINT) => {
  const to = { ...(subscriptionIn(browser.subscription) as Subscription), endpoint: url }
  return pushRequest({ to, text: 'Une caisse demande votre accord : é€', seconds: 119, key, contact: 'aide@region.example' })
}
const refusal = async (sending: Promise<void>): Promise<Refused> => {
  const error = await sending.catch((refused) => refused)
  expect(error).toBeInstanceOf(Refused)
  return error
}

test('what is said is encrypted as the example of RFC 8291 (section 5), byte for byte', () => {
  const read = (text: string) => Buffer.from(text, 'base64url')
  const ours = createECDH('prime256v1')
  ours.setPrivateKey(read('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw'))
  const keys = {
    p256dh: read('BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4'),
    auth: read('BTBZMqHH6r4Tts7J_aSIgg'),
  }
  const once = { ours, salt: read('DGv6ra1nlYgDCS1FRnbzlw') }
  expect(encryptedFor(keys, 'When I grow up, I want to be a watermelon', once).toString('base64url')).toBe(
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
  )
})

test('its browser alone reads it, for so many seconds; its maker knows who rings, for it alone and for a day at most', async () => {
  maker.answers(201)
  await push(ringing(), maker.agent)
  const { path, headers, body } = maker.received.pop() as (typeof maker.received)[number]
  expect(path).toBe('/send/abc')
  expect(headers).toMatchObject({ ttl: '119', urgency: 'high', 'content-encoding': 'aes128gcm' })
  expect(browser.reads(body)).toBe('Une caisse demande votre accord : é€')
  expect(() => aBrowser(ENDPOINT).reads(body)).toThrow()
  const { key: signing, said } = signedBy(headers)
  expect(signing).toBe(publicPointOf(key))
  expect(said).toMatchObject({ aud: 'https://push.example', sub: 'mailto:aide@region.example' })
  expect(said.exp).toBeGreaterThan(Date.now() / 1000)
  expect(said.exp).toBeLessThan(Date.now() / 1000 + 24 * 3_600)
})

test('nothing that is said twice looks alike', () => {
  expect(ringing().body.equals(ringing().body)).toBe(false)
})

test.each([404, 410])('answered %i, nobody is rung there any more', async (status) => {
  maker.answers(status)
  expect(await refusal(push(ringing(), maker.agent))).toBeInstanceOf(Gone)
})

test.each([
  [400, true],
  [403, true],
  [413, true],
  [429, false],
  [503, false],
])('answered %i, this one is refused, for good: %s', async (status, isForGood) => {
  maker.answers(status)
  const refused = await refusal(push(ringing(), maker.agent))
  expect(refused).not.toBeInstanceOf(Gone)
  expect(refused).toMatchObject({ code: `HTTP_${status}`, isForGood })
})

test('sent on elsewhere, it does not go there', async () => {
  maker.answers(307, { location: 'https://push.example/elsewhere' })
  maker.received.length = 0
  expect(await refusal(push(ringing(), maker.agent))).toMatchObject({ code: 'HTTP_307', isForGood: true })
  expect(maker.received.map(({ path }) => path)).toEqual(['/send/abc'])
})

test('a maker that says nothing is given up on in seconds, and tried again', async () => {
  maker.saysNothing()
  expect(await refusal(push(ringing(), maker.agent))).toMatchObject({ code: 'ABORT_ERR', isForGood: false })
}, 20_000)

test('a name that leads to this machine is not dialled', async () => {
  expect(await refusal(push(ringing('https://localhost/')))).toMatchObject({ code: 'PRIVATE_ADDRESS', isForGood: true })
})

const given = (endpoint: string, keys = {}) =>
  JSON.stringify({ ...JSON.parse(browser.subscription), endpoint, keys: { ...JSON.parse(browser.subscription).keys, ...keys } })

test('what a browser gives is kept as it was', () => {
  const read = subscriptionIn(browser.subscription) as Subscription
  expect(subscriptionIn(subscriptionText(read))).toEqual(read)
})

test.each([
  'http://push.example/',
  'https://push.example:8443/',
  'https://me:secret@push.example/',
  'https://127.0.0.1/',
  'https://2130706433/',
  'https://0x7f.1/',
  'https://169.254.169.254/latest/meta-data/',
  'https://[::1]/',
  'https://[::ffff:10.0.0.1]/',
  'https://203.0.113.9/',
  'file:///etc/passwd',
  'push.example',
  '',
  `https://push.example/${'a'.repeat(1_000)}`,
])('« %s » is no address to ring at', (endpoint) => {
  expect(subscriptionIn(given(endpoint))).toBeUndefined()
})

const off = Buffer.from(JSON.parse(browser.subscription).keys.p256dh, 'base64url')
off[40] = (off[40] as number) ^ 1

test.each([
  ['not JSON', 'a='],
  ['nothing', 'null'],
  ['no keys', JSON.stringify({ endpoint: ENDPOINT })],
  ['a point that is not on the curve', given(ENDPOINT, { p256dh: off.toString('base64url') })],
  ['a secret that is too short', given(ENDPOINT, { auth: 'AAAA' })],
])('%s rings nobody', (_what, text) => {
  expect(subscriptionIn(text)).toBeUndefined()
})
