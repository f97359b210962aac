import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { type Looking, mustBeUsable, openBrowser, visitor } from '../support/browser.ts'
import { runningSite } from '../support/running-site.ts'
import { asksForTheAid, settlesTheDistance } from './aid.ts'
import { saysHowToBeReached, theAgentOpens } from './application.ts'
import {
  aPerson,
  aSecondPersonAgrees,
  balanceOf,
  button,
  chooses,
  firstSignIn,
  lineOf,
  link,
  main,
  mustBeRefused,
  oneByOne,
  PASSWORD,
  type Person,
  portrait,
  reach,
  said,
  signIn,
  signInAsAgent,
  signInAtSchool,
  signUp,
} from './road.ts'

const [site, browser] = await Promise.all([runningSite(), openBrowser()])

it('an apprentice of a CFA of the Region, on a computer', async () => {
  const person = aPerson('Sacha', 'Vasseur')
  const page = await arrives(person, { screen: 'computer' })
  await answer(page, 'Votre CFA', 'Oui').check()
  await chooses(page, 'Établissement', 'marie cur')
  await page.getByLabel('Niveau de formation').selectOption({ label: 'BREVET DE TECHNICIEN SUPERIEUR' })
  await chooses(page, 'Libellé de la formation', 'transports')
  await saysTheContract(page)
  await sendsThePhoto(page, { javaScript: true })

  await reach(page, 'Récapitulatif')
  expect(await said(main(page))).toContain('c’est un premier apprentissage')
  await page.getByLabel('E-mail').check()
  await button(page, 'Envoyer').click()
  await reach(page, 'Votre demande est envoyée')

  const school = await visitor(browser, { screen: 'computer' })
  await signInAtSchool(school, site)
  await reach(school, 'Demandes de carte')
  await link(school, new RegExp(`${person.lastName} ${person.firstName}`, 'i')).click()
  await reach(school, new RegExp(`${person.firstName} ${person.lastName}`, 'i'))
  expect(await said(lineOf(school, 'Situation'))).toBe('Apprenti')
  await button(school, 'Valider la demande').click()
  await main(school).getByText('Demande de carte validée').waitFor()
  await mustHold(page, person, '200,00 €')
})

it('an apprentice of a CFA elsewhere, on a phone: found, or written, and both questions on the one screen', async () => {
  const page = await visitor(browser, { screen: 'phone' })
  await signIn(page, site, INES, PASSWORD)
  await reach(page, 'Bonjour Inès')
  await saysHowToBeReached(page, 'Je suis apprenti')
  await reach(page, 'Définir son établissement')
  await answer(page, 'Votre CFA', 'Non').check()
  await chooses(page, 'Établissement', 'cfa reins')
  await page.getByLabel('Niveau de formation').selectOption({ label: 'BACCALAUREAT PROFESSIONNEL' })
  await button(page, 'Mon établissement n’est pas dans la liste').click()
  await page.getByLabel('Nom de votre établissement').fill('CFA du Finistère')
  await page.getByLabel('Ville de votre établissement').fill('Brest')
  await chooses(page, 'Libellé de la formation', 'accueil')
  await saysTheContract(page, { wasApprentice: true, otherDiploma: 'Oui' })

  await reach(page, 'Ajouter sa photo')
  await page.goto(`${site.url}/espace/demande/etablissement`)
  expect(await page.getByLabel('Nom de votre établissement').inputValue()).toBe('CFA du Finistère')
  await answer(page, 'Le diplôme', 'Oui').and(page.locator(':checked')).waitFor()
  await mustBeUsable(page)
})

