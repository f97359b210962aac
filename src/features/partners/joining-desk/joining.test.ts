import sharp from 'sharp'
import { beforeEach, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { asOwner, testDatabase } from '../../../../tests/support/database.ts'
import { aGuardian, anAccountToPay, anAgent, anOrganisation, aPartner, aSchool, aSchoolUser } from '../../../../tests/support/makers.ts'
import { pdfText } from '../../../../tests/support/pdf.ts'
import { serverAt } from '../../../../tests/support/stand-in.ts'
import { type Config, readConfig } from '../../../platform/config.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { KeyRing } from '../../../platform/encryption.ts'
import { countTry } from '../../../platform/limits.ts'
import { checked } from '../../../platform/luhn.ts'
import { sendMessages } from '../../../platform/messages/send.ts'
import { makeSecret } from '../../../secrets.ts'
import { hashOfText } from '../agreements/agreement-text.ts'
import { hashOfCode } from '../agreements/index.ts'
import { ibanInClear } from '../bank-accounts/index.ts'
import { proposeAccount } from '../bank-accounts/propose.ts'
import { forgettingOfApplicationsToJoin } from '../joining/jobs.ts'
import { codeOf, proofsFor } from '../joining/joining.ts'
import { giveSiret, organisationOf } from '../organisations/index.ts'
import { messagesOfNewcomers } from '../organisations/jobs.ts'

const [database, without] = [await testDatabase(), await testDatabase()]
const { site, clock } = testSite(database)
const { db } = database
const BEGINNING = clock.now()
const act = <T>(run: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), run)
const minutesLater = (minutes: number) => clock.set(new Date(BEGINNING.getTime() + minutes * 60_000))

// One place begins so many an hour: each test is another hour.
beforeEach(async () => {
  await db.deleteFrom('limits').execute()
})

const TEXT = 'Convention.\n\nArticle 1 : la carte\n\nElle est acceptée.'
const [first, second] = await act(async (tx) => {
  await aPartner(tx)
  const [one, other] = [await anAgent(tx, 'partners'), await anAgent(tx, 'partners')]
  const written = { body: TEXT, sha256: hashOfText(TEXT), written_by: one.id, agreed_by: other.id, agreed_at: tx.now }
  await tx.insertInto('agreement_texts').values(written).execute()
  return [one, other] as const
})
const [asFirst, asSecond] = [
  await new Visitor(site).signInAs({ staffId: first.id }),
  await new Visitor(site).signInAs({ staffId: second.id }),
]

const IBAN = 'FR7630006000011234567890189'
const JPEG = await sharp({ create: { width: 900, height: 1200, channels: 3, background: '#eee' } })
  .jpeg()
  .toBuffer()
const rib = () => new File([new Uint8Array(JPEG)], 'rib.jpg', { type: 'image/jpeg' })

let shops = 0
/** A shop of its own at each call: its SIRET, its letter box, what it types. */
function aShop() {
  shops += 1
  const siret = checked(`${checked(String(4_000 + shops).padStart(8, '0'))}0001`)
  const managerEmail = `gerance${shops}@joining.example`
  return {
    siret,
    managerEmail,
    typed: {
      ...{ name: `LIBRAIRIE ${shops}`, typeCode: 'librairie', street: '3 rue des Livres', postcode: '80000', town: 'Amiens' },
      ...{ phone: '', email: `bonjour${shops}@joining.example`, website: '', acceptsPrepayments: 'on' },
      ...{ legalName: `SARL LIBRAIRIE ${shops}`, managerName: 'Camille Roussel', managerEmail },
    },
  }
}
const account = { holder: 'SARL LIBRAIRIE', iban: IBAN, bic: '' }
/** The box is of the text that was read. */
const agreeing = (version: string) => ({ signerName: 'Camille Roussel', agrees: version })

const letters = async () => {
  const sent: { to: string; subject: string | null; text: string }[] = []
  await sendMessages(site, async ({ to, subject, text }) => void sent.push({ to, subject, text }), makeSecret)
  return sent
}
const letterTo = async (address: string) =>
  (await letters()).find(({ to, subject }) => to === address && subject?.startsWith('Votre code'))?.text
const codeIn = (text = '') => /: (\d{6})\n/.exec(text)?.[1] ?? ''

