import { existsSync, mkdirSync } from 'node:fs'
import chromium from '@sparticuz/chromium'
import axe from 'axe-core'
import { type Browser, type Page, chromium as playwright } from 'playwright-core'
import { afterAll, expect, onTestFinished } from 'vitest'

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable']

// Not the arguments of the package that brings a browser: they switch web security off.
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update']
// A camera that films a test card, and nobody to ask for the right to use it.
const CAMERA = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']

/** Where the screen of a journey that failed is left. */
const FAILURES = 'node_modules/.cache/journeys'

/** An installed Chromium or Chrome, else the one that comes with the tests. Closed after the test file, at whose top it is called. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? INSTALLED.find((path) => existsSync(path)) ?? (await chromium.executablePath())
  const browser = await playwright.launch({ executablePath, args: [...ARGUMENTS, ...CAMERA] })
  afterAll(() => browser.close())
  return browser
}

/** The two screens on which the journeys are walked. */
export const SCREENS = { computer: { width: 1280, height: 900 }, phone: { width: 375, height: 800 } }

/** For a page without JavaScript, another in which axe, itself a script, may run. */
const COPIES = new WeakMap<Page, Page>()

export interface Looking {
  screen?: keyof typeof SCREENS
  javaScript?: boolean
  /** The test cuts the network: what could not be fetched is no complaint. */
  mayLoseNetwork?: boolean
}

/**
 * Somebody at a screen, for one test, with or without JavaScript. Whatever the browser complains of fails the test: a
 * script that stops, a server error, something that the content security policy refuses.
 */
export async function visitor(
  browser: Browser,
  { screen = 'computer', javaScript = true, mayLoseNetwork = false }: Looking = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport: SCREENS[screen],
    javaScriptEnabled: javaScript,
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    permissions: ['camera'],
    reducedMotion: 'reduce',
  })
  context.setDefaultTimeout(60_000)
  const page = await context.newPage()
  if (!javaScript) COPIES.set(page, await browser.newPage({ viewport: SCREENS[screen], reducedMotion: 'reduce' }))
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`${page.url()} ${error.stack}`))
  page.on('console', (message) => {
    // A form that is refused answers 4xx on purpose, and Chromium reports it.
    const isExpected = message.text().includes('status of 4') || (mayLoseNetwork && message.text().includes('net::ERR_'))
    if (message.type() === 'error' && !isExpected) complaints.push(`${page.url()} ${message.text()}`)
  })
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') {
      mkdirSync(FAILURES, { recursive: true })
      const name = `${task.name} ${new URL(page.url()).pathname} ${screen}`.replace(/[^\p{L}\d]+/gu, '-')
      await page.screenshot({ path: `${FAILURES}/${name}.png`, fullPage: true })
    }
    await COPIES.get(page)?.close()
    await context.close()
    expect(complaints).toEqual([])
  })
  return page
}

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
  const looked = await scripted(page)
  if (!(await looked.evaluate(() => 'axe' in window))) await looked.evaluate(axe.source)
  const { violations, headings, title, overflow } = await looked.evaluate(async () => ({
    violations: (await (window as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ['violations'] })).violations,
    headings: document.querySelectorAll('h1').length,
    title: document.title,
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  }))
  const where = `${new URL(page.url()).pathname} at ${page.viewportSize()?.width}:`
  return [
    ...violations.map(({ id, nodes }) => `${where} ${id}, ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
    ...(overflow > 0 ? [`${where} scrolls sideways by ${overflow} px`] : []),
    ...(headings === 1 ? [] : [`${where} ${headings} h1`]),
    ...(title.endsWith(' — Génération #HDF') ? [] : [`${where} is titled ${title}`]),
  ]
}

/** The page itself where scripts run, else a copy of what it shows. */
async function scripted(page: Page): Promise<Page> {
  const copy = COPIES.get(page)
  if (!copy) return page
  const url = page.url().replace(/#.*/, '')
  const body = (await page.content()).replaceAll(/<script[^>]*><\/script>/g, '')
  await copy.route(url, (route) => route.fulfill({ body, contentType: 'text/html; charset=utf-8' }), { times: 1 })
  await copy.goto(url)
  return copy
}
