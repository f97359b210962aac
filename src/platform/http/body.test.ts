import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { inBytes, ORIGIN } from '../../../tests/support/app.ts'
import { bankForm } from '../../features/aid/apprentice-aid/bank.ts'
import { qrTextFrom } from '../../features/card/cards/card.ts'
import { cleaned } from '../cleaned.ts'
import { UserError } from '../errors.ts'
import { day, digits, email, euros, fixedPhone, mobilePhone, optionalText, paragraphs, personName, text } from '../forms/fields.ts'
import { ReceivedFile } from '../received-files.ts'
import { nested, readBody } from './body.ts'

/** Fields as they come when they are pasted from a mail, a chat, a PDF or a spreadsheet: what surrounds them, and what is inside. */
const pasted = (typed: string) => `\ufeff\u200b\u202a${typed.replaceAll(' ', '\u00a0').replace(/^(..)/, '$1\u00ad\u200e')}\u202c\u202f`

const FIELDS: [field: string, schema: z.ZodType, typed: string, read: unknown][] = [
  ['lastName', personName('?'), 'de La Fontaine', 'de La Fontaine'],
  ['email', email(), 'jean@exemple.fr', 'jean@exemple.fr'],
  ['mobilePhone', mobilePhone(), '06 23 41 64 27', '0623416427'],
  ['fixedPhone', fixedPhone(), '+33 3 22 97 00 00', '0322970000'],
  ['number', digits('?'), '4827 501 935', '4827501935'],
  ['code', text('?').transform(qrTextFrom), '7K2M 9PQR', '7K2M9PQR'],
  ['iban', bankForm.shape.iban, 'FR76 3000 6000 0112 3456 7890 189', 'FR7630006000011234567890189'],
  ['bic', bankForm.shape.bic, 'PSST FR PP LIL', 'PSSTFRPPLIL'],
  ['amount', euros('?'), '1 200,50 €', 120_050],
  ['birthDate', day('?'), '17 juin 2010', '2010-06-17'],
  ['street', optionalText(), 'rue des Rosati', 'rue des Rosati'],
  ['message', paragraphs('?', 100), 'Bonjour, merci', 'Bonjour, merci'],
]

test.each(['application/x-www-form-urlencoded', 'multipart/form-data'])('what is pasted into any field is read, from %s', async (kind) => {
  const form = kind === 'multipart/form-data' ? new FormData() : new URLSearchParams()
  for (const [field, , typed] of FIELDS) form.append(field === 'birthDate' ? 'birthDate.day' : field, pasted(typed))
  const body = await readBody(new Request(ORIGIN, { method: 'POST', ...(await inBytes(form, {})) }), 0)
  const schema = z.object(Object.fromEntries(FIELDS.map(([field, schema]) => [field, schema])))
  expect(schema.safeParse(nested(body)).data).toEqual(Object.fromEntries(FIELDS.map(([field, , , read]) => [field, read])))
})

test('a password comes as it was typed, and no other field does', async () => {
  const typed = {
    password: '\u00a0Beffroi\u200b',
    newPassword: 'a\u00ad',
    confirmation: 'a\u00ad',
    currentPassword: '\ufeff',
    reason: 'a\u00ad',
  }
  const body = await readBody(new Request(ORIGIN, { method: 'POST', ...(await inBytes(new URLSearchParams(typed), {})) }), 0)
  expect(nested(body)).toEqual({ ...typed, reason: cleaned('a\u00ad') })
})

test.each(['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
  'a form whose sender left midway is cut short: %s',
  async (type) => {
    const body = new ReadableStream({
      start(sent) {
        sent.enqueue(new TextEncoder().encode('number=1'))
        sent.error(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }))
      },
    })
    const request = new Request(ORIGIN, { method: 'POST', headers: { 'content-type': type }, body, duplex: 'half' } as RequestInit)
    await expect(readBody(request, 0)).rejects.toMatchObject({ code: 'not-a-form', status: 400 })
  },
)

describe('a file that is kept as it comes', () => {
  const receive = async ({ name, chunks }: { name: string; chunks: AsyncIterable<Buffer> }) => {
    let size = 0
    for await (const chunk of chunks) size += chunk.length
    return new ReceivedFile('id', name, size)
  }
  const sent = async (bytes: number, mayHold = true) => {
    const form = new FormData()
    form.append('word', 'typed')
    form.append('file', new File(['x'.repeat(bytes)], 'a.csv'))
    const request = new Request(ORIGIN, { method: 'POST', ...(await inBytes(form, {})) })
    return readBody(request, 1_000_000, { receive, mayHold: () => mayHold })
  }

  test('is named in the form; nothing is of one that is too heavy, empty, or of a form that is not ours', async () => {
    expect(nested(await sent(900_000))).toEqual({ word: 'typed', file: new ReceivedFile('id', 'a.csv', 900_000) })
    expect(await sent(1_100_000)).toMatchObject({ fields: { word: ['typed'] }, received: {}, refusal: { status: 413 } })
    for (const none of [await sent(0), await sent(10, false)]) expect(nested(none)).toEqual({ word: 'typed' })
  })

  test('says so when it cannot be kept', async () => {
    const form = new FormData()
    form.append('file', new File(['x'], 'a.csv'))
    const request = new Request(ORIGIN, { method: 'POST', ...(await inBytes(form, {})) })
    const full = new UserError('too-many', 'Trop d’essais.', { status: 429 })
    await expect(readBody(request, 1_000_000, { receive: () => Promise.reject(full) })).rejects.toBe(full)
  })
})
