import type { Page } from 'playwright-core'
import { it } from 'vitest'
import { openBrowser, visitor } from '../support/browser.ts'
import { asOwner } from '../support/database.ts'
import { siecleXml } from '../support/enrolment-files.ts'
import { runningSite } from '../support/running-site.ts'
import { asksForTheAid, endsTheContract } from './aid.ts'
import { everyPage } from './every-page.ts'
import {
  button,
  choosesAPin,
  heading,
  lineOf,
  needsAnAssent,
  opensATill,
  PASSWORD,
  said,
  signIn,
  signInAtSchool,
  signInAtWork,
  signInWithACode,
  spendsAtLesPages,
} from './road.ts'

const JEAN = '4827501935'
const CARD_OF_JEAN = '23166621'
const HUGO = '6391840573'
const STEPHANE = '7049158269'

const DECISIONS = ['validation', 'renvoi', 'refus']

const [site, browser] = await Promise.all([runningSite(), openBrowser()])

it('every page of shops and schools: nothing for axe, nothing too wide, nothing too heavy', async () => {
  const { walk, looked, mustAllBeWell } = everyPage(site, (route) =>
    /^\/(partenaire|etablissement|professionnels\/lieux)(\/|$)/.test(route),
  )
  const jean = await visitor(browser)
  await signIn(jean, site, JEAN, PASSWORD)
  const [toRedeem, redeemed] = [await aTicket(jean), await aTicket(jean)]
  await spendsAtLesPages(jean, site, 'paiements')
  const shop = await visitor(browser)
  await signInAtWork(shop, site, 'caisse@les-pages.example')
  await redeems(shop, redeemed)
  const [open, paid, toAgree] = [await aCheckout(shop), await aPaidCheckout(shop), await needsAnAssent(shop, site, CARD_OF_JEAN)]
  await walk(shop, '/partenaire', open, paid, toAgree, `/partenaire/prepaiements/${toRedeem}`, `/partenaire/prepaiements/${redeemed}/recu`)
  for (const { path } of looked.filter(({ route }) => route.endsWith('/remboursement'))) await walk(shop, `${path}/verification?montant=1`)

  const manager = await visitor(browser)
  await signInWithACode(manager, site, 'gerance@les-pages.example')
  await heading(manager, 'LES PAGES').waitFor()
  await walk(manager, '/partenaire/utilisateurs', '/partenaire/versements', '/partenaire/structure')
  const till = await visitor(browser)
  await signInWithACode(till, site, 'gerance@les-pages.example')
  await heading(till, 'LES PAGES').waitFor()
  await choosesAPin(till, site, '4826')
  await opensATill(till, site)
  await walk(till, '/partenaire/caisse')

  const stephane = await visitor(browser)
  await signIn(stephane, site, STEPHANE, PASSWORD)
  const aid = `/etablissement/aides-thr/${await asksForTheAid(stephane, site)}`
  const contract = `/etablissement/contrats/${await endsTheContract(stephane, site)}`
  const school = await visitor(browser)
  await signInAtSchool(school, site)
  await heading(school, 'Demandes de carte').waitFor()
  const decisions = DECISIONS.flatMap((decision) => [
    `/etablissement/demandes/${HUGO}/${decision}`,
    `/etablissement/${decision}?numeros[]=${HUGO}`,
    `${aid}/${decision}`,
  ])
  const why = `/etablissement/motif/fichier?vers=${encodeURIComponent('/etablissement/demandes.csv')}`
  await walk(
    school,
    '/etablissement',
    '/etablissement/photos',
    why,
    aid,
    ...decisions,
    contract,
    `${contract}/confirmation`,
    `${contract}/refus`,
  )
  await triesAList(school, 'tableau.csv', Buffer.from('A;B;C\nPETIT;Hugo;21/09/2010'))
  await walk(school, '/etablissement/liste/colonnes')
  const [campaign] = await asOwner<{ year: string }>(
    site.databaseUrl,
    "select to_char(starts_on, 'YYYY') as year from campaigns where current_date between applications_open_on and ends_on",
  )
  await triesAList(school, 'liste.xml', siecleXml([{ name: 'PETIT', first: 'Hugo' }], { uai: '0600020W', year: campaign?.year as string }))
  await walk(school, new URL(school.url()).pathname, `/etablissement/demandes/${HUGO}/inscription`)
  await validates(school, HUGO)
  await walk(school, `/etablissement/demandes/${HUGO}/retrait`)

  const head = await visitor(browser)
  await signInWithACode(head, site, 'proviseure@marie-curie.example')
  await heading(head, 'Demandes de carte').waitFor()
  await walk(head, '/etablissement/utilisateurs', '/etablissement/avancement', '/professionnels/lieux')
  mustAllBeWell()
})

async function triesAList(school: Page, name: string, buffer: Buffer): Promise<void> {
  await school.goto(`${site.url}/etablissement/liste`)
  await school.getByLabel('Fichier de votre logiciel').setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
  await button(school, 'Essayer ce fichier').click()
  await school.waitForURL(/\/liste\/\w+/)
}

async function validates(school: Page, number: string): Promise<void> {
  await school.goto(`${site.url}/etablissement/demandes/${number}/validation`)
  await button(school, /^Valider/).click()
  await school.getByText('est validée').waitFor()
}

async function aTicket(page: Page): Promise<string> {
  await spendsAtLesPages(page, site, 'prepaiements')
  return said(lineOf(page, 'Ticket n°'))
}

async function redeems(shop: Page, ticket: string): Promise<void> {
  await shop.goto(`${site.url}/partenaire/prepaiements/${ticket}`)
  await button(shop, 'Encaisser').click()
  await heading(shop, 'Prépaiement encaissé').waitFor()
}

async function aCheckout(shop: Page): Promise<string> {
  await shop.goto(`${site.url}/partenaire/encaissement`)
  await shop.getByLabel('QR code ou numéro de carte').fill(CARD_OF_JEAN)
  await button(shop, 'Continuer').click()
  await heading(shop, 'Montant à encaisser').waitFor()
  return new URL(shop.url()).pathname
}

async function aPaidCheckout(shop: Page): Promise<string> {
  const checkout = await aCheckout(shop)
  await shop.getByLabel('Montant').fill('9,90')
  await button(shop, 'Valider le paiement').click()
  await heading(shop, 'Paiement accepté').waitFor()
  return `${checkout}/recu`
}
