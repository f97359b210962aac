import type { Page } from 'playwright-core'
import { it } from 'vitest'
import { openBrowser, visitor } from '../support/browser.ts'
import { asOwner } from '../support/database.ts'
import { siecleXml } from '../support/enrolment-files.ts'
import { runningSite } from '../support/running-site.ts'
import { asksForTheAid, endsTheContract, isLetOut, makesABatch, takesTheFile, theRegionAccepts, theSchoolConfirms } from './aid.ts'
import { everyPage } from './every-page.ts'
import {
  aSecondPersonAgrees,
  button,
  givesTheCode,
  heading,
  PASSWORD,
  signIn,
  signInAsAgent,
  signInAtWork,
  spendsAtLesPages,
} from './road.ts'

const STEPHANE = '7049158269'
const ZOE = '8205619433'
const JEAN = '4827501935'
const NEW_AGENT = { email: 'finances@region.example', password: 'Encore2026mieux' }

/** What no link of their file leads to: nobody is blocked, and the reason is chosen by a form. */
const NOT_LINKED = ['deblocage', 'carte/perdue']
const DECISIONS = ['validation', 'renvoi', 'refus']

const [site, browser] = await Promise.all([runningSite(), openBrowser()])

it('every page of the Region and of professional accounts: nothing for axe, nothing too wide, nothing too heavy', async () => {
  // The first campaign is asked for where there is none, a passkey of who has one: see beginning.test.ts and passkey.test.ts; schools are
  // looked at as a school.
  const isElsewhere = (route: string) =>
    ['/region/campagnes/premiere', '/professionnels/connexion/cle'].includes(route) || /^\/professionnels\/lieux(\/|$)/.test(route)
  const isHere = (route: string) => /^\/(region|professionnels)(\/|$)/.test(route) && !isElsewhere(route)
  const { walk, looked, mustAllBeWell } = everyPage(site, isHere)
  const young = await visitor(browser)
  await asksAQuestion(young)
  await signIn(young, site, STEPHANE, PASSWORD)
  await spendsAtLesPages(young, site, 'paiements')
  const aid = await asksForTheAid(young, site)
  await theSchoolConfirms(await visitor(browser), site, aid)

  const contract = `/region/contrats/${await endsTheContract(young, site)}`

  const agent = await visitor(browser)
  await walk(
    agent,
    '/professionnels/connexion',
    '/professionnels/connexion/mot-de-passe-choisi',
    '/professionnels/mot-de-passe-oublie/envoye',
  )
  const asked = new Date()
  await signInAtWork(agent, site, 'agent@region.example')
  await heading(agent, 'Code de connexion').waitFor()
  await walk(agent, '/professionnels/connexion/code')
  await givesTheCode(agent, site, asked)
  await heading(agent, 'Accueil de la Région').waitFor()
  await asOwner(
    site.databaseUrl,
    "insert into alerts (kind, about, first_at, last_at, times) values ('lock-outs', '192.0.2.1', now(), now(), 60)",
  )
  await walk(agent, '/region/vigilance/motif/dossiers')
  const decisions = DECISIONS.flatMap((decision) => [`/region/demandes/${ZOE}/${decision}`, `/region/aides-thr/${aid}/${decision}`])
  await walk(
    agent,
    '/region',
    '/region/attentes',
    '/region/planche',
    ...decisions,
    contract,
    `${contract}/confirmation`,
    `${contract}/refus`,
  )
  const file = await theFileOf(agent, 'martin jean', ['MARTIN Jean', 'Jean MARTIN'])
  await walk(agent, file, ...NOT_LINKED.map((act) => `${file}/${act}`))
  await walk(agent, `${await theFileOf(agent, 'martin stephane', ['MARTIN Stéphane', 'Stéphane MARTIN'])}/contrat`)

  const prepared = await pathAfter(agent, '/region/reversements/preparation', 'Préparer le reversement')
  const settlement = prepared.replace(/\?.*/, '')
  await walk(agent, prepared, `${settlement}/validation`)
  await aSecondPersonAgrees(agent, site, 'Faire sortir un reversement')
  // What it shows and leads to has changed.
  await walk(agent, settlement, `${settlement}/versement`, `${settlement}/virements`)
  await walk(agent, ...(await paysTheSettlement(agent, settlement)))
  await walk(agent, ...(await paysTheAid(agent, aid)), await importsAPartner(agent), await triesAFileOfAccounts(agent))
  await walk(agent, ...(await whatIsSeldom()), ...(await anIncident(agent)), ...(await givesAList(agent)))

  const toChange = looked.filter(({ route }) => /^\/region\/campagnes\/:.*\/(dates|montants|aide-thr)$/.test(route))
  for (const { path } of toChange) await walk(agent, await pathAfter(agent, path, 'Voir ce qui change'))
  for (const choice of ['Changer de téléphone', 'Ajouter une clé d’accès', 'Créer de nouveaux codes de secours']) {
    await agent.goto(`${site.url}/professionnels/securite`)
    await agent.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD)
    const answered = agent.waitForResponse((answer) => answer.status() === 303)
    const path = await pathAfter(agent, null, choice)
    // Codes are shown once, which was just now: once more, to be looked at.
    const note = /\bnote=([^;]+)/.exec((await (await answered).allHeaders())['set-cookie'] ?? '')?.[1]
    if (note) await agent.context().addCookies([{ name: 'note', value: note, url: site.url }])
    await walk(agent, path)
  }

  const officer = await visitor(browser)
  await signInAsAgent(officer, site, 'dpo@region.example')
  await recordsADataRequest(officer)
  await walk(officer, '/region', `${file}/donnees`, `${file}/donnees/effacement`)

  const invited = await visitor(browser)
  await walk(invited, await theWayOfAnInvitation(agent))
  await choosesAPassword(invited)
  await signInAtWork(invited, site, NEW_AGENT.email, NEW_AGENT.password)
  await heading(invited, 'Protéger votre compte').waitFor()
  await walk(invited, '/professionnels/connexion/double-authentification')
  mustAllBeWell()
})

