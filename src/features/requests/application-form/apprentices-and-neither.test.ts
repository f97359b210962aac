import PDFDocument from 'pdfkit'
import sharp from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { HEIC } from '../../../../tests/support/heic.ts'
import { aBeneficiary, aCampaign, aCourse, anAgent, aSchool, aSchoolUser, TEST_KEY } from '../../../../tests/support/makers.ts'
import { agreedTo } from '../../../../tests/support/two-people.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { openedFile, storeFile } from '../../../platform/files.ts'
import { mayTry, uploadsOf } from '../../../platform/limits.ts'
import { frenchEuros } from '../../../platform/money.ts'
import { photoPolicy } from '../../card/photos/index.ts'
import { walletsOf } from '../../money/wallets/index.ts'
import type { Situation } from '../card-applications/application.ts'
import { registerApplication } from '../card-applications/index.ts'
import { forgettingOfIdentityDocuments } from '../card-applications/jobs.ts'
import { savePhoto } from '../card-applications/save-answers.ts'

const database = await testDatabase()
const { db } = database
const { site, clock } = testSite(database)

const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), act)

let cfa: Awaited<ReturnType<typeof aSchool>>
let course: Awaited<ReturnType<typeof aCourse>>
let agent: Visitor
let office: Visitor

beforeAll(async () => {
  const staff = await committed(async (tx) => {
    await aCampaign(tx)
    cfa = await aSchool(tx, { name: 'CFA de la Somme', takes_pupils: false, takes_apprentices: true })
    course = await aCourse(tx, cfa, { by_apprenticeship: true })
    await aSchool(tx, { name: 'CFA de la Marne', town: 'Reims', in_region: false, takes_apprentices: true })
    return { agent: await anAgent(tx, 'eligibility'), office: await aSchoolUser(tx, cfa) }
  })
  agent = await new Visitor(site).signInAs({ staffId: staff.agent.id })
  office = await new Visitor(site).signInAs({ staffId: staff.office.id })
})

/** Somebody who has said their situation and how to reach them. */
async function somebody(situation: Situation) {
  const { actor, file_number } = await committed(async (tx) => {
    const { actor } = await aBeneficiary(tx)
    const file_number = await registerApplication(tx, actor.id)
    const contact = {
      address: { kind: 'free', lines: ['1 RUE DE TEST'], postcode: '80000', town: 'AMIENS' },
      mobilePhone: '0600000000',
      fixedPhone: null,
    }
    const answers = JSON.stringify({ situation: { situation }, contact })
    await tx.updateTable('card_applications').set({ answers }).where('beneficiary_id', '=', actor.id).execute()
    return { actor: { ...actor, has_card: false }, file_number }
  })
  return { actor, file_number, visitor: await new Visitor(site).signInAs({ beneficiaryId: actor.id }) }
}

const SCHOOLING = '/espace/demande/etablissement'
const DIPLOMA = `${SCHOOLING}/diplome`
const DOCUMENT = '/espace/demande/justificatif'
const SUMMARY = '/espace/demande/recapitulatif'

/** What the form of an apprentice sends. */
const said = (given: Record<string, string> = {}) => ({
  situation: 'apprentice',
  cfaInRegion: 'yes',
  school: String(cfa.id),
  level: course.level_code,
  course: course.code,
  'contractSignedOn.day': '1',
  'contractSignedOn.month': '9',
  'contractSignedOn.year': '2026',
  'contractEndsOn.day': '31',
  'contractEndsOn.month': '8',
  'contractEndsOn.year': '2028',
  wasApprentice: 'no',
  ...given,
})

const byHand = { cfaInRegion: 'no', school: '', schoolName: 'CFA de Brest', schoolTown: 'Brest' }
const typed = (given: Record<string, string> = {}) => {
  const { school: _, ...fields } = said({ ...byHand, ...given })
  return fields
}

const photographed = (actor: Parameters<typeof savePhoto>[1]) =>
  committed(async (tx) => savePhoto(tx, actor, await storeFile(tx, photoPolicy, Buffer.from('photo'), TEST_KEY)))

const applicationOf = (file_number: string) =>
  db.selectFrom('card_applications').selectAll().where('file_number', '=', file_number).executeTakeFirstOrThrow()