/** Everything up to the agreement. */
async function toTheAgreement(shop = aShop(), visitor = new Visitor(site)) {
  const path = (await visitor.submit('/partenaires/rejoindre', { siret: shop.siret, rna: '' })).location as string
  expect((await visitor.submit(path, shop.typed)).location).toBe(`${path}/compte`)
  expect((await visitor.submit(`${path}/compte`, account)).location).toBe(`${path}/document`)
  expect((await visitor.submit(`${path}/document`, { document: rib() })).location).toBe(`${path}/convention`)
  return { shop, visitor, path }
}

async function signed(given?: Awaited<ReturnType<typeof toTheAgreement>>) {
  const { shop, visitor, path } = given ?? (await toTheAgreement())
  const version = await versionNow()
  await visitor.submit(`${path}/convention`, { ...agreeing(version), action: 'code' })
  const code = codeIn(await letterTo(shop.managerEmail))
  const answer = await visitor.submit(`${path}/convention`, { ...agreeing(version), action: 'sign', code })
  expect(answer.location).toBe(`${path}/suivi?fait=envoi`)
  const { id } = await db.selectFrom('joining_applications').select('id').where('siret', '=', shop.siret).executeTakeFirstOrThrow()
  return { shop, visitor, path, code, id, version }
}

const actAbout = async (kind: string, subject: string | number) =>
  (
    await db
      .selectFrom('acts_of_two')
      .select('id')
      .where('kind', '=', kind)
      .where('subject', '=', String(subject))
      .where('outcome', 'is', null)
      .executeTakeFirstOrThrow()
  ).id

const stateOf = (id: number) => db.selectFrom('joining_applications').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

const textNow = () => db.selectFrom('agreement_texts').selectAll().orderBy('version', 'desc').limit(1).executeTakeFirstOrThrow()
const versionNow = async () => String((await textNow()).version)

test('nobody joins as long as there is no text to accept', async () => {
  const visitor = new Visitor(testSite(without).site)
  expect((await visitor.get('/partenaires/rejoindre')).text).toContain('pas encore ouvertes')
})

test('a text is in force once a second agent has read it, and never changes', async () => {
  const before = await textNow()
  const body = `${TEXT}\n\nArticle 2 : la suite\n\nElle est dite.`
  expect((await asFirst.submit('/region/partenaires/convention', { body, daysToAccept: '60' })).location).toContain('fait=demande')
  expect((await asFirst.submit('/region/partenaires/convention', { body: 'Autre.', daysToAccept: '60' })).status).toBe(409)
  const id = await actAbout('agreement.text', 'agreement')
  expect((await asFirst.submit(`/region/a-valider/${id}`, { action: 'agree' })).status).toBe(403)
  expect((await asSecond.get(`/region/a-valider/${id}`)).text).toContain(hashOfText(body))
  expect(await textNow()).toEqual(before)
  expect((await asSecond.submit(`/region/a-valider/${id}`, { action: 'agree' })).status).toBe(303)
  expect(await textNow()).toMatchObject({ body, sha256: hashOfText(body), written_by: first.id, agreed_by: second.id })
  expect((await asFirst.get('/region/partenaires/convention')).text).toContain(`Version n° ${(await textNow()).version}`)
  const forged = `insert into agreement_texts (body, sha256, written_by, agreed_by, agreed_at) values ('x', '${hashOfText('x')}', ${first.id}, ${first.id}, now())`
  await expect(asOwner(database.url, forged)).rejects.toThrow('whoever_writes_an_agreement_does_not_agree_to_it')
  await expect(db.updateTable('agreement_texts').set({ body: 'y' }).execute()).rejects.toThrow('permission denied')
})

test('all that is wrong is said at once, and what was typed is there again', async () => {
  const visitor = new Visitor(site)
  const wrong = await visitor.submit('/partenaires/rejoindre', { siret: '732 829 320 00075', rna: 'X12' })
  expect([wrong.status, wrong.text.includes('Ce SIRET n’existe pas'), wrong.text.includes('Ce numéro RNA n’existe pas')]).toEqual([
    422,
    true,
    true,
  ])
  expect(wrong.text).toContain('value="732 829 320 00075"')
  expect((await visitor.submit('/partenaires/rejoindre', { siret: '', rna: '' })).text).toContain(
    'Saisissez le SIRET de votre point de vente',
  )
  const { siret } = aShop()
  const path = (await visitor.submit('/partenaires/rejoindre', { siret, rna: '' })).location as string
  const empty = await visitor.submit(path, { name: 'LA PAGE', postcode: '8000', managerEmail: 'pas une adresse' })
  for (const field of ['typeCode', 'street', 'postcode', 'town', 'legalName', 'managerName', 'managerEmail']) {
    expect(empty.text).toContain(`href="#${field}"`)
  }
  expect(empty.text).toContain('value="LA PAGE"')
  // What comes later is not open yet, and nobody guesses an address.
  expect((await visitor.get(`${path}/convention`)).location).toBe(path)
  expect((await visitor.get('/partenaires/rejoindre/autre-chose')).status).toBe(404)
})

