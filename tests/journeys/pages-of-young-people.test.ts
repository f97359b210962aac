import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { mustBeUsable, openBrowser, visitor } from '../support/browser.ts'
import { asOwner } from '../support/database.ts'
import { runningSite } from '../support/running-site.ts'
import { asksForTheAid } from './aid.ts'
import { everyPage } from './every-page.ts'
import {
  asksForAResetLink,
  bornOn,
  button,
  heading,
  link,
  needsAnAssent,
  PASSWORD,
  portrait,
  reach,
  signIn,
  signInAsAgent,
  signInAsGuardian,
  signInAtSchool,
  signInAtWork,
} from './road.ts'

const JEAN = '4827501935'
const INES = '5170362486'
const HUGO = '6391840573'
const STEPHANE = '7049158269'
const ZOE = '8205619433'
const JOINING = 'lou@belle-page.example'
const LINA = '3186402750'
const CLAIRE = 'claire.moreau@example.org'

const PROBLEM = '/espace/ma-carte/probleme'
const ADDRESS = '/espace/demande/coordonnees/adresse'

/** No link leads to what a form ends on, or is there without network. */
const AFTER_FORMS = [
  '/inscription/envoyee',
  '/mot-de-passe-oublie/envoye',
  '/connexion/mot-de-passe-modifie',
  '/connexion/compte-ferme',
  '/adresse-email/confirmee',
  '/adresse-email/confirmee/attente',
  '/adresse-email/arretee',
  '/contact/envoye',
  '/responsable/connexion/mot-de-passe-choisi',
  '/responsable/mot-de-passe-oublie/envoye',
  '/hors-connexion',
  '/demo/messages',
  '/deconnexion',
]

/** The journey named looks at what only comes after forms of its own. */
const SEEN_BY_ANOTHER: Record<string, string> = { '/espace/demande/etablissement/diplome': 'apprentice.test.ts' }

const [site, browser] = await Promise.all([runningSite(), openBrowser()])

it('every page of anybody and of young people: nothing for axe, nothing too wide, nothing too heavy', async () => {
  const { walk, mustAllBeWell } = everyPage(site, (route) => !isAtWork(route) && !(route in SEEN_BY_ANOTHER))
  const anybody = await visitor(browser)
  await walk(anybody, '/', ...AFTER_FORMS)

  const jean = await signedIn(JEAN)
  const spent = await spends(jean)
  spent.push(await isAskedByATill(jean))
  const [confirmation, reset] = [await asksForAnotherAddress(jean), await resetLink(anybody)]
  await walk(
    jean,
    '/espace',
    ...spent,
    '/espace/mon-compte/adresse/recherche',
    '/faq',
    '/ou-utiliser-ma-carte',
    '/espace/ma-carte/hors-connexion',
    '/espace/demande/renouvellement',
    PROBLEM,
    `${PROBLEM}/perdue`,
  )
  await cameBackByThePost(JEAN)
  await walk(jean, '/espace/ma-carte/retour')
  await walk(await signedIn(INES), '/espace')
  await hasWaitedForLong(HUGO)
  await walk(await signedIn(HUGO), '/espace/demande/certificat')
  await isReturned(HUGO)
  await walk(await signedIn(HUGO), '/espace', '/espace/demande/recapitulatif', ADDRESS, `${ADDRESS}/recherche`)
  await walk(await signedIn(ZOE), '/espace', '/espace/demande/justificatif')
  const stephane = await signedIn(STEPHANE)
  await walk(stephane, '/espace')
  const number = await asksForTheAid(stephane, site, (path) => walk(stephane, path))
  await walk(stephane, `/espace/aide-thr/demandes/${number}`)
  await walk(stephane, await declaresAProblem(stephane))
  await hasAPhotoToRedo('Stéphane MARTIN')
  await walk(stephane, '/espace/ma-carte/nouvelle-photo')

  const steps = await asksToJoin(anybody)
  await walk(anybody, ...steps)
  await walk(anybody, await acceptsTheAgreement(anybody, steps.at(-1) as string))
  const invitation = await asksTheSecondParent()
  const claire = await signedInAsGuardian()
  await walk(claire, '/responsable', '/responsable/telephone')
  await walk(claire, await givesTheirNumber(claire))
  await walk(anybody, invitation, await resetLinkOfGuardian(anybody))
  await walk(anybody, confirmation, reset, await anAgentAsksForAnAddress('LAMBERT Zoé', 'zoe.lambert@example.org'))
  mustAllBeWell()
})

it('an address that leads nowhere says so, in the site’s own words', async () => {
  const page = await visitor(browser, { screen: 'phone' })
  expect((await page.goto(`${site.url}/nulle-part`))?.status()).toBe(404)
  await mustBeUsable(page)
  await link(page, 'Revenir à l’accueil').click()
  await reach(page, 'Mon compte Génération #HDF')
})

