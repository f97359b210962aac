import { Secret, TOTP } from 'otpauth'
import type { Browser, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { mustBeUsable, openBrowser, visitor } from '../support/browser.ts'
import { newSite } from '../support/running-site.ts'
import {
  aPerson,
  asksForTheCard,
  balanceOf,
  button,
  chooses,
  firstSignIn,
  heading,
  link,
  main,
  portrait,
  reach,
  signInAtWork,
  signUp,
  typeDay,
} from './road.ts'

const [{ site, run }, browser] = await Promise.all([newSite(), openBrowser()])
const WORD = 'Beffroi2026mot'

it('an installation begins with nobody: two administrators made at the server open a campaign, a school and its account, and a first pupil is validated', async () => {
  const [first, second] = [
    await run('administrator', 'anne@region.example', 'Anne'),
    await run('administrator', 'paul@region.example', 'Paul'),
  ]
  const third = await run('administrator', 'zoe@region.example', 'Zoé')
  expect([first.code, second.code, third.code]).toEqual([0, 0, 1])
  expect(third.said).toContain('Deux administrateurs sont ouverts')
  const anyone = await visitor(browser, { screen: 'phone' })
  await anyone.goto(`${site.url}/inscription`)
  await main(anyone).getByText('ne sont pas encore ouvertes').waitFor()
  await mustBeUsable(anyone)

  const anne = await anAgentWhoComes(browser, 'anne@region.example', linkIn(first.said))
  const paul = await anAgentWhoComes(browser, 'paul@region.example', linkIn(second.said))
  await link(anne, 'Mise en route').click()
  await reach(anne, 'Mise en route')
  await mustBeUsable(anne)
  await link(anne, 'Préparer la première campagne').click()
  await reach(anne, 'Préparer la première campagne')
  await mustBeUsable(anne)
  for (const day of ['Ouverture des demandes', 'Début de la campagne']) await typeDay(anne, day, new Date())
  await button(anne, 'Préparer cette campagne').click()
  await main(anne).getByText('un autre administrateur doit l’accepter').waitFor()
  await agrees(paul, 'Ouvrir une campagne')

  await anne.goto(`${site.url}/region/formations/niveaux`)
  await anne.getByLabel('Code').fill('2gt')
  await anne.getByLabel('Nom du niveau').fill('Seconde générale')
  await button(anne, 'Ajouter ce niveau').click()
  await main(anne).getByText('Le niveau est ajouté').waitFor()
  await anne.goto(`${site.url}/region/formations/nouvelle`)
  await anne.getByLabel('Code').fill('2001001811')
  await anne.getByLabel('Libellé').fill('Seconde générale et technologique')
  await anne.getByLabel('Niveau').selectOption({ label: 'Seconde générale (2GT)' })
  await button(anne, 'Ajouter cette formation').click()
  await main(anne).getByText('La formation est ajoutée').waitFor()

  await opensASchool(anne, paul)
  const office = await anOfficeThatComes(browser)
  const person = aPerson('Lina', 'Caron')
  const letter = await signUp(anyone, site, person)
  await firstSignIn(anyone, site, person, letter)
  await asksForTheCard(anyone, { address, schooling, photo })

  await office.reload()
  await link(office, /CARON Lina/i).click()
  await reach(office, /Lina Caron/i)
  await button(office, 'Valider la demande').click()
  await main(office).getByText('Demande de carte validée').waitFor()
  await anyone.goto(`${site.url}/espace`)
  expect(await balanceOf(anyone)).toBe('100,00 €')
})

const linkIn = (text: string): string => /https?:\/\/\S+\/professionnels\/mot-de-passe\/\S+/.exec(text)?.[0] ?? ''

async function choosesAWord(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await reach(page, 'Choisir votre mot de passe')
  await page.getByLabel('Nouveau mot de passe').fill(WORD)
  await page.getByLabel('Confirmer mot de passe').fill(WORD)
  await button(page, 'Enregistrer').click()
  await heading(page, 'Votre mot de passe est enregistré').waitFor()
}

/** A password, a phone, the page where they begin. */
async function comes(browser: Browser, email: string, address: string, title: string): Promise<Page> {
  const page = await visitor(browser)
  await choosesAWord(page, address)
  await signInAtWork(page, site, email, WORD)
  await reach(page, 'Protéger votre compte')
  const secret = Secret.fromBase32(((await page.locator('.qr-text b').textContent()) ?? '').replaceAll(' ', ''))
  await page.getByLabel('Code à 6 chiffres').fill(new TOTP({ secret }).generate())
  await button(page, 'Continuer').click()
  await heading(page, 'Votre compte est protégé').waitFor()
  await link(page, 'Continuer').click()
  await reach(page, title)
  return page
}

const anAgentWhoComes = (browser: Browser, email: string, address: string) => comes(browser, email, address, 'Accueil de la Région')

async function agrees(page: Page, title: string): Promise<void> {
  await page.goto(`${site.url}/region`)
  await link(page, 'Répondre').click()
  await reach(page, 'À valider à deux')
  await main(page).getByRole('link', { name: title }).first().click()
  await reach(page, title)
  await button(page, 'Accepter').click()
  await main(page).getByText('C’est accepté, et fait').waitFor()
}

async function opensASchool(anne: Page, paul: Page): Promise<void> {
  await anne.goto(`${site.url}/region/etablissements/nouveau`)
  await anne.getByLabel('Numéro UAI').fill('0600020W')
  await anne.getByLabel('Nom', { exact: true }).fill('Lycée Marie Curie')
  await anne.getByLabel('Type').selectOption('lycée')
  await anne.getByLabel('Ville').fill('Nogent-sur-Oise')
  await anne.getByLabel('Accueille des lycéens').check()
  await button(anne, 'Ajouter cet établissement').click()
  await main(anne).getByText('L’établissement est ajouté').waitFor()
  await agrees(paul, 'Ouvrir un établissement')
  await link(anne, 'Voir et modifier les formations').click()
  await anne.getByLabel('Libellé, niveau ou code').fill('seconde')
  await button(anne, 'Chercher une formation').click()
  await anne.getByLabel('Choisir Seconde générale et technologique', { exact: true }).check()
  await button(anne, 'Ajouter la sélection').click()
  await main(anne).getByText('Les formations sont enregistrées').waitFor()

  await anne.goto(`${site.url}/region/comptes/nouveau`)
  await anne.getByLabel('Nom', { exact: true }).fill('Secrétariat Marie Curie')
  await anne.getByLabel('Adresse e-mail').fill('secretariat@marie-curie.example')
  await anne.getByRole('radio', { name: 'Établissement' }).check()
  await anne.getByLabel('Numéro UAI').fill('0600020W')
  await button(anne, 'Envoyer l’invitation').click()
  await main(anne).getByText('Le compte est demandé').waitFor()
  await agrees(paul, 'Ouvrir un compte d’établissement')
}

async function anOfficeThatComes(browser: Browser): Promise<Page> {
  const { text } = await site.letterTo('secretariat@marie-curie.example', 'Votre compte professionnel')
  return comes(browser, 'secretariat@marie-curie.example', linkIn(text), 'Demandes de carte')
}

/** No street is known yet: the address is typed whole. */
async function address(page: Page): Promise<void> {
  await page.getByLabel('Adresse libre').check()
  await page.getByLabel('Adresse', { exact: true }).fill('1 rue de la Gare')
  await page.getByLabel('Code postal', { exact: true }).fill('60180')
  await page.getByLabel('Ville', { exact: true }).fill('Nogent-sur-Oise')
  await button(page, 'Soumettre').click()
}

async function schooling(page: Page): Promise<void> {
  await chooses(page, 'Établissement', 'marie curie')
  await page.getByLabel('Niveau de formation').selectOption({ label: 'Seconde générale' })
  await chooses(page, 'Libellé de la formation', 'seconde')
  await page.getByLabel('Non', { exact: true }).check()
  await button(page, 'Suivant').click()
}

async function photo(page: Page): Promise<void> {
  await page.getByLabel('Importer').setInputFiles(await portrait())
  await page.getByRole('img', { name: /^Zone de la photo/ }).waitFor()
  await button(page, 'Appliquer').click()
  await button(page, 'Envoyer').click()
}
