import { mkdirSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { mustBeUsable, openBrowser, visitor } from '../support/browser.ts'
import { runningSite } from '../support/running-site.ts'
import { button, heading, link, main, PASSWORD, reach, signIn, signInAtWork, spendsAtLesPages } from './road.ts'

/**
 * What each main page is for is in its first screen, on a phone as on a computer, and fits with text at 200 %. `npm run screens` keeps the
 * pictures: docs/screens.
 */

const FOLDER = 'docs/screens'
/** The screens of those who hold a phone, and of those who look over their shoulder. */
const SCREENS = { phone: { width: 375, height: 812 }, computer: { width: 1280, height: 800 } }

const JEAN = '4827501935'
const INES = '5170362486'

const [site, browser] = await Promise.all([runningSite(), openBrowser()])

/** The page that is shown, on both screens: all of that is in the first one, nothing scrolls sideways. */
async function mustShow(page: Page, name: string, ...what: Locator[]): Promise<void> {
  for (const screen of [SCREENS.phone, SCREENS.computer]) {
    await page.setViewportSize(screen)
    await page.evaluate(() => scrollTo(0, 0))
    for (const thing of what) {
      const box = await thing.boundingBox()
      expect(box && box.y + box.height, `${name} at ${screen.width}: ${thing}`).toBeLessThanOrEqual(screen.height)
    }
    if (process.env.WRITE_SCREENS) await keepPicture(page, `${name}-${screen.width}`)
    expect(await widthsTooMany(page), `${name} at ${screen.width} with its text at 200 %`).toBe(0)
  }
}

/** How far the page scrolls sideways once its text is twice as large. */
async function widthsTooMany(page: Page): Promise<number> {
  const textAt = (size: string) => page.evaluate((fontSize) => Object.assign(document.documentElement.style, { fontSize }), size)
  await textAt('200%')
  const tooMany = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  await textAt('')
  return tooMany
}

async function keepPicture(page: Page, name: string): Promise<void> {
  await page.evaluate(async () => void (await document.fonts.ready))
  mkdirSync(FOLDER, { recursive: true })
  await sharp(await page.screenshot())
    .webp({ quality: 55, effort: 6 })
    .toFile(`${FOLDER}/${name}.webp`)
}

it('anybody: the card, the amounts and both ways in; the way in itself', async () => {
  const page = await visitor(browser, { screen: 'phone' })
  await page.goto(site.url)
  await reach(page, 'Mon compte Génération #HDF')
  const amounts = main(page).locator('.opening-amounts')
  await mustShow(page, 'accueil', page.locator('.opening-card'), amounts, link(page, 'Se connecter'), link(page, 'Créer un compte'))
  await link(page, 'Se connecter').click()
  await reach(page, 'Connexion')
  await mustShow(page, 'connexion', button(page, 'Connexion'))
})

it('who has a request to fill in: the one thing to do, and the dates that concern them', async () => {
  const page = await visitor(browser, { screen: 'phone' })
  await signIn(page, site, INES, PASSWORD)
  await heading(page, 'Bonjour Inès').waitFor()
  await mustShow(page, 'mon-espace-a-faire', link(page, 'Poursuivre ma demande'))
  expect(await main(page).getByText('Dates clés à retenir').count()).toBe(1)
  expect(await main(page).getByText('dernier jour pour utiliser vos prépaiements').count()).toBe(0)
  await link(page, 'Poursuivre ma demande').click()
  await reach(page, 'Ma situation')
  await mustShow(page, 'ma-situation', page.getByLabel('Je suis lycéen'))
})

it('who has money: what is left and the QR code, what is finished folded; their card, its code, their voucher, their transactions', async () => {
  const page = await visitor(browser, { screen: 'phone' })
  await signIn(page, site, JEAN, PASSWORD)
  await heading(page, 'Bonjour Jean').waitFor()
  await mustShow(page, 'mon-espace', main(page).locator('.gauge-left'), link(page, 'Afficher mon QR code'))
  expect(await page.locator('.stages').isVisible()).toBe(false)
  expect(await main(page).getByText('dernier jour pour utiliser vos prépaiements').count()).toBe(1)
  await main(page).getByText('Ma demande de carte : terminée').click()
  await page.locator('.stages').waitFor()

  await spendsAtLesPages(page, site, 'prepaiements')
  await reach(page, 'Création voucher')
  await mustShow(page, 'voucher', link(page, 'Télécharger'), link(page, 'Imprimer'))

  await page.goto(`${site.url}/espace/ma-carte`)
  await mustShow(page, 'ma-carte', link(page, 'Afficher mon QR code'), main(page).locator('.gauge-left'))
  await link(page, 'Mes transactions').click()
  await reach(page, 'Mes transactions')
  const line = main(page).locator('.wallet-line').first()
  await mustShow(page, 'mes-transactions', line)
  expect(await link(line, /^Reçu/).isVisible()).toBe(false)
  await line.locator('summary').press('Enter')
  await mustBeUsable(page)
  const [receipt] = await Promise.all([page.waitForEvent('download'), link(line, /^Reçu/).click()])
  expect(receipt.suggestedFilename()).toMatch(/^recu-\d{12}\.pdf$/)
})

it.each([{ javaScript: true }, { javaScript: false }])(
  'the QR code, full screen and turned, and out of it again, JavaScript: $javaScript',
  async ({ javaScript }) => {
    const page = await visitor(browser, { screen: 'phone', javaScript })
    await signIn(page, site, JEAN, PASSWORD)
    await page.goto(`${site.url}/espace/ma-carte/qr-code`)
    const code = page.locator('.qr-picture')
    if (javaScript) await mustShow(page, 'mon-qr-code', code)
    await page.setViewportSize(SCREENS.phone)
    const before = (await code.boundingBox())?.width ?? 0
    await link(page, 'Plein écran').click()
    await mustBeUsable(page)
    for (const [width, height] of [
      [375, 812],
      [812, 375],
    ] as const) {
      await page.setViewportSize({ width, height })
      const box = await code.boundingBox()
      expect(box && [box.x >= 0, box.y >= 0, box.x + box.width <= width, box.y + box.height <= height]).toEqual([true, true, true, true])
      // As large as the shorter side lets it be, but for a margin.
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThan(Math.max(before, 0.9 * Math.min(width, height)))
    }
    if (javaScript) await page.keyboard.press('Escape')
    else await link(page, 'Fermer').click()
    await link(page, 'Fermer').waitFor({ state: 'hidden' })
    await reach(page, 'Mon QR code')
  },
)

it('a shop: the till', async () => {
  const page = await visitor(browser, { screen: 'phone' })
  await signInAtWork(page, site, 'caisse@les-pages.example')
  await heading(page, 'LES PAGES').waitFor()
  await page.goto(`${site.url}/partenaire/encaissement`)
  await mustShow(page, 'encaisser', page.getByLabel('QR code ou numéro de carte'), button(page, 'Continuer'))
})
