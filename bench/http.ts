import { once } from 'node:events'
import { connect } from 'node:net'

/** Sends a request on a connection that stays open; answers its status once the whole answer is read. */
type Send = (request: string) => Promise<number>

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
    const { send, close } = await open(port)
    while (performance.now() < endsAt) {
      await task(send)
      done += 1
    }
    close()
  }
  await Promise.all(Array.from({ length: connections }, one))
  return done / ((performance.now() - started) / 1_000)
}

async function open(port: number): Promise<{ send: Send; close(): void }> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true)
  await once(socket, 'connect')
  let waiting = { resolve: (_status: number) => {}, reject: (_error: Error) => {} }
  const answer = new AnswerReader((status) => waiting.resolve(status))
  socket.on('data', (chunk) => answer.read(chunk))
  socket.on('error', (error) => waiting.reject(error))
  socket.on('close', () => waiting.reject(new Error('the server closed the connection')))
  return {
    send(request) {
      const status = new Promise<number>((resolve, reject) => {
        waiting = { resolve, reject }
      })
      socket.write(request)
      return status
    },
    close: () => socket.destroy(),
  }
}

const LAST_CHUNK = Buffer.from('0\r\n\r\n')

class AnswerReader {
  #head: Buffer = Buffer.alloc(0)
  #status = 0
  /** Bytes of the body still to come; null while the head is read. */
  #left: number | null = null
  readonly #whole: (status: number) => void

  constructor(whole: (status: number) => void) {
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
    this.#status = Number(head.slice(9, 12))
    this.#left = /transfer-encoding: chunked/i.test(head) ? Number.POSITIVE_INFINITY : Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
    this.#readBody(body)
  }

  #readBody(chunk: Buffer): void {
    const isLast = this.#left === Number.POSITIVE_INFINITY && chunk.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK)
    this.#left = isLast ? 0 : (this.#left ?? 0) - chunk.length
    if (this.#left > 0) return
    this.#left = null
    this.#whole(this.#status)
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
