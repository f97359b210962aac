import { expect, it } from 'vitest'
import { mustBeUsable, openBrowser, visitor } from '../support/browser.ts'
import { asOwner } from '../support/database.ts'
import { runningSite } from '../support/running-site.ts'
import { button, link, main, reach } from './road.ts'

const [site, browser] = await Promise.all([runningSite(), openBrowser()])

// As many as the scheme may have, all over the region.
await asOwner(
  site.databaseUrl,
  `insert into partners (code, name, type_code, street, postcode, town, latitude, longitude, accepts_prepayments, accepts_online_payments)
   select 'X' || n, 'COMPTOIR ' || n, 'papeterie', n || ' rue des Essais', '80000', 'Ville ' || n % 300, 49.3 + n % 997 / 800.0, 2 + n % 787 / 450.0, true, true
   from generate_series(1, 4940) n`,
)

it('a partner among 5,000: the list and the map answer each other, and the address can be shared', async () => {
  const page = await visitor(browser)
  await page.goto(`${site.url}/ou-utiliser-ma-carte`)
  await main(page).getByRole('heading', { name: '5002 partenaires' }).waitFor()
  const map = page.getByRole('region', { name: 'Carte des partenaires de la liste' })
  await map.locator('.map-many').first().waitFor()
  const counts = await map.locator('.map-many').allTextContents()
  expect(counts.map(Number).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(4900)

  await page.getByLabel('Nom du partenaire').fill('lespage')
  await page.getByLabel('Ville du partenaire').selectOption('Amiens')
  await button(page, 'Lancer la recherche').click()
  await main(page).getByRole('heading', { name: '1 partenaire' }).waitFor()
  expect(new URL(page.url()).searchParams.get('nom')).toBe('lespage')
  await link(page, 'LES PAGES').focus()
  await map.getByRole('tooltip').getByText('LES PAGES').waitFor()
  await map.click()
  await map.getByRole('link', { name: 'LES PAGES' }).waitFor()
  await mustBeUsable(page)
  await map.getByRole('link', { name: 'LES PAGES' }).click()
  await reach(page, 'LES PAGES')
})

it('on a phone: the list or the map, the whole Region, its marks by keyboard, and the way there', async () => {
  const page = await visitor(browser, { screen: 'phone' })
  await page.goto(`${site.url}/ou-utiliser-ma-carte`)
  const map = page.locator('partner-map')
  expect(await map.isVisible()).toBe(false)
  await page.getByRole('tab', { name: 'Liste' }).press('ArrowRight')
  await map.locator('.map-many').first().waitFor()
  expect(await main(page).locator('.results').isVisible()).toBe(false)
  // North to south, nothing is cut: Dunkerque and Château-Thierry are on the map.
  const frame = (await map.boundingBox()) as { y: number; height: number }
  const marks = await map.locator('.map-many').evaluateAll((all) => all.map((mark) => mark.getBoundingClientRect().y))
  expect(Math.min(...marks)).toBeGreaterThan(frame.y)
  expect(Math.max(...marks)).toBeLessThan(frame.y + frame.height - 22)
  expect([...marks].sort((a, b) => a - b)).toEqual(marks)
  await mustBeUsable(page)

  await page.goto(`${site.url}/ou-utiliser-ma-carte?nom=lespage&ville=Amiens#carte`)
  const mark = map.getByRole('button', { name: 'LES PAGES, Amiens' })
  await mark.press('Enter')
  await expect.poll(() => link(map, 'LES PAGES').evaluate((it) => it === document.activeElement)).toBe(true)
  expect(await link(map, 'Itinéraire').getAttribute('href')).toMatch(/^https:\/\/www\.openstreetmap\.org\/directions\?to=49\.\d+,2\.\d+$/)
  await mustBeUsable(page)
  await page.keyboard.press('Escape')
  await expect.poll(() => mark.evaluate((it) => it === document.activeElement)).toBe(true)
})

it('near me: asked on a click only, and sorted by distance', async () => {
  const page = await visitor(browser, { screen: 'phone' })
  await page.context().grantPermissions(['geolocation'])
  await page.context().setGeolocation({ latitude: 50.29271, longitude: 2.77701 })
  await page.goto(`${site.url}/ou-utiliser-ma-carte?type=sport`)
  await main(page).getByText('partenaires').first().waitFor()
  expect(page.url()).not.toContain('pres=5')
  await button(page, 'Près de moi').click()
  await main(page).getByText('Du plus proche au plus loin.').waitFor()
  expect(new URL(page.url()).searchParams.get('pres')).toBe('50.29,2.78')
  await main(page).locator('[data-partner]').first().getByText('Arras').waitFor()
  await mustBeUsable(page)
})

it('without JavaScript: the list, and no place for a map', async () => {
  const page = await visitor(browser, { javaScript: false })
  await page.goto(`${site.url}/ou-utiliser-ma-carte`)
  await page.getByLabel('Type de partenaire').selectOption('sport')
  await button(page, 'Lancer la recherche').click()
  await main(page)
    .getByRole('heading', { name: /^\d+ partenaires$/ })
    .waitFor()
  expect(await page.locator('partner-map').isVisible()).toBe(false)
  expect(await button(page, 'Près de moi').isVisible()).toBe(false)
  await link(main(page), 'Suivante : page 2')
    .or(link(main(page), /^[A-Z]/).first())
    .first()
    .waitFor()
  await mustBeUsable(page)
})