const holdingsOf = async (beneficiaryId: number) => ({
  wallets: (await walletsOf(db, beneficiaryId, clock.now())).map(({ balance_cents }) => balance_cents),
  cards: (await db.selectFrom('cards').selectAll().where('beneficiary_id', '=', beneficiaryId).execute()).length,
})

const factsAbout = async (beneficiaryId: number) =>
  (await db.selectFrom('audit_facts').select('fact').where('beneficiary_id', '=', beneficiaryId).orderBy('id').execute()).map(
    ({ fact }) => fact,
  )

/** With the token of a page that they can open. */
async function forge(visitor: Visitor, page: string, path: string, fields: Record<string, string | Blob>) {
  const _csrf = /name="_csrf" value="([^"]*)"/.exec((await visitor.get(page)).text)?.[1] ?? ''
  return visitor.post(path, { _csrf, ...fields })
}

describe('an apprentice', () => {
  test('of a CFA of the Region: chosen page after page, validated by it', async () => {
    const { visitor, actor, file_number } = await somebody('apprentice')
    expect((await visitor.get(SCHOOLING)).text).toContain('Votre CFA se situe-t-il en région Hauts-de-France')
    expect((await visitor.get(`${SCHOOLING}?envoye=oui`)).text).toContain('Dites si votre CFA se situe')
    const schools = (await visitor.get(`${SCHOOLING}?cfa=yes`)).text
    expect([schools.includes('CFA de la Somme'), schools.includes('CFA de la Marne')]).toEqual([true, false])
    const there = `${SCHOOLING}?cfa=yes&etablissement=${cfa.id}`
    expect((await visitor.get(there)).text).toContain('Date de conclusion')

    expect((await visitor.submit(there, said())).location).toBe('/espace/demande/photo')
    expect((await visitor.get(SUMMARY)).location).toBe('/espace/demande/photo')
    await photographed(actor)
    const summary = (await visitor.get(SUMMARY)).text
    for (const words of [frenchEuros(20_000), 'c’est un premier apprentissage', '01/09/2026', 'CFA de la Somme', 'Aide THR']) {
      expect(summary).toContain(words)
    }
    expect((await visitor.submit(SUMMARY, { notifiedBy: 'email' })).location).toBe('/espace?fait=envoi')
    expect(await applicationOf(file_number)).toMatchObject({
      situation: 'apprentice',
      school_id: cfa.id,
      school_elsewhere: null,
      cfa_in_region: true,
      contract_signed_on: '2026-09-01',
      contract_ends_on: '2028-08-31',
      benefit_rule: 'apprentice-first-or-other-diploma',
    })

    // Not the Region's business.
    expect((await agent.get(`/region/demandes/${file_number}`)).status).toBe(404)
    expect((await forge(agent, '/region/demandes', `/region/demandes/${file_number}/validation`, {})).status).toBe(404)
    const file = (await office.get(`/etablissement/demandes/${file_number}`)).text
    for (const words of ['Apprenti', '31/08/2028', 'Cet apprenti est-il inscrit']) expect(file).toContain(words)
    expect((await office.submit(`/etablissement/demandes/${file_number}/validation`)).status).toBe(303)
    expect(await holdingsOf(actor.id)).toEqual({ wallets: [20_000], cards: 1 })
  })

  test('who was one already is asked about the diploma; the same one gives nothing, but the card', async () => {
    const { visitor, actor, file_number } = await somebody('apprentice')
    expect((await visitor.get(DIPLOMA)).location).toBe(SCHOOLING)
    expect((await visitor.submit(SCHOOLING, said({ wasApprentice: 'yes' }))).location).toBe(DIPLOMA)
    await photographed(actor).catch(() => {})
    expect((await visitor.get('/espace/demande/photo')).location).toBe(SCHOOLING)
    expect((await visitor.submit(DIPLOMA)).status).toBe(422)
    expect((await visitor.submit(DIPLOMA, { otherDiploma: 'no' })).location).toBe('/espace/demande/photo')
    await photographed(actor)
    const summary = (await visitor.get(SUMMARY)).text
    for (const words of [frenchEuros(0), 'Le diplôme préparé était-il différent', 'pour le même diplôme']) expect(summary).toContain(words)

    // Another answer to the first question, and the second is neither asked nor said any more.
    expect((await visitor.submit(`${SCHOOLING}?retour=recapitulatif`, said())).location).toBe(SUMMARY)
    expect((await visitor.get(SUMMARY)).text).not.toContain('Le diplôme préparé')
    expect((await visitor.submit(`${SCHOOLING}?retour=recapitulatif`, said({ wasApprentice: 'yes' }))).location).toBe(
      `${DIPLOMA}?retour=recapitulatif`,
    )
    expect((await visitor.submit(`${DIPLOMA}?retour=recapitulatif`, { otherDiploma: 'yes' })).location).toBe(SUMMARY)
    expect((await visitor.get(SUMMARY)).text).toContain(frenchEuros(20_000))
    await visitor.submit(DIPLOMA, { otherDiploma: 'no' })

    await visitor.submit(SUMMARY, { notifiedBy: 'email' })
    await office.submit(`/etablissement/demandes/${file_number}/validation`)
    expect(await holdingsOf(actor.id)).toEqual({ wallets: [], cards: 1 })
    expect((await visitor.get('/espace')).text).toContain('Aucun montant n’est versé')
  })

  test('on one screen: schools looked for, their levels and courses, both questions in one form', async () => {
    const { visitor, file_number } = await somebody('apprentice')
    const asked = async (path: string) => JSON.parse((await visitor.get(`${SCHOOLING}/${path}`)).text)
    expect(await asked('recherche?cfa=yes&recherche=some cfa')).toEqual([
      { value: String(cfa.id), label: `CFA de la Somme, ${cfa.town}`, detail: cfa.uai },
    ])
    expect(await asked('recherche?cfa=no&recherche=reins')).toMatchObject([{ label: 'CFA de la Marne, Reims' }])
    expect(await asked('recherche?recherche=somme')).toEqual([])
    const offered = { level: course.level_code, courses: [{ code: course.code, label: course.label }] }
    expect(await asked(`formations?cfa=yes&etablissement=${cfa.id}`)).toMatchObject(offered)
    expect(await asked('formations?cfa=yes')).toEqual({ levels: [], courses: [] })
    const everywhere = await asked('formations?cfa=no&nom=CFA+de+Brest&ville=Brest')
    expect(everywhere.levels.map(({ code }: { code: string }) => code)).toContain(course.level_code)

    const nothing = await visitor.submit(SCHOOLING, { situation: 'apprentice', school: '', cfaInRegion: 'yes' })
    for (const field of ['school', 'level', 'course', 'contractSignedOn', 'wasApprentice'])
      expect(nothing.text).toContain(`href="#${field}"`)
    const both = said({ wasApprentice: 'yes', otherDiploma: 'no' })
    expect((await visitor.submit(SCHOOLING, both)).location).toBe('/espace/demande/photo')
    expect((await applicationOf(file_number)).answers).toMatchObject({ apprenticeship: { wasApprentice: true, otherDiploma: false } })
  })

  test('of a CFA elsewhere: found in the directory, or typed by hand', async () => {
    const { visitor } = await somebody('apprentice')
    const found = (await visitor.get(`${SCHOOLING}?cfa=no&recherche=marne reims`)).text
    expect([found.includes('CFA de la Marne'), found.includes('CFA de la Somme')]).toEqual([true, false])
    expect((await visitor.get(`${SCHOOLING}?cfa=no&recherche=`)).text).toContain('Il y a un problème')
    expect((await visitor.get(`${SCHOOLING}?cfa=no&recherche=zzzz`)).text).toContain('Aucun établissement trouvé')
    for (const [asked, field] of [
      ['?envoye=oui', 'cfa'],
      ['?cfa=yes&etablissement=', 'etablissement'],
      ['?cfa=no&recherche=', 'recherche'],
      ['?cfa=no&recherche=Brest&envoye=oui', 'etablissement'],
      ['?cfa=no&saisie=oui&nom=&ville=', 'ville'],
    ]) {
      const refused = await visitor.get(SCHOOLING + asked)
      expect([refused.status, refused.text.includes(`href="#${field}"`)], asked).toEqual([422, true])
      expect(refused.text, asked).toContain('<title>Erreur — Étape 3 / 5')
    }
    const typedThere = `${SCHOOLING}?cfa=no&saisie=oui&nom=CFA+de+Brest&ville=Brest`
    expect((await visitor.get(typedThere)).text).toMatch(/name="schoolTown"[^>]* value="Brest"/)
    // Every course, whoever teaches it.
    expect((await visitor.get(typedThere)).text).toContain(course.label)
    expect((await visitor.submit(typedThere, typed())).location).toBe('/espace/demande/photo')
  })

  test('of a CFA elsewhere is validated by the Region, and by no school', async () => {
    const { visitor, actor, file_number } = await somebody('apprentice')
    await visitor.submit(SCHOOLING, typed())
    await photographed(actor)
    expect((await visitor.get(SUMMARY)).text).toContain('CFA de Brest, Brest')
    await visitor.submit(SUMMARY, { notifiedBy: 'email' })
    expect(await applicationOf(file_number)).toMatchObject({ school_id: null, school_elsewhere: { name: 'CFA de Brest', town: 'Brest' } })
    expect((await visitor.get('/espace')).text).toContain('La Région Hauts-de-France vérifie votre demande')

    expect((await office.get(`/etablissement/demandes/${file_number}`)).status).toBe(404)
    expect((await forge(office, '/etablissement', `/etablissement/demandes/${file_number}/validation`, {})).status).toBe(404)
    expect((await agent.search('/region/demandes', { recherche: file_number })).text).toContain('À traiter (1)')
    expect((await agent.get(`/region/demandes/${file_number}`)).text).toContain('[CFA DE BREST] - [BREST]')
    expect((await agent.get(`/region/demandes/${file_number}/photo`)).headers.get('content-type')).toBe('image/jpeg')
    const accepted = await agent.submit(`/region/demandes/${file_number}/validation`)
    expect(accepted.location).toBe(`/region/demandes/${file_number}?fait=a-deux`)
    // No school attests: two agents do.
    expect(await holdingsOf(actor.id)).toEqual({ wallets: [], cards: 0 })
    await committed((tx) => agreedTo(tx, 'card-application.acceptance-elsewhere', file_number))
    expect(await holdingsOf(actor.id)).toEqual({ wallets: [20_000], cards: 1 })
    expect(await factsAbout(actor.id)).toEqual(['card-application.read', 'card-application.photo-read', 'card-application.validated'])
    const late = await agent.submit(`/region/demandes/${file_number}/refus`, { reason: 'Trop tard.' })
    expect(late.status).toBe(409)
  })

  test('of a CFA elsewhere is asked about anew, once it was given back and sent again', async () => {
    const { visitor, actor, file_number } = await somebody('apprentice')
    await visitor.submit(SCHOOLING, typed())
    await photographed(actor)
    await visitor.submit(SUMMARY, { notifiedBy: 'email' })
    await agent.submit(`/region/demandes/${file_number}/validation`)
    expect((await agent.submit(`/region/demandes/${file_number}/renvoi`, { reason: 'Photo floue.' })).status).toBe(303)
    await visitor.submit(SUMMARY, { notifiedBy: 'email' })
    const again = await agent.submit(`/region/demandes/${file_number}/validation`)
    expect(again.location).toBe(`/region/demandes/${file_number}?fait=a-deux`)
  })

  test('hears what is wrong with the contract, at its field', async () => {
    const { visitor } = await somebody('apprentice')
    const there = `${SCHOOLING}?cfa=yes&etablissement=${cfa.id}`
    const impossible = await visitor.submit(
      there,
      said({ 'contractSignedOn.day': '31', 'contractSignedOn.month': '2', 'contractEndsOn.day': '' }),
    )
    expect(impossible.status).toBe(422)
    for (const field of ['contractSignedOn', 'contractEndsOn']) expect(impossible.text).toContain(`href="#${field}"`)
    const backwards = await visitor.submit(there, said({ 'contractEndsOn.year': '2025' }))
    expect([backwards.status, backwards.text.includes('href="#contractEndsOn"')]).toEqual([422, true])
    expect(backwards.text).toContain('value="2025"')
  })

  test('forges nothing', async () => {
    const { visitor, file_number } = await somebody('apprentice')
    const pupil = await committed((tx) => aSchool(tx))
    const reims = await db.selectFrom('schools').select('id').where('in_region', '=', false).executeTakeFirstOrThrow()
    for (const forged of [
      said({ school: String(reims.id) }),
      said({ cfaInRegion: 'no' }),
      said({ school: String(pupil.id) }),
      said({ school: '999999999' }),
      said({ school: 'x' }),
      said({ course: 'NONE' }),
      typed({ course: 'NONE' }),
      typed({ schoolTown: ' ' }),
      typed({ cfaInRegion: 'yes' }),
      typed({ schoolName: 'x'.repeat(101) }),
    ]) {
      expect((await visitor.submit(SCHOOLING, forged)).status).toBe(422)
    }
    const { situation: _, ...asAPupil } = said({ wasInGeneralSecondary: 'no' })
    expect((await visitor.submit(SCHOOLING, asAPupil)).status).toBe(422)
    expect([303, 409]).toContain((await forge(visitor, SCHOOLING, DIPLOMA, { otherDiploma: 'yes' })).status)
    expect([303, 409]).toContain((await forge(visitor, '/espace/demande/situation', DOCUMENT, { document: await card() })).status)
    expect((await applicationOf(file_number)).answers).not.toHaveProperty('apprenticeship')

    const other = await somebody('pupil')
    expect((await forge(other.visitor, '/espace/demande/situation', SCHOOLING, said())).status).toBe(409)
    expect((await applicationOf(other.file_number)).answers).not.toHaveProperty('apprenticeship')
  })
})