async function asksAQuestion(page: Page): Promise<void> {
  await page.goto(`${site.url}/contact`)
  await page.getByLabel('Nom et prénom').fill('Martine Leroy')
  await page.getByLabel('Adresse e-mail').fill('martine.leroy@example.org')
  await page.getByLabel('Sujet').fill('La carte de ma fille')
  await page.getByLabel('Votre question').fill('Elle change de lycée : que doit-elle faire ?')
  await button(page, 'Envoyer').click()
  await heading(page, /envoyé/).waitFor()
}

async function recordsADataRequest(officer: Page): Promise<void> {
  await officer.goto(`${site.url}/region/donnees/nouvelle`)
  await officer.getByLabel(/^Accès/).check()
  const [year, month, day] = new Date().toISOString().slice(0, 10).split('-')
  await officer.getByLabel('Jour').fill(day as string)
  await officer.getByLabel('Mois').fill(month as string)
  await officer.getByLabel('Année').fill(year as string)
  await officer.getByLabel('Qui demande').fill('Jean Martin, jean.martin@example.org')
  await officer.getByLabel('La demande').fill('Que savez-vous de moi ?')
  await button(officer, 'Inscrire la demande').click()
  await officer.getByText('La demande est inscrite au registre').waitFor()
}

async function theFileOf(agent: Page, typed: string, [listed, title]: [string, string]): Promise<string> {
  await agent.goto(`${site.url}/region/beneficiaires`)
  await agent.getByLabel('Nom et prénom').fill(typed)
  await button(agent, 'Rechercher').click()
  await agent.getByRole('link', { name: listed }).click()
  await heading(agent, title).waitFor()
  return new URL(agent.url()).pathname
}

/** Where a form leads once it is sent as it stands. */
async function pathAfter(page: Page, path: string | null, name: string): Promise<string> {
  if (path) await page.goto(site.url + path)
  const before = page.url()
  await button(page, name).click()
  await page.waitForURL((url) => url.href !== before)
  return page.url().replace(site.url, '')
}

