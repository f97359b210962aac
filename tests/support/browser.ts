import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import chromium from '@sparticuz/chromium'
import axe from 'axe-core'
import { type Browser, type Page, chromium as playwright } from 'playwright-core'
import { afterAll, expect, inject, onTestFinished } from 'vitest'

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable']

// Not the arguments of the package that brings a browser: they switch web security off.
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update']
// A document that keeps the drawing of the one before (RenderDocument), in few large tiles: two fifths of what a page costs otherwise.
// Chromium reads this switch once, so what Playwright switches off is said again.
const SWITCHED_OFF = [
  ...['RenderDocument', 'AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'PaintHolding'],
  ...['ThirdPartyStoragePartitioning', 'HttpsUpgrades', 'HttpsFirstBalancedModeAutoEnable', 'LensOverlay', 'MediaRouter'],
  ...['OptimizationHints', 'NetworkTimeServiceQuerying', 'AimEnabled', 'PreconnectToSearch', 'AvoidCorsURLLoaderRestartOnRedirect'],
]
const DRAWING = [`--disable-features=${SWITCHED_OFF}`, '--default-tile-width=2048', '--default-tile-height=2048']
// A camera that films a test card, and nobody to ask for the right to use it.
const CAMERA = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']

/** Where the screen of a journey that failed is left. */
const FAILURES = 'node_modules/.cache/journeys'

/** An installed Chromium or Chrome, else the one that comes with the tests. Closed after the test file, at whose top it is called. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? INSTALLED.find((path) => existsSync(path)) ?? (await chromium.executablePath())
  const browser = await playwright.launch({ executablePath, args: [...ARGUMENTS, ...DRAWING, ...CAMERA] })
  afterAll(() => browser.close())
  return browser
}

/** The two screens on which the journeys are walked. */
export const SCREENS = { computer: { width: 1280, height: 900 }, phone: { width: 375, height: 800 } }

/** In each browser one page more, in which axe is loaded once and looks at copies: most of the time went into loading it again. */
const COPIES = new WeakMap<Browser, Page>()
const WITHOUT_JAVASCRIPT = new WeakSet<Page>()

export interface Looking {
  screen?: keyof typeof SCREENS
  javaScript?: boolean
  /** With the site's service worker. Elsewhere there is none: a page costs half as much again with it. */
  installed?: boolean
  /** The test cuts the network: what could not be fetched is no complaint. */
  mayLoseNetwork?: boolean
}

/**
 * Somebody at a screen, for one test, with or without JavaScript. Whatever the browser complains of fails the test: a
 * script that stops, a server error, something that the content security policy refuses.
 */
export async function visitor(
  browser: Browser,
  { screen = 'computer', javaScript = true, installed = false, mayLoseNetwork = false }: Looking = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport: SCREENS[screen],
    javaScriptEnabled: javaScript,
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    permissions: ['camera'],
    serviceWorkers: installed ? 'allow' : 'block',
    reducedMotion: 'reduce',
  })
  context.setDefaultTimeout(60_000)
  const page = await context.newPage()
  if (!COPIES.has(browser)) COPIES.set(browser, await browser.newPage({ reducedMotion: 'reduce' }))
  if (!javaScript) WITHOUT_JAVASCRIPT.add(page)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`${page.url()} ${error.stack}`))
  page.on('console', (message) => {
    // A form that is refused answers 4xx on purpose, and Chromium reports it.
    const isExpected = message.text().includes('status of 4') || (mayLoseNetwork && message.text().includes('net::ERR_'))
    if (message.type() === 'error' && !isExpected) complaints.push(`${page.url()} ${message.text()}`)
  })
  onTestFinished(async ({ task }) => {
    // Whoever came for one act alone has left.
    if (task.result?.state === 'fail' && !page.isClosed()) {
      mkdirSync(FAILURES, { recursive: true })
      const name = `${task.name} ${new URL(page.url()).pathname} ${screen}`.replace(/[^\p{L}\d]+/gu, '-')
      await page.screenshot({ path: `${FAILURES}/${name}.png`, fullPage: true })
    }
    await context.close()
    expect(complaints).toEqual([])
  })
  return page
}

/** On a slow network: the scripts of that name come only once what is answered is called. */
export async function scriptsThatComeLate(page: Page, name: string): Promise<() => void> {
  const come = Promise.withResolvers<void>()
  await page.route(`**/assets/*${name}*.js`, async (route) => {
    await come.promise
    await route.continue()
  })
  return come.resolve
}

/** Whether scripts run on that page, as the visitor was made. */
export const runsScripts = (page: Page): boolean => !WITHOUT_JAVASCRIPT.has(page)