test('what the directory says is in the fields; differences are shown to the Region, and nothing it does stops anybody', async () => {
  const shop = aShop()
  let status = 200
  const companyDirectory = await serverAt((_, response) => {
    const establishment = { siret: shop.siret, etat_administratif: 'F', date_fermeture: '2026-01-31', adresse: '9 RUE NEUVE 80000 AMIENS' }
    const company = { nom_raison_sociale: 'ANCIENNE SARL', etat_administratif: 'A' }
    const found = { ...establishment, code_postal: '80000', libelle_commune: 'AMIENS' }
    response.writeHead(status).end(JSON.stringify({ results: [{ ...company, matching_etablissements: [found] }] }))
  })
  const config: Config = { ...readConfig({ DEMO: '1', DATA_DIR: '/nonexistent' }), companyDirectory }
  const visitor = new Visitor({ ...site, config })
  const path = (await visitor.submit('/partenaires/rejoindre', { siret: shop.siret, rna: '' })).location as string
  const { text } = await visitor.get(path)
  for (const words of ['value="ANCIENNE SARL"', 'value="9 RUE NEUVE"', 'value="AMIENS"', 'fermé depuis le 31/01/2026']) {
    expect(text).toContain(words)
  }
  await visitor.submit(path, shop.typed)
  await visitor.submit(`${path}/compte`, account)
  await visitor.submit(`${path}/document`, { document: rib() })
  const { id } = await signed({ shop, visitor, path })
  const desk = (await asFirst.get(`/region/partenaires/demandes/${id}`)).text
  for (const words of ['ANCIENNE SARL', '9 RUE NEUVE', '3 rue des Livres', 'fermé depuis le 31/01/2026']) expect(desk).toContain(words)

  status = 500
  const another = await visitor.submit('/partenaires/rejoindre', { siret: aShop().siret, rna: '' })
  expect((await visitor.get(another.location as string)).text).toContain('ne répond pas')
})

test('the code comes by mail alone, counts, dies, and signs once; what proves it is kept and cannot be changed', async () => {
  const { shop, visitor, path } = await toTheAgreement()
  const { version: number, sha256 } = await textNow()
  const [page, version] = [`${path}/convention`, String(number)]
  const untouched = await visitor.submit(page, { action: 'code' })
  expect([untouched.status, untouched.text.includes('href="#signerName"'), untouched.text.includes('href="#agrees"')]).toEqual([
    422,
    true,
    true,
  ])
  expect((await visitor.submit(page, { ...agreeing(version), action: 'code' })).location).toBe(`${page}?fait=code`)
  const waiting = await db.selectFrom('messages').select('body').where('address', '=', shop.managerEmail).executeTakeFirstOrThrow()
  expect(waiting.body).not.toMatch(/\d{6}/)
  const code = codeIn(await letterTo(shop.managerEmail))
  const other = code === '000000' ? '000001' : '000000'
  const wrong = await visitor.submit(page, { ...agreeing(version), action: 'sign', code: other })
  expect([wrong.status, wrong.text.includes('Ce n’est pas le code'), wrong.text.includes('value="Camille Roussel"')]).toEqual([
    422,
    true,
    true,
  ])

  minutesLater(16)
  expect((await visitor.submit(page, { ...agreeing(version), action: 'sign', code })).text).toContain('Ce code ne sert plus')
  await visitor.submit(page, { ...agreeing(version), action: 'code' })
  const again = codeIn(await letterTo(shop.managerEmail))
  for (let time = 0; time < 5; time += 1) {
    await visitor.submit(page, { ...agreeing(version), action: 'sign', code: again === other ? '000002' : other })
  }
  expect((await visitor.submit(page, { ...agreeing(version), action: 'sign', code: again })).text).toContain('Ce code ne sert plus')

  const { id, code: last } = await signed({ shop, visitor, path })
  // The same form once more, from a page that was still open.
  const csrf = /name="_csrf" value="([^"]*)"/.exec((await visitor.get('/partenaires/rejoindre')).text)?.[1] ?? ''
  expect((await visitor.post(page, { ...agreeing(version), action: 'sign', code: last, _csrf: csrf })).location).toBe(`${path}/suivi`)
  expect((await visitor.get(page)).location).toBe(`${path}/suivi`)
  const proof = await db.selectFrom('agreements').selectAll().where('application_id', '=', id).executeTakeFirstOrThrow()
  expect(proof).toMatchObject({
    text_version: number,
    text_sha256: sha256,
    signer_name: 'Camille Roussel',
    signer_email: shop.managerEmail,
  })
  await expect(db.updateTable('agreements').set({ signer_name: 'X' }).execute()).rejects.toThrow('permission denied')

  const pdf = pdfText((await visitor.get(`${path}/convention.pdf`)).bytes)
  for (const words of ['Elle est acceptée.', sha256, 'Camille Roussel', shop.managerEmail, 'pas encore signé']) expect(pdf).toContain(words)
  const mail = (await letters()).find(({ to, subject }) => to === shop.managerEmail && subject?.includes('est envoyée'))
  const link = /\/partenaires\/rejoindre\/\S+/.exec(mail?.text ?? '')?.[0] as string
  expect((await new Visitor(site).get(link)).text).toContain('La Région regarde votre demande')
  clock.set(BEGINNING)
})

