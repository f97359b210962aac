import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { readConfig } from '../../src/platform/config.ts'
import { FileStore, type StorePlace } from '../../src/platform/file-store.ts'
import { openLog } from '../../src/platform/log.ts'
import { serverAt } from './stand-in.ts'

const [KEY, SECRET, REGION] = ['a-key', 'a/secret+of=40', 'fr-par']
const PAGE = 2

const sha256 = (what: string | Buffer) => createHash('sha256').update(what)
const hmac = (key: string | Buffer, what: string) => createHmac('sha256', key).update(what).digest()
const encoded = (text: string) => encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)

/** AWS Signature Version 4, as its document says it, and not as our client does it. */
function isSigned({ method, url, headers }: IncomingMessage, secret: string): boolean {
  const { pathname, searchParams } = new URL(url ?? '', 'http://s3')
  const said = /Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=(\w+)/.exec(
    headers.authorization ?? '',
  )
  if (!said) return false
  const [, key, day = '', region = '', signed = '', signature = ''] = said
  const query = [...searchParams].map(([name, value]) => `${encoded(name)}=${encoded(value)}`).sort()
  const canonical = [
    method,
    pathname,
    query.join('&'),
    ...signed.split(';').map((name) => `${name}:${headers[name]}`),
    '',
    signed,
    headers['x-amz-content-sha256'],
  ].join('\n')
  const scope = `${day}/${region}/s3/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical).digest('hex')].join('\n')
  const signing = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>((under, what) => hmac(under, what), `AWS4${secret}`)
  const right = hmac(signing, toSign)
  const given = Buffer.from(signature, 'hex')
  return key === KEY && region === REGION && given.length === right.length && timingSafeEqual(given, right)
}

const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest()

const XML = "<?xml version='1.0' encoding='UTF-8'?>\n"
const errorOf = (code: string) => `${XML}<Error><Code>${code}</Code><Message>No.</Message><RequestId>tx34db</RequestId></Error>`

const ERRORS = {
  400: 'AuthorizationHeaderMalformed',
  403: 'AccessDenied',
  404: 'NoSuchBucket',
  500: 'InternalError',
  503: 'ServiceUnavailable',
}

/** `changed`: what is put comes with another byte than it left with. */
type Trouble = 'silent' | 'cut' | 'changed' | keyof typeof ERRORS

/** A store that speaks the little S3 that we need, word for word as OpenStack Swift 2.30 (`npm run test:store`), until the test has ended. */
export class S3StandIn {
  readonly objects = new Map<string, { bytes: Buffer; putAt: Date }>()
  /** Names that it has and does not list yet, as when one of its servers was away. */
  readonly unlisted = new Set<string>()
  /** What is wrong with it now. */
  trouble: Trouble | undefined
  /** Done before a put; where it says no, the put fails. */
  onPut: (() => Promise<unknown>) | undefined
  asked = 0
  url = ''

  static async start(): Promise<S3StandIn> {
    const it = new S3StandIn()
    const address = new URL(await serverAt((request, response) => void it.#answer(request, response)))
    it.url = `http://${KEY}:${encodeURIComponent(SECRET)}@${address.host}/bucket/hdf?region=${REGION}`
    return it
  }

  /** Our client on it. */
  client({ milliseconds = 20_000, secretAccessKey }: { milliseconds?: number; secretAccessKey?: string } = {}): FileStore {
    const place = readConfig({ FILES_URL: this.url }).files as StorePlace
    return new FileStore({ ...place, ...(secretAccessKey && { secretAccessKey }) }, openLog('silent'), milliseconds)
  }

  /** As if it had been put so long ago. */
  age(hours: number): void {
    for (const object of this.objects.values()) object.putAt = new Date(object.putAt.getTime() - hours * 3_600_000)
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.asked += 1
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const refuse = (status: number, code: string) =>
      void response.writeHead(status, { 'content-type': 'application/xml' }).end(errorOf(code))
    if (this.trouble === 'silent') return
    if (!isSigned(request, SECRET)) return refuse(403, 'SignatureDoesNotMatch')
    if (typeof this.trouble === 'number') return refuse(this.trouble, ERRORS[this.trouble])
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://s3')
    if (!pathname.startsWith('/bucket/')) return refuse(404, 'NoSuchBucket')
    const name = decodeURIComponent(pathname.slice('/bucket/'.length))
    if (request.method === 'GET' && name === '')
      return void response.writeHead(200, { 'content-type': 'application/xml' }).end(this.#page(searchParams))
    if (request.method === 'PUT') return this.#put(name, Buffer.concat(chunks), request, response)
    if (request.method === 'DELETE') {
      this.objects.delete(name)
      return void response.writeHead(204).end()
    }
    const object = this.objects.get(name)
    if (!object) return refuse(404, 'NoSuchKey')
    response.writeHead(200, { 'content-length': object.bytes.length })
    if (this.trouble !== 'cut') return void response.end(object.bytes)
    response.write(object.bytes.subarray(0, object.bytes.length / 2), () => response.destroy())
  }

  async #put(name: string, bytes: Buffer, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.trouble === 'changed') bytes[0] = (bytes[0] as number) ^ 1
    const sum = md5(bytes)
    // Without it nothing is compared: other sums are passed over, as Swift does.
    const said = request.headers['content-md5'] ?? sum.toString('base64')
    if (said !== sum.toString('base64'))
      return void response.writeHead(400, { 'content-type': 'application/xml' }).end(errorOf('BadDigest'))
    if ((await this.onPut?.()) === false) return void response.writeHead(500).end()
    this.objects.set(name, { bytes, putAt: new Date() })
    response.writeHead(200, { etag: `"${sum.toString('hex')}"`, 'content-type': 'text/html; charset=UTF-8' }).end()
  }

  /** A page of the list, short so that there are several. */
  #page(asked: URLSearchParams): string {
    const prefix = asked.get('prefix') ?? ''
    const after = Buffer.from(asked.get('continuation-token') ?? '', 'base64').toString()
    const names = [...this.objects.keys()].sort().filter((name) => name > after && name.startsWith(prefix) && !this.unlisted.has(name))
    const page = names.slice(0, PAGE)
    const isMore = names.length > PAGE
    const contents = page.map((name) => {
      const { bytes, putAt } = this.objects.get(name) as { bytes: Buffer; putAt: Date }
      const sizes = `<ETag>"${md5(bytes).toString('hex')}"</ETag><Size>${bytes.length}</Size><StorageClass>STANDARD</StorageClass>`
      return `<Contents><Key>${name}</Key><LastModified>${putAt.toISOString()}</LastModified>${sizes}</Contents>`
    })
    const next = isMore ? `<NextContinuationToken>${Buffer.from(`${page.at(-1)}`).toString('base64')}</NextContinuationToken>` : ''
    const counts = `<KeyCount>${page.length}</KeyCount><MaxKeys>${PAGE}</MaxKeys><IsTruncated>${isMore}</IsTruncated>`
    const about = `<Name>bucket</Name><Prefix>${prefix}</Prefix>${next}${counts}`
    return `${XML}<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${about}${contents.join('')}</ListBucketResult>`
  }
}
