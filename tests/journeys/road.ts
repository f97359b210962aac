import { readFile } from 'node:fs/promises'
import type { Browser, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { drawnPortrait } from '../../database/demo/photo.ts'
import { type Looking, mustBeUsable, runsScripts, visitor } from '../support/browser.ts'
import { pdfText } from '../support/pdf.ts'
import { PASSWORD, type RunningSite } from '../support/running-site.ts'

export { PASSWORD }

/** A site whose mails can be read. */
type Read = Pick<RunningSite, 'url' | 'letterTo'>

/** The stretches of road that several journeys walk, each as a person walks it: by the words on the screen. */

export interface Person {
  civility: 'Madame' | 'Monsieur'
  firstName: string
  lastName: string
  birthDate: DayTyped
  email: string
  /** The one that they choose. */
  password: string
}

export const aPerson = (firstName: string, lastName: string): Person => ({
  civility: 'Madame',
  firstName,
  lastName,
  birthDate: ['7', '3', '2010'],
  email: `${firstName}.${lastName}@example.org`.toLowerCase(),
  password: 'Nouveau2026lycee',
})

export const link = (page: Page | Locator, name: string | RegExp) => page.getByRole('link', { name, exact: typeof name === 'string' })
export const button = (page: Page | Locator, name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })
export const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name })
export const main = (page: Page) => page.getByRole('main')

/**
 * The page that one is led to, by its heading; usable by anybody. Where scripts run, the walks of every page have seen that, on both
 * screens: a journey looks again at what they cannot see, a form that is refused and what a script has opened.
 */
export async function reach(page: Page, title: string | RegExp): Promise<void> {
  await heading(page, title).waitFor()
  if (!runsScripts(page)) await mustBeUsable(page)
}

/** The form is shown again: what is wrong is on top, in the title, at its field, and has the focus. */
export async function mustBeRefused(page: Page, ...messages: string[]): Promise<void> {
  const summary = page.getByRole('alert').filter({ hasText: 'Il y a un problème' })
  // The title comes before the page.
  await summary.waitFor()
  for (const message of messages) await summary.getByText(message).waitFor()
  await expect.poll(() => page.title(), { timeout: 60_000 }).toMatch(/^Erreur/)
  await mustBeUsable(page)
}

/** Home, sign-up, the mail. Returns what the mail says. */
export async function signUp(page: Page, site: RunningSite, person: Person): Promise<{ fileNumber: string; temporaryPassword: string }> {
  await page.goto(site.url)
  await reach(page, 'Mon compte Génération #HDF')
  await link(page, 'Créer un compte').click()
  await reach(page, 'Créer un compte')
  await button(page, 'Créer mon compte').click()
  await mustBeRefused(page)

  await page.getByLabel(person.civility).check()
  await page.getByLabel('Nom', { exact: true }).fill(person.lastName)
  await page.getByLabel('Prénom').fill(person.firstName)
  await fillDay(page, person.birthDate)
  await page.getByLabel('Adresse e-mail').fill(person.email)
  await page.getByLabel('J’ai lu et j’accepte').check()
  await button(page, 'Créer mon compte').click()
  await page.getByText(person.email).waitFor()
  await mustBeUsable(page)

  const { text } = await site.letterTo(person.email, 'est créé')
  return {
    fileNumber: /^Numéro de dossier : (\d{10})$/m.exec(text)?.[1] as string,
    temporaryPassword: /^Mot de passe provisoire : (\S+)$/m.exec(text)?.[1] as string,
  }
}

export async function signIn(page: Page, site: RunningSite, number: string, password: string): Promise<void> {
  await page.goto(`${site.url}/connexion`)
  await page.getByLabel('Numéro de carte ou numéro de dossier').fill(number)
  await page.getByLabel('Mot de passe', { exact: true }).fill(password)
  await button(page, 'Connexion').click()
}

export async function signInAtWork(page: Page, site: Read, email: string, password = PASSWORD): Promise<void> {
  await page.goto(`${site.url}/professionnels/connexion`)
  await page.getByLabel('Adresse e-mail').fill(email)
  await page.getByLabel('Mot de passe', { exact: true }).fill(password)
  await button(page, 'Connexion').click()
}