test('one agent checks, another signs: partner, organisation, account and invitation are there, and the shop was told each time', async () => {
  const { shop, id, path, visitor } = await signed()
  const desk = `/region/partenaires/demandes/${id}`
  expect((await asFirst.get('/region')).text).toContain('Demandes pour devenir partenaire')
  expect((await asFirst.get('/region/partenaires/demandes')).text).toContain(shop.typed.name)
  expect((await asFirst.get(`${desk}/document`)).status).toBe(200)
  expect((await asFirst.submit(desk, { action: 'propose', code: '?' })).status).toBe(422)
  expect((await asFirst.submit(desk, { action: 'propose', code: 'l540' })).location).toContain('fait=proposition')
  expect((await asFirst.submit(desk, { action: 'refuse', reason: 'Non.' })).status).toBe(409)
  const act_id = await actAbout('partner.joining', id)
  expect((await asFirst.submit(`/region/a-valider/${act_id}`, { action: 'agree' })).status).toBe(403)
  const shown = (await asSecond.get(`/region/a-valider/${act_id}`)).text
  for (const words of ['L540', shop.typed.name, 'FR76 **** **** 0189', 'Camille Roussel']) expect(shown).toContain(words)
  expect(shown).not.toContain(IBAN)
  expect((await asSecond.submit(`/region/a-valider/${act_id}`, { action: 'agree' })).status).toBe(303)

  const partner = await db.selectFrom('partners').selectAll().where('code', '=', 'L540').executeTakeFirstOrThrow()
  expect(partner).toMatchObject({ name: shop.typed.name, active: true, accepts_prepayments: true, accepts_online_payments: false })
  const paid = await db.selectFrom('accounts_to_pay').selectAll().where('partner_id', '=', partner.id).executeTakeFirstOrThrow()
  expect(paid).toMatchObject({ siret: shop.siret, legal_name: shop.typed.legalName, holder: account.holder })
  expect(ibanInClear(site.ibanKey, { bank_account_id: paid.bank_account_id, iban: paid.iban })).toBe(IBAN)
  expect(paid.usable_from.getTime() - clock.now().getTime()).toBe(48 * 3_600_000)
  const row = await db
    .selectFrom('bank_accounts')
    .select(['proposed_by', 'decided_by'])
    .where('id', '=', paid.bank_account_id)
    .executeTakeFirst()
  expect(row).toEqual({ proposed_by: first.id, decided_by: second.id })
  const manager = await db.selectFrom('shop_users_at_work').selectAll().where('partner_id', '=', partner.id).executeTakeFirst()
  expect(manager).toMatchObject({ email: shop.managerEmail, roles: ['manager'], is_invited: true })
  const application = await stateOf(id)
  expect(application).toMatchObject({ state: 'accepted', checked_by: first.id, countersigned_by: second.id, iban_encrypted: null })
  const subjects = (await letters()).filter(({ to }) => to === shop.managerEmail).map(({ subject }) => subject)
  expect(subjects).toEqual(
    expect.arrayContaining([
      expect.stringContaining('est envoyée'),
      expect.stringContaining('est vérifiée'),
      expect.stringContaining('est partenaire'),
      'Votre compte professionnel Génération #HDF',
    ]),
  )
  expect(pdfText((await visitor.get(`${path}/convention.pdf`)).bytes)).toContain('deux agents')
  for (let time = 0; time < 20; time += 1) await countTry(db, [proofsFor('unknown')], clock.now())
  expect((await visitor.get(`${path}/convention.pdf`)).status).toBe(429)
  const forged = `update joining_applications set countersigned_by = checked_by where id = ${id}`
  await expect(asOwner(database.url, forged)).rejects.toThrow('whoever_checks_an_application_does_not_countersign_it')
  expect((await new Visitor(site).submit('/partenaires/rejoindre', { siret: shop.siret, rna: '' })).text).toContain(
    'Un partenaire a déjà ce SIRET',
  )
})

