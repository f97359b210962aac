import { type Answer, type Connection, open } from '../http.ts'

/** Whoever waits longer has left. */
const PATIENCE_MS = 10_000
/** The server closes a connection that has been idle for five seconds: a little before, browsers trust it no more. */
const IDLE_MS = 4_000
/** What somebody looks at before they leave. */
const REQUESTS_EACH = 12

class TooLate extends Error {}

interface Idle {
  connection: Connection
  left: number
  since: number
}

/** The browsers of many people: connections that are kept open from one request to the next, as many as are needed. */
export class Browsers {
  readonly #port: number
  readonly #idle: Idle[] = []

  constructor(port: number) {
    this.#port = port
  }

  /** @throws Error when there is no answer: the connection was refused or closed, or it took too long */
  async ask(request: string | Buffer): Promise<Answer> {
    const used = this.#usable()
    if (used) {
      try {
        return await this.#askOn(used, request)
      } catch (error) {
        // Closed while it was on its way, as browsers know: they ask once more.
        if (error instanceof TooLate) throw error
      }
    }
    return this.#askOn({ connection: await open(this.#port), left: REQUESTS_EACH, since: 0 }, request)
  }

  #usable(): Idle | undefined {
    for (;;) {
      const idle = this.#idle.shift()
      if (!idle) return undefined
      if (idle.connection.isOpen() && performance.now() - idle.since < IDLE_MS) return idle
      idle.connection.close()
    }
  }

  async #askOn({ connection, left }: Idle, request: string | Buffer): Promise<Answer> {
    let timer: NodeJS.Timeout | undefined
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new TooLate(`no answer in ${PATIENCE_MS / 1_000} s`)), PATIENCE_MS)
    })
    try {
      const answer = await Promise.race([connection.ask(request), tooLate])
      const isOver = left === 1 || /^connection: close/im.test(answer.head)
      if (isOver) connection.close()
      else this.#idle.push({ connection, left: left - 1, since: performance.now() })
      return answer
    } catch (error) {
      connection.close()
      throw error
    } finally {
      clearTimeout(timer)
    }
  }

  leave(): void {
    for (const { connection } of this.#idle.splice(0)) connection.close()
  }
}

const ALWAYS = [
  'Host: localhost',
  'Connection: keep-alive',
  'User-Agent: Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0',
  'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'Accept-Language: fr,fr-FR;q=0.8,en-US;q=0.5,en;q=0.3',
  'Accept-Encoding: gzip, deflate, br, zstd',
].join('\r\n')

const byte = () => Math.floor(Math.random() * 256)
/** Everybody comes from a network of their own. */
const anyNetwork = () => `90.${byte()}.${byte()}.${byte()}`

/** A page asked for as a browser does, through the proxy that stands in front in production. */
export const getting = (path: string, cookie: string): string =>
  `GET ${path} HTTP/1.1\r\n${ALWAYS}\r\nX-Forwarded-For: ${anyNetwork()}\r\nCookie: ${cookie}\r\n\r\n`

/** A form sent as a browser does. */
export function posting(path: string, cookie: string, fields: Record<string, string>): string {
  const body = new URLSearchParams(fields).toString()
  return `${headOfPost(path, cookie, 'application/x-www-form-urlencoded', Buffer.byteLength(body))}${body}`
}

/** A form with a file. */
export function sending(path: string, cookie: string, fields: Record<string, string>, file: { name: string; type: string; bytes: Buffer }) {
  const boundary = '----an-opening-day'
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  const before = `${parts.join('')}--${boundary}\r\nContent-Disposition: form-data; name="${file.name}"; filename="a-file"\r\nContent-Type: ${file.type}\r\n\r\n`
  const body = Buffer.concat([Buffer.from(before), file.bytes, Buffer.from(`\r\n--${boundary}--\r\n`)])
  return Buffer.concat([Buffer.from(headOfPost(path, cookie, `multipart/form-data; boundary=${boundary}`, body.length)), body])
}

const headOfPost = (path: string, cookie: string, type: string, bytes: number): string =>
  `POST ${path} HTTP/1.1\r\n${ALWAYS}\r\nX-Forwarded-For: ${anyNetwork()}\r\nCookie: ${cookie}\r\n` +
  `Content-Type: ${type}\r\nContent-Length: ${bytes}\r\n\r\n`
