import { expect, it } from 'vitest'
import { mustBeUsable, openBrowser, visitor } from '../support/browser.ts'
import { runningSite } from '../support/running-site.ts'
import { button, heading, lineOf, link, main, mustBeRefused, PASSWORD, reach, said, signIn } from './road.ts'

/** What the guide says of every page, and of those that no other journey walks. */

const JEAN = '4827501935'
const HUGO = '6391840573'

const ENTRIES = [
  'Accueil',
  'Mon compte',
  'Ma carte',
  'Mes documents',
  'Bons plans',
  'Où utiliser ma carte',
  'F.A.Q.',
  'Gestion mot de passe',
  'Déconnexion',
]

const [site, browser] = await Promise.all([runningSite(), openBrowser()])

it('the menu: folded to its icons and left so, each entry still named (guide, 4.1)', async () => {
  const page = await visitor(browser)
  await signIn(page, site, JEAN, PASSWORD)
  await reach(page, 'Bonjour Jean')
  const menu = page.getByRole('navigation', { name: 'Menu principal' })
  expect((await menu.locator('li').allTextContents()).map((words) => words.trim())).toEqual(ENTRIES)
  const wide = (await menu.boundingBox())?.width ?? 0
  await button(menu, 'Réduire le menu').click()
  expect((await menu.boundingBox())?.width).toBeLessThan(wide / 2)
  await mustBeUsable(page)

  await link(menu, 'Mes documents').click()
  await reach(page, 'Mes documents')
  expect((await menu.boundingBox())?.width).toBeLessThan(wide / 2)
  await link(menu, 'Mon compte').focus()
  await page.keyboard.press('Enter')
  await reach(page, 'Mon compte')
  expect(await menu.locator('[aria-current]').textContent()).toBe('Mon compte')
  await button(menu, 'Agrandir le menu').click()
  expect((await menu.boundingBox())?.width).toBe(wide)
})

it.each([{ javaScript: true }, { javaScript: false }])(
  'the menu of a phone opens from a button, JavaScript: $javaScript',
  async ({ javaScript }) => {
    const page = await visitor(browser, { screen: 'phone', javaScript })
    await signIn(page, site, JEAN, PASSWORD)
    await heading(page, 'Bonjour Jean').waitFor()
    const entry = page.locator('#menu').getByRole('link', { name: 'Mes documents' })
    expect(await entry.isVisible()).toBe(false)
    await page.getByRole(javaScript ? 'button' : 'link', { name: 'Menu', exact: true }).click()
    await mustBeUsable(page)
    if (javaScript) {
      await page.keyboard.press('Escape')
      expect(await entry.isVisible()).toBe(false)
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Menu')
      await page.keyboard.press('Enter')
    }
    await entry.click()
    await reach(page, 'Mes documents')
  },
)

it('a page that proxies may keep runs its scripts, for somebody who comes for the first time', async () => {
  const page = await visitor(browser, { screen: 'phone' })
  const answer = await page.goto(`${site.url}/`)
  expect(answer?.headers()['cache-control']).toContain('s-maxage=60')
  await page.getByRole('button', { name: 'Menu', exact: true }).waitFor()
})

it('the bottom of pages leads everywhere that it says, signed in or not (guide, 4.2)', async () => {
  const page = await visitor(browser, { screen: 'phone' })
  await signIn(page, site, JEAN, PASSWORD)
  await heading(page, 'Bonjour Jean').waitFor()
  for (const from of ['/espace', '/']) {
    await page.goto(site.url + from)
    const bottom = page.getByRole('contentinfo')
    expect(await link(bottom, 'Génération #HDF').getAttribute('href')).toBe('https://generation.hautsdefrance.fr')
    expect(await link(bottom, 'Ma Région').getAttribute('href')).toBe('https://www.hautsdefrance.fr')
  }
  for (const [name, title] of [
    ['Contact', 'Contact'],
    ['Foire aux questions', 'Foire aux questions'],
    ['Plan du site', 'Plan du site'],
    ['Mentions légales', 'Mentions légales'],
    ['Conditions d’utilisation', 'Conditions d’utilisation'],
    ['Politique de confidentialité', 'Politique de confidentialité'],
    ['Politique de gestion des cookies', 'Politique de gestion des cookies'],
    [/^Accessibilité : /, /accessibilité/i],
  ] as const) {
    await link(page.getByRole('contentinfo'), name).click()
    await heading(page, title).waitFor()
  }
})

it('« Mon compte »: a phone, messages by SMS and a consent are changed, an address is searched for, and stay so (guide, 6)', async () => {
  const page = await visitor(browser, { screen: 'phone' })
  await signIn(page, site, HUGO, PASSWORD)
  await heading(page, 'Bonjour Hugo').waitFor()
  await page.goto(`${site.url}/espace/mon-compte`)
  await reach(page, 'Mon compte')
  expect(await said(lineOf(page, 'Nom'))).toBe('PETIT')
  const consents = [page.getByLabel('Je souhaite recevoir des informations'), page.getByLabel('Je souhaite m’abonner aux newsletters')]
  for (const consent of consents) expect(await consent.isChecked()).toBe(false)
  await page.getByLabel('Téléphone portable').fill('03 22 97 00 00')
  await button(page, 'Enregistrer').click()
  await mustBeRefused(page, 'Saisissez un numéro de téléphone portable à 10 chiffres, qui commence par 06 ou 07.')
  await page.getByLabel('Téléphone portable').fill('+33 7 11 22 33 44')
  await page.getByLabel('SMS').check()
  await page.getByLabel('Je souhaite m’abonner aux newsletters').check()
  await page.getByLabel('Votre mot de passe').fill(PASSWORD)
  await button(page, 'Enregistrer').click()
  await reach(page, 'Vos changements sont enregistrés')

  await link(page, /Modifier mon adresse/).click()
  await reach(page, 'Saisie de l’adresse')
  await page.getByLabel('Veuillez saisir un code postal').fill('59000')
  await page.getByLabel('Veuillez saisir une ville').locator('option', { hasText: 'LILLE' }).waitFor({ state: 'attached' })
  await page.getByRole('combobox', { name: 'Veuillez saisir une rue' }).fill('rue natio')
  await page.getByRole('option', { name: 'RUE NATIONALE' }).click()
  await page.getByLabel('Numéro de rue').fill('11')
  await button(page, 'Soumettre').click()
  await main(page).getByText('11 RUE NATIONALE').waitFor()

  await page.goto(`${site.url}/espace/mon-compte`)
  expect(await page.getByLabel('Téléphone portable').inputValue()).toBe('0711223344')
  expect(await page.getByLabel('SMS').isChecked()).toBe(true)
  expect(await Promise.all(consents.map((consent) => consent.isChecked()))).toEqual([false, true])
  await main(page).getByText('11 RUE NATIONALE').waitFor()
})
