/// <reference lib="webworker" />
declare const self: ServiceWorkerGlobalScope
declare const BUILD: string

/**
 * What the site does without network (docs/decisions/2026-11-24-on-a-phone.md). Pages always come from the network while there is one.
 * Kept are a page that is anybody's, and one of the young person signed in: each with the files that it shows, whatever is built later.
 */

const SHELL = `shell-${BUILD}`
const OFFLINE = '/hors-connexion'

const PERSONAL = 'personal'
const CARD = '/espace/ma-carte'
const PHOTO = '/espace/ma-carte/photo'
const COPY = '/espace/ma-carte/hors-connexion'
const SHOWN_IN_PLACE_OF = ['/mon-espace', '/espace', CARD]
const COPY_LIVES_MS = 12 * 3_600_000

const SIGN_OUT = '/deconnexion'
/** Forms after which it may be somebody else, or nobody. */
const CHANGES_PERSON = /^\/(deconnexion|connexion|professionnels\/connexion|espace\/mes-donnees\/fermeture)(\/|$)/

/** The server says it of every page of a session, the same for all of them. */
const MARK = 'Session-Mark'
const KEPT_AT = 'Kept-At'

self.addEventListener('install', (event) => event.waitUntil(keepShell()))
self.addEventListener('activate', (event) => event.waitUntil(takeOver()))
self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (origin !== location.origin) return
  if (request.method === 'POST') {
    if (CHANGES_PERSON.test(pathname)) event.waitUntil(forget())
    if (pathname === SIGN_OUT) event.respondWith(fetch(request).catch(() => withoutNetwork(pathname)))
    else if (request.mode === 'navigate' && !isLeftToTheBrowser(request)) event.respondWith(send(request))
  } else if (request.mode === 'navigate') {
    // Some browsers save no file that came through here: they ask for it themselves as long as they can.
    if (navigator.onLine && /\.\w+$/.test(pathname)) return
    event.respondWith(open(event, pathname))
  } else if (pathname.startsWith('/assets/')) {
    event.respondWith(caches.match(request).then((kept) => kept || fetch(request)))
  } else if (pathname === PHOTO) {
    event.respondWith(fetch(request).catch(async () => (await caches.match(PHOTO)) || Response.error()))
  }
})

// A till asks for the assent of whoever is signed in here, or was. What it says names nobody, and is kept nowhere.
self.addEventListener('push', (event) => event.waitUntil(tell(event.data)))
self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(openFrom(event.notification))
})

async function keepShell(): Promise<void> {
  // Without cookies it is the page of nobody.
  await keep(SHELL, await fetch(OFFLINE, { credentials: 'omit' }))
  await self.skipWaiting()
}

async function tell(data: PushMessageData | null): Promise<void> {
  if (!data) return
  const { title, body, opens } = data.json()
  // The last one takes the place of those before it, which a till may have taken back, and rings again.
  const shown = { body, data: opens, tag: 'assent', renotify: true, requireInteraction: true, icon: '/icon-192.png', lang: 'fr' }
  await self.registration.showNotification(title, shown)
}

/** A page of this site, and of no other: what is open stays as it is, with what is typed there. */
async function openFrom({ data }: Notification): Promise<void> {
  const { origin, href } = new URL(String(data), location.origin)
  if (origin === location.origin) await self.clients.openWindow(href)
}

async function takeOver(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name !== SHELL && name !== PERSONAL)
  await Promise.all(old.map((name) => caches.delete(name)))
  await self.clients.claim()
  const windows = await self.clients.matchAll({ type: 'window' })
  // Opened before there was a worker. Not awaited: until this ends, every page waits.
  if (windows.some(({ url }) => new URL(url).pathname === CARD)) keepCopy().catch(() => {})
}

/** Some browsers lose a file on its way through here: as long as there is a network, they send it themselves. */
const isLeftToTheBrowser = ({ headers }: Request): boolean =>
  navigator.onLine && !/^application\/x-www-form-urlencoded/.test(headers.get('Content-Type') || '')

/** A form that cannot leave, or that nobody is there to answer, leaves its page as it is: what is typed and chosen stays there. */
async function send(request: Request): Promise<Response> {
  const answer = await fetch(request).catch(() => null)
  if (answer && ![502, 503, 504].includes(answer.status)) return answer
  const windows = await self.clients.matchAll({ type: 'window' })
  for (const page of windows) page.postMessage({ notSent: answer ? 'away' : 'no-network' })
  return new Response(null, { status: 204 })
}

async function open(event: FetchEvent, pathname: string): Promise<Response> {
  const page = await fetch(event.request).catch(() => null)
  if (!page) return withoutNetwork(pathname)
  if (page.ok && /^text\/html/.test(page.headers.get('Content-Type') || '')) {
    await forgetOthers(page.headers.get(MARK)).catch(() => {})
    if (`${pathname}/`.startsWith(`${CARD}/`)) event.waitUntil(keepCopy())
  }
  return page
}

async function withoutNetwork(pathname: string): Promise<Response> {
  if (pathname === SIGN_OUT) await forget()
  const copy = await copyStillGood()
  return (SHOWN_IN_PLACE_OF.includes(pathname) && copy) || (await caches.match(OFFLINE)) || Response.error()
}

/** A page with the files that it shows. The page first: it says whose the others are. */
async function keep(name: string, page: Response): Promise<void> {
  if (!page.ok) throw new Error(`${page.url} answered ${page.status}`)
  const html = await page.text()
  const headers = new Headers(page.headers)
  headers.set(KEPT_AT, String(Date.now()))
  const cache = await caches.open(name)
  await cache.put(new URL(page.url).pathname, new Response(html, { headers }))
  const files = new Set(html.match(/(\/assets\/[\w.-]+|\/espace\/ma-carte\/photo)(?=")/g))
  await Promise.all(Array.from(files).map(async (file) => (await cache.match(file)) || cache.add(file)))
}

let forgotten = 0

async function forget(): Promise<void> {
  forgotten += 1
  await caches.delete(PERSONAL)
}

async function keepCopy(): Promise<void> {
  const before = forgotten
  const page = await fetch(COPY)
  if (page.redirected) return forget()
  if (forgotten !== before) return
  try {
    await keep(PERSONAL, page)
  } finally {
    // Somebody signed out meanwhile.
    if (forgotten !== before) await caches.delete(PERSONAL)
  }
}

/** The copy lives as long as every page is of its own session. */
async function forgetOthers(mark: string | null): Promise<void> {
  const copy = await copyStillGood()
  if (!mark || (copy && copy.headers.get(MARK) !== mark)) await forget()
}

async function copyStillGood(): Promise<Response | undefined> {
  const copy = await caches.match(COPY, { cacheName: PERSONAL })
  if (!copy) return undefined
  const age = Date.now() - Number(copy.headers.get(KEPT_AT))
  // Younger than nothing: the clock of the device was set back.
  if (age >= 0 && age < COPY_LIVES_MS) return copy
  await forget()
  return undefined
}

// A module for TypeScript: the names are its own.
export {}
