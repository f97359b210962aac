import { expect, it } from 'vitest'
import { openBrowser, scriptsThatComeLate, visitor } from '../support/browser.ts'
import { runningSite } from '../support/running-site.ts'
import {
  balanceOf,
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
  signInAtSchool,
} from './road.ts'

const HUGO = '6391840573'
const REASON = 'Vous êtes inscrit en première, et non en terminale.'

const [site, browser] = await Promise.all([runningSite(), openBrowser()])

it('a request returned by the school with a reason, corrected, sent again, and followed by SMS', async () => {
  const otherSchool = await visitor(browser)
  await signInAtSchool(otherSchool, site, 'secretariat@gambetta.example')
  await reach(otherSchool, 'Demandes de carte')
  await main(otherSchool).getByText('Aucune demande.').waitFor()
  expect((await otherSchool.goto(`${site.url}/etablissement/demandes/${HUGO}`))?.status()).toBe(404)
  expect((await otherSchool.goto(`${site.url}/etablissement/demandes/${HUGO}/photo`))?.status()).toBe(404)

  const school = await visitor(browser)
  await signInAtSchool(school, site)
  await reach(school, 'Demandes de carte')
  await school.getByLabel('Choisir Hugo PETIT').check()
  await button(school, 'Renvoyer pour correction').click()
  await reach(school, 'Renvoyer pour correction')
  await button(school, 'Renvoyer pour correction').click()
  await mustBeRefused(school)
  await school.getByLabel('Ce qui est à corriger').fill(REASON)
  await button(school, 'Renvoyer pour correction').click()
  await heading(school, 'Demandes de carte').waitFor()
  await main(school).getByText('Aucune demande.').waitFor()
  expect((await site.letterTo('hugo.petit@example.org', 'est à corriger')).text).toContain(REASON)

  const page = await visitor(browser, { screen: 'phone' })
  await signIn(page, site, HUGO, PASSWORD)
  await reach(page, 'Bonjour Hugo')
  await main(page).getByText(REASON).waitFor()
  await link(page, 'Corriger ma demande').click()
  await page.goto(`${site.url}/espace/demande/recapitulatif`)
  await reach(page, 'Récapitulatif')
  const letScriptCome = await scriptsThatComeLate(page, 'school-choice')
  await link(page, 'Modifier : Niveau de formation').click({ noWaitAfter: true })
  await page.getByLabel('Niveau de formation').selectOption({ label: 'PREMIERE GENERALE ET TECHNOLOGIQUE' })
  letScriptCome()
  await reach(page, 'Définir son établissement')
  await chooses(page, 'Libellé de la formation', 'première gén')
  await page.getByLabel('Oui', { exact: true }).check()
  await button(page, 'Suivant').click()
  await reach(page, 'Récapitulatif')
  expect(await said(lineOf(page, 'Niveau de formation'))).toBe('PREMIERE GENERALE ET TECHNOLOGIQUE')
  await main(page).getByText('55,00 €').waitFor()
  await page.getByLabel('SMS').check()
  await button(page, 'Envoyer').click()
  await reach(page, 'Votre demande est envoyée')
  const phone = '0623416427'
  expect(await site.letterTo(phone, /votre demande de carte est envoyée/)).toMatchObject({ channel: 'sms' })

  await school.goto(`${site.url}/etablissement/demandes/${HUGO}`)
  await reach(school, 'Hugo PETIT')
  await main(school).getByText(REASON).waitFor()
  await button(school, 'Valider la demande').click()
  await main(school).getByText('La demande est validée').waitFor()
  expect(await site.letterTo(phone, /demande validée, 55,00/)).toMatchObject({ channel: 'sms' })
  await page.goto(`${site.url}/espace/ma-carte`)
  await reach(page, 'Ma carte')
  expect(await balanceOf(page)).toBe('55,00 €')

  // Too late for another decision, also for a secretary who left the page open.
  await school.goto(`${site.url}/etablissement/demandes/${HUGO}/refus`)
  await main(school).getByText('Il n’y a plus rien à décider').waitFor()
})