it('an apprentice of a CFA elsewhere, on a phone without JavaScript', async () => {
  const looking: Looking = { screen: 'phone', javaScript: false }
  const person = aPerson('Robin', 'Lecocq')
  const page = await arrives(person, looking)
  await button(page, 'Choisir').click()
  await page.getByRole('alert').getByText('Dites si votre CFA se situe').waitFor()
  await mustBeUsable(page)
  await oneByOne(page).getByLabel('Non', { exact: true }).check()
  await button(page, 'Choisir').click()
  await reach(page, 'Définir son établissement')
  await page.getByLabel('Nom ou ville de votre établissement').fill('cfa reims')
  await button(page, 'Chercher').click()
  await page.getByLabel('CFA INTERPROFESSIONNEL DE LA MARNE').waitFor()
  await mustBeUsable(page)
  await link(page, 'Mon établissement n’est pas dans la liste').click()
  await reach(page, 'Définir son établissement')
  await oneByOne(page).getByLabel('Nom de votre établissement').fill('CFA du Finistère')
  await oneByOne(page).getByLabel('Ville de votre établissement').fill('Brest')
  await button(page, 'Choisir').click()
  await reach(page, 'Définir son établissement')
  await oneByOne(page).getByLabel('Niveau de formation').selectOption({ label: 'BACCALAUREAT PROFESSIONNEL' })
  await button(page, 'Choisir').click()
  await reach(page, 'Définir son établissement')
  await page.getByLabel('Libellé de la formation').selectOption({ index: 1 })
  await saysTheContract(page, { wasApprentice: true })

  await reach(page, 'Définir son établissement')
  await button(page, 'Suivant').click()
  await mustBeRefused(page, 'Répondez par oui ou par non.')
  await page.getByLabel('Non', { exact: true }).check()
  await button(page, 'Suivant').click()
  await sendsThePhoto(page, looking)
  await reach(page, 'Récapitulatif')
  expect(await said(main(page))).toContain('0,00 € : même diplôme')

  // « Modifier » leads to the address and back to the summary.
  await link(page, 'Modifier : Adresse').click()
  await reach(page, 'Mes coordonnées')
  await button(page, /Modifier mon adresse/).click()
  await reach(page, 'Saisie de l’adresse')
  await page.getByLabel('Adresse', { exact: true }).fill('2 rue de la Gare')
  await button(page, 'Soumettre').click()
  await reach(page, 'Mes coordonnées')
  await button(page, 'Suivant').click()
  await reach(page, 'Récapitulatif')
  await main(page).getByText('2 rue de la Gare').waitFor()

  await link(page, 'Modifier : Le diplôme préparé était-il différent ?').click()
  await page.getByLabel('Oui', { exact: true }).check()
  await button(page, 'Suivant').click()
  await reach(page, 'Récapitulatif')
  await main(page).getByText('pour un autre diplôme').waitFor()
  await page.getByLabel('E-mail').check()
  await button(page, 'Envoyer').click()
  await reach(page, 'Votre demande est envoyée')
  expect(await said(main(page))).toContain('La Région Hauts-de-France vérifie votre demande')

  const agent = await visitor(browser, looking)
  await theAgentOpens(agent, site, person)
  expect(await said(lineOf(agent, 'Établissement'))).toBe('[CFA DU FINISTÈRE] - [BREST]')
  await button(agent, 'Valider la demande').click()
  await main(agent).getByText('La validation est demandée à une seconde personne').waitFor()
  await aSecondPersonAgrees(agent, site, 'Valider un apprenti dont le CFA est hors de la région')
  await main(agent).getByText('Demande de carte validée').waitFor()
  await mustHold(page, person, '200,00 €')

  const aid = await asksForTheAid(page, site)
  expect(await said(main(page))).toContain('transmise à la Région pour traitement')
  // Who validated the request says the distance, and somebody else gives the aid.
  await settlesTheDistance(agent, site, aid)
  const other = await visitor(browser)
  await signInAsAgent(other, site, 'admin@region.example')
  await reach(other, 'Accueil de la Région')
  await other.goto(`${site.url}/region/aides-thr/${aid}`)
  await button(other, 'Accepter la demande').click()
  await main(other).getByText('La demande est validée').waitFor()
  await site.letterTo(person.email, 'aide THR est acceptée')
})

const INES = '5170362486'

const answer = (page: Page, question: string, said: string) =>
  page.getByRole('radiogroup', { name: question }).getByLabel(said, { exact: true })

/** A new person, at the first question about their CFA. */
async function arrives(person: Person, looking: Looking): Promise<Page> {
  const page = await visitor(browser, looking)
  await firstSignIn(page, site, person, await signUp(page, site, person))
  await saysHowToBeReached(page, 'Je suis apprenti')
  await reach(page, 'Définir son établissement')
  return page
}

/** Dates that cannot be are refused, what else was typed is kept. */
async function saysTheContract(page: Page, { wasApprentice = false, otherDiploma = '' } = {}): Promise<void> {
  const year = new Date().getFullYear()
  // Long enough ago for the aid to be asked for.
  const signed = new Date(Date.now() - 60 * 86_400_000)
  await fillDate(page, 'Date de signature de votre contrat', ['1', '1', String(year + 5)])
  await fillDate(page, 'Date de fin de votre contrat', ['30', '6', String(year + 7)])
  await answer(page, 'Êtes-vous en apprentissage', wasApprentice ? 'Oui' : 'Non').check()
  if (otherDiploma) await answer(page, 'Le diplôme', otherDiploma).check()
  await button(page, 'Suivant').click()
  await mustBeRefused(page, 'Cette date est à venir.')
  await fillDate(page, 'Date de signature de votre contrat', [signed.getDate(), signed.getMonth() + 1, signed.getFullYear()].map(String))
  await fillDate(page, 'Date de fin de votre contrat', ['31', '2', String(year + 2)])
  await button(page, 'Suivant').click()
  await mustBeRefused(page, 'Cette date n’existe pas')
  await fillDate(page, 'Date de fin de votre contrat', ['30', '6', String(year + 2)])
  await button(page, 'Suivant').click()
}

async function fillDate(page: Page, label: string, typed: string[]): Promise<void> {
  const group = page.getByRole('group', { name: label })
  for (const [index, part] of ['Jour', 'Mois', 'Année'].entries()) await group.getByLabel(part).fill(typed[index] as string)
}

async function sendsThePhoto(page: Page, { javaScript = true }: Looking): Promise<void> {
  await reach(page, 'Ajouter sa photo')
  await page.getByLabel('Importer').setInputFiles(await portrait())
  if (javaScript) await button(page, 'Appliquer').click()
  await button(page, 'Envoyer').click()
  await main(page).getByText('Voici votre photo telle qu’elle sera imprimée').waitFor()
  await link(page, 'Suivant').click()
}

async function mustHold(page: Page, person: Person, balance: string): Promise<void> {
  await site.letterTo(person.email, 'est validée')
  await page.goto(`${site.url}/espace`)
  await reach(page, `Bonjour ${person.firstName}`)
  expect(await balanceOf(page)).toBe(balance)
}