const picture = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#dde6f0' } })
const blob = (bytes: Buffer, type: string) => new Blob([new Uint8Array(bytes)], { type })
const card = async () => blob(await picture(900, 600).jpeg().toBuffer(), 'image/jpeg')

function pdf(pages: number): Promise<Buffer> {
  const document = new PDFDocument({ size: [400, 300], autoFirstPage: false })
  for (let page = 1; page <= pages; page++) document.addPage().text(`Page ${page}`, 40, 40)
  const chunks: Buffer[] = []
  return new Promise((resolve) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk))
    document.on('end', () => resolve(Buffer.concat(chunks)))
    document.end()
  })
}

/** Somebody who is neither, and whose application waits for the Region. */
async function waiting() {
  const person = await somebody('neither')
  expect((await person.visitor.submit(DOCUMENT, { document: await card() })).location).toBe(DOCUMENT)
  expect((await person.visitor.submit(SUMMARY, { notifiedBy: 'email' })).location).toBe('/espace?fait=envoi')
  return person
}

async function identityFileOf(file_number: string) {
  const file = await db
    .selectFrom('card_applications as a')
    .innerJoin('files as f', 'f.id', 'a.identity_file_id')
    .selectAll('f')
    .where('a.file_number', '=', file_number)
    .executeTakeFirst()
  expect(file?.is_encrypted).not.toBe(false)
  return file && { ...file, ...(await openedFile(file, { ibanKey: TEST_KEY })) }
}

