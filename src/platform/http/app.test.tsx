import { gunzipSync } from 'node:zlib'
import type { Hono } from 'hono'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { inBytes, testSite } from '../../../tests/support/app.ts'
import { testDatabase } from '../../../tests/support/database.ts'
import { readConfig } from '../config.ts'
import { openDatabase, openPool } from '../database/index.ts'
import { notFound, UserError } from '../errors.ts'
import { text } from '../forms/fields.ts'
import { createApp, routesOf } from './app.tsx'
import { readBody } from './body.ts'
import { form, page, type Space, see } from './page.ts'
import { place } from './place.ts'
import type { Site } from './site.ts'

const database = await testDatabase()

const space: Space<{ id: number }> = {
  identify: async () => ({ id: 1 }),
  shell: ({ title, content, visit }) => (
    <html lang="fr">
      <title>{title}</title>
      <p>{visit.csrf()}</p>
      {content}
    </html>
  ),
}

const places = { all: { greeting: place('/').saying('bonjour'), reading: place('/lecture'), hurried: place('/hurried') } }

const greeting = page(space, places.all.greeting, {
  title: 'Bonjour',
  said: { bonjour: 'C’est dit' },
  view: ({ form: state, said }) => (
    <main>
      {said}
      {state.value('name')}
      {state.errors.map((error) => error.message)}
    </main>
  ),
  submit: form(z.object({ name: text('Dites un nom.', 20) }), { maxFileBytes: 1000 }, async ({ tx, input }) => {
    await tx.insertInto('wallet_kinds').values({ code: input.name, label: input.name }).execute()
    if (input.name === 'refus') throw new UserError('test.refused', 'Pas celui-là.', { field: 'name' })
    if (input.name === 'bug') throw new Error('secret detail')
    if (input.name === 'absent') throw notFound()
    return see('/suite')
  }),
})

const reading = page(space, places.all.reading, {
  title: 'Lecture',
  async view({ db }) {
    await db.selectFrom('campaigns').select('id').execute()
    return <main>lu</main>
  },
})

const hurried = page(space, places.all.hurried, {
  title: 'En une fois',
  view: () => <main />,
  submit: form(z.object({}), { isOneStatement: true }, async ({ tx }) => {
    for (const code of ['premier', 'second']) await tx.insertInto('wallet_kinds').values({ code, label: code }).execute()
    return see('/suite')
  }),
})

function appOf(change: Partial<Site> = {}): Hono {
  const { site } = testSite(database)
  const lost = {
    // Pages where none answers are shown even so.
    identify: () => Promise.reject(new Error('the database is away')),
    shell: space.shell as never,
    content: ({ sentence, reference }: { sentence: string; reference?: string }) => <main>{`${sentence} ${reference ?? ''}`}</main>,
  }
  return createApp({ ...site, ...change }, routesOf(places, { all: { greeting, reading, hurried } }), lost)
}

async function opened(app: Hono, origin = 'http://localhost:3000') {
  const answer = await app.request(`${origin}/`)
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const csrf = /<p>([^<]+)<\/p>/.exec(await answer.text())?.[1] ?? ''
  const post = async (fields: Record<string, string>, headers: Record<string, string> = {}, path = '/') =>
    app.request(`${origin}${path}`, {
      method: 'POST',
      ...(await inBytes(new URLSearchParams({ _csrf: csrf, ...fields }), { cookie, origin, ...headers })),
    })
  return { answer, csrf, cookie, post }
}

const kinds = () => database.db.selectFrom('wallet_kinds').select('code').execute()

test('a form that succeeds answers 303', async () => {
  const { post } = await opened(appOf())
  const answer = await post({ name: 'bien' })
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/suite'])
  expect(await kinds()).toContainEqual({ code: 'bien' })
})

test('what is done is said once it is, in the words of the page, and no longer once a form of it is refused', async () => {
  const app = appOf()
  const { post } = await opened(app)
  const shown = async (address: string) => (await app.request(`http://localhost:3000${address}`)).text()
  expect(await shown(places.all.greeting.said('bonjour'))).toContain('C’est dit')
  for (const address of ['/', '/?fait=autre', '/?fait=constructor']) expect(await shown(address)).toContain('<main></main>')
  expect(await (await post({ name: '' }, {}, '/?fait=bonjour')).text()).not.toContain('C’est dit')
})