/** Agents, schools and managers give a code besides: the demonstration sends it by mail. */
export async function signInWithACode(page: Page, site: Read, email: string): Promise<void> {
  const asked = new Date()
  await signInAtWork(page, site, email)
  await reach(page, 'Code de connexion')
  await givesTheCode(page, site, asked, email)
}

export const signInAsAgent = (page: Page, site: RunningSite, email = 'agent@region.example') => signInWithACode(page, site, email)

/** A guardian, whose code comes by mail everywhere. */
export async function signInAsGuardian(page: Page, site: RunningSite, email: string, password: string): Promise<void> {
  const asked = new Date()
  await page.goto(`${site.url}/responsable/connexion`)
  await page.getByLabel('Adresse e-mail').fill(email)
  await page.getByLabel('Mot de passe', { exact: true }).fill(password)
  await button(page, 'Connexion').click()
  await reach(page, 'Code de connexion')
  await givesTheCode(page, site, asked, email)
  await reach(page, 'Les jeunes que j’accompagne')
}

export const signInAtSchool = (page: Page, site: RunningSite, email = 'secretariat@marie-curie.example') =>
  signInWithACode(page, site, email)

/** Whoever takes payments chooses what they take over a till with. */
export async function choosesAPin(page: Page, site: RunningSite, pin: string): Promise<void> {
  await page.goto(`${site.url}/partenaire/code-de-caisse`)
  await page.getByLabel('Votre mot de passe', { exact: true }).fill(PASSWORD)
  await page.getByLabel('Code de caisse', { exact: true }).fill(pin)
  await button(page, 'Choisir ce code').click()
  await main(page).getByText('Votre code de caisse est choisi').waitFor()
}

/** A manager makes a till of their machine: what is asked next is who is there. */
export async function opensATill(page: Page, site: RunningSite): Promise<void> {
  await page.goto(`${site.url}/partenaire/caisses`)
  await page.getByLabel('Nom de la caisse').fill('Caisse 1')
  await button(page, 'Ouvrir la caisse ici').click()
  await reach(page, 'Qui est à la caisse ?')
}

/** What somebody started, a second person sees on their home page, and agrees to; then whoever started it looks again. */
export async function aSecondPersonAgrees(first: Page, site: RunningSite, title: string, email = 'seconde@region.example'): Promise<void> {
  const second = await visitor(first.context().browser() as Browser)
  await signInAsAgent(second, site, email)
  await reach(second, 'Accueil de la Région')
  await link(second, 'Répondre').click()
  await reach(second, 'À valider à deux')
  await main(second).getByRole('link', { name: title }).first().click()
  await reach(second, title)
  await mustBeUsable(second)
  await button(second, 'Accepter').click()
  await main(second).getByText('C’est accepté, et fait').waitFor()
  await second.context().close()
  await first.reload()
}

/** The code in the letter that the demonstration sent since then. */
export async function givesTheCode(page: Page, site: Read, asked: Date, email = 'agent@region.example'): Promise<void> {
  const { text } = await site.letterTo(email, /^Code de connexion : /m, asked)
  await page.getByLabel('Code à 6 chiffres').fill(/^Code de connexion : (\d{6})$/m.exec(text)?.[1] as string)
  await button(page, 'Continuer').click()
}

