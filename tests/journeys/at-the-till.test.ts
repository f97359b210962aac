import type { Locator, Page } from 'playwright-core'
import { afterAll, expect, it } from 'vitest'
import { issueQrCode } from '../../src/features/card/cards/index.ts'
import { APPLICATION_ROLE, inTransaction, openDatabase, openPool } from '../../src/platform/database/index.ts'
import { openBrowser, visitor } from '../support/browser.ts'
import { aHolder } from '../support/makers.ts'
import { runningSite } from '../support/running-site.ts'
import { button, choosesAPin, heading, link, main, mustBeRefused, opensATill, reach, said, signInAtWork, signInWithACode } from './road.ts'

/** As many as the suite has time for: `CLIENTS=100 npx vitest run tests/journeys/at-the-till.test.ts` for a hundred. */
const CLIENTS = Number(process.env.CLIENTS ?? 25)
const PIN = '4826'
const SHOWN = 'QR code ou numéro de carte'
/** The oldest phone that the guide knows, and a shop's computer. */
const SCREENS = { phone: { width: 375, height: 667 }, computer: { width: 1280, height: 800 } }

const [site, browser] = await Promise.all([runningSite(), openBrowser()])
const db = openDatabase(openPool(site.databaseUrl, { max: 1, role: APPLICATION_ROLE }))
afterAll(() => db.destroy())

/** Cards with 200 € each, in the campaign that is on. */
const cards = await inTransaction(db, new Date(), async (tx) => {
  const campaign = await tx
    .selectFrom('campaign_calendar')
    .select(['id', 'ends_on'])
    .where('ends_on', '>=', new Date().toISOString().slice(0, 10))
    .orderBy('ends_on')
    .executeTakeFirstOrThrow()
  const made = []
  for (let client = 0; client < CLIENTS; client += 1) made.push((await aHolder(tx, { campaign })).card)
  return made
})

/** What the client's phone shows now. */
const codeOf = async (card: { id: number }) => (await issueQrCode(db, card.id, new Date())).text

/** A machine that the manager makes a till, then a cashier who takes it over; both have chosen their PINs. */
async function aTill(): Promise<Page> {
  const cashier = await visitor(browser)
  await signInAtWork(cashier, site, 'caisse@les-pages.example')
  await heading(cashier, 'LES PAGES').waitFor()
  await choosesAPin(cashier, site, PIN)
  const page = await visitor(browser)
  await page.setViewportSize(SCREENS.computer)
  await signInWithACode(page, site, 'gerance@les-pages.example')
  await heading(page, 'LES PAGES').waitFor()
  await choosesAPin(page, site, PIN)
  await opensATill(page, site)
  await page.getByLabel('Votre nom').selectOption({ label: 'Caisse LES PAGES' })
  await page.getByLabel('Votre code de caisse').fill(PIN)
  await page.keyboard.press('Enter')
  await reach(page, 'Encaisser')
  return page
}

/** Whether it is in the first screen of an old phone, without a scroll. */
async function mustBeInSight(page: Page, ...things: Locator[]): Promise<void> {
  await page.setViewportSize(SCREENS.phone)
  await page.evaluate(() => scrollTo(0, 0))
  for (const thing of things) {
    const box = await thing.boundingBox()
    expect(box && box.y + box.height, `${page.url()}: ${thing}`).toBeLessThanOrEqual(SCREENS.phone.height)
  }
  await page.setViewportSize(SCREENS.computer)
}

/** The one button by which another takes over. */
const change = (page: Page) => link(main(page), 'Changer de caissier')

/** How often somebody pressed a button of a mouse or touched the screen, since the till was taken over. */
async function countingTouches(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const count = () => sessionStorage.setItem('touches', String(Number(sessionStorage.getItem('touches')) + 1))
    addEventListener('pointerdown', count, true)
  })
  await page.reload()
  return () => page.evaluate(() => Number(sessionStorage.getItem('touches')))
}

/** As a scanner does: figures and letters, one after the other, then Enter. It types where the cursor is. */
async function scans(page: Page, code: string): Promise<void> {
  await page.keyboard.insertText(code)
  await page.keyboard.press('Enter')
}