test('a refusal shows the page again with what was typed, and leaves nothing behind', async () => {
  const { post } = await opened(appOf())
  const empty = await post({ name: ' ' })
  expect(empty.status).toBe(422)
  expect(await empty.text()).toContain('Dites un nom.')
  const refused = await post({ name: 'refus' })
  expect(refused.status).toBe(422)
  const shown = await refused.text()
  expect(shown).toContain('refus')
  expect(shown).toContain('Pas celui-là.')
  expect(shown).toContain('<title>Erreur — Bonjour</title>')
  expect(await kinds()).not.toContainEqual({ code: 'refus' })
})

test('an act that is one statement has no second', async () => {
  const { post } = await opened(appOf())
  expect((await post({}, {}, '/hurried')).status).toBe(500)
  expect(await kinds()).not.toContainEqual({ code: 'second' })
})

test('a page is packed for the browsers that say they can read it', async () => {
  const answer = await appOf().request('http://localhost:3000/', { headers: { 'accept-encoding': 'gzip, br' } })
  expect(answer.headers.get('content-encoding')).toBe('gzip')
  expect(gunzipSync(await answer.arrayBuffer()).toString()).toContain('<title>Bonjour</title>')
})

test('a bug shows a reference and nothing else', async () => {
  const { post } = await opened(appOf())
  const answer = await post({ name: 'bug' })
  expect(answer.status).toBe(500)
  const shown = await answer.text()
  expect(shown).toMatch(/Réessayez dans quelques minutes\. [0-9a-f]{8}/)
  expect(shown).not.toContain('secret detail')
})

test('what is not there is 404, for a page and for an act', async () => {
  const app = appOf()
  expect((await app.request('http://localhost:3000/nulle-part')).status).toBe(404)
  const { post } = await opened(app)
  expect((await post({ name: 'absent' })).status).toBe(404)
})

test('a form is taken from the site by any name of this machine, and by none but its own once it is public', async () => {
  const local = await opened(appOf(), 'http://127.0.0.1:3000')
  expect((await local.post({ name: 'local' })).status).toBe(303)
  const config = readConfig({ DEMO: '1', PUBLIC_URL: 'http://carte.example:3000' })
  const elsewhere = await opened(appOf({ config }), 'http://127.0.0.1:3000')
  expect((await elsewhere.post({ name: 'ailleurs' })).status).toBe(403)
})

test.each([
  ['no token', { _csrf: '' }, {}],
  ['another token', { _csrf: 'a'.repeat(43) }, {}],
  ['another origin', {}, { origin: 'https://ailleurs.example' }],
  ['no cookie', {}, { cookie: '' }],
])('a POST with %s is refused', async (_what, fields, headers) => {
  const { post } = await opened(appOf())
  const answer = await post({ name: 'faux', ...fields }, headers)
  expect(answer.status).toBe(403)
  expect(await kinds()).not.toContainEqual({ code: 'faux' })
})

test('too much text is 413, too big a file too, and something that is no form 415', async () => {
  const app = appOf()
  const { post, csrf, cookie } = await opened(app)
  expect((await post({ name: 'x'.repeat(300_000) })).status).toBe(413)
  const long = new FormData()
  long.append('_csrf', csrf)
  for (const name of ['name', 'other']) long.append(name, 'x'.repeat(150_000))
  const inParts = await inBytes(long, { cookie, origin: 'http://localhost:3000' })
  expect((await app.request('http://localhost:3000/', { method: 'POST', ...inParts })).status).toBe(413)
  const withFile = new FormData()
  withFile.append('_csrf', csrf)
  withFile.append('file', new Blob(['x'.repeat(2000)]), 'x.jpg')
  withFile.append('name', 'écrit après le fichier')
  const headers = { cookie, origin: 'http://localhost:3000' }
  const heavy = await app.request('http://localhost:3000/', { method: 'POST', ...(await inBytes(withFile, headers)) })
  expect(heavy.status).toBe(413)
  expect(await heavy.text()).toContain('écrit après le fichier')
  const json = await app.request('http://localhost:3000/', {
    method: 'POST',
    body: '{}',
    headers: { ...headers, 'content-type': 'application/json' },
  })
  expect(json.status).toBe(415)
})

test('files count together, and those of everybody too', async () => {
  const app = appOf()
  const { csrf, cookie } = await opened(app)
  const several = new FormData()
  several.append('_csrf', csrf)
  several.append('name', 'plusieurs')
  for (const field of ['one', 'two', 'three']) several.append(field, new Blob(['x'.repeat(400)]), `${field}.jpg`)
  const origin = 'http://localhost:3000'
  const answer = await app.request(`${origin}/`, { method: 'POST', ...(await inBytes(several, { cookie, origin })) })
  expect([answer.status, await answer.text()]).toEqual([413, expect.stringContaining('Envoyez-les un par un')])
})