describe('somebody who is neither', () => {
  test('sends an identity document, which the Region sees; gets good deals, no card and no wallet', async () => {
    const { visitor, actor, file_number } = await somebody('neither')
    expect((await visitor.get(SUMMARY)).location).toBe(DOCUMENT)
    expect((await visitor.get(SCHOOLING)).location).toBe(DOCUMENT)
    expect((await visitor.get('/espace/demande/photo')).location).toBe(DOCUMENT)
    expect((await visitor.get(`${DOCUMENT}/image`)).status).toBe(404)
    expect((await visitor.submit(DOCUMENT)).status).toBe(422)
    expect((await visitor.submit(DOCUMENT, { document: await card() })).location).toBe(DOCUMENT)
    const own = await visitor.get(`${DOCUMENT}/image`)
    expect([own.headers.get('content-type'), own.headers.get('cache-control')]).toEqual(['image/jpeg', 'private, no-store'])
    const summary = (await visitor.get(SUMMARY)).text
    expect([summary.includes('Bons Plans Génération #HDF'), summary.includes('€')]).toEqual([true, false])
    await visitor.submit(SUMMARY, { notifiedBy: 'sms' })
    const home = (await visitor.get('/espace')).text
    expect([home.includes('Fabrication'), home.includes('Validation'), home.includes('Voir ou remplacer ma pièce')]).toEqual([
      false,
      true,
      true,
    ])

    expect((await agent.get('/region')).text).toContain('Demandes à valider par la Région')
    expect((await agent.get(`/region/demandes/${file_number}`)).text).toContain(`/region/demandes/${file_number}/justificatif`)
    expect((await agent.get(`/region/demandes/${file_number}/justificatif`)).headers.get('content-type')).toBe('image/jpeg')
    expect((await agent.submit(`/region/demandes/${file_number}/validation`)).status).toBe(303)
    expect(await holdingsOf(actor.id)).toEqual({ wallets: [], cards: 0 })
    expect(await factsAbout(actor.id)).toEqual(['card-application.read', 'card-application.identity-read', 'card-application.validated'])
    const accepted = (await visitor.get('/espace')).text
    expect([accepted.includes('les Bons Plans Génération #HDF vous sont ouverts'), accepted.includes('/espace/ma-carte')]).toEqual([
      true,
      false,
    ])
    expect((await agent.get(`/region/demandes/${file_number}`)).text).toContain('Elle sera supprimée le 23/12/2026')
    // Decided: no longer theirs to see or to replace.
    expect((await visitor.get(DOCUMENT)).status).toBe(409)
  })

  test('is asked again with a reason, corrects, and may be refused', async () => {
    const { visitor, actor, file_number } = await waiting()
    const file = `/region/demandes/${file_number}`
    expect((await agent.submit(`${file}/renvoi`)).status).toBe(422)
    await agent.submit(`${file}/renvoi`, { reason: 'La carte est coupée.' })
    const home = (await visitor.get('/espace')).text
    for (const words of ['La carte est coupée.', 'La Région Hauts-de-France, le', 'Corriger ma demande']) expect(home).toContain(words)
    expect((await identityFileOf(file_number))?.delete_after).toBe('2026-12-23')

    expect((await visitor.submit(`${DOCUMENT}?remplacer`, { document: await card() })).location).toBe(`${DOCUMENT}?fait=remplacement`)
    await visitor.submit(SUMMARY, { notifiedBy: 'email' })
    expect((await identityFileOf(file_number))?.delete_after).toBeNull()
    await agent.submit(`${file}/refus`, { reason: 'Ce n’est pas une pièce d’identité.' })
    expect((await applicationOf(file_number)).state).toBe('refused')
    expect((await visitor.get('/espace')).text).toContain('Ce n’est pas une pièce d’identité.')
    expect(await holdingsOf(actor.id)).toEqual({ wallets: [], cards: 0 })
  })

  test('replaces the document until the decision, and the Region reads that it was', async () => {
    const { visitor, file_number } = await waiting()
    const before = await identityFileOf(file_number)
    expect((await visitor.get(DOCUMENT)).text).toContain('Remplacer')
    await visitor.submit(`${DOCUMENT}?remplacer`, { document: blob(await picture(700, 500).png().toBuffer(), 'image/png') })
    const after = await identityFileOf(file_number)
    expect(after?.id).not.toBe(before?.id)
    expect(
      await db
        .selectFrom('files')
        .select('id')
        .where('id', '=', before?.id ?? '')
        .executeTakeFirst(),
    ).toBeUndefined()
    expect((await sharp(after?.bytes).metadata()).width).toBe(700)
    expect((await agent.get(`/region/demandes/${file_number}`)).text).toContain('Pièce d’identité remplacée')
    // The rest is sent.
    expect((await visitor.get('/espace/demande/coordonnees')).status).toBe(409)
  })

  test('may send a PDF of two sides, which becomes a picture', async () => {
    const { visitor, file_number } = await somebody('neither')
    expect((await visitor.submit(DOCUMENT, { document: blob(await pdf(2), 'application/pdf') })).status).toBe(303)
    const file = await identityFileOf(file_number)
    expect(file?.media_type).toBe('image/jpeg')
    expect(await sharp(file?.bytes).metadata()).toMatchObject({ format: 'jpeg', width: 800, height: 1200 })
  })

  test('may send the photo of a phone, as it makes them', async () => {
    const { visitor, file_number } = await somebody('neither')
    expect((await visitor.submit(DOCUMENT, { document: blob(HEIC, 'image/heic') })).status).toBe(303)
    expect(await sharp((await identityFileOf(file_number))?.bytes).metadata()).toMatchObject({ format: 'jpeg', width: 480, height: 640 })
    const webp = blob(await picture(900, 600).webp().toBuffer(), 'image/webp')
    expect((await visitor.submit(`${DOCUMENT}?remplacer`, { document: webp })).status).toBe(303)
    expect(await sharp((await identityFileOf(file_number))?.bytes).metadata()).toMatchObject({ format: 'jpeg', width: 900, height: 600 })
  })

  test('hears why a document is refused, and keeps the one before', async () => {
    const { visitor, file_number } = await somebody('neither')
    await visitor.submit(DOCUMENT, { document: await card() })
    const before = await identityFileOf(file_number)
    const wrong: [Blob, number, string][] = [
      [blob(await pdf(3), 'application/pdf'), 422, '2 au plus'],
      [blob(Buffer.from('%PDF-1.7 nothing'), 'application/pdf'), 422, 'PDF est abîmé'],
      [blob(await picture(900, 600).gif().toBuffer(), 'image/jpeg'), 415, 'PDF, JPG, PNG, WebP ou HEIC'],
      [blob(Buffer.from('<svg/>'), 'image/png'), 415, 'PDF, JPG, PNG, WebP ou HEIC'],
      [blob(await picture(900, 200).png().toBuffer(), 'image/png'), 422, 'trop petite'],
      [blob(Buffer.alloc(5_000_001), 'image/jpeg'), 413, '5 Mo au plus'],
    ]
    for (const [document, status, words] of wrong) {
      const answer = await visitor.submit(`${DOCUMENT}?remplacer`, { document })
      expect([answer.status, answer.text.includes(words)], words).toEqual([status, true])
    }
    expect(await identityFileOf(file_number)).toEqual(before)
  })

  test('may send thirty files an hour, photo and documents together', async () => {
    const { visitor, actor } = await somebody('neither')
    for (let time = 0; time < 30; time++) await mayTry(db, uploadsOf(actor.id), TEST_NOW)
    expect((await visitor.submit(DOCUMENT, { document: await card() })).status).toBe(429)
  })

  test('nobody else sees the document, nor decides', async () => {
    const { actor, file_number } = await waiting()
    const stranger = await somebody('neither')
    expect((await stranger.visitor.get(`${DOCUMENT}/image`)).status).toBe(404)
    for (const path of [`/etablissement/demandes/${file_number}`, `/etablissement/demandes/${file_number}/photo`]) {
      expect((await office.get(path)).status).toBe(404)
    }
    for (const path of ['validation', 'renvoi', 'refus']) {
      const decided = await forge(office, '/etablissement', `/etablissement/demandes/${file_number}/${path}`, { reason: 'Non.' })
      expect(decided.status, path).toBe(404)
      const several = await forge(office, '/etablissement', `/etablissement/${path}?numeros[]=${file_number}`, { reason: 'Non.' })
      expect(several.status, path).toBe(404)
    }
    const file = `/region/demandes/${file_number}`
    expect((await office.get(`${file}/justificatif`)).status).toBe(403)
    expect((await stranger.visitor.get(`${file}/justificatif`)).status).toBe(403)
    const writer = await committed((tx) => anAgent(tx, 'content'))
    expect((await (await new Visitor(site).signInAs({ staffId: writer.id })).get(`${file}/justificatif`)).status).toBe(403)
    expect((await new Visitor(site).get(`${file}/justificatif`)).location).toBe('/professionnels/connexion')
    expect((await applicationOf(file_number)).state).toBe('submitted')
    expect(await factsAbout(actor.id)).toEqual([])
  })

  test('who becomes a pupil again leaves no identity document behind', async () => {
    const { visitor, actor, file_number } = await somebody('neither')
    await visitor.submit(DOCUMENT, { document: await card() })
    const file = await identityFileOf(file_number)
    await visitor.submit('/espace/demande/situation', { situation: 'apprentice' })
    await visitor.submit(SCHOOLING, said())
    await photographed(actor)
    await visitor.submit(SUMMARY, { notifiedBy: 'email' })
    expect(await applicationOf(file_number)).toMatchObject({ state: 'submitted', identity_file_id: null })
    expect(
      await db
        .selectFrom('files')
        .select('id')
        .where('id', '=', file?.id ?? '')
        .executeTakeFirst(),
    ).toBeUndefined()
  })

  test('a document that is never sent is deleted after thirty days; sending stops the count', async () => {
    const [left, sent] = [await somebody('neither'), await somebody('neither')]
    for (const { visitor } of [left, sent]) await visitor.submit(DOCUMENT, { document: await card() })
    await sent.visitor.submit(SUMMARY, { notifiedBy: 'email' })
    const daysLater = (days: number) => clock.set(new Date(TEST_NOW.getTime() + days * 86_400_000))
    daysLater(29)
    await forgettingOfIdentityDocuments.run(site)
    expect(await identityFileOf(left.file_number)).toBeDefined()
    daysLater(30)
    await forgettingOfIdentityDocuments.run(site)
    clock.set(TEST_NOW)
    expect(await identityFileOf(left.file_number)).toBeUndefined()
    expect(await identityFileOf(sent.file_number)).toBeDefined()
    expect((await applicationOf(left.file_number)).state).toBe('draft')
    expect((await left.visitor.get(DOCUMENT)).text).toContain('name="document"')
  })

  test('the document is deleted on the thirtieth day after the decision, and not before', async () => {
    const decided = await waiting()
    const undecided = await waiting()
    await agent.submit(`/region/demandes/${decided.file_number}/validation`)
    const daysLater = (days: number) => clock.set(new Date(TEST_NOW.getTime() + days * 86_400_000))
    daysLater(29)
    await forgettingOfIdentityDocuments.run(site)
    expect(await identityFileOf(decided.file_number)).toBeDefined()
    daysLater(30)
    await forgettingOfIdentityDocuments.run(site)
    await forgettingOfIdentityDocuments.run(site)
    expect((await applicationOf(decided.file_number)).identity_file_id).toBeNull()
    const left = await db
      .selectFrom('files')
      .select('id')
      .where('policy', '=', 'identity-document')
      .where('delete_after', '<=', '2026-12-23')
      .execute()
    expect(left).toEqual([])
    expect(await identityFileOf(undecided.file_number)).toBeDefined()
    const facts = await factsAbout(decided.actor.id)
    expect(facts).toEqual(['card-application.validated', 'card-application.identity-deleted'])
    clock.set(TEST_NOW)
    const { text } = await agent.get(`/region/demandes/${decided.file_number}`)
    expect(text).toContain('La pièce d’identité est supprimée')
    expect((await agent.get(`/region/demandes/${decided.file_number}/justificatif`)).status).toBe(404)
  })
})

