import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { openBrowser, visitor } from '../support/browser.ts'
import { pdfText } from '../support/pdf.ts'
import { runningSite } from '../support/running-site.ts'
import { balanceOf, button, lineOf, link, main, movementsOf, PASSWORD, reach, said, signIn } from './road.ts'

const [site, browser] = await Promise.all([runningSite(), openBrowser()])

it('the guide’s example, to the cent: 200,00, prepayment 120,00, 80,00, cancelled, 200,00', async () => {
  const page = await visitor(browser)
  await signIn(page, site, '23166621', PASSWORD)
  await reach(page, 'Bonjour Jean')
  await link(main(page), 'Ma carte').click()
  await reach(page, 'Ma carte')
  expect(await balanceOf(page)).toBe('200,00 €')
  await main(page).getByText('Aucun enregistrement trouvé.').waitFor()

  await link(page, 'Pré paiement').click()
  await reach(page, 'Édition d’un prépaiement')
  await page.getByLabel('Ville du partenaire').selectOption({ label: 'Amiens' })
  await button(page, 'Voir les partenaires').click()
  await page.getByLabel('Nom du partenaire').selectOption({ label: '[L212] - LES PAGES' })
  await main(page).getByText('Solde restant sur ce PM : 200,00 €').waitFor()
  await page.getByLabel('Montant du ticket').fill('120')
  await button(page, 'Suivant').click()
  await reach(page, 'Vérifiez votre prépaiement')
  expect(await said(lineOf(page, 'Solde disponible après transaction'))).toBe('80,00 €')
  await button(page, 'Terminer').click()
  await main(page).getByText('Votre voucher a été créé avec succès.').waitFor()
  await link(page, 'OK').click()
  await reach(page, 'Ma carte')
  expect(await balanceOf(page)).toBe('80,00 €')

  const listed = main(page).locator('.wallet-line').first()
  expect((await said(listed)).match(/LES PAGES|MANUEQUIP|-120,00 €|Prépaiement en attente/g)).toHaveLength(4)
  const [download] = await Promise.all([page.waitForEvent('download'), listed.getByRole('link', { name: 'Imprimer' }).click()])
  const receipt = pdfText(await readFile(await download.path())).replace(/\s/g, ' ')
  for (const line of [
    'Ticket n°',
    'Transaction n°',
    'Statut transaction',
    'Prépaiement en attente',
    '23166621',
    'MARTIN',
    'Jean',
    'Adresse : 1 RUE MARIE CURIEVille : Nogent-sur-Oise',
    'LES PAGES',
    '80000',
    'AMIENS',
    'Manuels et équipements',
    '120,00 €',
    'Solde disponible après transaction',
    '80,00 €',
  ]) {
    expect(receipt.toUpperCase()).toContain(line.toUpperCase())
  }

  await listed.getByRole('link', { name: 'Annuler' }).click()
  await reach(page, 'Annulation d’un prépaiement')
  await button(page, 'Annuler le prépaiement').click()
  await reach(page, 'Prépaiement annulé')
  await link(page, 'OK').click()
  await reach(page, 'Ma carte')
  expect(await balanceOf(page)).toBe('200,00 €')
  await main(page).getByText('Prépaiement annulé').waitFor()
  await link(page, 'Mes transactions').click()
  await reach(page, 'Mes transactions')
  expect(await movementsOf(page)).toEqual(['+120,00 €', '-120,00 €', '+200,00 €'])
})