/** The temporary password opens one page, on which one's own is chosen; then one signs in with it. */
export async function firstSignIn(
  page: Page,
  site: RunningSite,
  person: Person,
  { fileNumber, temporaryPassword }: { fileNumber: string; temporaryPassword: string },
): Promise<void> {
  await signIn(page, site, fileNumber, temporaryPassword)
  await reach(page, 'Modifier le mot de passe')
  await page.getByLabel('Ancien mot de passe ou mot de passe provisoire').fill(temporaryPassword)
  await page.getByLabel('Nouveau mot de passe').fill('court')
  await page.getByLabel('Confirmer mot de passe').fill('court')
  await button(page, 'Suivant').click()
  await mustBeRefused(page)

  await page.getByLabel('Ancien mot de passe ou mot de passe provisoire').fill(temporaryPassword)
  await page.getByLabel('Nouveau mot de passe').fill(person.password)
  await page.getByLabel('Confirmer mot de passe').fill(person.password)
  await button(page, 'Suivant').click()
  await page.getByText('Votre mot de passe a été changé avec succès !').waitFor()
  await mustBeUsable(page)
  await link(page, 'OK').click()
  await reach(page, 'Connexion')
  await signIn(page, site, fileNumber, person.password)
  await reach(page, `Bonjour ${person.firstName}`)
}

/** What asks for one thing after the other, where no script does it in the form. */
export const oneByOne = (page: Page) => page.locator('[data-without-script]')

/** Types in a list that can be searched, and takes the first that it finds. */
export async function chooses(page: Page, label: string, words: string): Promise<void> {
  // The list of the page becomes a field once its script has run.
  const field = page.locator('input').and(page.getByRole('combobox', { name: label }))
  await field.click()
  await field.fill(words)
  await page.getByRole('listbox', { name: label }).getByRole('option').first().waitFor()
  await field.press('ArrowDown')
  await field.press('Enter')
}

type DayTyped = [day: string, month: string, year: string]

/** The birth date of somebody of the demonstration, whose year moves with it. */
export function bornOn(day: string, month: string, age: number): DayTyped {
  const today = new Date()
  const hadBirthday = today >= new Date(today.getFullYear(), Number(month) - 1, Number(day))
  return [day, month, String(today.getFullYear() - age - (hadBirthday ? 0 : 1))]
}

export async function asksForAResetLink(page: Page, site: RunningSite, number: string, birthDate: DayTyped): Promise<void> {
  await page.goto(`${site.url}/connexion`)
  await link(page, 'Mot de passe oublié ?').click()
  await page.getByLabel('Numéro de dossier ou numéro de carte').fill(number)
  await fillDay(page, birthDate)
  await button(page, 'Recevoir le lien').click()
}

/** A day, in the three fields of that question. */
export async function typeDay(page: Page, question: string, date: Date): Promise<void> {
  const group = page.getByRole('group', { name: question })
  await group.getByLabel('Jour').fill(String(date.getDate()))
  await group.getByLabel('Mois').fill(String(date.getMonth() + 1))
  await group.getByLabel('Année').fill(String(date.getFullYear()))
}

async function fillDay(page: Page, typed: DayTyped): Promise<void> {
  for (const [index, part] of ['Jour', 'Mois', 'Année'].entries()) await page.getByLabel(part).fill(typed[index] as string)
}

/** A picture of nobody, wide as phones make them. */
export const portrait = async () => ({
  name: 'moi.jpg',
  mimeType: 'image/jpeg',
  buffer: await drawnPortrait('#d7e6f5', '#e8b98f', '#4a2f1d'),
})

/** What a list of labelled lines says under that label. */
export const lineOf = (page: Page, label: string) =>
  main(page)
    .locator('.summary-line')
    .filter({ has: page.locator('dt', { hasText: new RegExp(`^${label}$`) }) })
    .locator('dd')
    .first()

/** What is written there, with ordinary spaces: amounts are kept on one line by others. */
export const said = async (what: Locator): Promise<string> => ((await what.textContent()) ?? '').replace(/\s/g, ' ')

/** What is done in another way with JavaScript and without. Each begins on the page of its step and ends by sending it. */
export interface Ways {
  address(page: Page): Promise<void>
  schooling(page: Page): Promise<void>
  photo(page: Page): Promise<void>
}

interface Walk {
  site: RunningSite
  browser: Browser
  looking: Looking
  person: Person
  ways: Ways
}

