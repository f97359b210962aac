import { readFile } from 'node:fs/promises'
import PDFDocument from 'pdfkit'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { mustBeUsable } from '../support/browser.ts'
import type { RunningSite } from '../support/running-site.ts'
import { aSecondPersonAgrees, button, heading, lineOf, link, main, mustBeRefused, reach, said, signInAtSchool, typeDay } from './road.ts'

/** The road of the apprentice aid, from its first page to the answer of the bank. */

/** An account of nobody's, in a bank that the site knows. */
export const IBAN = 'FR76 1670 6050 4916 5482 9307 154'

/** A document of one page; it is titled with its words, which its bytes hold as they are. */
export function aPdf(words: string): Promise<Buffer> {
  const pdf = new PDFDocument({ info: { Title: words } })
  pdf.text(words)
  pdf.end()
  return pdf.toArray().then((chunks: Uint8Array[]) => Buffer.concat(chunks))
}

/**
 * The six steps of the apprentice aid, for somebody who is signed in (guide, 3.2.1). `look` is told the address of each
 * page on the way. Returns the number of the request.
 */
export async function asksForTheAid(
  page: Page,
  site: RunningSite,
  look: (path: string) => Promise<unknown> = async () => {},
): Promise<string> {
  const at = async (step: string) => {
    await page.waitForURL(`${site.url}/espace/aide-thr${step}`)
    await look(`/espace/aide-thr${step}`)
    await page.goto(`${site.url}/espace/aide-thr${step}`)
  }
  await page.goto(`${site.url}/espace/aide-thr`)
  await at('')
  await button(page, 'Suivant').click()
  await at('/transport')
  await button(page, 'Suivant').click()
  await at('/restauration')
  await link(page, 'Suivant').click()
  await at('/hebergement')
  await page.getByLabel('Choisissez votre situation d’hébergement').selectOption('housed')
  await page.getByLabel('Sélectionnez votre logement').selectOption('hostel')
  await button(page, 'Suivant').click()
  await page.waitForURL(`${site.url}/espace/aide-thr/hebergement`)
  await link(page, 'Suivant').click()
  await at('/justificatifs')
  await look('/espace/aide-thr/justificatifs/contrat')
  await page.goto(`${site.url}/espace/aide-thr/justificatifs`)
  await sends(page, 'contrat', 'Contrat')
  await sends(page, 'rib', `RIB ${IBAN}`)
  await sends(page, 'hebergement', 'Attestation')
  await givesTheAccount(page, IBAN)
  await at('/verification')
  await button(page, 'Valider ma demande').click()
  await page.waitForURL(/\/demandes\/\d{9}/)
  await heading(page, /./).waitFor()
  return /\d{9}/.exec(page.url())?.[0] as string
}

/** A document, that leaves once chosen or, without scripts, by its button. */
async function sends(page: Page, slug: string, words: string): Promise<void> {
  const document = page.locator(`#document-${slug}`)
  await document.locator('input[type=file]').setInputFiles({ name: `${slug}.pdf`, mimeType: 'application/pdf', buffer: await aPdf(words) })
  const byHand = button(page, /^Envoyer/).and(document.getByRole('button'))
  if (await byHand.isVisible()) await byHand.click()
  await document.locator('[data-sent]').waitFor()
}

/** An account whose bank is known from its IBAN. */
async function givesTheAccount(page: Page, iban: string): Promise<void> {
  await page.getByLabel('N° IBAN').fill(iban)
  await page.getByLabel('BIC').fill('AGRIFRPP867')
  await page.getByLabel('Domiciliation bancaire').fill('')
  await button(page, 'Suivant').click()
}

/** The bank has rejected the transfer: the same account is refused, another is sent with its RIB. */
export async function givesAnotherAccount(page: Page, site: RunningSite, iban: string): Promise<void> {
  await page.goto(`${site.url}/espace`)
  await link(page, 'Donner un autre compte').click()
  await reach(page, 'Transmettre ses justificatifs')
  await main(page).getByText('« Compte clos. »').waitFor()
  await givesTheAccount(page, '')
  await mustBeRefused(page, 'saisissez l’IBAN d’un autre compte')
  await main(page).getByText('Remplacer ce document').nth(1).click()
  await sends(page, 'rib', `RIB ${iban}`)
  await givesTheAccount(page, iban)
  await reach(page, 'Vérifiez votre demande')
  await button(page, 'Valider ma demande').click()
  await reach(page, 'Votre demande est envoyée')
}

/** An apprentice says that their contract ended today. Returns the number of the change, that waits for the CFA. */
export async function endsTheContract(page: Page, site: RunningSite): Promise<string> {
  await page.goto(`${site.url}/espace/mon-contrat`)
  await page
    .getByRole('radiogroup', { name: /s’est-il terminé avant/ })
    .getByLabel('Oui')
    .check()
  await typeDay(page, 'Dernier jour du contrat', new Date())
  await page
    .getByRole('radiogroup', { name: /Un autre contrat/ })
    .getByLabel('Non')
    .check()
  await button(page, 'Envoyer').click()
  await main(page).getByText('Votre changement de contrat est envoyé').waitFor()
  return /Changement n° (\d{9})/.exec(await said(main(page)))?.[1] as string
}