/** Makes the accountant's file, and gives what comes back: the first of its transfers is paid. */
async function paysTheSettlement(agent: Page, settlement: string): Promise<string[]> {
  const transfers = `${settlement}/virements`
  await pathAfter(agent, transfers, 'Faire les propositions de mandat')
  const [{ number } = { number: '' }] = await asOwner<{ number: string }>(
    site.databaseUrl,
    "select number from transfers where state = 'sent' order by id limit 1",
  )
  await agent.goto(`${site.url}/region/reponses-de-la-banque`)
  const table = `Numéro de relevé;Date de paiement;Refusé;Motif\r\n${number};;oui;AC04 Compte clos\r\n`
  await agent.locator('input[type=file]').setInputFiles({ name: 'retour.csv', mimeType: 'text/csv', buffer: Buffer.from(table) })
  const answer = await pathAfter(agent, null, 'Lire ce fichier')
  return ['/region/reponses-de-la-banque', transfers, answer, await pathAfter(agent, answer, 'Faire ce que dit cette réponse')]
}

/** The request becomes a transfer that the bank has. Returns the pages on which it can be followed. */
async function paysTheAid(agent: Page, aid: string): Promise<string[]> {
  await theRegionAccepts(agent, site, aid)
  const batch = await makesABatch(agent, site)
  await isLetOut(agent, site)
  await takesTheFile(agent)
  const [{ id, file } = { id: 0, file: 0 }] = await asOwner<{ id: number; file: number }>(
    site.databaseUrl,
    "select id, file_id as file from transfers where aid_batch_id is not null and state = 'sent' order by id desc limit 1",
  )
  const made = `/region/fichiers-de-virements/${file}`
  return [
    batch,
    ...['virements', 'validation', 'annulation'].map((page) => `${batch}/${page}`),
    made,
    `${made}/annulation`,
    `/region/virements/${id}`,
  ]
}

/** What is frozen, owed, moved or announced, as the tests of these rooms bring it about: here it is only looked at. */
async function whatIsSeldom(): Promise<string[]> {
  const rows = await asOwner<{ path: string }>(
    site.databaseUrl,
    `with second as (select id from staff where email = 'seconde@region.example'),
      jean as (
        select w.id as wallet_id, w.beneficiary_id, w.campaign_id from wallets w
        join card_applications a on a.beneficiary_id = w.beneficiary_id
        where a.file_number = '${JEAN}' order by w.id limit 1),
      frozen as (
        insert into freezes (beneficiary_id, wallet_id, partner_id, reason, comment, frozen_by, frozen_at)
        select s.*, 'fraud', 'À vérifier.', second.id, now() from second, (
          select beneficiary_id, null::bigint, null::integer from jean
          union all select null, wallet_id, null from jean
          union all select null, null, id from partners where code = 'B107') s
        returning coalesce('partenaires/' || partner_id, 'beneficiaires/' || beneficiary_id, 'porte-monnaie/' || wallet_id) || '/degel' as path),
      owed as (
        insert into debts (beneficiary_id, wallet_id, owed_cents, at) select beneficiary_id, wallet_id, 1500, now() from jean
        returning 'dettes/' || id as path),
      moved as (
        insert into deadline_moves (campaign_id, scope, closes_on, prepayments_expire_on, reason, comment, drafted_by, drafted_at)
        select campaign_id, 'campaign', current_date + 300, current_date + 300, 'outage', 'Panne du site.', second.id, now() from jean, second
        returning 'campagnes/' || campaign_id || '/derniers-jours/' || id as path),
      taken as (
        insert into outages (scope, department, reason, asked_by, agreed_by, taken_at)
        select 'department', '002', 'Réseau coupé.', second.id, agent.id, now() from second, staff agent where agent.email = 'agent@region.example'
        returning 'prises-en-charge/' || id as path),
      announced as (
        insert into banners (text, level, shown_to, shown_from, shown_until)
        values ('Les caisses sont ralenties.', 'warning', '{partner}', now(), now() + interval '1 day')
        returning 'messages-du-site/' || id as path)
    select path from frozen union all select path from owed union all select path from moved union all select path from taken
    union all select 'transactions/' || max(id) from transactions where kind = 'payment'
    union all select path || act from announced, unnest(array['', '/modification', '/suppression']) act`,
  )
  return rows.map(({ path }) => `/region/${path}`)
}

