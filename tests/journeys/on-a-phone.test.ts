import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { mustBeUsable, openBrowser, SCREENS, visitor } from '../support/browser.ts'
import { asOwner } from '../support/database.ts'
import { runningSite, until } from '../support/running-site.ts'
import { balanceOf, button, heading, link, main, PASSWORD, reach, said, signIn, signInAtWork } from './road.ts'

const [site, browser] = await Promise.all([runningSite(), openBrowser()])

const JEAN = { number: '4827501935', card: '2316 6621', name: /Jean|MARTIN/i }
const STEPHANE = { number: '7049158269', name: /Stéphane/i }
const CARD = '/espace/ma-carte'

/** Everything that the site has left in the browser's caches, as text. */
const keptIn = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const texts: string[] = []
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) texts.push(`${name} ${request.url} ${await (await cache.match(request))?.text()}`)
    }
    return texts.join('\n')
  })

const copyOf = (page: Page, words: string): Promise<true> => until(async () => (await keptIn(page)).includes(words) && true)

async function openOffline(page: Page, path: string, title: string): Promise<void> {
  await page.goto(site.url + path)
  for (const screen of [SCREENS.computer, SCREENS.phone]) {
    await page.setViewportSize(screen)
    await reach(page, title)
  }
}

async function signedInOnAPhone(number: string): Promise<Page> {
  const page = await visitor(browser, { screen: 'phone', installed: true, mayLoseNetwork: true })
  await signIn(page, site, number, PASSWORD)
  await heading(page, /^Bonjour/).waitFor()
  return page
}

/** A prepayment of that many euros; its ticket. */
async function prepays(page: Page, euros: string): Promise<string> {
  await page.goto(`${site.url}${CARD}/prepaiements/nouveau?ville=Amiens`)
  await page.getByLabel('Nom du partenaire').selectOption({ label: '[L212] - LES PAGES' })
  await page.getByLabel('Montant du ticket').fill(euros)
  await button(page, 'Suivant').click()
  await button(page, 'Terminer').click()
  await heading(page, 'Création voucher').waitFor()
  return new URL(page.url()).pathname.split('/').at(-1) as string
}

async function signOut(page: Page): Promise<void> {
  await page.goto(`${site.url}/deconnexion`)
  await button(main(page), 'Déconnexion').click()
}

it('the site can be installed: its name, its colours, its icons', async () => {
  const page = await visitor(browser, { screen: 'phone', installed: true, mayLoseNetwork: true })
  await page.goto(site.url)
  const addressOf = async (rel: string) => (await page.locator(`link[rel="${rel}"]`).getAttribute('href')) ?? ''
  const answer = await fetch(site.url + (await addressOf('manifest')))
  expect(answer.headers.get('content-type')).toBe('application/manifest+json')
  const manifest = await answer.json()
  expect(manifest).toMatchObject({ name: 'Génération #HDF', short_name: '#HDF', lang: 'fr', display: 'standalone', scope: '/' })
  expect((await fetch(site.url + manifest.start_url)).ok).toBe(true)

  const tokens = readFileSync('src/ui/styles/tokens.css', 'utf8')
  const colour = (token: string) => new RegExp(`--${token}: (#\\w+);`).exec(tokens)?.[1]
  expect([manifest.theme_color, manifest.background_color]).toEqual([colour('green'), colour('ground')])

  const icons = [...manifest.icons, { src: await addressOf('apple-touch-icon'), sizes: '180x180', type: 'image/png' }]
  for (const { src, sizes, type } of icons) {
    const icon = await fetch(site.url + src)
    expect([icon.status, icon.headers.get('content-type')?.split(';')[0]], src).toEqual([200, type])
    const { width, height } = await sharp(await icon.bytes()).metadata()
    if (sizes !== 'any') expect(`${width}x${height}`, src).toBe(sizes)
  }
  const purposes = icons.map(({ sizes, purpose = 'any' }) => `${sizes} ${purpose}`)
  expect(purposes).toEqual(expect.arrayContaining(['192x192 any', '512x512 any', '512x512 maskable', 'any any']))
})

