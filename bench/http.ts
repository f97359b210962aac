import { once } from 'node:events'
import { connect } from 'node:net'

/** Sends a request on a connection that stays open; answers its status once the whole answer is read. */
type Send = (request: string) => Promise<number>

export interface Answer {
  status: number
  /** The lines of its head, as they came. */
  head: string
}

/** A connection that stays open, for one request after the other. */
export interface Connection {
  /** Answers once the whole answer is read; fails when the server closes the connection before. */
  ask(request: string | Buffer): Promise<Answer>
  isOpen(): boolean
  close(): void
}

/** So many connections that each do `task` again and again: how many a second got done. Cheaper than fetch: the client shares the machine. */
export async function perSecond(given: {
  port: number
  connections: number
  seconds: number
  task: (send: Send) => Promise<void>
}): Promise<number> {
  const { port, connections, seconds, task } = given
  let done = 0
  const started = performance.now()
  const endsAt = started + seconds * 1_000
  const one = async () => {
    const { ask, close } = await open(port)
    const send = async (request: string) => (await ask(request)).status
    while (performance.now() < endsAt) {
      await task(send)
      done += 1
    }
    close()
  }
  await Promise.all(Array.from({ length: connections }, one))
  return done / ((performance.now() - started) / 1_000)
}

export async function open(port: number): Promise<Connection> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true)
  await once(socket, 'connect')
  let waiting = { resolve: (_answer: Answer) => {}, reject: (_error: Error) => {} }
  const answer = new AnswerReader((whole) => waiting.resolve(whole))
  socket.on('data', (chunk) => answer.read(chunk))
  socket.on('error', (error) => waiting.reject(error))
  socket.on('close', () => waiting.reject(new Error('the server closed the connection')))
  return {
    ask(request) {
      const whole = new Promise<Answer>((resolve, reject) => {
        waiting = { resolve, reject }
      })
      socket.write(request)
      return whole
    },
    isOpen: () => !socket.destroyed && socket.readyState === 'open',
    close: () => socket.destroy(),
  }
}

const LAST_CHUNK = Buffer.from('0\r\n\r\n')

class AnswerReader {
  #head: Buffer = Buffer.alloc(0)
  #answer: Answer = { status: 0, head: '' }
  /** The last bytes of a body in chunks. */
  #tail: Buffer = Buffer.alloc(0)
  /** Bytes of the body still to come; null while the head is read. */
  #left: number | null = null
  readonly #whole: (answer: Answer) => void

  constructor(whole: (answer: Answer) => void) {
    this.#whole = whole
  }

  read(chunk: Buffer): void {
    if (this.#left === null) this.#readHead(chunk)
    else this.#readBody(chunk)
  }

  #readHead(chunk: Buffer): void {
    this.#head = Buffer.concat([this.#head, chunk])
    const end = this.#head.indexOf('\r\n\r\n')
    if (end < 0) return
    const head = this.#head.toString('latin1', 0, end)
    const body = this.#head.subarray(end + 4)
    this.#head = Buffer.alloc(0)
    this.#answer = { status: Number(head.slice(9, 12)), head }
    this.#tail = Buffer.alloc(0)
    this.#left = /transfer-encoding: chunked/i.test(head) ? Number.POSITIVE_INFINITY : Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
    this.#readBody(body)
  }

  #readBody(chunk: Buffer): void {
    this.#left = this.#isLast(chunk) ? 0 : (this.#left ?? 0) - chunk.length
    if (this.#left > 0) return
    this.#left = null
    this.#whole(this.#answer)
  }

  #isLast(chunk: Buffer): boolean {
    if (this.#left !== Number.POSITIVE_INFINITY) return false
    // What ends the body may come in two parts.
    this.#tail = Buffer.concat([this.#tail, chunk.subarray(-LAST_CHUNK.length)]).subarray(-LAST_CHUNK.length)
    return this.#tail.equals(LAST_CHUNK)
  }
}

/** A request as a browser that is signed in sends it. */
export const get = (path: string, cookie: string): string =>
  `GET ${path} HTTP/1.1\r\nHost: localhost\r\nCookie: ${cookie}\r\nConnection: keep-alive\r\n\r\n`

/** A form as the same browser sends it. */
export function post(path: string, cookie: string, fields: Record<string, string>): string {
  const body = new URLSearchParams(fields).toString()
  return (
    `POST ${path} HTTP/1.1\r\nHost: localhost\r\nCookie: ${cookie}\r\nConnection: keep-alive\r\n` +
    `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
  )
}