/** From signing up to a first book paid with the QR code. Leaves its owner and the shop signed in. */
export async function walkToTheFirstBook({ site, browser, looking, person, ways }: Walk): Promise<{ page: Page; shop: Page }> {
  const page = await visitor(browser, looking)
  const letter = await signUp(page, site, person)
  await firstSignIn(page, site, person, letter)
  await asksForTheCard(page, ways)

  await theSchoolAccepts(await visitor(browser, looking), site, person)
  await page.goto(`${site.url}/espace`)
  await reach(page, `Bonjour ${person.firstName}`)
  expect(await balanceOf(page)).toBe('100,00 €')
  await link(main(page), 'Ma carte').click()
  await reach(page, 'Ma carte')

  const shop = await visitor(browser, looking)
  await signInAtWork(shop, site, 'caisse@les-pages.example')
  await reach(shop, 'LES PAGES')
  await paysAtTheTill(page, shop, site, person)
  return { page, shop }
}

/** The same, then the two other ways of the guide to pay, and the card on its way. */
export async function walkTheWholeRoad(walk: Walk): Promise<void> {
  const { site, browser, looking } = walk
  const { page, shop } = await walkToTheFirstBook(walk)
  await prepays(page, shop, site)
  await paysOnline(page, site)
  await readsTheHistory(page, shop, site)

  await theAgentHasTheCardMade(await visitor(browser, looking), page, site)
  await page.goto(`${site.url}/deconnexion`)
  await reach(page, 'Déconnexion')
  await button(main(page), 'Déconnexion').click()
  await reach(page, 'Connexion')
}

/** The five steps, « Envoyer », and the home page that says so. */
export async function asksForTheCard(page: Page, ways: Ways): Promise<void> {
  await link(page, 'Poursuivre ma demande').click()
  await reach(page, 'Ma situation')
  await button(page, 'Suivant').click()
  await mustBeRefused(page)
  await page.getByLabel('Je suis lycéen').check()
  await button(page, 'Suivant').click()

  await reach(page, 'Mes coordonnées')
  await button(page, 'Suivant').click()
  await mustBeRefused(page)
  await button(page, 'Saisir mon adresse').click()
  await reach(page, 'Saisie de l’adresse')
  await ways.address(page)
  await reach(page, 'Mes coordonnées')
  await page.getByLabel('Téléphone portable').fill('06 12 34 56 78')
  await button(page, 'Suivant').click()

  await reach(page, 'Définir son établissement')
  await ways.schooling(page)
  await reach(page, 'Ajouter sa photo')
  await ways.photo(page)
  await main(page).getByText('Voici votre photo telle qu’elle sera imprimée').waitFor()
  await mustBeUsable(page)
  await link(page, 'Suivant').click()

  await reach(page, 'Récapitulatif')
  await main(page).getByText('100,00 € : première entrée au lycée').waitFor()
  await page.getByLabel('E-mail').check()
  await button(page, 'Envoyer').click()
  await reach(page, 'Votre demande est envoyée')
  expect(await datedStages(page)).toEqual(['Inscription', 'Demande'])
}

async function theSchoolAccepts(school: Page, site: RunningSite, person: Person): Promise<void> {
  await signInAtSchool(school, site)
  await reach(school, 'Demandes de carte')
  await link(school, new RegExp(`${person.lastName} ${person.firstName}`, 'i')).click()
  await reach(school, new RegExp(`${person.firstName} ${person.lastName}`, 'i'))
  await button(school, 'Valider la demande').click()
  await reach(school, new RegExp(`${person.firstName} ${person.lastName}`, 'i'))
  await main(school).getByText('Demande de carte validée').waitFor()
  await site.letterTo(person.email, 'est validée')
}

