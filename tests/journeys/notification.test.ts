import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { mustBeUsable, openBrowser, visitor } from '../support/browser.ts'
import { aBrowser } from '../support/push-server.ts'
import { runningSite, until } from '../support/running-site.ts'
import { button, heading, link, main, needsAnAssent, PASSWORD, reach, said, signIn, signInAtWork } from './road.ts'

const [site, browser] = await Promise.all([runningSite(), openBrowser()])

const JEAN = { number: '4827501935', card: '23166621' }
const PAGE = '/espace/ma-carte/notifications'

/** The browser of the tests asks nobody, has no maker to give an address to ring at, and shows no notification: these are made up, all the rest is its own. */
async function canBeRung(page: Page): Promise<void> {
  await page.addInitScript((given) => {
    Notification.requestPermission = async () => 'granted'
    PushManager.prototype.subscribe = async () => JSON.parse(given)
  }, aBrowser().subscription)
}

interface Told {
  title: string
  options: NotificationOptions & { data: string }
}

/** What the maker of the browser brings to the service worker of the site: what that shows then, and what it opens once it is pressed. */
async function brings(page: Page, said: object): Promise<{ shown: Told[]; opened: string[] }> {
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))
  const worker = await until(async () => page.context().serviceWorkers()[0])
  await worker.evaluate(() => {
    const own = Object.assign(globalThis as unknown as ServiceWorkerGlobalScope, { shown: [] as object[] })
    own.registration.showNotification = async (title, options) => void own.shown.push({ title, options })
  })
  const devtools = await page.context().newCDPSession(page)
  const registered = Promise.withResolvers<string>()
  devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    const ours = registrations.find(({ scopeURL, isDeleted }) => scopeURL === `${site.url}/` && !isDeleted)
    if (ours) registered.resolve(ours.registrationId)
  })
  await devtools.send('ServiceWorker.enable')
  const registrationId = await registered.promise
  await devtools.send('ServiceWorker.deliverPushMessage', { origin: site.url, registrationId, data: JSON.stringify(said) })
  return until(() =>
    worker.evaluate(async () => {
      const own = globalThis as unknown as ServiceWorkerGlobalScope & { shown: Told[] }
      const opened: string[] = []
      own.clients.openWindow = async (url) => {
        opened.push(String(url))
        return null
      }
      for (const { options } of own.shown) {
        const notification = { data: options.data, close: () => {} }
        own.dispatchEvent(Object.assign(new ExtendableEvent('notificationclick'), { notification }))
      }
      return own.shown.length > 0 && { shown: own.shown, opened }
    }),
  )
}

it('a phone is told that a till asks, without a name, and what is pressed opens the page that says shop and amount', async () => {
  const jean = await visitor(browser, { screen: 'phone', installed: true })
  await canBeRung(jean)
  await signIn(jean, site, JEAN.number, PASSWORD)
  await jean.goto(`${site.url}/espace/ma-carte`)
  await link(jean, 'Mes notifications').click()
  await reach(jean, 'Notifications')
  await button(jean, 'Activer les notifications sur cet appareil').click()
  await main(jean).getByText('Les notifications sont actives sur cet appareil').first().waitFor()
  await mustBeUsable(jean)
  expect(await said(main(jean).getByRole('row').nth(1))).toMatch(/Chrome sur .*Désactiver/)

  const shop = await visitor(browser)
  await signInAtWork(shop, site, 'caisse@les-pages.example', PASSWORD)
  await shop.goto(site.url + (await needsAnAssent(shop, site, JEAN.card)))
  await button(shop, 'Demander sur son téléphone').click()
  await shop.getByText('On demande l’accord de son propriétaire').waitFor()
  const home = await visitor(browser)
  await signIn(home, site, JEAN.number, PASSWORD)
  const opens = await home.locator('form[action*="/accords/"]').first().getAttribute('action')

  const words = { title: 'Une caisse demande votre accord', body: 'Répondez avant 10 h 02, dans votre espace.' }
  const { shown, opened } = await brings(jean, { ...words, opens })
  expect(shown).toMatchObject([{ title: words.title, options: { body: words.body, tag: 'assent' } }])
  expect(opened).toEqual([site.url + opens])

  await jean.goto(opened[0] as string)
  await heading(jean, /LES PAGES demande 45,00 €/).waitFor()
  await mustBeUsable(jean)
  await button(jean, /^Accepter/).click()
  await main(jean).getByText('Vous avez accepté').waitFor()

  await jean.goto(site.url + PAGE)
  await button(jean, /^Désactiver/).click()
  await main(jean).getByText('Les notifications sont désactivées').waitFor()
  await main(jean).getByText('Aucun appareil.').waitFor()
})

it('nothing of another site is opened, whatever is brought', async () => {
  const page = await visitor(browser, { screen: 'phone', installed: true })
  await page.goto(site.url)
  const { shown, opened } = await brings(page, { title: 'Une caisse', body: '', opens: 'https://elsewhere.example/' })
  expect([shown.length, opened]).toEqual([1, []])
})

it('a browser that refuses says what to do; without JavaScript the page says what is there instead', async () => {
  const blocked = await visitor(browser, { installed: true })
  await signIn(blocked, site, JEAN.number, PASSWORD)
  await blocked.goto(site.url + PAGE)
  await blocked.evaluate(() => {
    Notification.requestPermission = async () => 'denied'
  })
  await button(blocked, 'Activer les notifications sur cet appareil').click()
  await blocked.getByRole('alert').getByText('sont bloquées dans ce navigateur').waitFor()
  await mustBeUsable(blocked)

  const plain = await visitor(browser, { javaScript: false })
  await signIn(plain, site, JEAN.number, PASSWORD)
  await plain.goto(site.url + PAGE)
  await main(plain).getByText('l’accueil de votre espace montre d’abord ce qu’une caisse vous demande').waitFor()
  expect(await button(plain, /Activer/).count()).toBe(0)
  await mustBeUsable(plain)
})
