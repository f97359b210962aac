import { expect, it } from 'vitest'
import { mustBeUsable, openBrowser, visitor } from '../support/browser.ts'
import { runningSite } from '../support/running-site.ts'
import {
  aSecondPersonAgrees,
  button,
  chooses,
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
  signInAtSchool,
} from './road.ts'

const HUGO = '6391840573'

const [site, browser] = await Promise.all([runningSite(), openBrowser()])

it('a school is opened and taught at: a young person chooses it; closed, it is offered no more, and the journal says by whom', async () => {
  const agent = await visitor(browser)
  await signInAsAgent(agent, site)
  await link(agent, 'Établissements').click()
  await reach(agent, 'Établissements')
  await link(agent, 'Ajouter un établissement').click()
  await reach(agent, 'Ajouter un établissement')
  await agent.getByLabel('Numéro UAI').fill('0601999A')
  await agent.getByLabel('Nom', { exact: true }).fill('Lycée des Marais')
  await agent.getByLabel('Type').selectOption('lycée')
  await agent.getByLabel('Ville').fill('Abbeville')
  await agent.getByLabel('Accueille des lycéens').check()
  await button(agent, 'Ajouter cet établissement').click()
  await mustBeRefused(agent, 'Vérifiez ce numéro')
  await agent.getByLabel('Numéro UAI').fill('0601999x')
  await button(agent, 'Ajouter cet établissement').click()
  await main(agent).getByText('L’établissement est ajouté').waitFor()
  await aSecondPersonAgrees(agent, site, 'Ouvrir un établissement')
  const sheet = agent.url()
  await link(agent, 'Voir et modifier les formations').click()
  await reach(agent, 'Formations de l’établissement')
  await agent.getByLabel('Libellé, niveau ou code').fill('terminale generale')
  await button(agent, 'Chercher une formation').click()
  await agent.getByLabel('Choisir TERMINALE GENERALE', { exact: true }).check()
  await button(agent, 'Ajouter la sélection').click()
  await main(agent).getByText('Les formations sont enregistrées').waitFor()
  await mustBeUsable(agent)

  const school = await visitor(browser)
  await signInAtSchool(school, site)
  await heading(school, 'Demandes de carte').waitFor()
  await school.goto(`${site.url}/etablissement/demandes/${HUGO}/renvoi`)
  await school.getByLabel('Ce qui est à corriger').fill('Vous n’êtes pas inscrit ici.')
  await button(school, 'Renvoyer pour correction').click()
  await main(school).getByText('La demande est renvoyée').waitFor()

  const young = await visitor(browser, { screen: 'phone' })
  await signIn(young, site, HUGO, PASSWORD)
  await heading(young, 'Bonjour Hugo').waitFor()
  await young.goto(`${site.url}/espace/demande/etablissement`)
  await chooses(young, 'Établissement', 'marais abbeville')
  await young.getByLabel('Niveau de formation').selectOption({ label: 'TERMINALE GENERALE ET TECHNOLOGIQUE' })
  await chooses(young, 'Libellé de la formation', 'terminale')
  await button(young, 'Suivant').click()
  await reach(young, 'Ajouter sa photo')
  await young.goto(`${site.url}/espace/demande/recapitulatif`)
  await reach(young, 'Récapitulatif')
  expect(await said(lineOf(young, 'Établissement'))).toContain('0601999X')

  await agent.goto(sheet)
  await link(agent, 'Fermer').click()
  await reach(agent, /^Fermer/)
  await button(agent, 'Fermer cet établissement').click()
  await main(agent).getByText('L’établissement est fermé').waitFor()
  const other = await visitor(browser, { javaScript: false })
  await signIn(other, site, HUGO, PASSWORD)
  await heading(other, 'Bonjour Hugo').waitFor()
  await other.goto(`${site.url}/espace/demande/etablissement`)
  await reach(other, 'Définir son établissement')
  expect(await other.locator('option', { hasText: 'MARIE CURIE' }).count()).toBe(1)
  expect(await other.locator('option', { hasText: 'MARAIS' }).count()).toBe(0)

  await link(agent, 'Journal').click()
  await reach(agent, 'Journal')
  await agent.getByLabel('Fait').selectOption('Établissement fermé')
  await button(agent, 'Filtrer').click()
  await reach(agent, 'Journal')
  expect(await said(main(agent).getByRole('row').nth(1))).toContain('Agent de la Région')
})
