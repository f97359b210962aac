import { expect, it } from 'vitest'
import { openBrowser, visitor } from '../support/browser.ts'
import { runningSite } from '../support/running-site.ts'
import { asksForAResetLink, bornOn, button, link, main, mustBeRefused, PASSWORD, reach, signIn, signInAtWork } from './road.ts'

const INES = { fileNumber: '5170362486', email: 'ines.leroy@example.org' }

const [site, browser] = await Promise.all([runningSite(), openBrowser()])

it('a forgotten password: the same words whatever is typed, a link that opens once, and the new password', async () => {
  const page = await visitor(browser, { screen: 'phone' })
  await signIn(page, site, INES.fileNumber, 'Pas-le-bon1')
  await mustBeRefused(page, 'Ce numéro ou ce mot de passe n’est pas le bon.')
  await link(page, 'Mot de passe oublié ?').click()
  await reach(page, 'Mot de passe oublié')
  await button(page, 'Recevoir le lien').click()
  await mustBeRefused(page)

  await asksForAResetLink(page, site, INES.fileNumber, ['3', '2', '2001'])
  await reach(page, 'Votre demande est envoyée')
  const answer = await main(page).textContent()
  await asksForAResetLink(page, site, INES.fileNumber, bornOn('2', '3', 15))
  await reach(page, 'Votre demande est envoyée')
  expect(await main(page).textContent()).toBe(answer)

  const { text } = await site.letterTo(INES.email, 'Choisissez un nouveau mot de passe')
  const address = /^(http\S+\/mot-de-passe\/\S+)$/m.exec(text)?.[1] as string
  // A mail box may open the link before its owner does.
  await page.request.get(address)
  await page.goto(address)
  await reach(page, 'Choisir un nouveau mot de passe')
  await page.getByLabel('Nouveau mot de passe').fill('Encore2026mieux')
  await page.getByLabel('Confirmer mot de passe').fill('Encore2026moins')
  await button(page, 'Suivant').click()
  await mustBeRefused(page)
  await page.getByLabel('Nouveau mot de passe').fill('Encore2026mieux')
  await button(page, 'Afficher le mot de passe').first().click()
  await page.getByLabel('Confirmer mot de passe').fill('Encore2026mieux')
  await button(page, 'Suivant').click()
  await main(page).getByText('Votre mot de passe a été changé avec succès !').waitFor()
  await link(page, 'OK').click()

  await signIn(page, site, INES.fileNumber, PASSWORD)
  await mustBeRefused(page, 'Ce numéro ou ce mot de passe n’est pas le bon.')
  await signIn(page, site, INES.fileNumber, 'Encore2026mieux')
  await reach(page, 'Bonjour Inès')
  await page.goto(address)
  await reach(page, 'Ce lien n’est plus valable. Demandez-en un nouveau.')
})

it('a shop that forgot its password asks for a link, and chooses another', async () => {
  const shop = await visitor(browser, { javaScript: false })
  await shop.goto(`${site.url}/professionnels/connexion`)
  await link(shop, 'Mot de passe oublié ?').click()
  await reach(shop, 'Mot de passe oublié')
  await button(shop, 'Recevoir le lien').click()
  await mustBeRefused(shop)
  const said: (string | null)[] = []
  for (const address of ['personne@example.org', 'caisse@les-pages.example']) {
    await shop.goto(`${site.url}/professionnels/mot-de-passe-oublie`)
    await shop.getByLabel('Adresse e-mail').fill(address)
    await button(shop, 'Recevoir le lien').click()
    await reach(shop, 'Votre demande est envoyée')
    said.push(await main(shop).textContent())
  }
  expect(said[1]).toBe(said[0])

  const { text } = await site.letterTo('caisse@les-pages.example', 'Choisissez un nouveau mot de passe')
  await shop.goto(/^(http\S+\/professionnels\/mot-de-passe\/\S+)$/m.exec(text)?.[1] as string)
  const address = shop.url()
  await reach(shop, 'Choisir votre mot de passe')
  await shop.getByLabel('Nouveau mot de passe').fill('Librairie2026mot')
  await shop.getByLabel('Confirmer mot de passe').fill('Librairie2026mot')
  await button(shop, 'Enregistrer').click()
  await reach(shop, 'Votre mot de passe est enregistré')
  await signInAtWork(shop, site, 'caisse@les-pages.example')
  await mustBeRefused(shop, 'Cette adresse e-mail ou ce mot de passe n’est pas le bon.')
  await signInAtWork(shop, site, 'caisse@les-pages.example', 'Librairie2026mot')
  await reach(shop, 'LES PAGES')
  await shop.goto(address)
  await reach(shop, 'Ce lien n’est plus valable. Demandez-en un nouveau.')
})