it('without network the card and the prepayments are still read, and nothing pretends to be today’s', async () => {
  const page = await signedInOnAPhone(JEAN.number)
  const ticket = await prepays(page, '12,50')
  await link(page, 'OK').click()
  await reach(page, 'Ma carte')
  await copyOf(page, ticket)
  const left = await balanceOf(page)

  await page.context().setOffline(true)
  await openOffline(page, CARD, 'Ma carte')
  await main(page)
    .getByText(/Hors connexion : informations du \d\d\/\d\d\/\d{4} à \d\d h \d\d/)
    .waitFor()
  expect(await said(main(page).locator('.card-face'))).toMatch(/2316 6621.*Jean MARTIN/)
  expect(
    await main(page)
      .locator('.card-face img')
      .evaluate((photo) => (photo as HTMLImageElement).naturalWidth),
  ).toBeGreaterThan(0)
  const line = main(page).getByRole('row').filter({ hasText: ticket })
  expect(await said(line)).toMatch(/LES PAGES.*-12,50 €.*Prépaiement en attente/)
  await main(page).getByText('afficher votre QR code et payer avec').waitFor()
  expect(await main(page).locator('live-qr, form').count()).toBe(0)
  expect(await said(main(page))).not.toContain(left)
  await openOffline(page, '/espace', 'Ma carte')
  for (const path of [`${CARD}/qr-code`, `${CARD}/prepaiements/nouveau`, `${CARD}/prepaiements/${ticket}/recu.pdf`, '/faq']) {
    await openOffline(page, path, 'Vous êtes hors connexion')
  }

  const elsewhere = await signedInOnAPhone(JEAN.number)
  await prepays(elsewhere, '5')
  await page.goto(site.url + CARD)
  await page.context().setOffline(false)
  // By itself.
  await link(page, 'Afficher mon QR code').waitFor()
  expect(await balanceOf(page)).not.toBe(left)
})

it('nothing of somebody is left once they have signed out, even when the network is cut before', async () => {
  const page = await signedInOnAPhone(JEAN.number)
  await page.goto(site.url + CARD)
  await copyOf(page, JEAN.card)
  await signOut(page)
  await reach(page, 'Connexion')
  expect(await keptIn(page)).not.toMatch(JEAN.name)
  expect(await keptIn(page)).not.toMatch(/2316 ?6621|espace\/ma-carte\/photo /)
  await page.context().setOffline(true)
  for (const path of [CARD, '/espace', `${CARD}/hors-connexion`, `${CARD}/photo`]) {
    await openOffline(page, path, 'Vous êtes hors connexion')
    expect(await page.content()).not.toMatch(JEAN.name)
  }

  await page.context().setOffline(false)
  await signIn(page, site, JEAN.number, PASSWORD)
  await heading(page, /^Bonjour/).waitFor()
  await page.goto(site.url + CARD)
  await copyOf(page, JEAN.card)
  await page.context().setOffline(true)
  await openOffline(page, CARD, 'Ma carte')
  await link(main(page), 'Déconnexion').click()
  await reach(page, 'Vous êtes hors connexion')
  expect(await keptIn(page)).not.toMatch(JEAN.name)
  await page.context().setOffline(false)
  // The session was not closed: the page says how.
  await button(main(page), 'Déconnexion').click()
  await reach(page, 'Connexion')
})