test('what others have too is shown; refused with a reason, by one agent or by the second', async () => {
  const shop = aShop()
  const [one, other] = [
    await signed(await toTheAgreement(shop)),
    await signed(await toTheAgreement({ ...shop, typed: { ...shop.typed, name: 'AUTRE' } })),
  ]
  const ids = await db.selectFrom('joining_applications').select('id').where('siret', '=', shop.siret).orderBy('id').execute()
  const [a, b] = [ids[0]?.id as number, ids[1]?.id as number]
  expect([one.id, other.id]).toEqual([a, a])
  const desk = (await asFirst.get(`/region/partenaires/demandes/${b}`)).text
  for (const words of [`Même SIRET que la demande n° ${a}`, `Même compte bancaire que la demande n° ${a}`]) expect(desk).toContain(words)

  expect((await asFirst.submit(`/region/partenaires/demandes/${a}`, { action: 'refuse', reason: '' })).status).toBe(422)
  expect((await asFirst.submit(`/region/partenaires/demandes/${a}`, { action: 'refuse', reason: 'Déjà envoyée.' })).status).toBe(303)
  await asFirst.submit(`/region/partenaires/demandes/${b}`, { action: 'propose', code: 'L541' })
  const act_id = await actAbout('partner.joining', b)
  expect((await asSecond.submit(`/region/a-valider/${act_id}`, { action: 'refuse', answer: 'Le RIB est d’une autre.' })).status).toBe(303)
  expect([await stateOf(a), await stateOf(b)]).toMatchObject([
    { state: 'refused', refusal: 'Déjà envoyée.', refused_by: first.id },
    { state: 'refused', refusal: 'Le RIB est d’une autre.', refused_by: second.id },
  ])
  const told = (await letters())
    .filter(({ to, subject }) => to === shop.managerEmail && subject?.includes('est refusée'))
    .map(({ text }) => text)
  expect([
    told.length,
    told.some((text) => text.includes('Déjà envoyée.')),
    told.some((text) => text.includes('Le RIB est d’une autre.')),
  ]).toEqual([2, true, true])
  expect((await other.visitor.get(`${other.path}/suivi`)).text).toContain('Le RIB est d’une autre.')
  expect((await asSecond.get(`/region/a-valider/${act_id}`)).status).toBe(200)
})

