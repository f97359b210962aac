import { Hono } from 'hono'
import { HtmlValidate } from 'html-validate'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { routes } from '../../src/routes.ts'
import { whatDoesNotFit } from '../accessibility/in-page.ts'
import { SCREENS, whatIsWrongWith } from '../support/browser.ts'
import type { RunningSite } from '../support/running-site.ts'

/** What a page costs on a first visit, in compressed bytes. */
interface Weight {
  html: number
  css: number
  js: number
  fonts: number
  all: number
  requests: number
}

const AT_MOST: Weight = { html: 15_000, css: 30_000, js: 40_000, fonts: 30_000, all: 150_000, requests: 15 }
const WITH_A_MAP_AT_MOST: Weight = { ...AT_MOST, js: 400_000, all: 400_000 }

interface Looked {
  route: string
  path: string
  title: string
  weight: Weight
  wrong: string[]
}

const pages = routes.filter(({ leadsTo }) => leadsTo.kind === 'page').map(({ path }) => path)

// The site's own router says which route answers an address.
const map = new Hono()
for (const { path } of routes) map.get(path, (context) => context.text(path))
const routeOf = async (path: string): Promise<string> => (await map.request(path)).text()

/** Looks at the pages of the site that `isAmong` says. */
export function everyPage(site: RunningSite, isAmong: (route: string) => boolean) {
  const looked: Looked[] = []
  const asked = pages.filter(isAmong)
  return {
    looked,

    /** Walks from link to link, as who is signed in there. `from`: where to begin, which is each one's own, and what no link leads to. */
    async walk(page: Page, ...from: string[]): Promise<void> {
      const weighed = await weigh(page, site)
      const waiting = from.map((path) => ({ path, isLinked: false }))
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const { path, isLinked } = next
        const route = await routeOf(path)
        if (!asked.includes(route) || (isLinked && looked.some((other) => other.route === route))) continue
        const answer = await page.goto(site.url + path, { waitUntil: 'load' })
        expect(answer?.status(), `${path} is linked`).toBeLessThan(400)
        // Some pages lead elsewhere, as long as there is nothing to show.
        if (pathOf(page.url(), site) !== path) continue
        // Letters in bold may come after the page.
        await page.evaluate(async () => void (await document.fonts.ready))
        const { weight, wrong } = weighed()
        wrong.push(...tooHeavy(route, path, weight), ...(await invalidIn((await answer?.text()) ?? '', path)))
        wrong.push(...(await wrongOnEveryScreen(page, path)))
        looked.push({ route, path, title: await page.title(), weight, wrong })
        waiting.push(...(await linksOf(page, site)).map((linked) => ({ path: linked, isLinked: true })))
      }
    },

    /** All were looked at, each is titled as no other is, and nothing is wrong. Prints what they weigh. */
    mustAllBeWell(): void {
      process.stdout.write(`${tableOf(looked)}\n`)
      expect(looked.flatMap(({ wrong }) => wrong)).toEqual([])
      const seen = new Set(looked.map(({ route }) => route))
      expect(asked.filter((route) => !seen.has(route))).toEqual([])
      const routesByTitle = new Map<string, Set<string>>()
      // Forms of their own, that show the page they stand in again.
      for (const { title, route } of looked) {
        routesByTitle.set(title, (routesByTitle.get(title) ?? new Set()).add(route.replace(/\/(recherche|:document\{.*\})$/, '')))
      }
      const shared = [...routesByTitle].filter(([, titled]) => titled.size > 1)
      expect(shared.map(([title, titled]) => `${title}: ${[...titled].join(', ')}`)).toEqual([])
    },
  }
}

