import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { openBrowser, visitor } from '../support/browser.ts'
import { runningSite } from '../support/running-site.ts'
import {
  aSecondPersonAgrees,
  button,
  heading,
  lineOf,
  link,
  main,
  mustBeRefused,
  PASSWORD,
  reach,
  said,
  signIn,
  signInAsAgent,
  signInAtWork,
} from './road.ts'

const JEAN = '4827501935'
const CARD_OF_JEAN = '23166621'
const TILL = { email: 'accueil@au-beffroi.example', password: 'Guichet2026neuf' }

const [site, browser] = await Promise.all([runningSite(), openBrowser()])

it('a partner moves, accepts less, is suspended and comes back: forms, map and tills follow at once', async () => {
  const [agent, young, shop] = [await visitor(browser), await visitor(browser, { screen: 'phone' }), await visitor(browser)]
  await signInAsAgent(agent, site)
  await signIn(young, site, JEAN, PASSWORD)
  await heading(young, 'Bonjour Jean').waitFor()
  await signInAtWork(shop, site, 'caisse@les-pages.example')
  await heading(shop, 'LES PAGES').waitFor()
  expect(await partnersOffered(young, 'prepaiements', 'Amiens')).toContain('[L212] - LES PAGES')

  await link(agent, 'Partenaires').click()
  await agent.getByLabel('Nom, code ou ville').fill('l212')
  await button(agent, 'Rechercher').click()
  await link(agent, 'LES PAGES').click()
  await reach(agent, 'LES PAGES')
  const sheet = agent.url()
  await link(agent, 'Modifier').click()
  await reach(agent, 'Modifier LES PAGES')
  await agent.getByLabel('Code postal').fill('6000')
  await agent.getByLabel('Ville').fill('Beauvais')
  await agent.getByLabel('Accepte les prépaiements').uncheck()
  await button(agent, 'Enregistrer').click()
  await mustBeRefused(agent, 'code postal')
  await agent.getByLabel('Code postal').fill('60000')
  await button(agent, 'Enregistrer').click()
  await mustBeRefused(agent, 'Vérifiez cette position : ce point est à 53 km de Beauvais.')
  await agent.getByLabel('Latitude').fill('49,4295')
  await agent.getByLabel('Longitude').fill('2,0807')
  await button(agent, 'Enregistrer').click()
  await main(agent).getByText('Les changements sont enregistrés').waitFor()

  expect(await partnersOffered(young, 'prepaiements', 'Amiens')).not.toContain('[L212] - LES PAGES')
  expect(await partnersOffered(young, 'prepaiements', 'Beauvais')).not.toContain('[L212] - LES PAGES')
  expect(await partnersOffered(young, 'paiements', 'Beauvais')).toContain('[L212] - LES PAGES')
  await young.getByLabel('Nom du partenaire').selectOption({ label: '[L212] - LES PAGES' })
  await young.getByLabel('Montant du ticket').fill('10')
  await button(young, 'Suivant').click()
  await reach(young, 'Vérifiez votre paiement en ligne')

  await searches(agent, 'les pages')
  await link(agent, 'LES PAGES').click()
  await reach(agent, 'LES PAGES')
  expect(await said(lineOf(agent, 'Adresse'))).toContain('60000 Beauvais')
  expect(await said(lineOf(agent, 'Accepte'))).toBe('Carte et QR code en magasin, Paiement en ligne')
  const publicPage = agent.url()

  await agent.goto(sheet)
  await link(agent, 'Suspendre').click()
  await reach(agent, 'Suspendre LES PAGES')
  await button(agent, 'Suspendre ce partenaire').click()
  await main(agent).getByText('Le partenaire est suspendu').waitFor()
  await reach(agent, 'LES PAGES')

  // The young person had chosen it before.
  await button(young, 'Terminer').click()
  await reach(young, 'Ce partenaire n’accepte pas les paiements en ligne. Choisissez-en un autre.')
  expect(await partnersOffered(young, 'paiements', 'Beauvais')).not.toContain('[L212] - LES PAGES')
  await shop.goto(`${site.url}/partenaire/encaissement`)
  await shop.getByLabel('QR code ou numéro de carte').fill(CARD_OF_JEAN)
  await button(shop, 'Continuer').click()
  await shop.getByText('Votre commerce n’est plus partenaire').first().waitFor()
  await searches(young, 'les pages')
  expect(await link(main(young), 'LES PAGES').count()).toBe(0)
  expect((await young.goto(publicPage))?.status()).toBe(404)

  await button(agent, 'Réactiver').click()
  await main(agent).getByText('La réactivation est demandée à une seconde personne').waitFor()
  await aSecondPersonAgrees(agent, site, 'Ouvrir un partenaire', 'admin@region.example')
  expect(await partnersOffered(young, 'paiements', 'Beauvais')).toContain('[L212] - LES PAGES')
  await shop.goto(`${site.url}/partenaire/encaissement`)
  await shop.getByLabel('QR code ou numéro de carte').fill(CARD_OF_JEAN)
  await button(shop, 'Continuer').click()
  await heading(shop, 'Montant à encaisser').waitFor()
})

