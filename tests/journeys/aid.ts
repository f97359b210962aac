import PDFDocument from 'pdfkit'
import type { Page } from 'playwright-core'
import type { RunningSite } from '../support/running-site.ts'
import { button, heading, link } from './road.ts'

/** A document of one page. */
export function aPdf(words: string): Promise<Buffer> {
  const pdf = new PDFDocument()
  pdf.text(words)
  pdf.end()
  return pdf.toArray().then((chunks: Uint8Array[]) => Buffer.concat(chunks))
}

const DOCUMENTS = ['contrat', 'rib', 'hebergement']

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
  for (const slug of DOCUMENTS) {
    const document = page.locator(`#document-${slug}`)
    await document.locator('input[type=file]').setInputFiles({ name: `${slug}.pdf`, mimeType: 'application/pdf', buffer: await aPdf(slug) })
    await document.locator('[data-sent]').waitFor()
  }
  await page.getByLabel('N° IBAN').fill('FR76 3000 6000 0112 3456 7890 189')
  await page.getByLabel('BIC').fill('AGRIFRPPXXX')
  await page.getByLabel('Domiciliation bancaire').fill('Crédit agricole')
  await button(page, 'Suivant').click()
  await at('/verification')
  await button(page, 'Valider ma demande').click()
  await page.waitForURL(/\/demandes\/\d{9}/)
  await heading(page, /./).waitFor()
  return /\d{9}/.exec(page.url())?.[0] as string
}