/** What a till asks of Jean, whose number was typed there. */
async function isAskedByATill(jean: Page): Promise<string> {
  const shop = await visitor(browser)
  await signInAtWork(shop, site, 'caisse@les-pages.example')
  await heading(shop, 'LES PAGES').waitFor()
  await shop.goto(site.url + (await needsAnAssent(shop, site, '23166621')))
  await button(shop, 'Demander sur son téléphone').click()
  await shop.getByText('On demande l’accord de son propriétaire').waitFor()
  await jean.goto(`${site.url}/espace`)
  await jean.getByText('LES PAGES demande').first().waitFor()
  const asked = await jean.locator('form[action*="/accords/"]').first().getAttribute('action')
  return asked as string
}

const isAtWork = (route: string): boolean => /^\/(partenaire|etablissement|region|professionnels)(\/|$)/.test(route)

async function signedIn(number: string): Promise<Page> {
  const page = await visitor(browser)
  await signIn(page, site, number, PASSWORD)
  await heading(page, /^Bonjour/).waitFor()
  return page
}

/** A minor names another guardian: the link that they are sent. */
async function asksTheSecondParent(): Promise<string> {
  const lina = await signedIn(LINA)
  await walksToGuardians(lina)
  await lina.getByLabel('Son adresse e-mail').fill('second.parent@exemple.example')
  await button(lina, 'Envoyer le lien').click()
  await lina.getByText('Un mail part à cette adresse').waitFor()
  return linkIn(await site.letterTo('second.parent@exemple.example', /\/responsable\/invitation\//))
}

async function walksToGuardians(page: Page): Promise<void> {
  await page.goto(`${site.url}/espace/responsables`)
  await heading(page, 'Mes responsables légaux').waitFor()
}

async function signedInAsGuardian(): Promise<Page> {
  const page = await visitor(browser)
  await signInAsGuardian(page, site, CLAIRE, PASSWORD)
  return page
}

/** A guardian wants their codes by SMS: where the one that proves the number is given. */
async function givesTheirNumber(page: Page): Promise<string> {
  await page.goto(`${site.url}/responsable/telephone`)
  await page.getByLabel('Téléphone portable').fill('06 23 41 64 27')
  await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD)
  await button(page, 'Recevoir un code').click()
  await reach(page, 'Confirmer votre numéro')
  return '/responsable/telephone/code'
}

async function resetLinkOfGuardian(page: Page): Promise<string> {
  await page.goto(`${site.url}/responsable/mot-de-passe-oublie`)
  await page.getByLabel('Adresse e-mail').fill(CLAIRE)
  await button(page, 'Recevoir le lien').click()
  await heading(page, 'Votre demande est envoyée').waitFor()
  return linkIn(await site.letterTo(CLAIRE, /\/responsable\/mot-de-passe\//))
}

async function cameBackByThePost(fileNumber: string): Promise<void> {
  await asOwner(
    site.databaseUrl,
    `insert into card_returns (card_id, recorded_at, recorded_by)
    select k.id, now(), s.id from cards k
    join card_applications a on a.beneficiary_id = k.beneficiary_id, staff s
    where a.file_number = '${fileNumber}' and k.opposed_at is null and s.email = 'agent@region.example'`,
  )
}

/** Their school has not answered, and school has begun. */
async function hasWaitedForLong(fileNumber: string): Promise<void> {
  await asOwner(site.databaseUrl, 'update campaigns set schools_begin_on = null')
  await asOwner(
    site.databaseUrl,
    `update card_applications set submitted_at = submitted_at - interval '20 days' where file_number = '${fileNumber}'`,
  )
}

/** By their school, so that every step is answered and open. */
async function isReturned(fileNumber: string): Promise<void> {
  const page = await visitor(browser)
  await signInAtSchool(page, site)
  await page.goto(`${site.url}/etablissement/demandes/${fileNumber}/renvoi`)
  await page.getByLabel('Ce qui est à corriger').fill('Photo illisible.')
  await button(page, 'Renvoyer pour correction').click()
  await page.getByText('La demande est renvoyée').waitFor()
}

/** A prepayment and an online payment: the pages on the way to them, and after. */
async function spends(page: Page): Promise<string[]> {
  const paths: string[] = []
  for (const way of ['prepaiements', 'paiements']) {
    await page.goto(`${site.url}/espace/ma-carte/${way}/nouveau?ville=Amiens`)
    await page.getByLabel('Nom du partenaire').selectOption({ label: '[L212] - LES PAGES' })
    await page.getByLabel('Montant du ticket').fill('15')
    await button(page, 'Suivant').click()
    await heading(page, 'Vérifiez').waitFor()
    paths.push(page.url())
    await button(page, 'Terminer').click()
    await heading(page, 'Création').waitFor()
    paths.push(page.url())
  }
  return paths.map((url) => url.replace(site.url, ''))
}

/** A shop asks to join, up to the agreement. */
async function asksToJoin(page: Page): Promise<string[]> {
  await page.goto(`${site.url}/partenaires/rejoindre`)
  await page.getByLabel('SIRET du point de vente').fill('732 829 320 00074')
  await button(page, 'Continuer').click()
  await heading(page, 'Votre point de vente').waitFor()
  const begun = new URL(page.url()).pathname
  await page.getByLabel('Nom du point de vente').fill('LA BELLE PAGE')
  await page.getByLabel('Type').selectOption({ label: 'Librairie' })
  await page.getByLabel('Numéro et rue').fill('3 rue des Livres')
  await page.getByLabel('Code postal').fill('80000')
  await page.getByLabel('Ville').fill('Amiens')
  await page.getByLabel('Raison sociale').fill('LA BELLE PAGE SARL')
  await page.getByLabel('Prénom et nom du gestionnaire').fill('Lou Page')
  await page.getByLabel('Son adresse e-mail').fill(JOINING)
  await button(page, 'Continuer').click()
  await heading(page, 'Votre compte bancaire').waitFor()
  await page.getByLabel('Titulaire du compte').fill('LA BELLE PAGE SARL')
  await page.getByLabel('IBAN').fill('FR76 3000 6000 0112 3456 7890 189')
  await button(page, 'Continuer').click()
  await heading(page, 'Votre RIB').waitFor()
  await page.getByLabel('RIB', { exact: true }).setInputFiles(await portrait())
  await button(page, 'Envoyer et continuer').click()
  await heading(page, 'La convention').waitFor()
  return [begun, ...['compte', 'document', 'convention'].map((step) => `${begun}/${step}`)]
}

async function acceptsTheAgreement(page: Page, agreement: string): Promise<string> {
  await page.goto(site.url + agreement)
  await page.getByLabel('Prénom et nom').fill('Lou Page')
  await page.getByLabel('J’ai lu la convention').check()
  await button(page, 'Recevoir le code').click()
  const { text } = await site.letterTo(JOINING, 'Votre code')
  await page.getByLabel('Code reçu par mail').fill(/: (\d{6})\n/.exec(text)?.[1] as string)
  await button(page, 'Accepter et envoyer la demande').click()
  await heading(page, /^Demande n°/).waitFor()
  return new URL(page.url()).pathname
}

async function asksForAnotherAddress(page: Page): Promise<string> {
  await page.goto(`${site.url}/espace/mon-compte`)
  await page.getByRole('textbox', { name: 'E-mail' }).fill('jean.martin@exemple.example')
  await page.getByLabel('Votre mot de passe').fill(PASSWORD)
  await button(page, 'Enregistrer').click()
  await heading(page, /à confirmer/).waitFor()
  return linkIn(await site.letterTo('jean.martin@exemple.example', /\/adresse-email\//))
}

/** The link by which the address in use stops it. */
async function anAgentAsksForAnAddress(name: string, email: string): Promise<string> {
  const agent = await visitor(browser)
  await signInAsAgent(agent, site)
  await heading(agent, 'Accueil de la Région').waitFor()
  await agent.goto(`${site.url}/region/beneficiaires`)
  await agent.getByLabel('Nom et prénom').fill(name)
  await button(agent, 'Rechercher').click()
  await link(agent, name).click()
  await link(agent, 'Changer l’adresse e-mail').click()
  await agent.getByLabel('Nouvelle adresse e-mail').fill('une.autre@exemple.example')
  await agent.getByLabel('Motif').fill('Boîte perdue')
  await button(agent, 'Envoyer le lien').click()
  await agent.getByText('Le lien est envoyé').waitFor()
  return linkIn(await site.letterTo(email, /\/adresse-email\/arret\//))
}

async function declaresAProblem(page: Page): Promise<string> {
  await page.goto(`${site.url}/espace/ma-carte/probleme/endommagee`)
  await button(page, 'Déclarer').click()
  await heading(page, 'Votre carte est remplacée').waitFor()
  return '/espace/ma-carte/probleme/declare'
}

/** As an agent who checks the photos before the cards are made. */
async function hasAPhotoToRedo(name: string): Promise<void> {
  const agent = await visitor(browser)
  await signInAsAgent(agent, site)
  await heading(agent, 'Accueil de la Région').waitFor()
  await agent.goto(`${site.url}/region/cartes`)
  await link(agent, `Photo à refaire : ${name}`).click()
  await reach(agent, 'Demander une autre photo')
  await agent.getByLabel('Motif').fill('Le visage est coupé.')
  await button(agent, 'Demander une autre photo').click()
  await agent.getByText('une autre photo est demandée').waitFor()
}

async function resetLink(page: Page): Promise<string> {
  await asksForAResetLink(page, site, INES, bornOn('2', '3', 15))
  return linkIn(await site.letterTo('ines.leroy@example.org', /\/mot-de-passe\//))
}

const linkIn = ({ text }: { text: string }): string => new RegExp(`^${site.url}(/\\S+/\\S+)$`, 'm').exec(text)?.[1] as string