test('of ten files of nine megabytes none is kept and the last are not read, and what is held of all senders has an end', async () => {
  const [part, bytes] = [(name: string) => `--x\r\nContent-Disposition: form-data; name="${name}"; filename="f"\r\n\r\n`, 9_000_000]
  const headers = { 'content-type': 'multipart/form-data; boundary=x' }
  const sending = (body: ReadableStream) =>
    new Request('http://localhost:3000/', { method: 'POST', headers, body, duplex: 'half' } as RequestInit)
  const file = Buffer.alloc(bytes)
  let sent = 0
  const ten = new ReadableStream<Uint8Array>({
    pull(to) {
      sent += 1
      if (sent > 10) return to.close()
      to.enqueue(Buffer.from(part(`f${sent}`)))
      to.enqueue(file)
      to.enqueue(Buffer.from('\r\n'))
    },
  })
  await expect(readBody(sending(ten), 10_000_000)).rejects.toMatchObject({ status: 413 })
  expect(sent).toBeLessThan(9)

  const open: ReadableStreamDefaultController<Uint8Array>[] = []
  const slow = () =>
    new ReadableStream<Uint8Array>({
      start(to) {
        open.push(to)
        to.enqueue(Buffer.from(part('f')))
        to.enqueue(file)
      },
    })
  const typed = '\r\n--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nécrit après\r\n--x--\r\n'
  const many = Array.from({ length: 30 }, () => readBody(sending(slow()), 10_000_000))
  for (const one of open) {
    one.enqueue(Buffer.from(typed))
    one.close()
  }
  const ends = await Promise.all(many)
  expect(ends.map(({ fields }) => fields.name)).toEqual(Array(30).fill(['écrit après']))
  const refused = ends.filter(({ refusal }) => refusal?.status === 503)
  expect([refused.length, ends.filter(({ files }) => files.f).length]).toEqual([8, 22])
  const [alone, to] = [slow(), open.at(-1)]
  to?.enqueue(Buffer.from('\r\n--x--\r\n'))
  to?.close()
  expect((await readBody(sending(alone as ReadableStream), 10_000_000)).files.f?.bytes.length).toBe(bytes)
})

test('a broken multipart body is refused with a sentence', async () => {
  const app = appOf()
  const { cookie } = await opened(app)
  const headers = { cookie, origin: 'http://localhost:3000', 'content-type': 'multipart/form-data; boundary=x' }
  const answer = await app.request('http://localhost:3000/', {
    method: 'POST',
    body: '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\ncut',
    headers,
  })
  expect(answer.status).toBe(400)
})

test.each(['/', '/nulle-part', '/%00'])('%s is strict about what may run in it and is kept by nobody', async (path) => {
  const answer = await appOf().request(`http://localhost:3000${path}`)
  expect(answer.headers.get('x-frame-options')).toBe('DENY')
  const csp = answer.headers.get('content-security-policy') ?? ''
  expect(csp).toContain("default-src 'none'")
  expect(csp).toMatch(/script-src 'nonce-[\w-]{22}'/)
  expect(csp).not.toContain('unsafe')
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  expect(answer.headers.get('strict-transport-security')).toBeNull()
})

test('behind https cookies are of this host only, and Origin is compared with PUBLIC_URL', async () => {
  const config = readConfig({ DATABASE_URL: 'postgres://x@y/z', PUBLIC_URL: 'https://carte.example' })
  const app = appOf({ config })
  const answer = await app.request('http://10.0.0.7:3000/')
  const set = answer.headers.getSetCookie()[0] ?? ''
  expect(set).toMatch(/^__Host-visitor=.+; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  expect(answer.headers.get('strict-transport-security')).toContain('max-age')
  const csrf = /<p>([^<]+)<\/p>/.exec(await answer.text())?.[1] ?? ''
  const body = new URLSearchParams({ _csrf: csrf, name: 'derrière un relais' })
  const headers = { cookie: set.split(';')[0] ?? '', origin: 'https://carte.example' }
  expect((await app.request('http://10.0.0.7:3000/', { method: 'POST', body, headers })).status).toBe(303)
})

test('while the database is away pages answer 503 in French within two seconds, and say when to come back', async () => {
  const away = openPool('postgres://nobody@127.0.0.1:1/none', { max: 1 })
  const app = appOf({ pool: away, db: openDatabase(away) })
  const started = performance.now()
  const answer = await app.request('http://localhost:3000/lecture')
  expect(performance.now() - started).toBeLessThan(2000)
  expect(answer.status).toBe(503)
  expect(answer.headers.get('retry-after')).toBe('10')
  expect(await answer.text()).toContain('momentanément indisponible')
  await away.end()
})
