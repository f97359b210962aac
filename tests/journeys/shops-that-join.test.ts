import { randomUUID } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { issueQrCode } from '../../src/features/card/cards/index.ts'
import { createPrepayment } from '../../src/features/money/prepayments/create.ts'
import { hashOfText } from '../../src/features/partners/agreements/agreement-text.ts'
import { inTransaction, type Tx } from '../../src/platform/database/index.ts'
import { checked } from '../../src/platform/luhn.ts'
import { Visitor } from '../support/app.ts'
import { openBrowser, visitor } from '../support/browser.ts'
import { testDatabase } from '../support/database.ts'
import { ledgerIsClean } from '../support/ledger-model.ts'
import { aHolder, anAgent, aPartner } from '../support/makers.ts'
import { servedSite } from '../support/served-site.ts'
import { button, lineOf, link, main, PASSWORD, portrait, reach, said, signInAtWork, signInWithACode } from './road.ts'

const NAME = 'LA PAGE CORNÉE'
const LEGAL_NAME = 'SARL LA PAGE CORNÉE'
const MANAGER = 'gerance@la-page-cornee.example'
const [ANNE, BRUNO] = ['anne@la-page-cornee.example', 'bruno@la-page-cornee.example']
const SIRET = checked(`${checked('41234567')}0001`)
const [FIRST_IBAN, SECOND_IBAN] = ['FR7630006000011234567890189', 'FR1420041010050500013M02606']
const TEXT = 'Convention.\n\nArticle 1 : la carte\n\nElle est acceptée.'

const [database, browser] = await Promise.all([testDatabase(), openBrowser()])
const served = await servedSite(database)
const { site, clock } = served
const { db } = database
const BEGINNING = clock.now()
const hoursLater = (hours: number) => clock.set(new Date(BEGINNING.getTime() + hours * 3_600_000))
const act = <T>(run: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), run)

const { agents, client } = await act(async (tx) => {
  await aPartner(tx)
  const agents = {
    checker: await anAgent(tx, 'partners'),
    signer: await anAgent(tx, 'partners'),
    other: await anAgent(tx, 'partners'),
    preparer: await anAgent(tx, 'preparer'),
    approver: await anAgent(tx, 'approver'),
  }
  const { checker, signer } = agents
  const written = { body: TEXT, sha256: hashOfText(TEXT), written_by: checker.id, agreed_by: signer.id, agreed_at: tx.now }
  await tx.insertInto('agreement_texts').values(written).execute()
  await tx.insertInto('partner_types').values({ code: 'association', label: 'Association de parents' }).execute()
  return { agents, client: await aHolder(tx, { balance_cents: 10_000 }) }
})

/** An agent at their desk, without a browser. */
const at = (agent: { id: number }) => new Visitor(site).signInAs({ staffId: agent.id })

async function sends(agent: { id: number }, path: string, fields: Parameters<Visitor['submit']>[1]): Promise<string> {
  const { status, location, text } = await (await at(agent)).submit(path, fields)
  expect(status, `${path}: ${text}`).toBe(303)
  return location as string
}

/** Somebody else agrees to the act of that kind that waits. */
async function agrees(agent: { id: number }, kind: string): Promise<void> {
  const waiting = await db.selectFrom('acts_of_two').select('id').where('kind', '=', kind).where('outcome', 'is', null).execute()
  expect(waiting, kind).toHaveLength(1)
  await sends(agent, `/region/a-valider/${waiting[0]?.id}`, { action: 'agree' })
}

/** What the mail says after these words, on the same line. */
async function inLetter(address: string, about: string, pattern: RegExp): Promise<string> {
  return pattern.exec((await served.letterTo(address, about)).text)?.[0] as string
}

const passwordLink = async (address: string) =>
  served.url + (await inLetter(address, 'Votre compte professionnel', /\/professionnels\/mot-de-passe\/\S+/))

interface Shop {
  name: string
  legalName: string
  type: string
  manager: string
  number: { label: string; value: string }
  paper: { title: string; label: string }
}

const BOOKSHOP: Shop = {
  name: NAME,
  legalName: LEGAL_NAME,
  type: 'librairie',
  manager: MANAGER,
  number: { label: 'SIRET du point de vente', value: SIRET },
  paper: { title: 'Votre RIB', label: 'RIB' },
}

const ASSOCIATION: Shop = {
  name: 'PARENTS DU LYCÉE DE THIERACHE',
  legalName: 'Association des parents d’élèves de Thiérache',
  type: 'association',
  manager: 'presidente@parents-thierache.example',
  number: { label: 'Numéro RNA', value: 'W 802 001 234' },
  paper: { title: 'Les papiers de l’association', label: 'Récépissé' },
}

