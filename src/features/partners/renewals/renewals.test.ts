import { expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { asOwner, meanwhile, testDatabase } from '../../../../tests/support/database.ts'
import { anAgent, anOrganisation, aPartner, aPartnerUser } from '../../../../tests/support/makers.ts'
import { pdfText } from '../../../../tests/support/pdf.ts'
import { agreedTo } from '../../../../tests/support/two-people.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { sendMessages } from '../../../platform/messages/send.ts'
import { makeSecret } from '../../../secrets.ts'
import type { PartnerUser } from '../../../spaces/actors.ts'
import { startAct } from '../../desks/two-people/index.ts'
import { agreementText, hashOfText } from '../agreements/agreement-text.ts'
import { askingForAgreements, forgettingOfAgreementCodes } from './jobs.ts'
import { acceptText } from './sign.ts'

const database = await testDatabase()
const { site, clock } = testSite(database)
const { db } = database
const BEGINNING = clock.now()
const act = <T>(run: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), run)
const daysLater = (days: number) => minutesLater(days * 24 * 60)
const minutesLater = (minutes: number) => clock.set(new Date(BEGINNING.getTime() + minutes * 60_000))
const page = '/partenaire/convention'
const home = '/partenaire'
const awaited = '/region/partenaires/convention/a-accepter'
const signature = (agrees: string) => ({ signerName: 'Camille Roussel', agrees })

const at = ({ id }: { id: number }) => new Visitor(site).signInAs({ staffId: id })
const emailOf = async ({ id }: { id: number }) =>
  (await db.selectFrom('staff').select('email').where('id', '=', id).executeTakeFirstOrThrow()).email

const agent = await act((tx) => anAgent(tx, 'partners'))
let texts = 0
/** One that is in force from now on: its version. */
const aText = () =>
  act(async (tx) => {
    texts += 1
    const [writer, second] = [await anAgent(tx, 'partners'), await anAgent(tx, 'partners')]
    const body = `Convention, ${texts}.\n\nArticle 1 : la carte\n\nElle est acceptée.`
    const written = { body, sha256: hashOfText(body), written_by: writer.id, agreed_by: second.id, agreed_at: tx.now }
    const { version } = await tx.insertInto('agreement_texts').values(written).returning('version').executeTakeFirstOrThrow()
    return String(version)
  })

/** A shop of its own, with its manager and a cashier. */
const aShop = () =>
  act(async (tx) => {
    const partner = await aPartner(tx)
    return { partner, manager: await aPartnerUser(tx, partner), cashier: await aPartnerUser(tx, partner, { roles: ['cashier'] }) }
  })

async function codeTo(manager: { id: number }): Promise<string> {
  const sent: { to: string; text: string }[] = []
  await sendMessages(site, async ({ to, subject, text }) => void (subject?.startsWith('Votre code') && sent.push({ to, text })), makeSecret)
  const email = await emailOf(manager)
  return /: (\d{6})\n/.exec(sent.findLast(({ to }) => to === email)?.text ?? '')?.[1] ?? ''
}

async function asked(manager: { id: number }, version: string): Promise<string> {
  expect((await (await at(manager)).submit(page, { ...signature(version), action: 'code' })).location).toBe(`${page}?fait=code`)
  return codeTo(manager)
}

async function accepts(manager: { id: number }, version: string) {
  const [visitor, code] = [await at(manager), await asked(manager, version)]
  return { visitor, code, answer: await visitor.submit(page, { ...signature(version), action: 'sign', code }) }
}

const lettersTo = async ({ id }: { id: number }) =>
  (
    await db
      .selectFrom('messages')
      .select('template')
      .where('staff_id', '=', id)
      .where('template', 'like', 'agreement-%')
      .orderBy('created_at')
      .execute()
  ).map(({ template }) => template)

test('managers are asked on their home page and written to once, whoever took their shop over; cashiers are not', async () => {
  await aText()
  const { partner, manager, cashier } = await aShop()
  expect((await (await at(manager)).get(home)).text).toContain('un texte à accepter')
  expect((await (await at(cashier)).get(home)).text).not.toContain('un texte à accepter')
  expect((await (await at(cashier)).get(page)).status).toBe(403)
  await askingForAgreements.run(site)
  await askingForAgreements.run(site)
  expect([await lettersTo(manager), await lettersTo(cashier)]).toEqual([['agreement-to-accept'], []])
  const { text } = await (await at(agent)).get(awaited)
  expect([text.includes(partner.name), text.includes('Aucun')]).toEqual([true, true])
})

