import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, randomUUID, verify } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { Agent, createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterAll } from 'vitest'

interface Received {
  path: string | undefined
  headers: IncomingHttpHeaders
  body: Buffer
}

// A key that both sides have, in place of a certificate that would have to be made.
const psk = randomBytes(32)
const SHARED = { ciphers: 'PSK', maxVersion: 'TLSv1.2' } as const

/** What the maker of a browser runs: it notes what it is given, and answers what the test says. The agent leads there, whatever the name. */
export async function pushServer() {
  const received: Received[] = []
  let answer: { status: number; headers: Record<string, string> } | 'nothing' = { status: 201, headers: {} }
  const server = createServer({ ...SHARED, pskCallback: () => psk }, (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      received.push({ path: request.url, headers: request.headers, body: Buffer.concat(chunks) })
      if (answer !== 'nothing') response.writeHead(answer.status, answer.headers).end()
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const dialled = {
    ...SHARED,
    host: '127.0.0.1',
    port,
    pskCallback: () => ({ psk, identity: 'test' }),
    checkServerIdentity: () => undefined,
  }
  return {
    received,
    agent: new Agent(dialled),
    answers(status: number, headers: Record<string, string> = {}) {
      answer = { status, headers }
    },
    saysNothing() {
      answer = 'nothing'
    },
  }
}

/** A browser that was asked for an address and keys: what its page sends, and what it reads of what it is given (RFC 8291). */
export function aBrowser(endpoint = `https://push.example/${randomUUID()}`) {
  const pair = createECDH('prime256v1')
  pair.generateKeys()
  const auth = randomBytes(16)
  const keys = { p256dh: pair.getPublicKey('base64url'), auth: auth.toString('base64url') }
  return {
    subscription: JSON.stringify({ endpoint, expirationTime: null, keys }),
    reads(body: Buffer): string {
      const salt = body.subarray(0, 16)
      const length = body.readUInt8(20)
      const theirs = body.subarray(21, 21 + length)
      const cipher = body.subarray(21 + length, -16)
      const made = (secret: Buffer, from: Buffer, info: (string | Buffer)[], bytes: number) =>
        Buffer.from(hkdfSync('sha256', secret, from, Buffer.concat(info.map((part) => Buffer.from(part))), bytes))
      const secret = made(pair.computeSecret(theirs), auth, ['WebPush: info\0', pair.getPublicKey(), theirs], 32)
      const opening = createDecipheriv(
        'aes-128-gcm',
        made(secret, salt, ['Content-Encoding: aes128gcm\0'], 16),
        made(secret, salt, ['Content-Encoding: nonce\0'], 12),
      ).setAuthTag(body.subarray(-16))
      const plain = Buffer.concat([opening.update(cipher), opening.final()])
      if (plain.at(-1) !== 2) throw new Error('not a last record')
      return plain.subarray(0, -1).toString('utf8')
    },
  }
}

/** Who rings, as the maker of a browser makes sure of it (RFC 8292): what they say of themselves, and the key that signs it. */
export function signedBy({ authorization = '' }: IncomingHttpHeaders): { key: string; said: { aud: string; exp: number; sub: string } } {
  const [, said = '', signature = '', key = ''] = /^vapid t=([\w-]+\.[\w-]+)\.([\w-]+), k=([\w-]+)$/.exec(authorization) ?? []
  const point = Buffer.from(key, 'base64url')
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url')) as [string, string]
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
  const isRight = verify('sha256', Buffer.from(said), { key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))
  if (!isRight) throw new Error('signed by another key')
  return { key, said: JSON.parse(Buffer.from(said.split('.')[1] as string, 'base64url').toString('utf8')) }
}
