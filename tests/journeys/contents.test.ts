import { expect, it } from 'vitest'
import { mustBeUsable, openBrowser, visitor } from '../support/browser.ts'
import { runningSite } from '../support/running-site.ts'
import { button, heading, link, main, mustBeRefused, PASSWORD, portrait, reach, signIn, signInAsAgent } from './road.ts'

const JEAN = '4827501935'

const [site, browser] = await Promise.all([runningSite(), openBrowser()])

it('an agent publishes a good deal and a key date: the young person sees them', async () => {
  const agent = await visitor(browser)
  await signInAsAgent(agent, site)
  await link(agent, 'Contenus').click()
  await link(agent, 'Bons plans').click()
  await link(agent, 'Ajouter un bon plan').click()
  await agent.getByLabel('Titre').fill('Kayak sur la Somme')
  await agent.getByLabel('Organisateur').fill('Base nautique d’Amiens')
  await agent.getByLabel('Texte').fill('Deux heures pour le prix d’une.')
  await agent.getByLabel('Tous les jeunes inscrits').check()
  await button(agent, 'Enregistrer et voir l’aperçu').click()
  await mustBeRefused(agent, 'Choisissez une image.')
  await mustBeUsable(agent)
  await agent.getByLabel('Image').setInputFiles(await portrait())
  await button(agent, 'Enregistrer et voir l’aperçu').click()
  await reach(agent, 'Kayak sur la Somme')
  await main(agent).getByText('Brouillon', { exact: true }).waitFor()

  const young = await visitor(browser, { screen: 'phone' })
  await signIn(young, site, JEAN, PASSWORD)
  await heading(young, /^Bonjour/).waitFor()
  expect(await link(young, 'Kayak sur la Somme').count()).toBe(0)

  await link(agent, 'Modifier').click()
  await typeDay(agent, 'Publié à partir du', new Date())
  await button(agent, 'Enregistrer et voir l’aperçu').click()
  await main(agent).getByText('En ligne', { exact: true }).waitFor()

  await agent.goto(`${site.url}/region/dates-cles/nouveau`)
  await typeDay(agent, 'Date', new Date(Date.now() + 20 * 86_400_000))
  await agent.getByLabel('Ce jour-là').fill('journée portes ouvertes')
  await typeDay(agent, 'Publié à partir du', new Date())
  await button(agent, 'Enregistrer et voir l’aperçu').click()
  await reach(agent, /journée portes ouvertes/)
  await mustBeUsable(agent)

  await young.reload()
  await main(young).getByText('journée portes ouvertes').waitFor()
  await link(young, 'Voir tous les bons plans').click()
  await link(young, 'Kayak sur la Somme').click()
  await reach(young, 'Kayak sur la Somme')
  await main(young).getByText('Deux heures pour le prix d’une.').waitFor()
})

it('a question asked by the contact form is answered by mail', async () => {
  const anybody = await visitor(browser, { screen: 'phone', javaScript: false })
  await anybody.goto(`${site.url}/contact`)
  await button(anybody, 'Envoyer').click()
  await mustBeRefused(anybody)
  await mustBeUsable(anybody)
  await anybody.getByLabel('Nom et prénom').fill('Ana LOPES')
  await anybody.getByLabel('Adresse e-mail').fill('ana.lopes@exemple.example')
  await anybody.getByLabel('Sujet').fill('Carte abîmée')
  await anybody.getByLabel('Votre question').fill('Ma carte est passée à la machine.')
  await button(anybody, 'Envoyer').click()
  await reach(anybody, 'Votre question est envoyée')
  await site.letterTo('ana.lopes@exemple.example', 'Nous avons reçu votre question')

  const agent = await visitor(browser)
  await signInAsAgent(agent, site)
  await link(agent, 'Questions reçues').click()
  await link(agent, 'Carte abîmée').click()
  await agent.getByLabel('Votre réponse').fill('Déclarez-la dans « Ma carte ».')
  await button(agent, 'Envoyer la réponse').click()
  await reach(agent, 'Votre réponse est partie')
  await mustBeUsable(agent)
  const { text } = await site.letterTo('ana.lopes@exemple.example', 'Réponse à votre question : Carte abîmée')
  expect(text).toContain('Déclarez-la dans « Ma carte ».')
})

async function typeDay(page: Awaited<ReturnType<typeof visitor>>, legend: string, date: Date): Promise<void> {
  const group = page.getByRole('group', { name: legend })
  await group.getByLabel('Jour').fill(String(date.getDate()))
  await group.getByLabel('Mois').fill(String(date.getMonth() + 1))
  await group.getByLabel('Année').fill(String(date.getFullYear()))
}
