import { expect, it } from 'vitest'
import { openBrowser, visitor } from '../support/browser.ts'
import { runningSite } from '../support/running-site.ts'
import { asksForAResetLink, bornOn, button, link, main, mustBeRefused, PASSWORD, reach, signIn } from './road.ts'

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
