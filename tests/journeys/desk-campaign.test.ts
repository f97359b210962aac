import { expect, it } from 'vitest'
import { openBrowser, visitor } from '../support/browser.ts'
import { runningSite } from '../support/running-site.ts'
import {
  aSecondPersonAgrees,
  balanceOf,
  button,
  heading,
  link,
  main,
  mustBeRefused,
  PASSWORD,
  reach,
  said,
  signIn,
  signInAsAgent,
  signInAtSchool,
  typeDay,
} from './road.ts'

const JEAN = '4827501935'
const HUGO = '6391840573'

const [site, browser] = await Promise.all([runningSite(), openBrowser()])

it('an agent changes the campaign’s dates and a key date: the young person reads the key date, and their wallet keeps its day', async () => {
  const young = await visitor(browser, { screen: 'phone' })
  await signIn(young, site, JEAN, PASSWORD)
  await reach(young, 'Bonjour Jean')
  const year = Number(/au 30\/04\/(\d{4})/.exec(await said(main(young)))?.[1])

  const agent = await visitor(browser)
  await signInAsAgent(agent, site)
  await link(agent, 'Campagnes').click()
  await reach(agent, 'Campagnes')
  await link(main(agent), /^\d{4}-\d{4}$/).click()
  await reach(agent, /^Campagne /)
  await link(agent, 'Modifier : Dates et règles').click()
  await reach(agent, 'Dates et règles')
  await typeDay(agent, 'Fin de la campagne', new Date(year, 2, 1))
  await button(agent, 'Voir ce qui change').click()
  await mustBeRefused(agent, 'Les prépaiements expirent après le début de la campagne, et avant sa fin.')
  await typeDay(agent, 'Fin de la campagne', new Date(year, 4, 31))
  await button(agent, 'Voir ce qui change').click()
  await reach(agent, 'Vérifier : Dates et règles')
  const change = await said(main(agent).getByRole('row', { name: /Fin de la campagne/ }))
  expect(change).toContain(`30/04/${year}`)
  expect(change).toContain(`31/05/${year}`)
  await main(agent).getByText('2 porte-monnaie déjà accordés gardent leur date').waitFor()
  await young.reload()
  expect(await said(main(young))).not.toContain(`31/05/${year}`)
  await button(agent, 'Enregistrer').click()
  await main(agent).getByText('un autre administrateur doit l’accepter').waitFor()
  await aSecondPersonAgrees(agent, site, 'Changer les dates ou le plafond d’une campagne', 'admin@region.example')

  await agent.goto(`${site.url}/region/campagnes`)
  await link(main(agent), /^\d{4}-\d{4}$/).click()
  await reach(agent, /^Campagne /)
  await main(agent).getByText(`31/05/${year}`).first().waitFor()

  await agent.goto(`${site.url}/region/dates-cles`)
  await link(main(agent), /prépaiements/).click()
  await link(agent, 'Modifier').click()
  await reach(agent, 'Modifier une date clé')
  await agent.getByLabel('Ce jour-là').fill('dépensez vos prépaiements avant ce soir')
  await button(agent, 'Enregistrer et voir l’aperçu').click()
  await reach(agent, /dépensez vos prépaiements/)

  await young.reload()
  expect(await said(main(young))).toContain(`au 30/04/${year}`)
  await main(young).getByText('dépensez vos prépaiements avant ce soir').waitFor()
})

it('an agent changes an amount: told before saving what it will do; what was granted stays, a new request shows the new one', async () => {
  const agent = await visitor(browser, { screen: 'phone' })
  await signInAsAgent(agent, site)
  await heading(agent, 'Accueil de la Région').waitFor()
  await agent.goto(`${site.url}/region/campagnes`)
  await link(main(agent), /^\d{4}-\d{4}$/).click()
  await link(agent, 'Modifier : Montants accordés').click()
  await reach(agent, 'Montants accordés')
  const firstTime = agent.getByRole('group', { name: 'Lycéen, première entrée' })
  await firstTime.getByLabel('Montant').fill('beaucoup')
  await button(agent, 'Voir ce qui change').click()
  await mustBeRefused(agent, 'Saisissez un montant, par exemple 55 ou 55,50.')
  await firstTime.getByLabel('Montant').fill('120')
  await button(agent, 'Voir ce qui change').click()
  await reach(agent, 'Vérifier : Montants accordés')
  const change = await said(main(agent).getByRole('row', { name: /Lycéen, première entrée/ }))
  expect(change.match(/1[02]0,00 €/g)).toEqual(['100,00 €', '120,00 €'])
  await main(agent).getByText('2 porte-monnaie déjà accordés ne changent pas').waitFor()
  await button(agent, 'Enregistrer').click()
  await main(agent).getByText('un autre administrateur doit l’accepter').waitFor()
  await aSecondPersonAgrees(agent, site, 'Changer les montants d’une campagne', 'admin@region.example')

  const school = await visitor(browser)
  await signInAtSchool(school, site)
  await heading(school, 'Demandes de carte').waitFor()
  await school.goto(`${site.url}/etablissement/demandes/${HUGO}/renvoi`)
  await school.getByLabel('Ce qui est à corriger').fill('Photo illisible.')
  await button(school, 'Renvoyer pour correction').click()
  await main(school).getByText('La demande est renvoyée').waitFor()
  const hugo = await visitor(browser)
  await signIn(hugo, site, HUGO, PASSWORD)
  await heading(hugo, 'Bonjour Hugo').waitFor()
  await hugo.goto(`${site.url}/espace/demande/recapitulatif`)
  await reach(hugo, 'Récapitulatif')
  await main(hugo).getByText('120,00 € : première entrée au lycée').waitFor()
  await button(hugo, 'Envoyer').click()
  await heading(hugo, 'Votre demande est envoyée').waitFor()
  await school.goto(`${site.url}/etablissement/demandes/${HUGO}`)
  await button(school, 'Valider la demande').click()
  await main(school).getByText('La demande est validée').waitFor()
  await hugo.goto(`${site.url}/espace/ma-carte`)
  expect(await balanceOf(hugo)).toBe('120,00 €')

  const jean = await visitor(browser)
  await signIn(jean, site, JEAN, PASSWORD)
  await heading(jean, 'Bonjour Jean').waitFor()
  await jean.goto(`${site.url}/espace/ma-carte`)
  expect(await balanceOf(jean)).toBe('200,00 €')
})
