import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import axe from 'axe-core'
import { HtmlValidate } from 'html-validate'
import type { Page } from 'playwright-core'
import { SCREENS } from '../support/browser.ts'
import { type Findings, type stops, whatDoesNotFit } from './in-page.ts'

/** What those functions say in the page, whose policy lets no script of ours in but this way. */
export const readersFor = (page: Page): Promise<unknown> =>
  page.addInitScript({ content: `globalThis.rgaa = (() => {\n${SOURCES}\nreturn { findings, stops, commonPlaces, isSeen, said } })()` })

const SOURCES = stripTypeScriptTypes(readFileSync(new URL('in-page.ts', import.meta.url), 'utf8')).replace(/^export /gm, '')

interface Rgaa {
  rgaa: { findings(): Findings; commonPlaces(): string; stops: typeof stops; isSeen(part: Element): boolean; said(part: Element): string }
  walk: ReturnType<typeof stops>
}

/** What is wrong with the page that is shown, and what it has, criterion by criterion. Leaves it on the screen of a computer. */
export async function findingsOf(page: Page, html: string): Promise<Findings> {
  const found = await page.evaluate(() => (globalThis as unknown as Rgaa).rgaa.findings())
  const wrong = (criterion: string, what: string[]) => {
    found[criterion] = { applies: true, wrong: [...(found[criterion]?.wrong ?? []), ...what] }
  }
  for (const [criterion, what] of await violations(page)) wrong(criterion, what)
  wrong('8.2', await invalid(html))
  for (const [criterion, what] of Object.entries(await onOtherScreens(page))) wrong(criterion, what)
  for (const [criterion, what] of Object.entries(await byKeyboard(page))) wrong(criterion, what)
  return found
}

/** Where the menu and the foot are: the same on all the pages of a space. */
export const commonPlacesOf = (page: Page): Promise<string> => page.evaluate(() => (globalThis as unknown as Rgaa).rgaa.commonPlaces())

/** What axe has rules for, under the criteria that it says they are of. */
async function violations(page: Page): Promise<[criterion: string, what: string[]][]> {
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
      runOnly: ['RGAAv4'],
      resultTypes: ['violations'],
      preload: false,
    })
    return violations.flatMap(({ id, tags, nodes }) =>
      tags
        .filter((tag) => /^RGAA-\d+\.\d+\.\d+$/.test(tag))
        .map((tag): [string, string[]] => [
          tag.slice(5).split('.').slice(0, 2).join('.'),
          nodes.map(({ target }) => `${id}: ${target.join(' ')}`),
        ]),
    )
  })
}

const standard = new HtmlValidate({ extends: ['html-validate:standard'] })

async function invalid(html: string): Promise<string[]> {
  const { results } = await standard.validateString(html)
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}, ${message}`))
}

/** The spacing of WCAG 1.4.12. */
const SPACED =
  '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }'

const wordsShown = (page: Page) =>
  page.evaluate(() => {
    const { rgaa } = globalThis as unknown as Rgaa
    return (
      Array.from(document.querySelectorAll('main h1, main h2, main p, main label, main a, main button'))
        .filter((part) => rgaa.isSeen(part))
        // What counts down goes on meanwhile.
        .map((part) => rgaa.said(part).replaceAll(/\d+/g, 'N'))
    )
  })

/** Narrow, turned, with larger text, with more space in it. */
async function onOtherScreens(page: Page): Promise<Record<string, string[]>> {
  await page.evaluate((css) => {
    const style = new CSSStyleSheet()
    style.replaceSync(css)
    document.adoptedStyleSheets = [style]
  }, SPACED)
  const spaced = await page.evaluate(whatDoesNotFit)
  await page.setViewportSize(SCREENS.phone)
  spaced.push(...(await page.evaluate(whatDoesNotFit)))
  await page.evaluate(() => document.adoptedStyleSheets.splice(0).length)
  const upright = await wordsShown(page)
  await page.setViewportSize({ width: SCREENS.phone.height, height: SCREENS.phone.width })
  const turned = await wordsShown(page)
  await page.setViewportSize({ width: 320, height: 256 })
  const narrow = await page.evaluate(whatDoesNotFit)
  await page.setViewportSize(SCREENS.computer)
  const textAt = (size: string) => page.evaluate((fontSize) => void Object.assign(document.documentElement.style, { fontSize }), size)
  await textAt('200%')
  const large = await page.evaluate(whatDoesNotFit)
  await textAt('')
  return {
    '10.4': large,
    '10.11': narrow,
    '10.12': spaced,
    '13.9': upright
      .filter((words) => !turned.includes(words))
      .map((words) => `« ${words.slice(0, 60)} » is not there when the screen is turned`),
  }
}

/** From one end to the other with Tab, then one letter after the other. */
async function byKeyboard(page: Page): Promise<Record<string, string[]>> {
  const opened: string[] = []
  page.on('popup', (other) => opened.push(other.url()))
  const address = page.url()
  const count = await page.evaluate(() => {
    const here = globalThis as unknown as Rgaa
    here.walk = here.rgaa.stops()
    return here.walk.expected.length
  })
  for (let stop = 0; stop <= count; stop++) await page.keyboard.press('Tab')
  const walked = await page.evaluate(() => {
    const { walk, rgaa } = globalThis as unknown as Rgaa
    const { expected } = walk
    const { seen, unseen } = walk.walked
    const name = (part: Element | undefined) => part?.outerHTML.slice(0, 100) ?? ''
    const isSameChoice = (part: Element) =>
      part instanceof HTMLInputElement &&
      part.type === 'radio' &&
      seen.some((other) => other instanceof HTMLInputElement && other.name === part.name)
    const missed = expected.filter((part) => rgaa.isSeen(part) && !seen.includes(part) && !isSameChoice(part))
    const places = seen.map((part) => expected.indexOf(part as HTMLElement)).filter((place) => place >= 0)
    const back = places.filter(
      (place, index) => index > 0 && index < places.length - 1 && place < (places[index - 1] as number) && place !== 0,
    )
    const stuck = seen.filter((part, index) => part === seen[index - 1] && part === seen[index - 2])
    return { missed: missed.map(name), unseen, back: back.map((place) => name(expected[place])), stuck: stuck.map(name) }
  })
  const moved = page.url() === address ? [] : ['the page changed where only Tab was pressed']
  const before = await page.evaluate(() => {
    ;(document.activeElement as HTMLElement).blur()
    return document.documentElement.className + document.body.children.length
  })
  await page.keyboard.type('aehmnqsz?/1')
  const after = await page.evaluate(() => document.documentElement.className + document.body.children.length)
  const jumped = before === after && page.url() === address ? [] : ['a letter alone does something']
  return {
    '7.3': walked.missed,
    '7.4': moved,
    '10.7': walked.unseen,
    '12.8': walked.back,
    '12.9': walked.stuck,
    ...(jumped.length > 0 ? { '12.10': jumped } : {}),
    '13.2': opened,
  }
}