/** The shop asks to join, by itself, on a phone. */
async function asksToJoin(page: Page, { name, legalName, type, manager, number, paper }: Shop): Promise<void> {
  await page.goto(`${served.url}/partenaires/rejoindre`)
  await page.getByLabel(number.label).fill(number.value)
  await button(page, 'Continuer').click()
  await reach(page, 'Votre point de vente')
  await page.getByLabel('Nom du point de vente').fill(name)
  await page.getByLabel('Type', { exact: true }).selectOption(type)
  await page.getByLabel('Numéro et rue').fill('3 rue des Livres')
  await page.getByLabel('Code postal').fill('80000')
  await page.getByLabel('Ville').fill('Amiens')
  await page.getByLabel('Accepte les prépaiements').check()
  await page.getByLabel('Raison sociale').fill(legalName)
  await page.getByLabel('Prénom et nom du gestionnaire').fill('Camille Roussel')
  await page.getByLabel('Son adresse e-mail').fill(manager)
  await button(page, 'Continuer').click()
  if (number.value === SIRET) {
    await reach(page, 'Votre compte bancaire')
    await typesAccount(page, FIRST_IBAN)
    await button(page, 'Continuer').click()
  }
  await reach(page, paper.title)
  await page.getByLabel(paper.label).setInputFiles(await portrait())
  await button(page, 'Envoyer et continuer').click()
  await reach(page, 'La convention')
  await page.getByLabel('Prénom et nom').fill('Camille Roussel')
  await page.getByLabel('J’ai lu la convention').check()
  await button(page, 'Recevoir le code').click()
  await main(page).getByText('Le code est envoyé').waitFor()
  await page.getByLabel('Code reçu par mail').fill(await inLetter(manager, 'Votre code', /\d{6}/))
  await button(page, 'Accepter et envoyer la demande').click()
  await main(page).getByText('Votre demande est envoyée').waitFor()
}

async function typesAccount(page: Page, iban: string): Promise<void> {
  await page.getByLabel('Titulaire du compte').fill(LEGAL_NAME)
  await page.getByLabel('IBAN').fill(iban)
}

/** By the link of the invitation: a password, a phone, the shop's page. */
async function comesFirst(page: Page, { name, manager }: Shop): Promise<void> {
  await page.goto(await passwordLink(manager))
  await page.getByLabel('Nouveau mot de passe').fill(PASSWORD)
  await page.getByLabel('Confirmer mot de passe').fill(PASSWORD)
  await button(page, 'Enregistrer').click()
  await reach(page, 'Votre mot de passe est enregistré')
  await signInAtWork(page, served, manager)
  await reach(page, 'Protéger votre compte')
  const secret = Secret.fromBase32((await said(page.locator('.qr-text b'))).replaceAll(' ', ''))
  await page.getByLabel('Code à 6 chiffres').fill(new TOTP({ secret }).generate({ timestamp: clock.now().getTime() }))
  await button(page, 'Continuer').click()
  await reach(page, 'Votre compte est protégé')
  await link(page, 'Continuer').click()
  await reach(page, name)
}

async function invites(page: Page, name: string, email: string, refundsUpTo: string): Promise<void> {
  await page.goto(`${served.url}/partenaire/utilisateurs/nouveau`)
  await page.getByLabel('Nom', { exact: true }).fill(name)
  await page.getByLabel('Adresse e-mail').fill(email)
  await page.getByLabel('Remboursements d’un caissier').fill(refundsUpTo)
  await button(page, 'Envoyer l’invitation').click()
  await reach(page, name)
}

/** A cashier who was invited: chooses a password, signs in with it and nothing else. */
async function cashier(email: string): Promise<Page> {
  const path = new URL(await passwordLink(email)).pathname
  expect((await new Visitor(site).submit(path, { newPassword: PASSWORD, confirmation: PASSWORD })).status).toBe(303)
  const page = await visitor(browser, { screen: 'phone' })
  await signInAtWork(page, served, email)
  await reach(page, NAME)
  return page
}

/** A card is shown, in whatever way, and pays. */
async function takes(page: Page, code: string, amount: string): Promise<void> {
  await page.goto(`${served.url}/partenaire/encaissement`)
  await page.getByLabel('QR code ou numéro de carte').fill(code)
  await page.keyboard.press('Enter')
  await reach(page, 'Montant à encaisser')
  await page.getByLabel('Montant').fill(amount)
  await button(page, 'Valider le paiement').click()
  await reach(page, 'Paiement accepté')
}