it(`${CLIENTS} clients in a row at one till, with a scanner and a keyboard, without one touch of the screen`, async () => {
  const page = await aTill()
  const touches = await countingTouches(page)
  await reach(page, 'Encaisser')
  expect(await said(page.locator('.at-till'))).toContain('Caisse LES PAGES')
  await mustBeInSight(page, page.getByLabel(SHOWN), button(page, 'Continuer'), change(page))
  for (const [index, card] of cards.entries()) {
    if (index === 3) {
      // A code that has ended: refused aloud, and the next is scanned at once.
      await scans(page, 'UN-QR-CODE-QUI-NE-SERT-PLUS')
      await mustBeRefused(page, 'ne correspond à aucune carte valable')
      await mustBeInSight(page, page.getByRole('alert'), page.getByLabel(SHOWN), button(page, 'Continuer'))
    }
    await scans(page, await codeOf(card))
    await heading(page, 'Montant à encaisser').waitFor()
    if (index === 0) await mustBeInSight(page, page.getByLabel('Montant'), button(page, 'Valider le paiement'))
    await page.keyboard.insertText('9,90')
    await page.keyboard.press('Enter')
    await heading(page, 'Paiement accepté').waitFor()
    if (index === 0) await mustBeInSight(page, main(page).locator('.amount'), page.getByLabel(SHOWN), button(page, 'Continuer'))
  }
  expect(await touches()).toBe(0)
  const { taken, takers } = await db
    .selectFrom('takings as t')
    .innerJoin('staff_members as m', 'm.id', 't.made_by')
    .select(({ fn }) => [fn.countAll<number>().as('taken'), fn.min('m.email').as('takers')])
    .where('t.amount_cents', '=', 990)
    .executeTakeFirstOrThrow()
  expect([Number(taken), takers]).toEqual([CLIENTS, 'caisse@les-pages.example'])
})

it('who is at the till changes by one button, and the manager closes it from elsewhere, at once', async () => {
  const page = await aTill()
  await mustBeInSight(page, page.getByLabel(SHOWN))
  await change(page).click()
  await reach(page, 'Qui est à la caisse ?')
  await mustBeInSight(page, page.getByLabel('Votre nom'), button(page, 'Prendre la caisse'))
  await page.getByLabel('Votre nom').selectOption({ label: 'Gérance LES PAGES' })
  await page.getByLabel('Votre code de caisse').fill('5093')
  await page.keyboard.press('Enter')
  await mustBeRefused(page, 'Ce n’est pas le code de Gérance LES PAGES. Il reste 4 essais.')
  await page.getByLabel('Votre code de caisse').fill(PIN)
  await page.keyboard.press('Enter')
  await reach(page, 'Encaisser')
  expect(await said(page.locator('.at-till'))).toContain('Gérance LES PAGES')

  const desk = await visitor(browser, { screen: 'phone' })
  await signInWithACode(desk, site, 'gerance@les-pages.example')
  await heading(desk, 'LES PAGES').waitFor()
  await desk.goto(`${site.url}/partenaire/caisses`)
  await button(desk, /^Fermer la caisse/)
    .first()
    .click()
  await desk.getByText('La caisse est fermée').waitFor()
  await scans(page, '23166621')
  await reach(page, 'Connexion des professionnels')
})

it('the sound has a switch that the browser remembers', async () => {
  const page = await aTill()
  await button(page, 'Son activé').click()
  await page.reload()
  expect(await button(page, 'Son coupé').getAttribute('aria-pressed')).toBe('false')
})

it('the camera opens again by itself on the next page, until it is stopped', async () => {
  const page = await aTill()
  await button(page, 'Scanner avec l’appareil photo').click()
  await page.getByText('Présentez le QR code').waitFor()
  await mustBeInSight(page, page.locator('video'), page.getByLabel(SHOWN), button(page, 'Continuer'))
  await link(page, 'Prépaiements').click()
  await reach(page, 'Encaisser un prépaiement')
  await page.getByText('Présentez le QR code').waitFor()
  await button(page, 'Arrêter l’appareil photo').click()
  await page.reload()
  await button(page, 'Scanner avec l’appareil photo').waitFor()
})
