import { gunzipSync } from 'node:zlib'
import type { Hono } from 'hono'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { inBytes, testSite } from '../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../tests/support/database.ts'
import { aCampaign, anAgent } from '../../../tests/support/makers.ts'
import { factsOf } from '../audit.ts'
import { readConfig } from '../config.ts'
import { inTransaction, openDatabase, openPool, openReader } from '../database/index.ts'
import { notFound, UserError } from '../errors.ts'
import type { UploadPolicy } from '../files.ts'
import { optionalFile, text } from '../forms/fields.ts'
import { FormState } from '../forms/state.ts'
import { createApp, routesOf } from './app.tsx'
import { readBody, type UploadedFile } from './body.ts'
import { download, form, page, type Space, see } from './page.ts'
import { place } from './place.ts'
import type { Site } from './site.ts'

const database = await testDatabase()

const space: Space<{ id: number }> = {
  identify: async () => ({ id: 1 }),
  uploads: ({ id }) => ({ bucket: `uploads:${id}`, max: 3, minutes: 60 }),
  shell: ({ title, content, visit }) => (
    <html lang="fr">
      <title>{title}</title>
      <p>{visit.csrf()}</p>
      {content}
    </html>
  ),
}

const places = {
  all: {
    greeting: place('/').saying('bonjour'),
    reading: place('/lecture'),
    hurried: place('/hurried'),
    long: place('/longue'),
    closed: place('/closed'),
    traced: place('/dossier').asking('ailleurs'),
    slow: place('/lente'),
    till: place('/caisse'),
    figures: place('/chiffres'),
    exported: place('/export'),
    ofAll: place('/pour-tous').asking('mots').saying('envoi'),
    ofOneAfterAll: place('/pour-un-seul'),
  },
}

const named = z.object({ name: text('Dites un nom.', 20), file: optionalFile() })
const aFile: UploadPolicy<UploadedFile, string> = {
  megabytes: 0.001,
  accept: '*',
  formats: '',
  decode: async ({ field, bytes }) => `${field}:${bytes}`,
}

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
  submit: form(named, { upload: { policy: aFile, chosen: ({ input }) => input.file } }, async ({ tx, input, file }) => {
    await tx.insertInto('wallet_kinds').values({ code: input.name, label: input.name }).execute()
    if (file) throw new UserError('test.file', `Reçu ${file}.`)
    if (input.name === 'refus') throw new UserError('test.refused', 'Pas celui-là.', { field: 'name' })
    if (input.name === 'bug') throw new Error('secret detail')
    if (input.name === 'absent') throw notFound()
    return see('/suite')
  }),
})

