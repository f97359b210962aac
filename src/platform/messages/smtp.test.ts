import { type AddressInfo, createServer } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { deliverBy, type Letter, Refused } from './deliver.ts'

/** What the server answers, instead of what it should, by the word that it answers. */
let answers: Record<string, string> = {}
const RIGHT: Record<string, string> = { greeting: '220 ready', EHLO: '250-here\r\n250 AUTH PLAIN', AUTH: '235 welcome', DATA: '354 go on' }
let connections = 0
let letterRead = ''
const post = createServer((socket) => {
  connections += 1
  const say = (word: string) => socket.write(`${answers[word] ?? RIGHT[word] ?? '250 ok'}\r\n`)
  let isInData = false
  socket.on('error', () => {})
  socket.on('data', (chunk) => {
    const text = chunk.toString('latin1')
    if (isInData) letterRead += text
    if (isInData && !text.endsWith('\r\n.\r\n')) return
    const word = isInData ? 'the letter' : (text.split(/[ \r]/)[0] as string)
    isInData = word === 'DATA' && !answers.DATA
    say(word)
  })
  say('greeting')
})
await new Promise<void>((listening) => post.listen(0, '127.0.0.1', listening))
afterAll(() => {
  deliver.close?.()
  post.close()
})
const opened = () => deliverBy(readConfig({ SMTP_URL: `smtp://us:password@127.0.0.1:${(post.address() as AddressInfo).port}` }))
const deliver = opened()
const letter: Letter = { id: '1', channel: 'email', to: 'a@example.org', subject: 'Carte', text: 'Bonjour', sentAt: new Date('2026-11-23') }

test('mails are handed over, one after the other on the same connection', async () => {
  answers = {}
  connections = 0
  for (let count = 0; count < 3; count += 1) await deliver(letter)
  expect(connections).toBe(1)
})

test('a mail says who it is from, where answers go, and that no machine should answer', async () => {
  answers = {}
  letterRead = ''
  const { port } = post.address() as AddressInfo
  const [from, replyTo] = ['Région <carte@region.example>', 'aide@region.example']
  const ours = deliverBy(readConfig({ SMTP_URL: `smtp://us:password@127.0.0.1:${port}`, MAIL_FROM: from, MAIL_REPLY_TO: replyTo }))
  await ours(letter)
  ours.close?.()
  expect(letterRead).toMatch(/^From: =\?UTF-8\?\S+ <carte@region\.example>\r$/m)
  expect(letterRead).toMatch(/^Reply-To: aide@region\.example\r$/m)
  expect(letterRead).toMatch(/^Auto-Submitted: auto-generated\r$/m)
})

test('a server that says nothing is given up on in seconds, and says nothing of the mail', async () => {
  const silent = createServer(() => {})
  await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening))
  const waiting = deliverBy(readConfig({ SMTP_URL: `smtp://127.0.0.1:${(silent.address() as AddressInfo).port}` }))
  const away = await waiting(letter).catch((error) => error)
  // By its own delay for a greeting: the default is half a minute.
  expect(away).toMatchObject({ code: 'ETIMEDOUT', message: 'Greeting never received' })
  expect(away).not.toBeInstanceOf(Refused)
  waiting.close?.()
  silent.close()
}, 20_000)

test.each<[word: string, answer: string, isForGood: boolean]>([
  ['RCPT', '550 no such user', true],
  ['RCPT', '450 greylisted', false],
  ['DATA', '552 too much', true],
  ['the letter', '554 spam', true],
  ['the letter', '451 try later', false],
])('« %s » answered « %s » refuses this mail, for good: %s', async (word, answer, isForGood) => {
  answers = { [word]: answer }
  const refused = await deliver(letter).catch((error) => error)
  expect(refused).toBeInstanceOf(Refused)
  expect(refused).toMatchObject({ isForGood })
})

test.each([
  ['550 5.1.1 no such user', '5.1.1'],
  ['550-5.2.1 closed\r\n550 5.2.1 for good', '5.2.1'],
  ['550 no such user', undefined],
])('« %s » says why in numbers: %s', async (answer, status) => {
  answers = { RCPT: answer }
  expect(await deliver(letter).catch((error) => error)).toMatchObject({ isForGood: true, status })
})

test('so does an address that is none', async () => {
  answers = {}
  expect(await deliver({ ...letter, to: '' }).catch((error) => error)).toBeInstanceOf(Refused)
})

test.each([
  ['greeting', '554 no service here'],
  ['greeting', '421 too many connections'],
  ['AUTH', '535 wrong password'],
  ['MAIL', '550 sender refused'],
  ['RCPT', '421 closing'],
])('« %s » answered « %s » says nothing of the mail: the post is away', async (word, answer) => {
  answers = { [word]: answer }
  const calling = opened()
  const away = await calling(letter).catch((error) => error)
  calling.close?.()
  expect(away).toBeInstanceOf(Error)
  expect(away).not.toBeInstanceOf(Refused)
})