test('is accepted by a name, a tick and the code of one’s own letter box; what proves it is kept, and both sides take it away', async () => {
  const version = await aText()
  const { partner, manager } = await aShop()
  const visitor = await at(manager)
  const empty = await visitor.submit(page, { signerName: '', action: 'code' })
  expect([empty.status, empty.text.includes('href="#signerName"'), empty.text.includes('href="#agrees"')]).toEqual([422, true, true])
  const unasked = await visitor.submit(page, { ...signature(version), action: 'sign', code: '123456' })
  expect([unasked.status, unasked.text.includes('Ce code ne sert plus')]).toEqual([422, true])

  const { answer, code } = await accepts(manager, version)
  expect(answer.location).toBe(`${page}?fait=accord`)
  const proof = await db.selectFrom('agreements').selectAll().where('partner_id', '=', partner.id).executeTakeFirstOrThrow()
  expect(proof).toMatchObject({ signed_by: manager.id, signer_name: 'Camille Roussel', signer_email: await emailOf(manager) })
  expect([String(proof.text_version), proof.application_id]).toEqual([version, null])
  const again = await visitor.post(page, { ...signature(version), action: 'sign', code, _csrf: await csrfOf(visitor) })
  expect(again.location).toBe(page)
  expect(await db.selectFrom('agreements').select('id').where('partner_id', '=', partner.id).execute()).toHaveLength(1)
  expect(await db.selectFrom('agreement_codes').select('staff_id').where('staff_id', '=', manager.id).execute()).toEqual([])
  expect((await visitor.get(home)).text).not.toContain('un texte à accepter')

  const asAgent = await at(agent)
  expect((await asAgent.get(awaited)).text).not.toContain(partner.name)
  expect((await asAgent.get('/region/partenaires/convention/acceptees')).text).toContain(partner.name)
  const papers = [
    await visitor.get(`${page}/${proof.id}/convention.pdf`),
    await asAgent.get(`/region/partenaires/convention/acceptees/${proof.id}/convention.pdf`),
  ]
  for (const { bytes } of papers)
    for (const words of ['Elle est acceptée.', proof.text_sha256, 'Camille Roussel', partner.code, 'mis en vigueur'])
      expect(pdfText(bytes)).toContain(words)
  // Another shop's is nobody else's.
  expect((await (await at((await aShop()).manager)).get(`${page}/${proof.id}/convention.pdf`)).status).toBe(404)
  const forged = `update agreements set signed_by = null where id = ${proof.id}`
  await expect(asOwner(database.url, forged)).rejects.toThrow('an_agreement_at_a_partner_is_somebodys')
  await expect(db.updateTable('agreements').set({ signer_name: 'X' }).execute()).rejects.toThrow('permission denied')
})

const csrfOf = async (visitor: Visitor) => /name="_csrf" value="([^"]*)"/.exec((await visitor.get(home)).text)?.[1] ?? ''

test('a code counts its tries and dies; the text that is signed is the one in force', async () => {
  const version = await aText()
  const { partner, manager } = await aShop()
  const visitor = await at(manager)
  await visitor.submit(page, { ...signature(version), action: 'code' })
  const code = await codeTo(manager)
  const other = code === '000000' ? '000001' : '000000'
  const sign = (given: string, of = version) => visitor.submit(page, { ...signature(of), action: 'sign', code: given })
  expect((await sign(other)).text).toContain('Ce n’est pas le code')
  const next = await aText()
  expect((await sign(code)).text).toContain('vient de changer')
  expect((await sign(code, next)).location).toBe(`${page}?fait=accord`)
  expect(await db.selectFrom('agreements').select('text_version').where('partner_id', '=', partner.id).execute()).toEqual([
    { text_version: Number(next) },
  ])

  const late = await aShop()
  const visits = await at(late.manager)
  await visits.submit(page, { ...signature(next), action: 'code' })
  const dead = await codeTo(late.manager)
  minutesLater(16)
  expect((await visits.submit(page, { ...signature(next), action: 'sign', code: dead })).text).toContain('Ce code ne sert plus')
  minutesLater(2 * 24 * 60)
  await forgettingOfAgreementCodes.run(site)
  expect(await db.selectFrom('agreement_codes').select('staff_id').where('staff_id', '=', late.manager.id).execute()).toEqual([])
  clock.set(BEGINNING)
})

