import { it } from 'vitest'
import { openBrowser, visitor } from '../support/browser.ts'
import { runningSite } from '../support/running-site.ts'
import {
  aSecondPersonAgrees,
  button,
  heading,
  link,
  main,
  mustBeRefused,
  PASSWORD,
  portrait,
  reach,
  signIn,
  signInAsAgent,
  signInAtSchool,
} from './road.ts'

const HUGO = '6391840573'

const [site, browser] = await Promise.all([runningSite(), openBrowser()])

it('the schools of a department cannot answer: two agents take over, one decides from a certificate, two give back', async () => {
  const agent = await visitor(browser)
  await signInAsAgent(agent, site)
  await agent.goto(`${site.url}/region/attentes`)
  await link(main(agent), 'Décider à la place d’établissements').click()
  await reach(agent, 'Décider à la place d’établissements')
  await link(main(agent), 'Décider à leur place').click()
  await reach(agent, 'Décider à leur place')
  await button(agent, 'Demander à une seconde personne').click()
  await mustBeRefused(agent, 'Choisissez les établissements.', 'Expliquez pourquoi')
  await agent.getByLabel('Ceux d’un département').check()
  await agent.getByLabel('Département', { exact: true }).selectOption('Oise')
  await agent.getByLabel('Pourquoi').fill('Les lycées de l’Oise sont sans réseau.')
  await button(agent, 'Demander à une seconde personne').click()
  await heading(agent, 'Décider à la place d’établissements').waitFor()
  await aSecondPersonAgrees(agent, site, 'Décider à la place d’établissements')

  const school = await visitor(browser, { javaScript: false })
  await signInAtSchool(school, site)
  await reach(school, 'Demandes de carte')
  await main(school).getByText('La Région décide à la place de votre établissement').waitFor()

  const young = await visitor(browser, { screen: 'phone' })
  await signIn(young, site, HUGO, PASSWORD)
  await heading(young, 'Bonjour Hugo').waitFor()
  await link(main(young), 'Envoyer un certificat de scolarité').click()
  await reach(young, 'Certificat de scolarité')
  await young.getByLabel('Certificat de scolarité').setInputFiles(await portrait())
  await button(young, 'Envoyer à la Région').click()
  await main(young).getByText('Votre certificat est envoyé à la Région').waitFor()

  await agent.goto(`${site.url}/region/demandes/${HUGO}`)
  await main(agent)
    .getByAltText(/^Certificat de scolarité/)
    .waitFor()
  await button(agent, 'Valider la demande').click()
  await main(agent).getByText('La demande est validée').waitFor()

  await agent.goto(`${site.url}/region/prises-en-charge`)
  await main(agent).getByRole('link', { name: /Oise/ }).click()
  await reach(agent, 'Les établissements du département Oise')
  await link(main(agent), /^Déplacer le dernier jour/).waitFor()
  await agent.getByLabel('Pourquoi').fill('Le réseau est revenu.')
  await button(agent, 'Demander à les rendre').click()
  await heading(agent, 'Rendre les décisions aux établissements').waitFor()
  await aSecondPersonAgrees(agent, site, 'Rendre les décisions aux établissements')
  await school.reload()
  await main(school).getByText('La Région décide à la place de votre établissement').waitFor({ state: 'detached' })
})