/** A list that the Region gives for a school, of a table that nobody knows, then of SIECLE; and what somebody of that school may do there. */
async function givesAList(agent: Page): Promise<string[]> {
  const [school] = await asOwner<{ id: number; staff_id: number; year: string }>(
    site.databaseUrl,
    `select s.id, w.staff_id, to_char(c.starts_on, 'YYYY') as year
     from schools s join workplaces w on w.school_id = s.id, campaigns c
     where s.uai = '0600020W' and current_date between c.applications_open_on and c.ends_on limit 1`,
  )
  const lists = `/region/etablissements/${school?.id}/listes`
  const gives = async (name: string, buffer: Buffer) => {
    await agent.goto(site.url + lists)
    await agent.getByLabel('Fichier du logiciel').setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
    return pathAfter(agent, null, 'Essayer ce fichier')
  }
  const columns = await gives('liste.csv', Buffer.from('Qui;Prénom;Né le\nPETIT;Hugo;17/06/2010\n'))
  const list = await gives('liste.xml', siecleXml([{ name: 'PETIT', first: 'Hugo' }], { uai: '0600020W', year: school?.year ?? '' }))
  return [columns, list, `/region/comptes/${school?.staff_id}/etablissements/${school?.id}`]
}

/** Its end too, to which no link leads who opened it. */
async function anIncident(agent: Page): Promise<string[]> {
  await agent.goto(`${site.url}/region/incidents/nouveau`)
  await agent.getByLabel('Titre').fill('Double débit en librairie')
  await agent.getByLabel('Type').selectOption({ label: 'Paiement' })
  await agent.getByLabel('Ce qui s’est passé').fill('Deux débits le même jour.')
  const incident = (await pathAfter(agent, null, 'Ouvrir l’incident')).replace(/\?.*/, '')
  return [incident, `${incident}/cloture`]
}

async function triesAFileOfAccounts(agent: Page): Promise<string> {
  await agent.goto(`${site.url}/region/comptes/fichiers`)
  const lines = ['uai;nom;email', '0600020W;Vie scolaire;vie-scolaire@marie-curie.example']
  await agent.getByLabel('Fichier CSV').setInputFiles({ name: 'comptes.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) })
  return pathAfter(agent, null, 'Essayer ce fichier')
}

async function importsAPartner(agent: Page): Promise<string> {
  const lines = ['code;nom;type;adresse;code_postal;ville;telephone;email;site;longitude;latitude;prepaiement;paiement_en_ligne']
  lines.push('Z901;LE GRAND LIVRE;librairie;3 rue Haute;80000;Amiens;;;;;;oui;non', 'Z902;;librairie;;;;;;;;;oui;non')
  await agent.goto(`${site.url}/region/partenaires/import`)
  await agent
    .getByLabel('Fichier CSV')
    .setInputFiles({ name: 'partenaires.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) })
  return pathAfter(agent, null, 'Envoyer et vérifier')
}

async function theWayOfAnInvitation(agent: Page): Promise<string> {
  await agent.goto(`${site.url}/region/comptes/nouveau`)
  await agent.getByLabel('Nom', { exact: true }).fill('Service des finances')
  await agent.getByLabel('Adresse e-mail').fill(NEW_AGENT.email)
  await agent.getByLabel('Région').check()
  await agent.getByLabel('Finances : préparation').check()
  await button(agent, 'Envoyer l’invitation').click()
  await aSecondPersonAgrees(agent, site, 'Ouvrir un compte de la Région', 'admin@region.example')
  const { text } = await site.letterTo(NEW_AGENT.email, /\/professionnels\/mot-de-passe\//)
  return /\/professionnels\/mot-de-passe\/\S+/.exec(text)?.[0] as string
}

async function choosesAPassword(page: Page): Promise<void> {
  await page.getByLabel('Nouveau mot de passe').fill(NEW_AGENT.password)
  await page.getByLabel('Confirmer mot de passe').fill(NEW_AGENT.password)
  await button(page, 'Enregistrer').click()
  await heading(page, 'Votre mot de passe est enregistré').waitFor()
}
