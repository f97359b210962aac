import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { type Looking, mustBeUsable, openBrowser, visitor } from '../support/browser.ts'
import { whereItIsInClear } from '../support/in-clear.ts'
import { type RunningSite, runningSite } from '../support/running-site.ts'
import {
  asksForTheAid,
  checksOnceMore,
  givesAnotherAccount,
  IBAN,
  isLetOut,
  makesABatch,
  takesTheFile,
  theRegionAccepts,
  theSchoolConfirms,
  typesTheAnswer,
} from './aid.ts'
import { button, link, main, mustBeRefused, PASSWORD, reach, said, signIn, signInAsAgent } from './road.ts'

const OTHER_IBAN = 'FR76 1350 7001 3840 9172 6358 279'

// The same apprentice asks once on each.
const [first, second, browser] = await Promise.all([runningSite(), runningSite(), openBrowser()])

it('on a computer: asked for, confirmed by the CFA, accepted by the Region, in a batch that is cancelled, then in one that is paid', async () => {
  const { page, agent, aid } = await untilItIsAccepted(first, { screen: 'computer' })

  await makesABatch(agent, first)
  await main(agent).getByText('En attente de validation').waitFor()
  await link(agent, 'Annuler le lot').click()
  await reach(agent, 'Annuler le lot')
  await button(agent, 'Annuler le lot').click()
  await mustBeRefused(agent, 'Écrivez pourquoi vous annulez ce lot.')
  await agent.getByLabel('Motif de l’annulation').fill('Créé un jour trop tôt.')
  await button(agent, 'Annuler le lot').click()
  await main(agent).getByText('ses demandes sont de nouveau à payer').waitFor()
  await mustBeUsable(agent)
  await isTold(first, 'est reporté')

  await makesABatch(agent, first)
  await isLetOut(agent, first)
  const xml = await takesTheFile(agent)
  expect(xml).toMatch(/<EndToEndId>THR\d+-D\d+<\/EndToEndId>/)
  expect(xml).toContain(`AIDE THR DEMANDE ${aid}`)
  expect(xml).toContain(`<IBAN>${IBAN.replaceAll(' ', '')}</IBAN>`)
  expect(xml).toContain('<InstdAmt Ccy="EUR">330.00</InstdAmt>')
  await typesTheAnswer(agent, 'paid')
  await mustBeUsable(agent)
  expect(await said(main(agent))).toContain('1 payé, 0 rejeté, 0 sans réponse')
  await mustBePaid(page, first, aid)

  expect(await whereItIsInClear(first, IBAN)).toEqual([])
})

it('on a phone without JavaScript: rejected by the bank, paid to another account', async () => {
  const { page, agent, aid } = await untilItIsAccepted(second, { screen: 'phone', javaScript: false })

  await makesABatch(agent, second)
  await isLetOut(agent, second)
  await takesTheFile(agent)
  await typesTheAnswer(agent, 'rejected')
  expect((await isTold(second, 'est rejeté')).text).toContain('Compte clos')

  await page.goto(`${second.url}/espace/aide-thr/demandes/${aid}`)
  await reach(page, 'Ma demande THR')
  await main(page).getByText('« Compte clos »', { exact: true }).waitFor()
  await givesAnotherAccount(page, second, OTHER_IBAN)
  await checksOnceMore(agent, second, aid)

  await makesABatch(agent, second)
  await isLetOut(agent, second)
  const xml = await takesTheFile(agent)
  expect(xml).toContain(`<IBAN>${OTHER_IBAN.replaceAll(' ', '')}</IBAN>`)
  expect(xml).not.toContain(IBAN.replaceAll(' ', ''))
  await typesTheAnswer(agent, 'paid')
  await main(agent).getByText('1 payé, 0 rejeté, 0 sans réponse').waitFor()
  await mustBePaid(page, second, aid)

  expect([...(await whereItIsInClear(second, IBAN)), ...(await whereItIsInClear(second, OTHER_IBAN))]).toEqual([])
})

/** Stéphane asks, his CFA confirms, the Region accepts; each step is told. */
async function untilItIsAccepted(site: RunningSite, looking: Looking): Promise<{ page: Page; agent: Page; aid: string }> {
  const page = await visitor(browser, looking)
  await signIn(page, site, '7049158269', PASSWORD)
  await reach(page, 'Bonjour Stéphane')
  const aid = await asksForTheAid(page, site, () => mustBeUsable(page))
  await mustBeUsable(page)
  await isTold(site, 'est envoyée')
  await theSchoolConfirms(await visitor(browser, looking), site, aid)
  await isTold(site, 'est validée par votre établissement')

  const agent = await visitor(browser, looking)
  await signInAsAgent(agent, site)
  await reach(agent, 'Accueil de la Région')
  await theRegionAccepts(agent, site, aid)
  await isTold(site, 'est acceptée')
  return { page, agent, aid }
}

const isTold = (site: RunningSite, about: string) => site.letterTo('stephane.martin@example.org', about)

async function mustBePaid(page: Page, site: RunningSite, aid: string): Promise<void> {
  await isTold(site, 'est payée')
  await page.goto(`${site.url}/espace`)
  await reach(page, 'Bonjour Stéphane')
  expect(await said(main(page).locator('.aid-requests'))).toContain('Payée')
  await link(page, /^THR/).click()
  await reach(page, 'Ma demande THR')
  expect(await said(main(page))).toMatch(new RegExp(`Demande n° ${aid}.*Payée.*330 €`))
}