async function redeems(page: Page, ticket: string): Promise<void> {
  await page.goto(`${served.url}/partenaire/prepaiements`)
  await page.getByLabel('Numéro de ticket').fill(ticket)
  await page.keyboard.press('Enter')
  await reach(page, 'Prépaiement à encaisser')
  await button(page, 'Encaisser').click()
  await reach(page, 'Prépaiement encaissé')
}

/** From what was just taken. */
async function givesBack(page: Page, amount: string): Promise<void> {
  await link(page, 'Rembourser').click()
  await reach(page, 'Rembourser')
  await page.getByLabel('Montant à rembourser').fill(amount)
  await button(page, 'Suivant').click()
  await reach(page, 'Vérifiez le remboursement')
  await button(page, `Rembourser ${amount} €`).click()
  await reach(page, 'Remboursement enregistré')
}

/** What the bank answers of the one transfer of a settlement that was sent. */
async function bankAnswers(settlement: number, status: 'ACSC' | 'RJCT'): Promise<{ number: string; amount_cents: number }> {
  const { number, message_id, amount_cents } = await db
    .selectFrom('transfers')
    .select(['number', 'message_id', 'amount_cents'])
    .where('settlement_id', '=', settlement)
    .where('state', '=', 'sent')
    .executeTakeFirstOrThrow()
  const reason = status === 'RJCT' ? '<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf>' : ''
  const file = `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt>
    <GrpHdr><MsgId>ANSWER-${number}</MsgId><CreDtTm>${clock.now().toISOString().slice(0, 19)}</CreDtTm></GrpHdr>
    <OrgnlGrpInfAndSts><OrgnlMsgId>${message_id}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId></OrgnlGrpInfAndSts>
    <OrgnlPmtInfAndSts><OrgnlPmtInfId>${message_id}.0</OrgnlPmtInfId><PmtInfSts>PART</PmtInfSts>
    <TxInfAndSts><OrgnlEndToEndId>${number}</OrgnlEndToEndId><TxSts>${status}</TxSts>${reason}</TxInfAndSts>
    </OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>`
  const answer = await sends(agents.preparer, '/region/reponses-de-la-banque', { file: new File([file], `${number}.xml`) })
  await sends(agents.preparer, answer, {})
  return { number, amount_cents }
}

const centsOf = (amount: string): number => Math.round(Number(amount.replace(',', '.')) * 100)

/** The lines of a statement as its accountant takes them away: what each one took, in cents. */
async function exported(shop: { id: number }, statement: number): Promise<{ cents: number; state: string | undefined }[]> {
  const { status, text } = await (await at(shop)).get(`/partenaire/transactions/export/csv?releve=${statement}`)
  expect(status).toBe(200)
  const [columns = [], ...rows] = text
    .replace('\uFEFF', '')
    .trim()
    .split('\r\n')
    .map((line) => line.split(';').map((cell) => cell.replace(/^"|"$/g, '')))
  const [amount, state] = [columns.indexOf('Montant en euros'), columns.indexOf('État du relevé')]
  return rows.map((row) => ({ cents: centsOf(row[amount] as string), state: row[state] }))
}