/** The CFA's office reads the request, and says that its apprentice is enrolled. */
export async function theSchoolConfirms(school: Page, site: RunningSite, aid: string): Promise<void> {
  await signInAtSchool(school, site)
  await heading(school, 'Demandes de carte').waitFor()
  await school.goto(`${site.url}/etablissement/aides-thr`)
  await reach(school, 'Aides THR')
  await link(school, 'MARTIN Stéphane').click()
  await reach(school, 'Stéphane MARTIN')
  await main(school).getByText(aid).first().waitFor()
  await button(school, 'Confirmer l’inscription').click()
  await main(school).getByText('La demande est validée').waitFor()
}

/** The Region finds the request by its number, reads it whole, confirms its distance, and accepts it. */
export async function theRegionAccepts(agent: Page, site: RunningSite, aid: string): Promise<void> {
  await settlesTheDistance(agent, site, aid)
  await checksOnceMore(agent, site, aid)
}

/** The Region finds the request by its number, reads it whole, and says what its distance is. */
export async function settlesTheDistance(agent: Page, site: RunningSite, aid: string): Promise<void> {
  await agent.goto(`${site.url}/region/aides-thr`)
  await agent.getByLabel('Nom, prénom ou numéro de demande').fill(aid)
  await button(agent, 'Rechercher').click()
  await reach(agent, 'Aides THR')
  await main(agent).locator('tbody').getByRole('link').click()
  await agent.waitForURL(`${site.url}/region/aides-thr/${aid}`)
  await mustBeUsable(agent)
  await main(agent).getByText('confirmez-la ou corrigez-la avant d’accepter la demande').waitFor()
  await link(agent, 'Confirmer ou corriger la distance').click()
  await reach(agent, 'Confirmer ou corriger la distance')
  await agent.getByLabel('Distance retenue, en kilomètres').fill('42,3')
  await button(agent, 'Enregistrer la distance').click()
  await mustBeRefused(agent, 'Écrivez le motif')
  await agent.getByLabel('Motif').fill('Mesurée sur la carte.')
  await button(agent, 'Enregistrer la distance').click()
  await main(agent).getByText('La distance retenue est enregistrée').waitFor()
}

/** The Region accepts a request whose distance is settled. */
export async function checksOnceMore(agent: Page, site: RunningSite, aid: string): Promise<void> {
  await agent.goto(`${site.url}/region/aides-thr/${aid}`)
  await button(agent, 'Accepter la demande').click()
  // Who typed the distance does not accept alone.
  await main(agent).getByText('L’acceptation est demandée à une seconde personne').waitFor()
  await aSecondPersonAgrees(agent, site, 'Accepter une aide THR', 'admin@region.example')
  expect(await said(main(agent))).toContain('Acceptée, virement à venir')
}

/** What waits becomes a batch, whose page is shown. Returns its address. */
export async function makesABatch(agent: Page, site: RunningSite): Promise<string> {
  await agent.goto(`${site.url}/region/paiements-thr`)
  await reach(agent, 'Virements THR')
  await button(agent, 'Créer un lot de virements').click()
  await reach(agent, /^Lot de virements n° \d+$/)
  return new URL(agent.url()).pathname
}

/** A second person lets out the batch that is shown. */
export const isLetOut = (agent: Page, site: RunningSite) => aSecondPersonAgrees(agent, site, 'Faire sortir un lot de virements THR')

/** The file of the batch that is shown, as the bank gets it; then to its transfers. */
export async function takesTheFile(agent: Page): Promise<string> {
  await link(agent, 'Fichiers et réponses de la banque').click()
  await reach(agent, /^Virements du lot THR/)
  await button(agent, 'Faire le fichier pour la banque').click()
  await main(agent).getByText('Le fichier est fait').waitFor()
  await link(agent, /^Virements pour la banque/).click()
  await reach(agent, /^Fichier AID-HDF-/)
  const [file] = await Promise.all([agent.waitForEvent('download'), button(agent, 'Prendre ce fichier').click()])
  const xml = await readFile(await file.path(), 'utf8')
  await link(agent, 'Retour aux virements').click()
  await reach(agent, /^Virements du lot THR/)
  return xml
}

/** What the bank has answered to the only transfer of the batch that is shown, typed and done; then back to the batch. */
export async function typesTheAnswer(agent: Page, answer: 'paid' | 'rejected'): Promise<void> {
  await link(agent, /^THR\d+-D\d+/).click()
  await reach(agent, /^Virement THR/)
  expect(await said(lineOf(agent, 'N° IBAN'))).toMatch(/^FR76 \*{4} \*{4} \d{4}$/)
  await typeDay(agent, 'Jour de cette réponse', new Date(Date.now() - 86_400_000))
  if (answer === 'paid') await agent.getByLabel('Virement fait').check()
  else {
    await agent.getByLabel('Virement refusé, ou revenu').check()
    await button(agent, 'Lire cette réponse').click()
    await mustBeRefused(agent, 'Choisissez le motif du refus, ou écrivez-le')
    await agent.getByLabel('Motif, s’il est refusé').selectOption('AC04')
  }
  await button(agent, 'Lire cette réponse').click()
  await reach(agent, /^Réponse n° \d+$/)
  await button(agent, 'Faire ce que dit cette réponse').click()
  await main(agent).getByText('C’est fait').waitFor()
  await link(agent, /^Lot THR/).click()
  await link(agent, 'Retour au lot').click()
  await reach(agent, /^Lot de virements/)
}
