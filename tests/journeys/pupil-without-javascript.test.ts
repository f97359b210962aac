import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { mustBeUsable, openBrowser } from '../support/browser.ts'
import { runningSite } from '../support/running-site.ts'
import { aPerson, button, main, mustBeRefused, oneByOne, portrait, reach, walkTheWholeRoad } from './road.ts'

const [site, browser] = await Promise.all([runningSite(), openBrowser()])

it('a lycéen’s whole road on a phone without JavaScript', async () => {
  const ways = { address, schooling, photo }
  await walkTheWholeRoad({ site, browser, looking: { screen: 'phone', javaScript: false }, person: aPerson('Awa', 'Carpentier'), ways })
})

/** « Chercher » goes and finds the town of a postcode, then the streets that look like the one typed. */
async function address(page: Page): Promise<void> {
  await button(page, 'Changer de saisie').waitFor()
  await page.getByLabel('Veuillez saisir un code postal').fill('8000')
  await button(page, 'Chercher la ville').click()
  await mustBeRefused(page, 'Saisissez un code postal à 5 chiffres')
  await page.getByLabel('Veuillez saisir un code postal').fill('80 000')
  await page.getByLabel('Numéro de rue').fill('12')
  await button(page, 'Chercher la ville').click()
  await reach(page, 'Saisie de l’adresse')
  expect(await page.getByLabel('Veuillez saisir une ville').locator('option:checked').textContent()).toBe('AMIENS')
  await page.getByLabel('Veuillez saisir une rue').fill('rue des trois cailoux')
  await button(page, 'Soumettre').click()
  await mustBeRefused(page, 'Choisissez votre rue dans la liste')
  await button(page, 'Chercher la rue').click()
  await reach(page, 'Saisie de l’adresse')
  await page.getByLabel('RUE DES TROIS CAILLOUX').check()
  expect(await page.getByLabel('Numéro de rue').inputValue()).toBe('12')
  await button(page, 'Soumettre').click()
  await main(page).getByText('12 RUE DES TROIS CAILLOUX').waitFor()
}

/** School, then level, then course: each page offers the next. */
async function schooling(page: Page): Promise<void> {
  await button(page, 'Choisir').click()
  await page.getByRole('alert').getByText('Choisissez votre établissement.').waitFor()
  const school = oneByOne(page).getByLabel('Établissement')
  await school.selectOption({ label: (await school.locator('option', { hasText: 'MARIE CURIE' }).textContent()) as string })
  await button(page, 'Choisir').click()
  await oneByOne(page).getByLabel('Niveau de formation').selectOption({ label: 'TERMINALE GENERALE ET TECHNOLOGIQUE' })
  await button(page, 'Choisir').click()
  await page.getByLabel('Libellé de la formation').selectOption({ label: 'TERMINALE GENERALE' })
  await button(page, 'Suivant').click()
  await mustBeRefused(page)
  expect(await page.getByLabel('Libellé de la formation').locator('option:checked').textContent()).toBe('TERMINALE GENERALE')
  await page.getByLabel('Non', { exact: true }).check()
  await button(page, 'Suivant').click()
}

/** The server cuts the middle of the photo, and shows it before one goes on. */
async function photo(page: Page): Promise<void> {
  await page
    .getByLabel('Importer')
    .setInputFiles({ name: 'moi.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('Ceci n’est pas une photo.') })
  await button(page, 'Envoyer').click()
  await mustBeRefused(page)
  await page.getByLabel('Importer').setInputFiles(await portrait())
  await button(page, 'Envoyer').click()
  await main(page)
    .getByRole('img', { name: /^Portrait/ })
    .waitFor()
  await mustBeUsable(page)
}