it('a bookshop joins, sells in three ways, gives back, closes its day, is not paid, gives another RIB, is paid, and finds each cent', async () => {
  const shop = await visitor(browser, { screen: 'phone' })
  await asksToJoin(shop, BOOKSHOP)
  const { id } = await db.selectFrom('joining_applications').select('id').where('siret', '=', SIRET).executeTakeFirstOrThrow()
  await sends(agents.checker, `/region/partenaires/demandes/${id}`, { action: 'propose', code: 'L540' })
  await agrees(agents.signer, 'partner.joining')

  await comesFirst(shop, BOOKSHOP)
  await invites(shop, 'Anne D.', ANNE, '5')
  await invites(shop, 'Bruno T.', BRUNO, '')
  const [anne, bruno] = [await cashier(ANNE), await cashier(BRUNO)]
  const partner = await db.selectFrom('partners').select('id').where('code', '=', 'L540').executeTakeFirstOrThrow()
  const { ticket } = await act((tx) =>
    createPrepayment(tx, client.beneficiary.actor, {
      ...{ partnerId: partner.id, walletId: client.wallet.id, amount: 1_550, _id: randomUUID() },
    }),
  )
  await takes(anne, (await issueQrCode(db, client.card.id, clock.now())).text, '9,90')
  await givesBack(anne, '2,40')
  await takes(bruno, client.card.number, '12')
  expect(await link(bruno, 'Rembourser').count()).toBe(0)
  await redeems(bruno, ticket)
  await shop.goto(`${served.url}/partenaire`)
  expect(await said(main(shop).locator('.amount').first())).toBe('35,00 €')

  // The day after, it is over and gets its number.
  hoursLater(24)
  await signInWithACode(shop, served, MANAGER)
  await reach(shop, NAME)
  await shop.goto(`${served.url}/partenaire/cloture`)
  await link(shop, 'Jour précédent').click()
  await button(shop, 'Clore cette journée').click()
  await main(shop).getByText('La journée est close').waitFor()
  await main(shop)
    .getByRole('heading', { name: /^Clôture n° 1/ })
    .waitFor()

  // Its account waits for two days: only then can it be paid.
  hoursLater(50)
  const prepared = await sends(agents.preparer, '/region/reversements/preparation', {})
  const settlement = Number(/\/reversements\/(\d+)/.exec(prepared)?.[1])
  await agrees(agents.approver, 'settlement.release')
  const transfers = `/region/reversements/${settlement}/virements`
  await sends(agents.preparer, transfers, { action: 'bank' })
  const rejected = await bankAnswers(settlement, 'RJCT')
  expect(rejected.amount_cents).toBe(3_500)
  expect((await served.letterTo(MANAGER, 'rejeté')).text).toContain(rejected.number)

  await signInWithACode(shop, served, MANAGER)
  await reach(shop, NAME)
  await shop.goto(`${served.url}/partenaire/versements`)
  await main(shop).getByText('La banque a rejeté le virement').waitFor()
  await shop.goto(`${served.url}/partenaire/compte-bancaire`)
  await typesAccount(shop, SECOND_IBAN)
  await shop.getByLabel('Votre mot de passe', { exact: true }).fill(PASSWORD)
  await button(shop, 'Proposer ce compte').click()
  await main(shop).getByText('Le compte est proposé').waitFor()
  await agrees(agents.other, 'bank-account.change')
  await sends(agents.preparer, transfers, { action: 'again' })
  await agrees(agents.approver, 'transfers.again')

  hoursLater(100)
  await sends(agents.preparer, transfers, { action: 'bank' })
  const paid = await bankAnswers(settlement, 'ACSC')
  expect(paid).toEqual({ number: `${rejected.number}-2`, amount_cents: 3_500 })

  await signInWithACode(shop, served, MANAGER)
  await reach(shop, NAME)
  await shop.goto(`${served.url}/partenaire/transactions?releve=${settlement}`)
  await main(shop).getByText('versé le').first().waitFor()
  expect(await said(lineOf(shop, 'Net'))).toBe('35,00 €')
  const manager = await db.selectFrom('staff').select('id').where('email', '=', MANAGER).executeTakeFirstOrThrow()
  const lines = await exported(manager, settlement)
  expect(lines.map(({ cents }) => cents).sort((a, b) => a - b)).toEqual([-240, 990, 1_200, 1_550])
  expect(lines.reduce((sum, { cents }) => sum + cents, 0)).toBe(paid.amount_cents)
  expect(new Set(lines.map(({ state }) => state?.slice(0, 8)))).toEqual(new Set(['versé le']))
  await ledgerIsClean(db)
})

it('parents without a SIRET join by their RNA, without JavaScript, take the card, and read what is missing to be paid', async () => {
  const parents = await visitor(browser, { screen: 'phone', javaScript: false })
  await asksToJoin(parents, ASSOCIATION)
  const { id } = await db.selectFrom('joining_applications').select('id').where('rna', '=', 'W802001234').executeTakeFirstOrThrow()
  await sends(agents.checker, `/region/partenaires/demandes/${id}`, { action: 'propose', code: 'P77' })
  await agrees(agents.signer, 'partner.joining')
  await comesFirst(parents, ASSOCIATION)
  await takes(parents, (await issueQrCode(db, client.card.id, clock.now())).text, '4,50')
  await parents.goto(`${served.url}/partenaire/compte-bancaire`)
  await main(parents).getByText('pas encore le SIRET').waitFor()
  const { id: partner } = await db.selectFrom('partners').select('id').where('code', '=', 'P77').executeTakeFirstOrThrow()
  const due = db.selectFrom('partner_dues').select('amount_cents').where('partner_id', '=', partner)
  expect(await due.executeTakeFirstOrThrow()).toEqual({ amount_cents: 450 })
  await ledgerIsClean(db)
})
