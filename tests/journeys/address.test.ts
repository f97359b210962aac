import { expect, it } from 'vitest'
import { mustBeUsable, openBrowser, scriptsThatComeLate, visitor } from '../support/browser.ts'
import { runningSite } from '../support/running-site.ts'
import { button, main, PASSWORD, reach, signIn } from './road.ts'

const [site, browser] = await Promise.all([runningSite(), openBrowser()])
const JEAN = '4827501935'

it('a number typed with the street goes to its own fields, and one field finds the whole address', async () => {
  const page = await visitor(browser, { screen: 'phone' })
  await signIn(page, site, JEAN, PASSWORD)
  const letScriptCome = await scriptsThatComeLate(page, 'guided-address')
  await page.goto(`${site.url}/espace/mon-compte/adresse`, { waitUntil: 'commit' })
  const street = page.getByRole('combobox', { name: 'Veuillez saisir une rue' })
  const kept = () =>
    Promise.all([street, page.getByLabel('Numéro de rue'), page.getByLabel('Complément de numéro')].map((field) => field.inputValue()))

  await page.getByLabel('Adresse guidée').check()
  await page.getByLabel('Veuillez saisir un code postal').fill('59000')
  letScriptCome()
  await reach(page, 'Saisie de l’adresse')
  await main(page).getByText('Ville trouvée : LILLE.').waitFor()
  await page.getByLabel('Numéro de rue').fill('')
  await street.fill('12 bis rue nationale')
  await page.getByRole('option', { name: 'RUE NATIONALE', exact: true }).click()
  expect(await kept()).toEqual(['RUE NATIONALE', '12', 'BIS'])

  await page.getByRole('combobox', { name: 'Trouver mon adresse' }).fill('lille place rihour 3')
  const found = page.getByRole('option', { name: '3 PLACE RIHOUR, 59000 LILLE', exact: true })
  await found.waitFor()
  await mustBeUsable(page)
  await found.click()
  expect(await kept()).toEqual(['PLACE RIHOUR', '3', ''])
  await button(page, 'Soumettre').click()
  await reach(page, 'Votre adresse est enregistrée')
  await main(page).getByText('3 PLACE RIHOUR').waitFor()
})