test('one shop accepts for all those of its organisation; the next text asks them all again', async () => {
  const version = await aText()
  const [first, second, stranger] = [await aShop(), await aShop(), await aShop()]
  await act((tx) => anOrganisation(tx, [first.partner, second.partner]))
  await accepts(first.manager, version)
  const isAsked = async ({ manager }: { manager: { id: number } }) =>
    (await (await at(manager)).get(home)).text.includes('un texte à accepter')
  expect([await isAsked(first), await isAsked(second), await isAsked(stranger)]).toEqual([false, false, true])
  expect((await (await at(second.manager)).get(page)).text).toContain('Camille Roussel')
  await aText()
  expect([await isAsked(first), await isAsked(second)]).toEqual([true, true])
  const { text } = await (await at(agent)).get(awaited)
  expect(text).toContain(`n° ${version}`)
})

test('who does not answer is reminded once, half way, then the Region sees it: the shop goes on taking the card', async () => {
  await aText()
  const { partner, manager } = await aShop()
  await askingForAgreements.run(site)
  daysLater(29)
  await askingForAgreements.run(site)
  expect(await lettersTo(manager)).toEqual(['agreement-to-accept'])
  daysLater(30)
  await askingForAgreements.run(site)
  await askingForAgreements.run(site)
  expect(await lettersTo(manager)).toEqual(['agreement-to-accept', 'agreement-reminder'])
  const lateAtHome = async () => (await (await at(agent)).get('/region')).text.includes('n’ont pas accepté la convention à temps')
  daysLater(60)
  expect([await lateAtHome(), (await (await at(manager)).get(home)).text.includes('avant le 22/01/2027 inclus')]).toEqual([false, true])
  daysLater(61)
  expect([await lateAtHome(), (await (await at(manager)).get(home)).text.includes('attendait votre accord pour le 22/01/2027')]).toEqual([
    true,
    true,
  ])
  expect((await (await at(agent)).get(awaited)).text).toContain('ce jour est passé')
  const { active } = await db.selectFrom('partners').select('active').where('id', '=', partner.id).executeTakeFirstOrThrow()
  expect(active).toBe(true)
  clock.set(BEGINNING)
})

test('two managers of a shop who accept at once: what the first signed is kept, the second reads so', async () => {
  const version = await aText()
  const { partner, manager } = await aShop()
  const other = await act((tx) => aPartnerUser(tx, partner))
  const [code, otherCode] = [await asked(manager, version), await asked(other, version)]
  const signs = (by: PartnerUser, given: string) => (tx: Tx) =>
    acceptText(tx, by, { signerName: 'Camille Roussel', code: given, version: Number(version), network: '192.0.2.1', device: null })
  const late = await meanwhile(db, signs(manager, code), () => act(signs(other, otherCode)))
  expect(late).toMatchObject({ status: 'rejected', reason: { code: 'agreement.nothing-to-accept' } })
  const kept = db.selectFrom('agreements').select('signed_by').where('partner_id', '=', partner.id)
  expect(await kept.execute()).toEqual([{ signed_by: manager.id }])
})

test('a text that was written before its days were asked for gives the days that older texts have', async () => {
  const input = { body: 'Convention.\n\nArticle 1 : la carte\n\nElle est acceptée.' }
  const id = await act((tx) => startAct(tx, agent, agreementText, { subject: 'agreement', input: input as never }))
  const answer = await (await at(await act((tx) => anAgent(tx, 'partners')))).get(`/region/a-valider/${id}`)
  expect([answer.status, answer.text.includes('Dans les 60 jours')]).toEqual([200, true])
  await act((tx) => agreedTo(tx, 'agreement.text', 'agreement'))
  const texts = db.selectFrom('agreement_texts').select(['body', 'days_to_accept']).orderBy('version', 'desc')
  expect(await texts.executeTakeFirst()).toEqual({ ...input, days_to_accept: 60 })
})