/** The QR code is shown on one screen and its text typed at the other: it pays once. */
async function paysAtTheTill(page: Page, shop: Page, site: RunningSite, person: Person): Promise<void> {
  await link(page, 'Afficher mon QR code').click()
  await reach(page, 'Mon QR code')
  const code = await said(page.locator('[data-text]'))

  await shop.goto(`${site.url}/partenaire/encaissement`)
  await reach(shop, 'Encaisser')
  const shown = shop.getByLabel('QR code ou numéro de carte')
  await shown.fill('12345678')
  await button(shop, 'Continuer').click()
  await mustBeRefused(shop, 'ne correspond à aucune carte valable')
  await shown.fill(code)
  await button(shop, 'Continuer').click()
  await reach(shop, 'Montant à encaisser')
  await main(shop).getByText(`${person.firstName} ${person.lastName[0]}.`, { exact: true }).waitFor()
  expect(await main(shop).textContent()).not.toMatch(new RegExp(person.lastName, 'i'))
  await shop.getByLabel('Montant').fill('100,01')
  await button(shop, 'Valider le paiement').click()
  await mustBeRefused(shop)
  await shop.getByLabel('Montant').fill('12,50')
  await button(shop, 'Valider le paiement').click()
  await reach(shop, 'Paiement accepté')

  await shop.goto(`${site.url}/partenaire/encaissement`)
  await shop.getByLabel('QR code ou numéro de carte').fill(code)
  await button(shop, 'Continuer').click()
  await mustBeRefused(shop, 'ne correspond à aucune carte valable')
  await mustHold(page, site, '87,50 €')
}

/** A prepayment is printed, then taken by the shop from its number. */
async function prepays(page: Page, shop: Page, site: RunningSite): Promise<void> {
  await link(page, 'Pré paiement').click()
  await spends(page, 'Édition d’un prépaiement', '30')
  await reach(page, 'Vérifiez votre prépaiement')
  await button(page, 'Terminer').click()
  await reach(page, 'Création voucher')
  const ticket = await said(lineOf(page, 'Ticket n°'))
  await link(page, 'OK').click()
  await reach(page, 'Ma carte')
  await mustHold(page, site, '57,50 €')

  const [receipt] = await Promise.all([page.waitForEvent('download'), link(page, new RegExp(`^Imprimer.*${ticket}`)).click()])
  expect(receipt.suggestedFilename()).toMatch(/\.pdf$/)
  const words = pdfText(await readFile(await receipt.path()))
  expect(words).toContain(ticket)
  expect(words).toContain('Prépaiement en attente')

  await shop.goto(`${site.url}/partenaire/prepaiements`)
  await reach(shop, 'Encaisser un prépaiement')
  await shop.getByLabel('Numéro de ticket').fill('000000000000')
  await button(shop, 'Continuer').click()
  await mustBeRefused(shop, 'Aucun prépaiement')
  await shop.getByLabel('Numéro de ticket').fill(ticket)
  await button(shop, 'Continuer').click()
  await reach(shop, 'Prépaiement à encaisser')
  await button(shop, 'Encaisser').click()
  await reach(shop, 'Prépaiement encaissé')

  await page.reload()
  await main(page).getByText('Prépaiement encaissé').waitFor()
  await mustHold(page, site, '57,50 €')
}

async function paysOnline(page: Page, site: RunningSite): Promise<void> {
  await link(page, 'Paiement en ligne').click()
  await spends(page, 'Réaliser une transaction en ligne', '7,25')
  await reach(page, 'Vérifiez votre paiement en ligne')
  await button(page, 'Terminer').click()
  await reach(page, 'Création paiement en ligne')
  await link(page, 'OK').click()
  await reach(page, 'Ma carte')
  await mustHold(page, site, '50,25 €')
}

/** Each movement, once, as its owner reads it and as the shop does. */
async function readsTheHistory(page: Page, shop: Page, site: RunningSite): Promise<void> {
  await link(page, 'Mes transactions').click()
  await reach(page, 'Mes transactions')
  expect(await movementsOf(page)).toEqual(['-7,25 €', '0,00 €', '-30,00 €', '-12,50 €', '+100,00 €'])
  expect(await said(lineOf(page, 'Solde après ces transactions'))).toBe('50,25 €')

  await shop.goto(`${site.url}/partenaire/transactions`)
  await reach(shop, 'Transactions')
  expect((await movementsOf(shop)).filter((moved) => moved.startsWith('+')).slice(0, 3)).toEqual(['+7,25 €', '+30,00 €', '+12,50 €'])
}