it('a till is invited by mail, chooses its password, works; its account is closed: its open session is over', async () => {
  const agent = await visitor(browser)
  await signInAsAgent(agent, site)
  await link(agent, 'Comptes').click()
  await link(agent, 'Inviter quelqu’un').click()
  await reach(agent, 'Inviter un professionnel')
  await agent.getByLabel('Nom', { exact: true }).fill('Accueil AU BEFFROI')
  await agent.getByLabel('Adresse e-mail').fill(TILL.email)
  await agent.getByLabel('Partenaire', { exact: true }).check()
  await button(agent, 'Envoyer l’invitation').click()
  await mustBeRefused(agent, 'Saisissez le code du partenaire.')
  await agent.getByLabel('Code du partenaire').fill('B107')
  await agent.getByLabel('Caissier').check()
  await button(agent, 'Envoyer l’invitation').click()
  await main(agent).getByText('L’invitation est envoyée').waitFor()
  await main(agent).getByText('Invité', { exact: true }).waitFor()

  const till = await visitor(browser, { screen: 'phone', javaScript: false })
  const { text } = await site.letterTo(TILL.email, 'Votre compte professionnel')
  await till.goto(/\S+\/professionnels\/mot-de-passe\/\S+/.exec(text)?.[0] as string)
  await reach(till, 'Choisir votre mot de passe')
  await till.getByLabel('Nouveau mot de passe').fill(TILL.password)
  await till.getByLabel('Confirmer mot de passe').fill(TILL.password)
  await button(till, 'Enregistrer').click()
  await reach(till, 'Votre mot de passe est enregistré')
  await signInAtWork(till, site, TILL.email, TILL.password)
  await reach(till, 'AU BEFFROI')

  await agent.reload()
  await main(agent).getByText('Ouvert', { exact: true }).waitFor()
  await button(agent, 'Fermer le compte').click()
  await main(agent).getByText('Le compte est fermé').waitFor()
  await reach(agent, 'Accueil AU BEFFROI')
  await link(till, 'Encaisser').first().click()
  await heading(till, 'Connexion des professionnels').waitFor()
  await signInAtWork(till, site, TILL.email, TILL.password)
  await mustBeRefused(till, 'Cette adresse e-mail ou ce mot de passe n’est pas le bon.')
})

/** The partners that the form of a prepayment or of an online payment offers in that town. */
async function partnersOffered(page: Page, way: 'prepaiements' | 'paiements', town: string): Promise<string[]> {
  await page.goto(`${site.url}/espace/ma-carte/${way}/nouveau?ville=${town}`)
  await heading(page, /^(Édition|Réaliser)/).waitFor()
  return page.getByLabel('Nom du partenaire').getByRole('option').allTextContents()
}

async function searches(page: Page, name: string): Promise<void> {
  await page.goto(`${site.url}/ou-utiliser-ma-carte`)
  await page.getByLabel('Nom du partenaire').fill(name)
  await button(page, 'Lancer la recherche').click()
  await main(page)
    .getByRole('heading', { name: /partenaire/ })
    .waitFor()
}
