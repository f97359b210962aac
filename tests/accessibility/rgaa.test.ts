import { readFileSync, writeFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import audit from '../../src/accessibility/audit.json' with { type: 'json' }
import { conformityOf, criteria, findings as known, type Result, type ResultsByPage, resultOf } from '../../src/accessibility/conformity.ts'
import { button, heading, PASSWORD, signIn, signInAsAgent, signInAtSchool, signInAtWork } from '../journeys/road.ts'
import { openBrowser, visitor } from '../support/browser.ts'
import { runningSite } from '../support/running-site.ts'
import type { Findings } from './in-page.ts'
import { commonPlacesOf, findingsOf, readersFor } from './walk.ts'

const AUDIT = 'src/accessibility/audit.json'
const JEAN = '4827501935'
const HUGO = '6391840573'

const [site, browser] = await Promise.all([runningSite(), openBrowser()])

/** Who visits the pages of the sample, in this order: Hugo's request is open once the school has sent it back. */
const VISITORS: Record<string, () => Promise<Page>> = {
  anybody: () => visitor(browser),
  school: () => signedIn((page) => signInAtSchool(page, site), 'Demandes de carte'),
  jean: () => signedIn((page) => signIn(page, site, JEAN, PASSWORD), 'Bonjour Jean'),
  hugo: async () => {
    await isReturned(HUGO)
    return signedIn((page) => signIn(page, site, HUGO, PASSWORD), 'Bonjour Hugo')
  },
  shop: () => signedIn((page) => signInAtWork(page, site, 'caisse@les-pages.example'), 'LES PAGES'),
  agent: () => signedIn((page) => signInAsAgent(page, site), 'Accueil de la Région'),
}

async function signedIn(signsIn: (page: Page) => Promise<void>, title: string): Promise<Page> {
  const page = await visitor(browser)
  await signsIn(page)
  await heading(page, title).waitFor()
  return page
}

async function isReturned(fileNumber: string): Promise<void> {
  const page = await signedIn((school) => signInAtSchool(school, site), 'Demandes de carte')
  await page.goto(`${site.url}/etablissement/demandes/${fileNumber}/renvoi`)
  await page.getByLabel('Ce qui est à corriger').fill('Photo illisible.')
  await button(page, 'Renvoyer pour correction').click()
  await page.getByText('La demande est renvoyée').waitFor()
}

type Sampled = (typeof audit.pages)[number]

/** By its address, or by the button of the page before, on a form that is filled in again. */
async function open(page: Page, { address, after }: Sampled): Promise<void> {
  if (address) {
    await page.goto(site.url + address, { waitUntil: 'load' })
    if (address === '/ou-utiliser-ma-carte') await page.locator('.leaflet-control-zoom-in').waitFor()
    return
  }
  if (after === 'Suivant') {
    await page.getByLabel('Nom du partenaire').selectOption({ label: '[L212] - LES PAGES' })
    await page.getByLabel('Montant du ticket').fill('15')
  }
  await button(page, after as string).click()
  await heading(page, after === 'Suivant' ? 'Vérifiez' : 'Création').waitFor()
}

async function visit(): Promise<Record<string, Findings>> {
  const found: Record<string, Findings> = {}
  for (const [name, comes] of Object.entries(VISITORS)) {
    const page = await comes()
    // What moves for those who accept it is looked at too.
    await page.emulateMedia({ reducedMotion: 'no-preference' })
    await readersFor(page)
    const places = new Set<string>()
    for (const sampled of audit.pages.filter(({ as }) => as === name)) {
      await open(page, sampled)
      places.add(await commonPlacesOf(page))
      const html = sampled.address ? await (await page.request.get(page.url())).text() : await page.content()
      const findings = await findingsOf(page, html)
      if (places.size > 1) findings['12.2'] = { applies: true, wrong: [...places] }
      found[sampled.id] = findings
    }
  }
  return found
}

const decisions: Record<string, { decidedBy: string }> = audit.criteria
const isKnown = (criterion: string, id: string) => known.some((finding) => finding.criterion === criterion && finding.pages.includes(id))

function resultOn(id: string, criterion: string, found: Findings): Result {
  const { applies, wrong } = found[criterion] ?? { applies: true, wrong: ['nothing looks for it'] }
  if (!applies) return 'NA'
  if (wrong.length > 0 || isKnown(criterion, id)) return 'NC'
  return decisions[criterion]?.decidedBy === 'nobody' ? 'NT' : 'C'
}

it('the sample is what the audit says of it: each criterion, on each page', async () => {
  const found = await visit()
  const numbers = criteria.map(({ number }) => number)
  const wrong = Object.entries(found).flatMap(([id, findings]) =>
    Object.entries(findings).flatMap(([criterion, { wrong }]) =>
      isKnown(criterion, id) ? [] : wrong.map((what) => `${criterion} ${id}: ${what}`),
    ),
  )
  const results: ResultsByPage = Object.fromEntries(
    audit.pages.map(({ id }) => {
      const having = (result: Result) => numbers.filter((number) => resultOn(id, number, found[id] as Findings) === result).join(' ')
      return [id, { C: having('C'), NC: having('NC'), NT: having('NT'), NA: having('NA') }]
    }),
  )
  if (process.env.WRITE_AUDIT) writeFileSync(AUDIT, `${JSON.stringify({ ...JSON.parse(readFileSync(AUDIT, 'utf8')), results }, null, 2)}\n`)
  expect(wrong).toEqual([])
  expect(results).toEqual(audit.results)
})

it('the audit decides each of the 106 criteria, or says that nobody did, and how', () => {
  const numbers = criteria.map(({ number }) => number)
  expect(numbers).toHaveLength(106)
  expect(Object.keys(audit.criteria)).toEqual(numbers)
  for (const { decidedBy, how } of Object.values(audit.criteria)) {
    expect(['test', 'reading', 'nobody']).toContain(decidedBy)
    expect(how.length).toBeGreaterThan(10)
  }
  for (const finding of known) for (const id of finding.pages) expect(audit.pages.map((page) => page.id)).toContain(id)
  // The method asks for some pages, whole processes, and a tenth of the sample drawn at random.
  expect(
    audit.pages.filter(({ why }) => why === 'hasard').length / audit.pages.filter(({ why }) => why !== 'hasard').length,
  ).toBeGreaterThan(0.1)
})

it('a criterion is of the whole sample, and what nobody decided does not count as conforming', () => {
  const page = (results: Partial<Record<Result, string>>) => ({ C: '', NC: '', NT: '', NA: '', ...results })
  const pages = { one: page({ C: '1.1 1.2 1.3', NA: '1.4 1.5' }), other: page({ C: '1.1', NC: '1.2', NT: '1.3', NA: '1.4' }) }
  expect(['1.1', '1.2', '1.3', '1.4'].map((number) => resultOf(number, pages))).toEqual(['C', 'NC', 'NT', 'NA'])
  expect(conformityOf(['C', 'C', 'NA', 'C'])).toEqual({ percent: 100, state: 'totalement conforme' })
  expect(conformityOf(['C', 'C', 'NT'])).toEqual({ percent: 66, state: 'partiellement conforme' })
  expect(conformityOf(['C', 'NC'])).toEqual({ percent: 50, state: 'partiellement conforme' })
  expect(conformityOf(['C', 'NC', 'NT'])).toEqual({ percent: 33, state: 'non conforme' })
  expect(conformityOf([])).toEqual({ percent: 0, state: 'non conforme' })
})