/** Town, partner, wallet, amount: the same page for a prepayment and for an online payment. */
async function spends(page: Page, title: string, amount: string): Promise<void> {
  await reach(page, title)
  await page.getByLabel('Ville du partenaire').selectOption({ label: 'Amiens' })
  await button(page, 'Voir les partenaires').click()
  await reach(page, title)
  await button(page, 'Suivant').click()
  await mustBeRefused(page)
  await page.getByLabel('Nom du partenaire').selectOption({ label: '[L212] - LES PAGES' })
  await page.getByLabel('Montant du ticket').fill(amount)
  await button(page, 'Suivant').click()
}

async function mustHold(page: Page, site: RunningSite, balance: string): Promise<void> {
  await page.goto(`${site.url}/espace/ma-carte`)
  expect(await balanceOf(page)).toBe(balance)
}

async function theAgentHasTheCardMade(agent: Page, page: Page, site: RunningSite): Promise<void> {
  await signInAsAgent(agent, site)
  await reach(agent, 'Accueil de la Région')
  await link(agent, 'Voir les cartes à fabriquer').click()
  await reach(agent, 'Cartes à fabriquer')
  await button(agent, 'Créer un lot').click()
  await reach(agent, /^Lot n°/)
  const [archive] = await Promise.all([agent.waitForEvent('download'), link(agent, 'Télécharger').click()])
  expect((await readFile(await archive.path())).subarray(0, 2).toString()).toBe('PK')

  for (const [label, stages] of [
    ['Cartes fabriquées', ['Inscription', 'Demande', 'Validation', 'Fabrication']],
    ['Cartes expédiées', ['Inscription', 'Demande', 'Validation', 'Fabrication', 'Expédition']],
  ] as const) {
    await button(agent, label).click()
    await button(agent, label).waitFor({ state: 'detached' })
    await page.goto(`${site.url}/espace`)
    expect(await datedStages(page)).toEqual(stages)
  }
  await mustBeUsable(agent)
  await mustBeUsable(page)
}

/** The stages of the request that have their date. */
export const datedStages = (page: Page): Promise<string[]> =>
  page
    .locator('.stage')
    .evaluateAll((stages) =>
      stages
        .filter((stage) => stage.querySelector('time'))
        .map((stage) => stage.querySelector('.stage-label')?.firstChild?.textContent ?? ''),
    )

/** What is left in the wallet that is shown. */
export const balanceOf = (page: Page): Promise<string> => said(main(page).locator('.gauge-left'))

/** The amounts of the lines shown, newest first. */
export async function movementsOf(page: Page): Promise<string[]> {
  const cells = await main(page).locator('td[data-label="Montant"], .wallet-amount').all()
  return Promise.all(cells.map(async (cell) => /^[^€]*€/.exec(await said(cell))?.[0] ?? ''))
}

/** 15 euros at LES PAGES, on their way to be redeemed or paid at once. */
export async function spendsAtLesPages(page: Page, site: RunningSite, way: 'prepaiements' | 'paiements'): Promise<void> {
  await page.goto(`${site.url}/espace/ma-carte/${way}/nouveau?ville=Amiens`)
  await page.getByLabel('Nom du partenaire').selectOption({ label: '[L212] - LES PAGES' })
  await page.getByLabel('Montant du ticket').fill('15')
  await button(page, 'Suivant').click()
  // The second of the same is asked about.
  await button(page, /^(?:Terminer|Oui, )/).click()
  await heading(page, 'Création').waitFor()
}

/** Somebody of a shop types a card's number, and more than is paid without its owner. Answers where they are asked. */
export async function needsAnAssent(shop: Page, site: RunningSite, card: string): Promise<string> {
  await shop.goto(`${site.url}/partenaire/encaissement`)
  await shop.getByLabel('QR code ou numéro de carte').fill(card)
  await button(shop, 'Continuer').click()
  await heading(shop, 'Montant à encaisser').waitFor()
  await shop.getByLabel('Montant', { exact: true }).fill('45')
  await button(shop, 'Valider le paiement').click()
  await heading(shop, 'Accord du client').waitFor()
  const { pathname, search } = new URL(shop.url())
  return pathname + search
}