test('a document that nobody has decided on is deleted thirty days after the last day on which anybody could', async () => {
  const undecided = await waiting()
  const { decisions_end_on } = await db
    .selectFrom('applications')
    .select('decisions_end_on')
    .where('file_number', '=', undecided.file_number)
    .executeTakeFirstOrThrow()
  const daysAfterTheEnd = (days: number) => clock.set(new Date(new Date(`${decisions_end_on}T12:00:00Z`).getTime() + days * 86_400_000))
  daysAfterTheEnd(30)
  await forgettingOfIdentityDocuments.run(site)
  expect(await identityFileOf(undecided.file_number)).toBeDefined()
  daysAfterTheEnd(31)
  await forgettingOfIdentityDocuments.run(site)
  clock.set(TEST_NOW)
  expect(await identityFileOf(undecided.file_number)).toBeUndefined()
  expect(await applicationOf(undecided.file_number)).toMatchObject({ state: 'submitted', identity_file_id: null })
})

test('the Region’s list is paged by the oldest, filtered by state, searched by name', async () => {
  const first = await waiting()
  clock.set(new Date(TEST_NOW.getTime() - 86_400_000))
  const older = await waiting()
  clock.set(TEST_NOW)
  const list = (await agent.get('/region/demandes')).text
  expect(list.indexOf(older.file_number)).toBeLessThan(list.indexOf(first.file_number))
  expect(list).not.toContain('type="checkbox"')
  const found = (await agent.search('/region/demandes', { recherche: older.actor.last_name.toLowerCase() })).text
  expect([found.includes(older.file_number), found.includes(first.file_number)]).toEqual([true, false])
  expect((await agent.get('/region/demandes?etat=refused')).text).not.toContain(first.file_number)
})