const closed = page(space, places.all.closed, {
  title: 'Fermée',
  view: () => see('/suite'),
  submit: form(z.object({}), async () => {
    throw new UserError('test.closed', 'Plus rien n’est attendu.', { status: 409 })
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

/** How long a statement of it may take. */
let minute = ''
const long = page(space, places.all.long, {
  title: 'Des milliers de lignes',
  view: () => <main />,
  submit: form(z.object({}), { isLong: true }, async ({ tx }) => {
    minute = (await sql<{ statement_timeout: string }>`show statement_timeout`.execute(tx)).rows[0]?.statement_timeout ?? ''
    return see('/suite')
  }),
})

const seen = factsOf({ 'test.file-read': { journal: 'Lecture d’un dossier' } })

/** A page that is written down when it is read, for whoever `reader` says. */
let reader = 0
const traced = page({ ...space, identify: async () => ({ id: reader }) }, places.all.traced, {
  find: async ({ query }) => (query.has('ailleurs') ? see('/suite') : { name: 'MARTIN' }),
  title: (_, { name }) => `Dossier de ${name}`,
  trace: ({ subject }) => ({ fact: seen['test.file-read'], details: { by: subject.name } }),
  view: ({ subject }) => <main>{subject.name}</main>,
})

/** What a page of each kind waits for before it answers. */
let released = Promise.withResolvers<void>()
let waiting = 0
const until = async () => {
  waiting += 1
  await released.promise
  waiting -= 1
}
const slow = page(space, places.all.slow, {
  title: 'Lente',
  async view() {
    await until()
    return <main>enfin</main>
  },
})
const till = page({ ...space, goesFirst: true }, places.all.till, { title: 'Caisse', view: () => <main>payé</main> })
const figures = page(space, places.all.figures, {
  mayLag: true,
  title: 'Chiffres',
  view: async ({ db }) => <main>{`${(await db.selectFrom('campaign_calendar').select('id').execute()).length} campagne`}</main>,
})
/** What anybody reads; who comes with a session, their own name. */
const anybody: Space<{ id: number } | null> = {
  identify: async (visit) => (visit.sessionToken ? { id: 7 } : null),
  shell: ({ title, content, visit, actor }) => (
    <html lang="fr">
      <title>{title}</title>
      <script nonce={visit.nonce ?? undefined} src="/assets/a.js" />
      {actor && <p>numéro {actor.id}</p>}
      {content}
    </html>
  ),
}
const ofAll = page(anybody, places.all.ofAll, {
  title: 'Pour tous',
  isSameForAll: true,
  said: { envoi: 'C’est envoyé' },
  view: ({ query, said, checked, form: state }) => {
    if (query.get('mots') === 'faux') checked(new FormState('', '', {}, [{ field: 'mots', message: 'Non.' }]))
    return <main>{said ?? query.get('mots') ?? state.errors.length}</main>
  },
})
const ofOneAfterAll = page(anybody, places.all.ofOneAfterAll, {
  title: 'Pour un seul',
  isSameForAll: true,
  view: ({ visit }) => <main>{visit.csrf()}</main>,
})
const exported = download(
  { ...space, identify: async () => ({ kind: 'agent', id: 1 }) } as Space<{ id: number }>,
  places.all.exported,
  { isSlow: true },
  async () => {
    await until()
    return new Response('fini')
  },
)

function appOf(change: Partial<Site> = {}): Hono {
  const { site } = testSite(database)
  const lost = {
    // Pages where none answers are shown even so.
    identify: () => Promise.reject(new Error('the database is away')),
    shell: space.shell as never,
    busy: (_site: Site, _nonce: string, sentence: string) => <main>{sentence}</main>,
    content: ({ sentence, reference, next }: { sentence: string; reference?: string; next?: { href: string } | undefined }) => (
      <main>{`${sentence} ${reference ?? ''} ${next?.href ?? ''}`}</main>
    ),
  }
  return createApp(
    { ...site, ...change },
    routesOf(places, [{ greeting, reading, hurried, long, closed, traced, slow, till, figures, exported, ofAll, ofOneAfterAll }]),
    lost,
  )
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

test('what may lag is read from a copy where there is one, and from the database itself without', async () => {
  const copy = await testDatabase()
  await inTransaction(copy.db, TEST_NOW, (tx) => aCampaign(tx))
  const pool = openPool(copy.url, { max: 1 })
  const campaigns = async (app: Hono) => /(\d+) campagne/.exec(await (await app.request('http://localhost:3000/chiffres')).text())?.[1]
  expect(await campaigns(appOf({ replica: openReader(pool, database.db) }))).toBe('1')
  expect(await campaigns(appOf())).toBe('0')
  await pool.end()
})

test('every place has one page, wherever its file holds it, and every page is at a place of the map', () => {
  const all = { greeting, reading, hurried, long, closed, traced, slow, till, figures, exported, ofAll, ofOneAfterAll }
  const { greeting: first, ...others } = all
  expect(routesOf(places, [{ ofADesk: { list: first, decisions: Object.values(others) }, POLICY: { kind: 'policy' } }])).toEqual(
    routesOf(places, [all]),
  )
  expect(() => routesOf(places, [others])).toThrow('all.greeting has no page')
  expect(() => routesOf(places, [all, { first }])).toThrow('all.greeting has more than one page')
  expect(() => routesOf({ all: { reading: places.all.reading } }, [{ reading, first }])).toThrow('/ is a page at no place of the map')
})

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

test('a refusal is said even if its page shows no form any more and leads elsewhere', async () => {
  const { post } = await opened(appOf())
  const answer = await post({}, {}, '/closed')
  expect([answer.status, answer.headers.get('location')]).toEqual([409, null])
  expect(await answer.text()).toContain('Plus rien n’est attendu.  /suite')
})

test('a file is decoded by its policy and given to the act; a page without a policy takes none', async () => {
  const app = appOf()
  const { csrf, cookie } = await opened(app)
  const sent = async (path: string) => {
    const withFile = new FormData()
    for (const [name, value] of Object.entries({ _csrf: csrf, name: 'fichier', file: new Blob(['vu']) })) withFile.append(name, value)
    const origin = 'http://localhost:3000'
    const answer = await app.request(`${origin}${path}`, { method: 'POST', ...(await inBytes(withFile, { cookie, origin })) })
    return [answer.status, (await answer.text()).includes('Reçu file:vu.')]
  }
  expect(await sent('/')).toEqual([422, true])
  expect(await sent('/hurried')).toEqual([413, false])
  await database.db.deleteFrom('limits').execute()
})

test('files are counted before anything looks at them, and no page takes one where nobody counts', async () => {
  const app = appOf()
  const { csrf, cookie } = await opened(app)
  const answers: number[] = []
  for (let time = 0; time <= 3; time += 1) {
    const withFile = new FormData()
    for (const [name, value] of Object.entries({ _csrf: csrf, file: new Blob(['x']) })) withFile.append(name, value)
    const origin = 'http://localhost:3000'
    const sent = await app.request(`${origin}/`, { method: 'POST', ...(await inBytes(withFile, { cookie, origin })) })
    answers.push(sent.status)
  }
  expect(answers).toEqual([422, 422, 422, 429])
  const { uploads, ...uncounted } = space
  expect(uploads).toBeDefined()
  expect(() => page(uncounted, places.all.greeting, { ...greeting, said: { bonjour: '' } })).toThrow('no limit')
})

test('an act that is one statement has no second', async () => {
  const { post } = await opened(appOf())
  expect((await post({}, {}, '/hurried')).status).toBe(500)
  expect(await kinds()).not.toContainEqual({ code: 'second' })
})

test('what a page finds gives its title, and is shown once it is written down that it is read, or not at all', async () => {
  const app = appOf()
  const facts = () => database.db.selectFrom('audit_facts').select(['fact', 'staff_id', 'details']).execute()
  reader = (await inTransaction(database.db, TEST_NOW, (tx) => anAgent(tx))).id
  const elsewhere = await app.request('http://localhost:3000/dossier?ailleurs')
  expect([elsewhere.status, elsewhere.headers.get('location'), await facts()]).toEqual([303, '/suite', []])
  expect(await (await app.request('http://localhost:3000/dossier')).text()).toContain('<title>Dossier de MARTIN</title>')
  expect(await facts()).toEqual([{ fact: 'test.file-read', staff_id: reader, details: { by: 'MARTIN' } }])
  // Somebody whom the trail cannot name.
  reader = 0
  const unwritten = await app.request('http://localhost:3000/dossier')
  expect([unwritten.status, await unwritten.text()]).toEqual([500, expect.not.stringContaining('MARTIN')])
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
  expect(csp).toMatch(/script-src 'nonce-[\w-]{36}'/)
  expect(csp).not.toContain('unsafe')
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  expect(answer.headers.get('strict-transport-security')).toBeNull()
})

const asked = (path: string, headers: Record<string, string> = {}) => appOf().request(`http://localhost:3000${path}`, { headers })

test('a page that is the same for all may be kept by a proxy for a minute, and its scripts come from our own files', async () => {
  const answer = await asked('/pour-tous')
  const { headers } = answer
  expect(headers.get('cache-control')).toBe('public, max-age=0, s-maxage=60')
  expect(headers.get('vary')).toBe('Accept-Encoding, Cookie')
  expect(headers.get('content-security-policy')).toMatch(
    /script-src http:\/\/localhost:3000\/assets\/ http:\/\/127\.0\.0\.1:3000\/assets\/$/,
  )
  expect(headers.getSetCookie()).toEqual([])
  const text = await answer.text()
  expect(text).not.toContain('nonce')
  // The same again, to whoever asks: that is what its mark says.
  const again = await asked('/pour-tous')
  expect([await again.text(), again.headers.get('etag')]).toEqual([text, headers.get('etag')])
})

test('it is not sent again to who has it already, and is once it has changed', async () => {
  const mark = (await asked('/pour-tous?mots=a')).headers.get('etag') ?? ''
  const unchanged = await asked('/pour-tous?mots=a', { 'if-none-match': `"other", ${mark}`, 'accept-encoding': 'gzip' })
  expect([unchanged.status, await unchanged.text(), unchanged.headers.get('etag')]).toEqual([304, '', mark])
  expect(unchanged.headers.get('cache-control')).toBe('public, max-age=0, s-maxage=60')
  expect((await asked('/pour-tous?mots=b', { 'if-none-match': mark })).status).toBe(200)
})

test.each([
  ['whoever is signed in', '/pour-tous', 'session=abc', 'numéro 7'],
  ['whoever comes with another cookie of ours', '/pour-tous', 'visitor=abc', '<main>0'],
  ['what was just done', '/pour-tous?fait=envoi', '', 'C’est envoyé'],
  ['what is refused', '/pour-tous?mots=faux', '', 'Erreur'],
  ['a page that turns out to set a cookie', '/pour-un-seul', '', '<main>'],
])('no copy is made for %s', async (_who, path, cookie, shown) => {
  const mark = (await asked('/pour-tous')).headers.get('etag') ?? ''
  const answer = await asked(path, { ...(cookie && { cookie }), 'if-none-match': mark })
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(answer.headers.get('vary')).toBe('Accept-Encoding, Cookie')
  expect(answer.headers.get('etag')).toBeNull()
  expect(await answer.text()).toContain(shown)
})

test('a page with a form, or whose reading is written down, is not the same for all', () => {
  const view = () => <main />
  const submit = form(z.object({}), async () => see('/suite'))
  expect(() => page(anybody, places.all.ofAll, { title: '', said: { envoi: '' }, isSameForAll: true, view, submit })).toThrow(
    'not the same',
  )
  const trace = () => null
  expect(() => page(anybody, places.all.ofAll, { title: '', said: { envoi: '' }, isSameForAll: true, view, trace })).toThrow('not the same')
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
  const db = openDatabase(away)
  const app = appOf({ pool: away, db, reader: openReader(away, db) })
  const started = performance.now()
  const answer = await app.request('http://localhost:3000/lecture')
  expect(performance.now() - started).toBeLessThan(2000)
  expect(answer.status).toBe(503)
  expect(answer.headers.get('retry-after')).toBe('10')
  expect(await answer.text()).toContain('momentanément indisponible')
  await away.end()
})

/** Many ask at once, and wait; what each is answered once they are let go. */
async function crowd(app: Hono, path: string, size: number, headers: Record<string, string> = {}) {
  if (waiting === 0) released = Promise.withResolvers<void>()
  const answers = Array.from({ length: size }, () => app.request(`http://localhost:3000${path}`, { headers }))
  const statuses = Promise.all(answers.map(async (answer) => (await answer).status))
  // Those who may begin have begun.
  for (let quiet = 0, before = -1; quiet < 3; quiet = before === waiting ? quiet + 1 : 0) {
    before = waiting
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return { inHand: waiting, statuses, answers }
}

test('so many pages at a time; who cannot be answered in time is told so, on a page that says when to come back, and tills go on', async () => {
  const app = appOf()
  const { inHand, statuses, answers } = await crowd(app, '/lente', 600)
  expect(inHand).toBe(24)
  const paid = await app.request('http://localhost:3000/caisse')
  expect([paid.status, await paid.text()]).toEqual([200, expect.stringContaining('payé')])
  const refused = (await Promise.race(answers.slice(-1))) as Response
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5'])
  expect(await refused.text()).toContain('Réessayez dans quelques secondes : rien n’est perdu.')
  released.resolve()
  const given = await statuses
  expect(given.filter((status) => status === 200).length).toBeGreaterThanOrEqual(24)
  expect(new Set(given)).toEqual(new Set([200, 503]))
})

test('whoever is signed in is answered before strangers, however many of them wait', async () => {
  const app = appOf()
  const strangers = await crowd(app, '/lente', 600)
  const signedIn = app.request('http://localhost:3000/lente', { headers: { cookie: 'session=one' } })
  await new Promise((resolve) => setImmediate(resolve))
  released.resolve()
  expect((await signedIn).status).toBe(200)
  expect(await strangers.statuses).toContain(503)
})

test('one person has four pages at a time, and the others of the line pass', async () => {
  const app = appOf()
  const { inHand, statuses } = await crowd(app, '/lente', 20, { cookie: 'session=one' })
  expect(inHand).toBe(4)
  const other = await crowd(app, '/lente', 2, { cookie: 'session=other' })
  expect(other.inHand).toBe(6)
  released.resolve()
  await Promise.all([statuses, other.statuses])
})

test('of what is slow one person has two at a time, and pages go on meanwhile', async () => {
  const app = appOf()
  const { inHand, statuses } = await crowd(app, '/export', 6)
  expect(inHand).toBe(2)
  expect((await app.request('http://localhost:3000/')).status).toBe(200)
  released.resolve()
  expect((await statuses).toSorted()).toEqual([200, 200, 200, 200, 429, 429])
})

test('an act on thousands of rows has a minute, where a page has two seconds', async () => {
  const [page, long] = [1_800, 60_000].map((statementMs) => openDatabase(openPool(database.url, { statementMs })))
  onTestFinished(async () => void (await Promise.all([page?.destroy(), long?.destroy()])))
  const { post } = await opened(appOf({ ...(page && { db: page }), ...(long && { longActs: long }) }))
  expect((await post({}, {}, '/longue')).status).toBe(303)
  expect(minute).toBe('1min')
})
