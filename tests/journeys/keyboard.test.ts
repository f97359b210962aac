import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { openBrowser, visitor } from '../support/browser.ts'
import { runningSite } from '../support/running-site.ts'
import { balanceOf, button, heading, link, PASSWORD, signIn, signInAtWork } from './road.ts'

const [site, browser] = await Promise.all([runningSite(), openBrowser()])

it('signing up, giving an address and making a prepayment with the keyboard alone', async () => {
  const page = await visitor(browser)
  await page.goto(site.url)
  await page.keyboard.press('Tab')
  await mustHaveFocus(link(page, 'Aller au contenu'))
  await page.keyboard.press('Enter')
  await press(page, link(page, 'Créer un compte'))
  await heading(page, 'Créer un compte').waitFor()
  await press(page, button(page, 'Créer mon compte'))
  // What is wrong has the focus, and leads to the field.
  await mustHaveFocus(page.getByRole('alert'))
  await press(page, link(page, 'Saisissez votre nom.'))
  await type(page, page.getByLabel('Nom', { exact: true }), 'Vasseur')
  await press(page, page.getByLabel('Madame'), 'Space', { back: true })
  await type(page, page.getByLabel('Prénom'), 'Camille')
  await type(page, page.getByLabel('Jour'), '12')
  await type(page, page.getByLabel('Mois'), '5')
  await type(page, page.getByLabel('Année'), '2010')
  await type(page, page.getByLabel('Adresse e-mail'), 'camille.vasseur@example.org')
  await press(page, page.getByLabel('J’ai lu et j’accepte'), 'Space')
  await press(page, button(page, 'Créer mon compte'))
  await heading(page, 'Votre inscription est envoyée').waitFor()

  await signIn(page, site, '5170362486', PASSWORD)
  await heading(page, 'Bonjour Inès').waitFor()
  await press(page, link(page, 'Poursuivre ma demande'))
  await heading(page, 'Ma situation').waitFor()
  // In a group of choices the arrows choose.
  await reachByTab(page, page.getByLabel('Je suis apprenti'))
  await page.keyboard.press('ArrowDown')
  expect(await page.getByLabel('Je suis lycéen').isChecked()).toBe(true)
  await press(page, button(page, 'Suivant'))
  await heading(page, 'Mes coordonnées').waitFor()
  await press(page, page.locator('#address'))
  await heading(page, 'Saisie de l’adresse').waitFor()
  await type(page, page.getByLabel('Veuillez saisir un code postal'), '59000')
  await page.keyboard.press('Enter')
  await page.locator('option', { hasText: 'LILLE' }).waitFor({ state: 'attached' })
  await type(page, page.getByRole('combobox', { name: 'Veuillez saisir une rue' }), 'rue natio')
  await page.getByRole('option', { name: 'RUE NATIONALE' }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await type(page, page.getByLabel('Numéro de rue'), '11')
  await page.keyboard.press('Enter')
  await page.getByText('11 RUE NATIONALE').waitFor()

  await signIn(page, site, '23166621', PASSWORD)
  await heading(page, 'Bonjour Jean').waitFor()
  await press(page, link(page.getByRole('main'), 'Ma carte'))
  await press(page, link(page, 'Pré paiement'))
  await heading(page, 'Édition d’un prépaiement').waitFor()
  await reachByTab(page, page.getByLabel('Ville du partenaire'))
  await page.keyboard.type('Amiens')
  await press(page, button(page, 'Voir les partenaires'))
  await reachByTab(page, page.getByLabel('Nom du partenaire'))
  await page.keyboard.type('[L212')
  await type(page, page.getByLabel('Montant du ticket'), '19,90')
  await page.keyboard.press('Enter')
  await heading(page, 'Vérifiez votre prépaiement').waitFor()
  await press(page, button(page, 'Terminer'))
  await mustHaveFocus(heading(page, 'Création voucher'))
  await press(page, link(page, 'OK'))
  await heading(page, 'Ma carte').waitFor()
  expect(await balanceOf(page)).toBe('180,10 €')
})

it('an agent signs in with a code, finds somebody and corrects their name with the keyboard alone', async () => {
  const page = await visitor(browser)
  await page.goto(`${site.url}/professionnels/connexion`)
  await type(page, page.getByLabel('Adresse e-mail'), 'agent@region.example')
  await type(page, page.getByLabel('Mot de passe', { exact: true }), PASSWORD)
  await page.keyboard.press('Enter')
  await heading(page, 'Code de connexion').waitFor()
  const { text } = await site.letterTo('agent@region.example', /^Code de connexion : /m)
  await type(page, page.getByLabel('Code à 6 chiffres'), /^Code de connexion : (\d{6})$/m.exec(text)?.[1] as string)
  await page.keyboard.press('Enter')
  await heading(page, 'Accueil de la Région').waitFor()
  await press(page, link(page, 'Bénéficiaires'))
  await heading(page, 'Bénéficiaires').waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await type(page, page.getByLabel('Nom et prénom'), 'petit hugo')
  await page.keyboard.press('Enter')
  await press(page, link(page, 'PETIT Hugo'))
  await heading(page, 'Hugo PETIT').waitFor()
  await press(page, link(page, 'Corriger l’identité'))
  await heading(page, 'Corriger l’identité').waitFor()
  await type(page, page.getByLabel('Prénom'), 'Hugo-Marie')
  await type(page, page.getByLabel('Motif'), 'Prénom de sa carte d’identité.')
  await press(page, button(page, 'Corriger l’identité'))
  await page.getByText('L’identité est corrigée').waitFor()
  await heading(page, /-Marie/).waitFor()
})

const STOPS_AT_MOST = 40

/** Once its script has run: the page is there before. */
const mustHaveFocus = (what: Locator) =>
  expect.poll(() => what.evaluate((element) => element === document.activeElement), { timeout: 60_000 }).toBe(true)

/** Goes on with Tab until that has the focus, which can be seen at each stop. */
it('a whole sale with the keyboard alone, on a screen of 375 × 667 that never scrolls', async () => {
  const jean = await visitor(browser)
  await signIn(jean, site, '23166621', PASSWORD)
  await heading(jean, 'Bonjour Jean').waitFor()
  await jean.goto(`${site.url}/espace/ma-carte/qr-code`)
  const code = (await jean.locator('[data-text]').textContent()) as string

  const till = await visitor(browser)
  await till.setViewportSize({ width: 375, height: 667 })
  await signInAtWork(till, site, 'caisse@les-pages.example')
  await heading(till, 'LES PAGES').waitFor()
  await till.goto(`${site.url}/partenaire/encaissement`)
  const field = till.getByLabel('QR code ou numéro de carte')
  await mustHaveFocus(field)
  await mustBeSeen(till, button(till, 'Continuer'))
  await till.keyboard.type('23166621')
  await till.keyboard.press('Enter')
  await heading(till, 'Montant à encaisser').waitFor()
  await mustHaveFocus(till.getByLabel('Montant', { exact: true }))
  await mustBeSeen(till, button(till, 'Valider le paiement'))
  await till.keyboard.type('12,50')
  await till.keyboard.press('Enter')
  await heading(till, 'Paiement accepté').waitFor()
  await mustHaveFocus(field)
  await mustBeSeen(till, button(till, 'Continuer'))

  await till.keyboard.type(code.trim())
  await till.keyboard.press('Enter')
  await till.getByText('Déjà payé ici aujourd’hui').waitFor()
  await mustBeSeen(till, button(till, 'Valider le paiement'))
  await till.keyboard.type('999')
  await till.keyboard.press('Enter')
  const rest = button(till, /^Encaisser /)
  await rest.waitFor()
  await mustBeSeen(till, rest)
  await press(till, rest)
  await heading(till, 'Paiement accepté').waitFor()
})

/** In the first screen, without a scroll. */
async function mustBeSeen(page: Page, what: Locator): Promise<void> {
  const box = await what.boundingBox()
  expect(box && Math.round(box.y + box.height), `${page.url()}: ${what}`).toBeLessThanOrEqual(667)
}

async function reachByTab(page: Page, what: Locator, { back = false } = {}): Promise<void> {
  await what.waitFor({ state: 'attached' })
  for (let stop = 0; stop < STOPS_AT_MOST; stop++) {
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab')
    const unseen = await page.evaluate(() => {
      const focused = document.activeElement as HTMLElement
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(focused)
      const isSeen = (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none'
      return isSeen || focused === document.body ? null : focused.outerHTML.slice(0, 200)
    })
    expect(unseen, `${page.url()}: the focus cannot be seen`).toBeNull()
    if (await what.evaluate((element) => element === document.activeElement)) return
  }
  throw new Error(`${page.url()}: ${what} is not reached by the keyboard`)
}

async function press(page: Page, what: Locator, key: 'Enter' | 'Space' = 'Enter', way: { back?: boolean } = {}): Promise<void> {
  await reachByTab(page, what, way)
  await page.keyboard.press(key)
}

async function type(page: Page, what: Locator, words: string): Promise<void> {
  await reachByTab(page, what)
  await page.keyboard.type(words)
}