test('an association without a SIRET gives its number and its papers, and becomes a partner that is not paid yet', async () => {
  const { typed, managerEmail } = aShop()
  const visitor = new Visitor(site)
  const path = (await visitor.submit('/partenaires/rejoindre', { siret: '', rna: 'w 802 001 234' })).location as string
  expect((await visitor.submit(path, typed)).location).toBe(`${path}/document`)
  expect((await visitor.get(`${path}/compte`)).location).toBe(`${path}/document`)
  await visitor.submit(`${path}/document`, { document: rib() })
  const version = await versionNow()
  await visitor.submit(`${path}/convention`, { ...agreeing(version), action: 'code' })
  const code = codeIn(await letterTo(managerEmail))
  await visitor.submit(`${path}/convention`, { ...agreeing(version), action: 'sign', code })
  const { id } = await db.selectFrom('joining_applications').select('id').where('rna', '=', 'W802001234').executeTakeFirstOrThrow()
  const same = { rna: 'W802001234', state: 'refused', refused_by: first.id, refusal: 'Non.', name: 'SOUS UN AUTRE NOM' }
  const columns = {
    legal_name: 'X',
    type_code: 'librairie',
    street: 'X',
    postcode: '80000',
    town: 'Amiens',
    manager_name: 'X',
    manager_email: 'x@x.example',
  }
  const at = { token_hash: Buffer.alloc(32, 1), directory: '{"is":"off"}', begun_at: BEGINNING, sent_at: BEGINNING, ended_at: BEGINNING }
  const { id: before } = await db
    .insertInto('joining_applications')
    .values({ ...same, ...columns, ...at })
    .returning('id')
    .executeTakeFirstOrThrow()
  expect((await asFirst.get(`/region/partenaires/demandes/${id}`)).text).toContain(
    `Même numéro RNA que la demande n° ${before}, SOUS UN AUTRE NOM`,
  )
  await asFirst.submit(`/region/partenaires/demandes/${id}`, { action: 'propose', code: 'P77' })
  await asSecond.submit(`/region/a-valider/${await actAbout('partner.joining', id)}`, { action: 'agree' })
  const partner = await db.selectFrom('partners').select(['id', 'active']).where('code', '=', 'P77').executeTakeFirstOrThrow()
  expect(partner.active).toBe(true)
  expect(await db.selectFrom('accounts_to_pay').select('partner_id').where('partner_id', '=', partner.id).execute()).toEqual([])
  expect((await letters()).find(({ to, subject }) => to === managerEmail && subject?.includes('est partenaire'))?.text).toContain(
    'demandez-le à l’Insee',
  )
})

test('what is never finished is forgotten after thirty days, what was refused after ninety, with their documents; others stay', async () => {
  const kept = await signed()
  const refused = await signed()
  await asFirst.submit(`/region/partenaires/demandes/${refused.id}`, { action: 'refuse', reason: 'Non.' })
  const begun = await toTheAgreement()
  const counted = async () => {
    const those = [kept.shop.siret, refused.shop.siret, begun.shop.siret]
    const rows = await db.selectFrom('joining_applications').select(['siret', 'document_file_id']).where('siret', 'in', those).execute()
    return rows.map(({ siret }) => those.indexOf(siret as string)).sort()
  }
  const { document_file_id } = await stateOf(refused.id)
  const daysLater = async (days: number) => {
    clock.set(new Date(BEGINNING.getTime() + days * 86_400_000))
    await forgettingOfApplicationsToJoin.run(site)
    return counted()
  }
  expect(await daysLater(29)).toEqual([0, 1, 2])
  expect(await daysLater(31)).toEqual([0, 1])
  expect(await daysLater(89)).toEqual([0, 1])
  expect(await daysLater(91)).toEqual([0])
  expect(
    await db
      .selectFrom('files')
      .select('id')
      .where('id', '=', document_file_id as string)
      .execute(),
  ).toEqual([])
  expect(await db.selectFrom('agreements').select('application_id').where('application_id', '=', refused.id).execute()).toEqual([])
  clock.set(BEGINNING)
})

test('a text that changes while somebody reads it is not accepted by the box that they ticked under the one before', async () => {
  const { shop, visitor, path } = await toTheAgreement()
  const page = `${path}/convention`
  const read = await textNow()
  const version = String(read.version)
  await visitor.submit(page, { ...agreeing(version), action: 'code' })
  const code = codeIn(await letterTo(shop.managerEmail))
  const isTicked = (text: string) => /<input[^>]*name="agrees"[^>]*checked/.test(text)
  expect(isTicked((await visitor.get(page)).text)).toBe(true)

  const body = `${read.body}\n\nArticle 9 : tout autre chose\n\nElle est payante.`
  const written = { body, sha256: hashOfText(body), written_by: first.id, agreed_by: second.id, agreed_at: clock.now() }
  await db.insertInto('agreement_texts').values(written).execute()
  expect(isTicked((await visitor.get(page)).text)).toBe(false)
  const refused = await visitor.submit(page, { ...agreeing(version), action: 'sign', code })
  expect([refused.status, refused.text.includes('vient de changer'), refused.text.includes('tout autre chose')]).toEqual([409, true, true])
  expect(isTicked(refused.text)).toBe(false)
  expect((await visitor.submit(page, { ...agreeing(await versionNow()), action: 'sign', code })).location).toBe(`${path}/suivi?fait=envoi`)
})

