import { expect, it } from 'vitest'
import { mustBeUsable, openBrowser, visitor } from '../support/browser.ts'
import { runningSite } from '../support/running-site.ts'
import { button, heading, link, main, signInAtWork, signInWithACode } from './road.ts'

const [site, browser] = await Promise.all([runningSite(), openBrowser()])
const CHAIN = 'PAPETERIES DU NORD'
const QUESTION = 'Pour quel point de vente travaillez-vous ?'

it('a chain of six shops: its accountant reads all on one page, its cashier of two changes shop, each may what that shop says', async () => {
  const accountant = await visitor(browser, { screen: 'phone' })
  await signInWithACode(accountant, site, 'compta@papeteries-du-nord.example')
  await heading(accountant, QUESTION).waitFor()
  await mustBeUsable(accountant)
  expect(await button(accountant, /^Travailler pour/).count()).toBe(6)
  await button(accountant, `Travailler pour ${CHAIN} LENS`).click()
  await heading(accountant, `${CHAIN} LENS`).waitFor()
  await accountant.goto(`${site.url}/partenaire/structure`)
  await main(accountant).getByText(`${CHAIN} : 6 points de vente`).waitFor()
  for (const town of ['LILLE', 'DUNKERQUE', 'CALAIS', 'VALENCIENNES', 'DOUAI', 'LENS'])
    await main(accountant)
      .getByRole('cell', { name: `${CHAIN} ${town}` })
      .first()
      .waitFor()
  await mustBeUsable(accountant)
  await accountant.goto(`${site.url}/partenaire/encaissement`)
  await main(accountant).getByText('Cette page est réservée').waitFor()

  const cashier = await visitor(browser)
  await signInAtWork(cashier, site, 'caisse@papeteries-du-nord.example')
  await heading(cashier, QUESTION).waitFor()
  expect(await button(cashier, /^Travailler pour/).count()).toBe(2)
  await button(cashier, `Travailler pour ${CHAIN} LILLE`).click()
  await heading(cashier, `${CHAIN} LILLE`).waitFor()
  await link(cashier, 'Changer de point de vente').click()
  await heading(cashier, QUESTION).waitFor()
  await button(cashier, `Travailler pour ${CHAIN} DUNKERQUE`).click()
  await heading(cashier, `${CHAIN} DUNKERQUE`).waitFor()
  await cashier.goto(`${site.url}/partenaire/structure`)
  await main(cashier).getByText('Cette page est réservée').waitFor()
})