it('a copy that comes after the sign-out is not kept', async () => {
  const page = await signedInOnAPhone(JEAN.number)
  const [worker] = page.context().serviceWorkers()
  if (!worker) throw new Error('No service worker')
  await worker.evaluate((path) => {
    const ask = self.fetch
    const forget = caches.delete.bind(caches)
    const seen = { letGo: null as (() => void) | null, forgotten: 0 }
    Object.assign(self, { seen })
    self.fetch = async (...asked) => {
      const answer = await ask(...asked)
      if (asked[0] === path) answer.text = () => new Promise((resolve) => (seen.letGo = () => resolve('<p>Jean MARTIN</p>')))
      return answer
    }
    caches.delete = async (name) => {
      const had = await forget(name)
      seen.forgotten += 1
      return had
    }
  }, `${CARD}/hors-connexion`)
  const seen = await worker.evaluateHandle(() => (self as unknown as { seen: { letGo: (() => void) | null; forgotten: number } }).seen)
  await page.goto(site.url + CARD)
  await until(() => seen.evaluate(({ letGo }) => letGo !== null))
  await signOut(page)
  await reach(page, 'Connexion')
  const before = await seen.evaluate(({ forgotten }) => forgotten)
  await seen.evaluate(({ letGo }) => letGo?.())
  await until(() => seen.evaluate(({ forgotten }, before) => forgotten > before, before))
  expect(await keptIn(page)).not.toMatch(JEAN.name)
})

it('the next person on the same phone finds their own card, or none', async () => {
  const page = await signedInOnAPhone(JEAN.number)
  await page.goto(site.url + CARD)
  await copyOf(page, JEAN.card)

  // Without signing out, and the network is cut at the wrong moment.
  await page.goto(`${site.url}/connexion`)
  await page.context().setOffline(true)
  await button(page, 'Connexion').click()
  await page.getByRole('alert').filter({ hasText: 'Ce formulaire n’est pas parti' }).waitFor()
  await openOffline(page, CARD, 'Vous êtes hors connexion')
  expect(await keptIn(page)).not.toMatch(JEAN.name)
  await page.context().setOffline(false)
  await page.goto(site.url + CARD)
  await copyOf(page, JEAN.card)
  await signIn(page, site, STEPHANE.number, PASSWORD)
  await heading(page, 'Bonjour Stéphane').waitFor()
  expect(await keptIn(page)).not.toMatch(/Jean MARTIN|2316 6621/)
  await page.goto(site.url + CARD)
  await copyOf(page, 'Stéphane')
  await page.context().setOffline(true)
  await openOffline(page, CARD, 'Ma carte')
  expect(await said(main(page).locator('.card-face'))).toMatch(STEPHANE.name)
  expect(await keptIn(page)).not.toMatch(/Jean MARTIN|2316 6621/)

  await page.context().setOffline(false)
  await signInAtWork(page, site, 'caisse@les-pages.example')
  await heading(page, 'LES PAGES').waitFor()
  await page.goto(`${site.url}/partenaire/transactions`)
  expect(await keptIn(page)).not.toMatch(/Stéphane|LES PAGES/)
  await page.context().setOffline(true)
  await openOffline(page, '/partenaire/transactions', 'Vous êtes hors connexion')
})

it('a session closed elsewhere, a copy of yesterday, a clock set back: nothing is shown', async () => {
  const page = await signedInOnAPhone(JEAN.number)
  const keptAgain = async () => {
    await page.goto(site.url + CARD)
    await copyOf(page, JEAN.card)
  }
  const HOUR_MS = 3_600_000
  for (const hours of [12, -1]) {
    await keptAgain()
    await page.evaluate(async (age) => {
      const cache = await caches.open('personal')
      const copy = (await cache.match('/espace/ma-carte/hors-connexion')) as Response
      const headers = new Headers(copy.headers)
      headers.set('Kept-At', String(Date.now() - age))
      await cache.put('/espace/ma-carte/hors-connexion', new Response(await copy.text(), { headers }))
    }, hours * HOUR_MS)
    await page.context().setOffline(true)
    await openOffline(page, CARD, 'Vous êtes hors connexion')
    expect(await keptIn(page)).not.toMatch(JEAN.name)
    await page.context().setOffline(false)
  }

  await keptAgain()
  const [cookie] = (await page.context().cookies()).filter(({ name }) => name === 'session')
  const csrf = (await page.locator('form[action="/deconnexion"] [name=_csrf]').getAttribute('value')) ?? ''
  const closing = await fetch(`${site.url}/deconnexion`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: `session=${cookie?.value}` },
    body: new URLSearchParams({ _csrf: csrf }),
  })
  expect(closing.status).toBe(303)
  await page.goto(`${site.url}/faq`)
  expect(await keptIn(page)).not.toMatch(JEAN.name)
})

