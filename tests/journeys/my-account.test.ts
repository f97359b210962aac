import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { mustBeUsable, openBrowser, visitor } from '../support/browser.ts'
import { runningSite } from '../support/running-site.ts'
import { balanceOf, button, heading, link, main, mustBeRefused, PASSWORD, reach, said, signIn, signInAtWork } from './road.ts'

const [site, browser] = await Promise.all([runningSite(), openBrowser()])

const JEAN = '4827501935'
const STEPHANE = '7049158269'

/** Shows a card's number at a till: whether it is taken. */
async function isTaken(till: Page, number: string): Promise<boolean> {
  await till.goto(`${site.url}/partenaire/encaissement`)
  await till.getByLabel('QR code ou numéro de carte').fill(number)
  await button(till, 'Continuer').click()
  await till
    .getByText(/Vérifiez que la photo|ne correspond à aucune carte/)
    .first()
    .waitFor()
  return (await heading(till, 'Montant à encaisser').count()) === 1
}

it('a stolen card stops at the till at once, and the next one pays (guide, 7.3)', async () => {
  const [page, till] = [await visitor(browser, { screen: 'phone' }), await visitor(browser)]
  await signInAtWork(till, site, 'caisse@les-pages.example')
  await signIn(page, site, JEAN, PASSWORD)
  expect(await isTaken(till, '23166621')).toBe(true)
  await page.goto(`${site.url}/espace/ma-carte/qr-code`)
  const code = await said(page.locator('[data-text]'))

  await page.goto(`${site.url}/espace/ma-carte`)
  await button(page, 'Déclarer').click()
  await mustBeRefused(page, 'Choisissez un motif.')
  for (const reason of ['Carte jamais reçue', 'Erreur sur la carte (nom ou photo)', 'Carte volée']) {
    await page.goto(`${site.url}/espace/ma-carte/probleme`)
    await reach(page, 'Un problème de carte ?')
    await page.getByLabel('Choisir l’une des situations suivantes :').selectOption(reason)
    await button(page, 'Déclarer').click()
    await reach(page, reason)
  }
  expect(await isTaken(till, '23166621')).toBe(true)
  await button(page, 'Déclarer').click()
  await reach(page, 'Votre carte est remplacée')
  const number = /n°\s(\d{4}\s\d{4})/.exec((await main(page).locator('strong').textContent()) ?? '')?.[1] as string
  for (const shown of ['23166621', code]) expect(await isTaken(till, shown)).toBe(false)
  expect(await isTaken(till, number)).toBe(true)
  await till.getByLabel('Montant').fill('20')
  await button(till, 'Valider le paiement').click()
  await heading(till, 'Paiement accepté').waitFor()
  await page.goto(`${site.url}/espace/ma-carte`)
  expect(await balanceOf(page)).toBe('180,00 €')
  await site.letterTo('jean.martin@example.org', 'est remplacée')

  await page.goto(`${site.url}/espace/consultations`)
  await reach(page, 'Qui a consulté mon dossier')
  await main(page).getByText('LES PAGES').first().waitFor()
})

it('the account is looked at, changed, taken away and closed, without JavaScript', async () => {
  const page = await visitor(browser, { javaScript: false })
  await signIn(page, site, STEPHANE, PASSWORD)
  await link(page, 'Mon compte').click()
  await reach(page, 'Mon compte')
  await page.getByLabel('E-mail').first().fill('pas une adresse')
  await button(page, 'Enregistrer').click()
  await mustBeRefused(page)
  await page.getByLabel('Téléphone portable').fill('06 12 34 56 78')
  await page.getByLabel('Je souhaite recevoir des informations').check()
  await page.locator('input[name=email]').fill('stephane.nouveau@example.org')
  await button(page, 'Enregistrer').click()
  await mustBeRefused(page, 'Saisissez votre mot de passe')
  await page.getByLabel('Votre mot de passe').fill(PASSWORD)
  await button(page, 'Enregistrer').click()
  await reach(page, 'Nouvelle adresse e-mail à confirmer')
  const { text } = await site.letterTo('stephane.nouveau@example.org', 'Confirmez')
  await page.goto(/https?:\/\/\S+\/adresse-email\/\S+/.exec(text)?.[0] as string)
  await reach(page, 'Confirmer votre adresse e-mail')
  await button(page, 'Confirmer cette adresse').click()
  await reach(page, 'Votre adresse e-mail est confirmée')
  await main(page).getByRole('link', { name: 'Mon compte' }).click()
  await main(page).getByText('Donné le').waitFor()
  expect(await page.locator('input[name=email]').inputValue()).toBe('stephane.nouveau@example.org')

  await link(page, 'Mes connexions').click()
  await reach(page, 'Mes connexions')
  await main(page).getByText('Cet appareil').waitFor()
  await page.goto(`${site.url}/espace/mes-donnees`)
  await reach(page, 'Mes données')
  await page.getByLabel('Votre mot de passe').fill(PASSWORD)
  await button(page, 'Préparer mes données').click()
  await reach(page, 'Mes données')
  const [file] = await Promise.all([page.waitForEvent('download'), link(page, 'Tout télécharger').click()])
  expect(
    readFileSync(await file.path())
      .subarray(0, 2)
      .toString(),
  ).toBe('PK')

  await link(page, 'Fermer mon compte').click()
  await reach(page, 'Fermer mon compte')
  await page.getByLabel('Votre mot de passe').fill('Faux1234mot')
  await button(page, 'Fermer mon compte').click()
  await mustBeRefused(page, 'Ce n’est pas votre mot de passe.')
  await page.getByLabel('Votre mot de passe').fill(PASSWORD)
  await button(page, 'Fermer mon compte').click()
  await reach(page, 'Votre compte est fermé')
  await signIn(page, site, STEPHANE, PASSWORD)
  await mustBeRefused(page)
  await mustBeUsable(page)
})
