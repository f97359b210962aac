import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { mustBeUsable, openBrowser, visitor } from '../support/browser.ts'
import { runningSite } from '../support/running-site.ts'
import { button, link, main, mustBeRefused, PASSWORD, reach, signInAtWork } from './road.ts'

const [site, browser] = await Promise.all([runningSite(), openBrowser()])
const SHOP = 'caisse@les-pages.example'

/** A device with a passkey in it; `isOwner`: whether it recognises who holds it. */
async function aDevice(page: Page) {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return { isOwner: (isUserVerified: boolean) => devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }) }
}

const asksFor = async (page: Page, choice: string) => {
  await page.goto(`${site.url}/professionnels/securite`)
  await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD)
  await button(page, choice).click()
}

it('a shop adds a passkey, signs in with it and removes it; without it the way is a recovery code', async () => {
  const page = await visitor(browser, { screen: 'phone' })
  const device = await aDevice(page)
  await signInAtWork(page, site, SHOP)
  await reach(page, 'LES PAGES')
  await asksFor(page, 'Ajouter une clé d’accès')
  await reach(page, 'Ajouter une clé d’accès')
  await mustBeUsable(page)

  await button(page, 'Créer la clé d’accès').click()
  await mustBeRefused(page, 'Donnez un nom à cette clé')
  await page.getByLabel('Nom de cette clé').fill('Téléphone de la caisse')
  await device.isOwner(false)
  await button(page, 'Créer la clé d’accès').click()
  await main(page).getByText('La clé d’accès n’a pas été donnée.').waitFor()
  await device.isOwner(true)
  await button(page, 'Créer la clé d’accès').click()
  await reach(page, 'Votre compte est protégé')
  const [recoveryCode = ''] = await main(page).locator('.codes li').allTextContents()

  await page.goto(`${site.url}/professionnels/securite`)
  await main(page).getByText('Téléphone de la caisse, ajoutée le').waitFor()
  await mustBeUsable(page)
  await page.context().clearCookies()
  await signInAtWork(page, site, SHOP)
  await reach(page, 'Connexion par clé d’accès')
  await mustBeUsable(page)
  await button(page, 'Utiliser ma clé d’accès').click()
  await reach(page, 'LES PAGES')

  const elsewhere = await visitor(browser, { javaScript: false })
  await signInAtWork(elsewhere, site, SHOP)
  await reach(elsewhere, 'Connexion par clé d’accès')
  await main(elsewhere).getByText('Ici, utilisez un code.').waitFor()
  expect(await button(elsewhere, 'Utiliser ma clé d’accès').count()).toBe(0)
  await link(elsewhere, 'Utiliser un code de secours').click()
  await reach(elsewhere, 'Code de connexion')
  await elsewhere.getByLabel('Code à 6 chiffres').fill(recoveryCode)
  await button(elsewhere, 'Continuer').click()
  await reach(elsewhere, 'LES PAGES')

  await asksFor(page, 'Retirer la clé « Téléphone de la caisse »')
  await main(page).getByText('La clé d’accès est retirée').waitFor()
  await page.context().clearCookies()
  await signInAtWork(page, site, SHOP)
  await reach(page, 'LES PAGES')
})