/** The page as it is shown now can be used. */
export async function mustBeUsable(page: Page): Promise<void> {
  expect(await whatIsWrongWith(page)).toEqual([])
}

let pictures = 0

/**
 * What keeps some people from using the page as it is shown now: what axe finds, a sideways scroll, no h1 or several, a title
 * that is not the site's. With `SCREENSHOTS=folder` in the environment a picture of it is kept, to look at.
 */
export async function whatIsWrongWith(page: Page): Promise<string[]> {
  const { SCREENSHOTS } = process.env
  if (SCREENSHOTS) {
    const name = `${String(++pictures).padStart(3, '0')}-${page.viewportSize()?.width}${new URL(page.url()).pathname.replaceAll('/', '-')}`
    await page.screenshot({ path: `${SCREENSHOTS}/${name}.png`, fullPage: true })
  }
  const copy = COPIES.get(page.context().browser() as Browser) as Page
  // Where no script runs, only the copy can be asked.
  if (WITHOUT_JAVASCRIPT.has(page)) await show(copy, page, await page.content())
  const { html, headings, title, overflow, elements } = await (WITHOUT_JAVASCRIPT.has(page) ? copy : page).evaluate(whatIsShown)
  const where = `${new URL(page.url()).pathname} at ${page.viewportSize()?.width}:`
  return [
    ...(await oncePerRun(`${page.viewportSize()?.width} ${elements}`, async () => {
      if (!WITHOUT_JAVASCRIPT.has(page)) await show(copy, page, html)
      return violationsIn(copy)
    })),
    ...(overflow > 0 ? [`scrolls sideways by ${overflow} px`] : []),
    ...(headings === 1 ? [] : [`${headings} h1`]),
    ...(title.endsWith(' — Génération #HDF') ? [] : [`is titled ${title}`]),
  ].map((wrong) => `${where} ${wrong}`)
}

/** In the page: itself with what was typed and ticked, some measures, and its elements without their words. */
function whatIsShown() {
  const clone = document.documentElement.cloneNode(true) as HTMLElement
  for (const script of clone.querySelectorAll('script')) script.remove()
  const fields = Array.from(document.querySelectorAll('input'))
  for (const [index, field] of clone.querySelectorAll('input').entries()) field.toggleAttribute('checked', fields[index]?.checked)
  const html = `<!doctype html>${clone.outerHTML}`
  const texts = document.createTreeWalker(clone, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) if (texts.currentNode.nodeValue?.trim()) texts.currentNode.nodeValue = 'x'
  return {
    html,
    headings: document.querySelectorAll('h1').length,
    title: document.title,
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    elements: clone.outerHTML.replace(/ (?:value|nonce|content|src|d)="[^"]*"/g, '').replace(/\d{2,}|(?<=")[\w-]{20,}(?=")/g, '0'),
  }
}

/** What is found wrong with those elements; nothing, if nothing was in this run. Pages that differ in their words and numbers only are judged once. */
async function oncePerRun(elements: string, judge: () => Promise<string[]>): Promise<string[]> {
  const known = join(inject('judged'), createHash('sha256').update(elements).digest('hex'))
  if (existsSync(known)) return []
  const wrong = await judge()
  if (wrong.length === 0) writeFileSync(known, '')
  return wrong
}

/** Shows that document in the copy, on a screen of the same size, from the same place. */
async function show(copy: Page, page: Page, html: string): Promise<void> {
  const viewport = page.viewportSize()
  if (viewport && copy.viewportSize()?.width !== viewport.width) await copy.setViewportSize(viewport)
  const { origin } = new URL(page.url())
  if (!copy.url().startsWith(origin)) {
    const blank = `${origin}/copy`
    await copy.route(blank, (route) => route.fulfill({ body: '<!doctype html>', contentType: 'text/html' }), { times: 1 })
    await copy.goto(blank)
    await copy.evaluate(axe.source)
  }
  await copy.evaluate(async (shown) => {
    const here = window as unknown as { shown?: string }
    if (here.shown === shown) return
    here.shown = shown
    document.open()
    const loaded = new Promise((resolve) => addEventListener('load', resolve, { once: true }))
    document.write(shown.replaceAll(/<script[^>]*><\/script>/g, ''))
    document.close()
    await loaded
  }, html)
}

async function violationsIn(copy: Page): Promise<string[]> {
  return copy.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, {
      resultTypes: ['violations'],
      preload: false,
    })
    return violations.map(({ id, nodes }) => `${id}, ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
  })
}
