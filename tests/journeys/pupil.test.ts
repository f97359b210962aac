import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { mustBeUsable, openBrowser } from '../support/browser.ts'
import { runningSite } from '../support/running-site.ts'
import { aPerson, button, chooses, main, mustBeRefused, portrait, walkTheWholeRoad, walkToTheFirstBook } from './road.ts'

const [site, browser] = await Promise.all([runningSite(), openBrowser()])

it('a lycéen’s whole road on a computer, with a photo chosen and cut', async () => {
  const ways = { address, schooling, photo: importsAPhoto }
  await walkTheWholeRoad({ site, browser, looking: { screen: 'computer' }, person: aPerson('Louise', 'Delattre'), ways })
})

it('a lycéen on a phone where the site is installed: a photo taken by its camera, a book paid with the QR code', async () => {
  const ways = { address, schooling, photo: isFilmed }
  await walkToTheFirstBook({ site, browser, looking: { screen: 'phone', installed: true }, person: aPerson('Margaux', 'Wattel'), ways })
})

/** Guided, and by the keyboard alone (guide, 3.2). */
async function address(page: Page): Promise<void> {
  await button(page, 'Soumettre').click()
  await mustBeRefused(page)
  await page.getByLabel('Veuillez saisir un code postal').fill('59000')
  await page.getByLabel('Veuillez saisir une ville').locator('option', { hasText: 'LILLE' }).waitFor({ state: 'attached' })
  const street = page.getByRole('combobox', { name: 'Veuillez saisir une rue' })
  await street.focus()
  await page.keyboard.type('marie terese vico')
  await page.getByRole('option', { name: 'ALL MARIE THERESE VICOT LHERMITE' }).waitFor()
  await mustBeUsable(page)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  expect(await street.inputValue()).toBe('ALL MARIE THERESE VICOT LHERMITE')
  await page.getByLabel('Numéro de rue').fill('1')
  await page.getByLabel('Complément de numéro').fill('B')
  await button(page, 'Soumettre').click()
  await main(page).getByText('ALL MARIE THERESE VICOT LHERMITE').waitFor()
}

/** All on one screen: the levels follow the school, the courses the level. */
async function schooling(page: Page): Promise<void> {
  await button(page, 'Suivant').click()
  await mustBeRefused(page, 'Choisissez votre établissement.', 'Choisissez votre niveau de formation.')
  await chooses(page, 'Établissement', 'nogent marie curi')
  const school = page.locator('input').and(page.getByRole('combobox', { name: 'Établissement' }))
  expect(await school.inputValue()).toBe('Lycée Marie Curie et son UFA, Nogent-sur-Oise')
  await page.getByLabel('Niveau de formation').selectOption({ label: 'TERMINALE GENERALE ET TECHNOLOGIQUE' })
  await chooses(page, 'Libellé de la formation', 'terminale')
  await mustBeUsable(page)
  await page.getByLabel('Non', { exact: true }).check()
  await button(page, 'Suivant').click()
}

async function importsAPhoto(page: Page): Promise<void> {
  await page.getByLabel('Importer').setInputFiles(await portrait())
  const frame = page.getByRole('img', { name: /^Zone de la photo/ })
  await frame.waitFor()
  await mustBeUsable(page)
  // What could be better is said, and keeps nobody from going on; the card shows what is kept as it moves.
  await main(page).getByText('Un conseil avant d’envoyer').or(main(page).getByText('c’est bon')).waitFor()
  const card = page.getByRole('img', { name: 'Aperçu de votre photo' })
  const drawn = () => card.evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL())
  const before = await drawn()
  expect(await button(page, 'Envoyer').isVisible()).toBe(false)
  await button(page, 'Zoomer').click()
  await button(page, 'Déplacer la photo vers le haut').click()
  await frame.press('ArrowLeft')
  expect(await drawn()).not.toBe(before)
  await button(page, 'Appliquer').click()
  await mustBeUsable(page)
  await button(page, 'Envoyer').click()
}

async function isFilmed(page: Page): Promise<void> {
  await button(page, 'Webcam').click()
  await page.locator('video').waitFor()
  await page.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0)
  await mustBeUsable(page)
  await button(page, 'Prendre la photo').click()
  await button(page, 'Appliquer').click()
  await button(page, 'Envoyer').click()
}