test('who asks for two shops by one letter box gets the code and the link of each', async () => {
  const one = await toTheAgreement()
  const shop = aShop()
  const { managerEmail } = one.shop
  const other = await toTheAgreement({ ...shop, managerEmail, typed: { ...shop.typed, managerEmail } })
  const both = [one, other]
  const version = await versionNow()
  for (const { visitor, path } of both) await visitor.submit(`${path}/convention`, { ...agreeing(version), action: 'code' })
  const sent = (await letters()).filter(({ to, subject }) => to === managerEmail && subject?.startsWith('Votre code'))
  expect(sent).toHaveLength(2)
  const codes = sent.map(({ text }) => codeIn(text))
  const isOf = async ({ id }: { id: number }, code: string) =>
    (await stateOf(id)).code_hash?.equals(hashOfCode(codeOf({ id }), code)) === true
  const applications = await Promise.all(
    both.map(({ shop: { siret } }) =>
      db.selectFrom('joining_applications').select('id').where('siret', '=', siret).executeTakeFirstOrThrow(),
    ),
  )
  for (const [index, { visitor, path }] of both.entries()) {
    const application = applications[index] as { id: number }
    const mine = (await isOf(application, codes[0] as string)) ? codes[0] : codes[1]
    expect((await visitor.submit(`${path}/convention`, { ...agreeing(version), action: 'sign', code: mine as string })).location).toContain(
      '/suivi',
    )
  }
  const links = (await letters()).flatMap(({ to, text }) =>
    to === managerEmail ? (/\/partenaires\/rejoindre\/\S+/.exec(text)?.[0] ?? []) : [],
  )
  const opened = await Promise.all(links.map(async (link) => /Demande n° (\d+)/.exec((await new Visitor(site).get(link)).text)?.[1]))
  expect(opened.sort()).toEqual(applications.map(({ id }) => String(id)).sort())
})

test('two documents that are sent at once leave one: nobody keeps a RIB that no page shows', async () => {
  const documents = async () =>
    (await db.selectFrom('files').select('id').where('policy', '=', 'joining-document').execute()).map(({ id }) => id)
  const { visitor, path, shop } = await toTheAgreement()
  const before = (await documents()).length
  await Promise.all([0, 1, 2].map(() => visitor.submit(`${path}/document`, { document: rib() })))
  const { document_file_id } = await db
    .selectFrom('joining_applications')
    .select('document_file_id')
    .where('siret', '=', shop.siret)
    .executeTakeFirstOrThrow()
  const after = await documents()
  expect([after.length, after.includes(document_file_id as string)]).toEqual([before, true])
})

test('an address that is an agent’s or a school’s account is told before anybody signs; a guardian’s is nobody’s business', async () => {
  const { school, guardian } = await act(async (tx) => ({
    school: await aSchoolUser(tx, await aSchool(tx)),
    guardian: await aGuardian(tx, { email: 'parent@joining.example' }),
  }))
  const emailOf = async ({ id }: { id: number }) =>
    (await db.selectFrom('staff').select('email').where('id', '=', id).executeTakeFirstOrThrow()).email
  const deskOf = async (managerEmail: string) => {
    const shop = aShop()
    const { id } = await signed(await toTheAgreement({ ...shop, managerEmail, typed: { ...shop.typed, managerEmail } }))
    return (await asFirst.get(`/region/partenaires/demandes/${id}`)).text
  }
  for (const who of [second, school]) {
    const email = await emailOf(who)
    expect(await deskOf(email)).toContain(`${email} a déjà un compte ici`)
  }
  const text = await deskOf(await emailOf(guardian))
  expect([text.includes('a déjà un compte'), text.includes('Responsable légal')]).toEqual([false, false])
})

