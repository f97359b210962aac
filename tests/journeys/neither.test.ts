import { randomBytes } from 'node:crypto'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { drawnIdentityCard } from '../../database/demo/identity-card.ts'
import { type Looking, mustBeUsable, openBrowser, visitor } from '../support/browser.ts'
import { runningSite } from '../support/running-site.ts'
import { decidesWithAReason, saysHowToBeReached, theAgentOpens } from './application.ts'
import {
  aPerson,
  button,
  datedStages,
  firstSignIn,
  link,
  main,
  mustBeRefused,
  PASSWORD,
  type Person,
  reach,
  said,
  signIn,
  signUp,
} from './road.ts'

const [site, browser] = await Promise.all([runningSite(), openBrowser()])

it('somebody who is neither, on a phone: the document is sent at once, asked again, replaced, accepted', async () => {
  const looking: Looking = { screen: 'phone' }
  const person = aPerson('Noa', 'Fournier')
  const page = await arrives(person, looking)
  await page.getByLabel('Pièce d’identité').setInputFiles({ name: 'carte.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('Rien.') })
  await page.getByText('Ce fichier n’est pas un document que nous savons lire').waitFor()
  await mustBeUsable(page)
  await theFirstThatTravels(page, [aLetter, await aHeavyPhoto()])
  await mustBeShown(page)
  await link(page, 'Remplacer').click()
  await reach(page, 'Transmettre ses justificatifs')
  await page.getByLabel('Pièce d’identité').setInputFiles(await card(person))
  await mustBeShown(page)
  await sends(page)

  const agent = await visitor(browser, looking)
  await theAgentOpens(agent, site, person)
  await mustBeShown(agent)
  await decidesWithAReason(agent, 'Renvoyer pour correction', 'La carte est coupée : envoyez-la entière.')
  await main(agent).getByText('La demande est renvoyée pour correction').waitFor()
  await site.letterTo(person.email, 'est à corriger')

  await page.goto(`${site.url}/espace`)
  await main(page).getByText('La carte est coupée : envoyez-la entière.').waitFor()
  await mustBeUsable(page)
  await link(page, 'Corriger ma demande').click()
  await reach(page, 'Récapitulatif')
  await link(page, 'Modifier : Pièce d’identité').click()
  await reach(page, 'Transmettre ses justificatifs')
  await link(page, 'Remplacer').click()
  await reach(page, 'Transmettre ses justificatifs')
  await page.getByLabel('Pièce d’identité').setInputFiles(await card(person))
  await page.getByText('Votre pièce d’identité est remplacée').waitFor()
  await mustBeShown(page)
  await sends(page)

  await agent.reload()
  await button(agent, 'Valider la demande').click()
  await main(agent).getByText('Demande de carte validée').waitFor()
  await mustBeUsable(agent)
  await hasGoodDealsOnly(page, person)
})

it('somebody who is neither, on a computer without JavaScript', async () => {
  const looking: Looking = { screen: 'computer', javaScript: false }
  const person = aPerson('Camille', 'Henaux')
  const page = await arrives(person, looking)
  await button(page, 'Envoyer').click()
  await mustBeRefused(page, 'Choisissez votre pièce d’identité.')
  await page.getByLabel('Pièce d’identité').setInputFiles(await card(person))
  await button(page, 'Envoyer').click()
  await mustBeShown(page)
  await sends(page)

  // Until the decision it can be seen again.
  await link(page, 'Voir ou remplacer ma pièce d’identité').click()
  await mustBeShown(page)

  const agent = await visitor(browser, looking)
  await theAgentOpens(agent, site, person)
  await button(agent, 'Valider la demande').click()
  await main(agent).getByText('Demande de carte validée').waitFor()
  await hasGoodDealsOnly(page, person)
})

it('Zoé of the demonstration waits for the Region, which refuses', async () => {
  const agent = await visitor(browser)
  await theAgentOpens(agent, site, { firstName: 'Zoé', lastName: 'LAMBERT' })
  await mustBeShown(agent)
  await decidesWithAReason(agent, 'Refuser', 'Ce document est un spécimen.')
  await main(agent).getByText('La demande est refusée').waitFor()
  await mustBeUsable(agent)
  const zoe = await visitor(browser)
  await signIn(zoe, site, '8205619433', PASSWORD)
  await reach(zoe, 'Bonjour Zoé')
  await main(zoe).getByText('Ce document est un spécimen.').waitFor()
})

/** A new person, at the page that asks for the document. */
async function arrives(person: Person, looking: Looking): Promise<Page> {
  const page = await visitor(browser, looking)
  await firstSignIn(page, site, person, await signUp(page, site, person))
  await saysHowToBeReached(page, 'Je ne suis ni lycéen, ni apprenti')
  await reach(page, 'Transmettre ses justificatifs')
  return page
}

const card = async (person: Person) => ({
  name: 'carte.jpg',
  mimeType: 'image/jpeg',
  buffer: await drawnIdentityCard({ lastName: person.lastName, firstName: person.firstName, born: person.birthDate.join('/') }),
})

const aLetter = {
  name: 'lettre.docx',
  mimeType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  buffer: Buffer.from('PK'),
}

/** Of a good phone, heavier than what is taken. */
async function aHeavyPhoto() {
  const size = { width: 700, height: 500, channels: 3 } as const
  const noise = randomBytes(size.width * size.height * size.channels)
  const buffer = await sharp(noise, { raw: size }).resize(4200, 3000, { kernel: 'nearest' }).jpeg({ quality: 100 }).toBuffer()
  expect(buffer.length).toBeGreaterThan(5_000_000)
  return { name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer }
}

/** The browser says what is wrong with the letter, and sends nothing of it; the photo leaves reduced, or it would be refused. */
async function theFirstThatTravels(page: Page, [letter, photo]: [typeof aLetter, Awaited<ReturnType<typeof aHeavyPhoto>>]): Promise<void> {
  let sent = 0
  page.on('request', (request) => {
    if (request.method() === 'POST') sent += 1
  })
  await page.getByLabel('Pièce d’identité').setInputFiles(letter)
  await page.getByText('Ce fichier n’est pas accepté ici. Choisissez un fichier au format PDF, JPG, PNG, WebP ou HEIC.').waitFor()
  expect(sent).toBe(0)
  await page.getByLabel('Pièce d’identité').setInputFiles(photo)
  await mustBeShown(page)
  expect(sent).toBe(1)
}

/** The document itself, as a picture that has come. */
async function mustBeShown(page: Page): Promise<void> {
  const picture = main(page).getByRole('img', { name: /^(Votre pièce|Pièce) d’identité/ })
  await picture.waitFor()
  await expect.poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(100)
  await mustBeUsable(page)
}

async function sends(page: Page): Promise<void> {
  await link(page, 'Suivant').click()
  await reach(page, 'Récapitulatif')
  expect(await said(main(page))).toContain('Bons Plans Génération #HDF')
  await page.getByLabel('E-mail').check()
  await button(page, 'Envoyer').click()
  await reach(page, 'Votre demande est envoyée')
  expect(await datedStages(page)).toEqual(['Inscription', 'Demande'])
}

/** Good deals, no card, no wallet, and no door that leads nowhere. */
async function hasGoodDealsOnly(page: Page, person: Person): Promise<void> {
  await site.letterTo(person.email, 'est validée')
  await page.goto(`${site.url}/espace`)
  await reach(page, `Bonjour ${person.firstName}`)
  expect(await datedStages(page)).toEqual(['Inscription', 'Demande', 'Validation'])
  const doors = await page
    .locator('a[href^="/"]')
    .evaluateAll((links) => [...new Set(links.map((found) => found.getAttribute('href') ?? ''))])
  expect(doors.filter((href) => href.startsWith('/espace/ma-carte') || href.startsWith('/espace/aide-thr'))).toEqual([])
  for (const href of doors) expect((await page.request.get(site.url + href)).status(), href).toBe(200)
  await link(main(page), 'Voir tous les bons plans').click()
  await reach(page, 'Bons plans')
}