const pathOf = (url: string, site: RunningSite): string => url.replace(site.url, '').replace(/#.*/, '')

async function linksOf(page: Page, site: RunningSite): Promise<string[]> {
  const links = await page.evaluate(() => Array.from(document.querySelectorAll<HTMLAnchorElement>('a[href]'), (link) => link.href))
  return links.filter((link) => link.startsWith(`${site.url}/`)).map((link) => pathOf(link, site))
}

const standard = new HtmlValidate({ extends: ['html-validate:standard'] })

/** What the HTML standard forbids, in what the server sent. */
async function invalidIn(html: string, path: string): Promise<string[]> {
  const { results } = await standard.validateString(html)
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${path}: ${ruleId}, ${message}`))
}

async function wrongOnEveryScreen(page: Page, path: string): Promise<string[]> {
  const wrong = await whatIsWrongWith(page)
  await page.setViewportSize(SCREENS.phone)
  wrong.push(...(await whatIsWrongWith(page)))
  await page.setViewportSize({ width: 320, height: 640 })
  wrong.push(...(await page.evaluate(whatDoesNotFit)).map((what) => `${path} on a screen of 320 px: ${what}`))
  await page.setViewportSize(SCREENS.computer)
  const textAt = (size: string) => page.evaluate((fontSize) => Object.assign(document.documentElement.style, { fontSize }), size)
  await textAt('200%')
  wrong.push(...(await page.evaluate(whatDoesNotFit)).map((what) => `${path} with its text at 200 %: ${what}`))
  await textAt('')
  return wrong
}

function tooHeavy(route: string, path: string, weight: Weight): string[] {
  const most = route === '/ou-utiliser-ma-carte' ? WITH_A_MAP_AT_MOST : AT_MOST
  const heavy = (Object.keys(most) as (keyof Weight)[]).filter((what) => weight[what] > most[what])
  return heavy.map((what) => `${path}: ${weight[what]} of ${what}, ${most[what]} at most`)
}

const NOTHING: Weight = { html: 0, css: 0, js: 0, fonts: 0, all: 0, requests: 0 }
const KINDS: Record<string, keyof Weight> = { Document: 'html', Stylesheet: 'css', Script: 'js', Font: 'fonts' }

/**
 * Weighs what the browser would get with nothing in its cache: what it has already weighs what it did when it came. What is
 * returned gives the figures of the page that is shown, and says what came from another host or is a hashed file that is not immutable.
 */
async function weigh(page: Page, site: RunningSite): Promise<() => { weight: Weight; wrong: string[] }> {
  let weight = { ...NOTHING }
  let wrong: string[] = []
  const requests = new Map<string, { url: string; kind: keyof Weight | undefined }>()
  const bytesOf = new Map<string, number>()
  const asked = new Set<string>()
  let current = ''
  const devTools = await page.context().newCDPSession(page)
  await devTools.send('Network.enable')
  await devTools.send('Network.clearBrowserCache')
  // On a first visit there is none yet.
  await devTools.send('Network.setBypassServiceWorker', { bypass: true })
  devTools.on('Network.responseReceived', ({ requestId, loaderId, type, response: { url, headers } }) => {
    if (type === 'Document') {
      current = loaderId
      weight = { ...NOTHING }
      wrong = []
      requests.clear()
      asked.clear()
    }
    // The page before may still be asking for something, and this one twice.
    if (/^(data|blob):/.test(url) || loaderId !== current || asked.has(url)) return
    asked.add(url)
    requests.set(requestId, { url, kind: KINDS[type] })
    weight.requests += 1
    if (!url.startsWith(`${site.url}/`)) wrong.push(`${url} is of another host`)
    const [, cached = ''] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'cache-control') ?? []
    if (url.startsWith(`${site.url}/assets/`) && !cached.includes('immutable')) wrong.push(`${url} is not immutable`)
  })
  devTools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const request = requests.get(requestId)
    if (!request) return
    if (encodedDataLength > 0) bytesOf.set(request.url, encodedDataLength)
    const bytes = bytesOf.get(request.url)
    if (bytes === undefined) return void wrong.push(`${request.url} was never weighed: it came from a cache`)
    if (request.kind) weight[request.kind] += bytes
    weight.all += bytes
  })
  return () => ({ weight: { ...weight }, wrong: [...wrong] })
}

/** The heaviest first. */
function tableOf(looked: Looked[]): string {
  const kilobytes = (bytes: number) => (bytes / 1000).toFixed(1).padStart(6)
  const rows = [...looked]
    .sort((a, b) => b.weight.all - a.weight.all)
    .map(({ route, weight: { html, css, js, fonts, all, requests } }) =>
      [...[all, html, css, js, fonts].map(kilobytes), String(requests).padStart(4), ` ${route}`].join(' '),
    )
  return ['   all   html    css     js  fonts  req  route (compressed kB, first visit)', ...rows].join('\n')
}