test('a shop of a company that is known here joins it, under the name that it has here', async () => {
  const [known, shop] = [aShop(), aShop()]
  const siret = checked(`${known.siret.slice(0, 9)}0002`)
  await act(async (tx) => {
    const partner = await aPartner(tx, { name: 'PAPIERS DU CENTRE' })
    await tx.updateTable('partners').set({ email: 'siege@papiers.example' }).where('id', '=', partner.id).execute()
    await giveSiret(tx, second, { partner_id: partner.id, siret: known.siret, legalName: 'PAPIERS RÉUNIS SAS' })
    const { organisation_id, legal_name } = (await organisationOf(tx, partner.id)) as { organisation_id: number; legal_name: string }
    await anAccountToPay(tx, { id: organisation_id, legal_name }, [partner])
  })
  await messagesOfNewcomers.run(site)
  const { id } = await signed(await toTheAgreement({ ...shop, siret }))
  const sentence = 'Même SIREN que PAPIERS DU CENTRE'
  expect((await asFirst.get(`/region/partenaires/demandes/${id}`)).text).toContain(sentence)
  await asFirst.submit(`/region/partenaires/demandes/${id}`, { action: 'propose', code: 'L560' })
  const act_id = await actAbout('partner.joining', id)
  expect((await asSecond.get(`/region/a-valider/${act_id}`)).text).toContain(sentence)
  expect((await asSecond.submit(`/region/a-valider/${act_id}`, { action: 'agree' })).status).toBe(303)
  const { partner_id } = await stateOf(id)
  expect(await organisationOf(db, partner_id as number)).toMatchObject({ siret, legal_name: 'PAPIERS RÉUNIS SAS' })
  await letters()
  await messagesOfNewcomers.run(site)
  expect((await letters()).map(({ to, subject }) => [to, subject])).toEqual([
    ['siege@papiers.example', `${shop.typed.name} rejoint PAPIERS RÉUNIS SAS`],
  ])
})

test('neither of the agents who took a shop in agrees to another account that its manager proposes', async () => {
  const { shop, id } = await signed()
  await asFirst.submit(`/region/partenaires/demandes/${id}`, { action: 'propose', code: 'L561' })
  await asSecond.submit(`/region/a-valider/${await actAbout('partner.joining', id)}`, { action: 'agree' })
  const { partner_id } = await stateOf(id)
  const user = await db
    .selectFrom('shop_users_at_work')
    .select(['id', 'name', 'workplace_id'])
    .where('partner_id', '=', partner_id as number)
    .executeTakeFirstOrThrow()
  const powers = { roles: ['manager'] as const, refunds_up_to_cents: null, has_other_workplaces: false }
  const manager = { kind: 'partner' as const, ...user, ...powers, partner_id: partner_id as number, partner_name: shop.typed.name }
  const other = { holder: 'MOI', iban: 'FR7610011000201234567890188', bic: null, partnerIds: [partner_id as number], key: site.ibanKey }
  const proposed = await act((tx) => proposeAccount(tx, manager, other))
  const path = `/region/a-valider/${await actAbout('bank-account.change', proposed)}`
  const third = await act((tx) => anAgent(tx, 'partners'))
  for (const agent of [asFirst, asSecond]) {
    const answer = await agent.submit(path, { action: 'agree' })
    expect([answer.status, answer.text.includes('un autre agent doit l’accepter')]).toEqual([403, true])
  }
  expect((await (await new Visitor(site).signInAs({ staffId: third.id })).submit(path, { action: 'agree' })).status).toBe(303)
})

test('an account that is known under a key of before is known again', async () => {
  const old = site.ibanKey.fingerprints.newest.secret.export()
  const ibanKey = { ...site.ibanKey, fingerprints: new KeyRing(() => [Buffer.alloc(32, 7), old]) }
  await act(async (tx) => {
    const partner = await aPartner(tx, { name: 'CELLE QUI EST PAYÉE' })
    await anAccountToPay(tx, await anOrganisation(tx, [partner]), [partner], { iban: IBAN })
  })
  const { id } = await signed(await toTheAgreement(aShop(), new Visitor({ ...site, ibanKey })))
  expect((await asFirst.get(`/region/partenaires/demandes/${id}`)).text).toContain('Même compte bancaire que CELLE QUI EST PAYÉE')
})

test('one place begins twenty an hour, and one letter box gets five codes', async () => {
  const { visitor, path } = await toTheAgreement()
  const asked = await Promise.all([0, 1, 2, 3, 4].map(() => visitor.submit(`${path}/convention`, { ...agreeing('1'), action: 'code' })))
  expect(asked.map(({ status }) => status)).toEqual([303, 303, 303, 303, 303])
  expect((await visitor.submit(`${path}/convention`, { ...agreeing('1'), action: 'code' })).status).toBe(429)
  let status = 303
  for (let time = 0; time < 25 && status === 303; time += 1) {
    status = (await new Visitor(site).submit('/partenaires/rejoindre', { siret: aShop().siret, rna: '' })).status
  }
  expect(status).toBe(429)
})