const ACCOUNT = '/espace/mon-compte'
const MOBILE = 'Téléphone portable'

it('a form sent without network stays as it is, says so, and is sent when there is one again', async () => {
  const page = await signedInOnAPhone(JEAN.number)
  await page.goto(site.url + ACCOUNT)
  await until(() => page.evaluate(() => navigator.serviceWorker.controller !== null))
  await page.getByLabel(MOBILE).fill('06 98 76 54 32')
  await page.getByLabel('Votre mot de passe').fill(PASSWORD)
  await page.context().setOffline(true)
  await button(page, 'Enregistrer').click()
  const said = page.getByRole('alert').filter({ hasText: 'Ce formulaire n’est pas parti' })
  await said.waitFor()
  expect(new URL(page.url()).pathname).toBe(ACCOUNT)
  expect(await page.getByLabel(MOBILE).inputValue()).toBe('06 98 76 54 32')
  await mustBeUsable(page)
  await page.context().setOffline(false)
  await said.getByText('Le réseau est revenu').waitFor()
  await button(page, 'Enregistrer').click()
  await reach(page, 'Vos changements sont enregistrés')
})

it('the end of a session is announced and put off by one button; once it has ended, what was typed is there after the sign-in', async () => {
  const page = await visitor(browser, { screen: 'phone' })
  await page.clock.install()
  await signIn(page, site, STEPHANE.number, PASSWORD)
  await heading(page, /^Bonjour/).waitFor()
  await page.goto(site.url + ACCOUNT)
  const announced = page.getByRole('alert').filter({ hasText: 'Votre connexion se termine dans moins de deux minutes' })
  await page.getByLabel(MOBILE).fill('06 98 76 54 33')
  await page.clock.fastForward('17:50')
  expect(await announced.isVisible()).toBe(false)
  await page.clock.fastForward('00:15')
  await announced.waitFor()
  await mustBeUsable(page)
  await button(page, 'Rester connecté').click()
  await announced.waitFor({ state: 'hidden' })

  await page.clock.fastForward('20:00')
  await page.getByRole('alert').filter({ hasText: 'Votre connexion est terminée' }).waitFor()
  await asOwner(site.databaseUrl, `update sessions set seen_at = seen_at - interval '21 minutes'`)
  await button(page, 'Enregistrer').click()
  await reach(page, 'Connexion')
  await page.getByText('vous le retrouverez rempli').waitFor()
  await page.getByLabel('Numéro de carte').fill(STEPHANE.number)
  await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD)
  await button(main(page), 'Connexion').click()
  await page.getByText('Voici ce que vous aviez saisi').waitFor()
  expect(await page.getByLabel(MOBILE).inputValue()).toBe('06 98 76 54 33')
  await mustBeUsable(page)
  // A password is never kept.
  await page.getByLabel('Votre mot de passe').fill(PASSWORD)
  await button(page, 'Enregistrer').click()
  await reach(page, 'Vos changements sont enregistrés')
})

it('« Précédent » after an error that was corrected shows our page', async () => {
  const page = await visitor(browser, { screen: 'phone' })
  await signIn(page, site, JEAN.number, PASSWORD)
  await heading(page, /^Bonjour/).waitFor()
  await page.goto(site.url + ACCOUNT)
  await page.getByLabel(MOBILE).fill('06')
  const refused = page.waitForResponse((answer) => answer.request().method() === 'POST')
  await button(page, 'Enregistrer').click()
  expect((await refused).status()).toBe(422)
  await page.getByRole('alert').filter({ hasText: 'Il y a un problème' }).waitFor()
  await page.getByLabel(MOBILE).fill('06 23 41 64 27')
  await page.getByLabel('Votre mot de passe').fill(PASSWORD)
  await button(page, 'Enregistrer').click()
  await reach(page, 'Vos changements sont enregistrés')
  const back = await page.goBack()
  expect([back?.request().method(), back?.status()]).toEqual(['GET', 200])
  await reach(page, 'Mon compte')
})
