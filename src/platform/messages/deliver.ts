import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import type { Config } from '../config.ts'
import { dialled } from '../phones.ts'
import { OUR_REGION } from '../region.ts'
import { htmlOf } from './message.ts'

export interface Letter {
  id: string
  channel: 'email' | 'sms'
  to: string
  subject: string
  text: string
  sentAt: Date
}

/**
 * Hands a letter over to the world: SMTP, the gateway of the SMS, or the outbox.
 * @throws Refused when this letter is; anything else that it throws means that its post is away, and that others would fare no better.
 */
export type Deliver = ((letter: Letter) => Promise<void>) & {
  /** How many letters it takes at a time by each channel; one by default. */
  atOnce?: number
  /** Lets go of the connections that it keeps. */
  close?(): void
}

/** Connections that stay open: most of what a mail costs is to open one. */
const SMTP_CONNECTIONS = 5

/** How long a server may say nothing, when it is called, when it greets, and between two words. */
const SILENCE_MS = { dnsTimeout: 5_000, connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 10_000 }

/** This one letter is not taken, and the next one may be: for good, or for now. */
export class Refused extends Error {
  readonly code: string
  readonly isForGood: boolean
  /** Why, in the numbers of RFC 3463, where the server says it. */
  readonly status: string | undefined

  constructor(code: string, { isForGood, status }: { isForGood: boolean; status?: string | undefined }) {
    super(`refused: ${code}`)
    this.name = 'Refused'
    this.code = code
    this.isForGood = isForGood
    this.status = status
  }
}

const mailOf = ({ mail: { from, replyTo } }: Config, letter: Letter) => ({
  from,
  ...(replyTo && { replyTo }),
  to: letter.to,
  subject: letter.subject,
  text: letter.text,
  html: htmlOf(letter.text),
  date: letter.sentAt,
  // No answering machine answers it.
  headers: { 'Auto-Submitted': 'auto-generated' },
  // The same at every try, so that a mail sent twice can be recognised.
  messageId: `<${letter.id}@${OUR_REGION.domain}>`,
})

/**
 * Mails by SMTP when `SMTP_URL` is set, SMS by a gateway when `SMS_URL` is; a file each in `DATA_DIR/outbox` otherwise, but not in
 * production: there they wait.
 */
export function deliverBy(config: Config): Deliver {
  const outbox: Deliver = async (letter) => {
    if (config.production) throw Object.assign(new Error('no way to send this'), { code: 'NO_WAY_TO_SEND' })
    await put(config, letter)
  }
  const pool = { pool: true, maxConnections: SMTP_CONNECTIONS, maxRequeues: 1, ...SILENCE_MS } as const
  const smtp = config.smtpUrl && createTransport({ url: config.smtpUrl, ...pool })
  const mail: Deliver = smtp
    ? async (letter) => {
        await smtp.sendMail(mailOf(config, letter)).catch((error) => {
          throw refusalOf(error) ?? error
        })
      }
    : outbox
  const sms = config.sms ? smsBy(config.sms) : outbox
  const deliver: Deliver = (letter) => (letter.channel === 'sms' ? sms(letter) : mail(letter))
  return Object.assign(deliver, { atOnce: SMTP_CONNECTIONS, close: () => (smtp ? smtp.close() : undefined) })
}

/** Where an SMTP server answers about the letter itself; before, it answers about us. */
const ABOUT_THE_LETTER = ['RCPT TO', 'DATA']

/**
 * What an SMTP server answers to a login, as a greeting or to our own address has a number too, and says nothing of the letter: a wrong
 * password must not mark the whole queue as failed.
 */
function refusalOf({ code, command, responseCode, response }: SmtpError): Refused | undefined {
  // An address that is none: no server was asked.
  if (code === 'EENVELOPE' && command === 'API') return new Refused(code, { isForGood: true })
  // 421: the server leaves, whatever it was being told.
  if (!responseCode || responseCode === 421 || !ABOUT_THE_LETTER.includes(command ?? '')) return undefined
  const status = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})/.exec(response ?? '')?.[1]
  return new Refused(`${code} ${responseCode}`, { isForGood: responseCode >= 500, status })
}

interface SmtpError {
  code?: string
  command?: string
  responseCode?: number
  response?: string
}

/** The key is wrong or was taken back: nothing that is said of the letter. */
const ABOUT_US = [401, 403]
const FOR_NOW = [408, 429]

/** A POST for each SMS: JSON when the template begins with a brace, a form otherwise. */
function smsBy({ url, body, authorization, header }: NonNullable<Config['sms']>): Deliver {
  const isJson = /^\s*\{\s*"/.test(body)
  const headers = new Headers({ 'Content-Type': isJson ? 'application/json' : 'application/x-www-form-urlencoded' })
  if (authorization) headers.set('Authorization', authorization)
  const [, name, value] = /^([^:]+): *(.*)$/.exec(header ?? '') ?? []
  if (name && value) headers.set(name, value)
  const asWritten = isJson ? (value: string) => JSON.stringify(value).slice(1, -1) : encodeURIComponent
  return async (letter) => {
    const values: Record<string, string> = { '{to}': dialled(letter.to), '{text}': letter.text }
    const { status, body: answer } = await fetch(url, {
      method: 'POST',
      headers,
      body: body.replace(/\{to\}|\{text\}/g, (name) => asWritten(values[name] as string)),
      signal: AbortSignal.timeout(5_000),
    }).catch((error) => {
      throw Object.assign(new Error('no answer from the SMS gateway'), { code: error.cause?.code ?? error.name })
    })
    await answer?.cancel()
    if (status < 400) return
    const code = `HTTP_${status}`
    if (ABOUT_US.includes(status)) throw Object.assign(new Error('the SMS gateway does not know us'), { code })
    throw new Refused(code, { isForGood: status < 500 && !FOR_NOW.includes(status) })
  }
}

const outboxOf = (config: Config) => join(config.dataDir, 'outbox')

/** The message itself (.eml, .txt), then what the demonstration's page lists (.json): the second is there only when the first is. */
async function put(config: Config, letter: Letter): Promise<void> {
  const outbox = outboxOf(config)
  await mkdir(outbox, { recursive: true, mode: 0o700 })
  const name = `${letter.sentAt.toISOString().replaceAll(':', '')}-${letter.id}`
  if (letter.channel === 'sms') {
    await write(join(outbox, `${name}.txt`), `À : ${letter.to}\n\n${letter.text}\n`)
  } else {
    const { message } = await createTransport({ streamTransport: true, buffer: true }).sendMail(mailOf(config, letter))
    await write(join(outbox, `${name}.eml`), message as Buffer)
  }
  await write(join(outbox, `${name}.json`), JSON.stringify(letter))
}

async function write(path: string, content: string | Buffer): Promise<void> {
  await writeFile(`${path}.part`, content, { mode: 0o600 })
  await rename(`${path}.part`, path)
}

/** The letters of the outbox, newest first, at most `limit` of them. */
export async function lettersOf(config: Config, limit: number): Promise<Letter[]> {
  const names = await readdir(outboxOf(config)).catch(() => [])
  const newest = names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .reverse()
    .slice(0, limit)
  return Promise.all(newest.map(async (name) => JSON.parse(await readFile(join(outboxOf(config), name), 'utf8'))))
}
