import PDFDocument from 'pdfkit'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { anApprentice } from '../../../../tests/support/makers.ts'
import { inTransaction } from '../../../platform/database/index.ts'
import { mayTry, uploadsOf } from '../../../platform/limits.ts'
import { rulesOfToday } from '../apprentice-aid/index.ts'
import { regulationPdf } from './regulation.ts'

const database = await testDatabase()
const { db } = database
const { site, clock } = testSite(database)

const pdf = async (): Promise<Blob> => {
  const document = new PDFDocument()
  const chunks: Buffer[] = []
  document.on('data', (chunk: Buffer) => chunks.push(chunk))
  const finished = new Promise((resolve) => document.on('end', resolve))
  document.text('Contrat')
  document.end()
  await finished
  return new Blob([new Uint8Array(Buffer.concat(chunks))], { type: 'application/pdf' })
}

describe('the pages', () => {
  const signedIn = async () => {
    clock.set(TEST_NOW)
    const { actor } = await inTransaction(db, TEST_NOW, (tx) => anApprentice(tx))
    return { actor, visitor: await new Visitor(site).signInAs({ beneficiaryId: actor.id }) }
  }
  const THR = '/espace/aide-thr'

  test('lead from « Faire ma demande » to « En attente de validation établissement »', async () => {
    const { actor, visitor } = await signedIn()
    expect((await visitor.get('/espace')).text).toContain('Faire ma demande')
    expect((await visitor.get(THR)).text).toContain('date anniversaire du contrat plus un jour')
    expect((await visitor.get(`${THR}/transport`)).location).toBe(THR)
    expect(await visitor.submit(THR)).toMatchObject({ status: 303, location: `${THR}/transport` })
    const transport = (await visitor.get(`${THR}/transport`)).text
    for (const words of ['1 RUE NATIONALE', 'estimée', 'Distance à vérifier', 'Entre 40 Km et 100 Km']) expect(transport).toContain(words)
    expect((await visitor.submit(`${THR}/transport`, { contest: '' })).location).toBe(`${THR}/restauration`)
    expect((await visitor.get(`${THR}/restauration`)).text).toContain('Elle est fixée à')
    expect((await visitor.submit(`${THR}/hebergement`, { situation: 'housed', kind: '' })).status).toBe(422)
    expect((await visitor.submit(`${THR}/hebergement`, { situation: 'housed', kind: 'hostel' })).status).toBe(303)
    expect((await visitor.get(`${THR}/hebergement`)).text).toContain('Vous êtes éligible à l’aide à l’hébergement.')

    const bank = { bankHolder: 'Stéphane MARTIN', iban: 'FR14 2004 1010 0505 0001 3M02 606', bic: 'PSSTFRPPLIL', bankName: '' }
    const DOCUMENTS = `${THR}/justificatifs`
    expect((await visitor.submit(`${DOCUMENTS}/contrat`, { contractFile: new Blob(['not one']) })).status).toBe(415)
    expect((await visitor.submit(`${DOCUMENTS}/contrat`)).status).toBe(422)
    for (let time = 1; time < 30; time++) await mayTry(db, uploadsOf(actor.id), TEST_NOW)
    expect((await visitor.submit(`${DOCUMENTS}/contrat`, { contractFile: await pdf() })).status).toBe(429)
    await db.deleteFrom('limits').execute()
    expect((await visitor.submit(`${DOCUMENTS}/contrat`, { contractFile: await pdf() })).status).toBe(303)
    const everything = await visitor.submit(DOCUMENTS, { bankHolder: ' ' })
    expect(everything.status).toBe(422)
    const all = ['bankHolder', 'iban', 'bic', 'bankFile', 'lodgingFile']
    for (const field of all) expect(everything.text, field).toContain(`href="#${field}"`)
    const wrong = await visitor.submit(DOCUMENTS, { ...bank, iban: 'FR76 1' })
    expect(wrong.status).toBe(422)
    for (const words of ['Cet IBAN n’existe pas', 'value="FR76 1"', 'Reçu']) expect(wrong.text).toContain(words)
    const missing = await visitor.submit(DOCUMENTS, bank)
    expect(missing.status).toBe(422)
    expect(missing.text).toContain('Envoyez ce document : RIB.')
    expect(missing.text).toContain('href="#lodgingFile"')
    expect((await visitor.get(DOCUMENTS)).text).toContain('FR14 **** **** 2606')
    for (const [slug, field] of [
      ['rib', 'bankFile'],
      ['hebergement', 'lodgingFile'],
    ] as const) {
      // A photo will do: it becomes a PDF.
      const photo = await sharp({ create: { width: 600, height: 800, channels: 3, background: '#fff' } })
        .jpeg()
        .toBuffer()
      expect((await visitor.submit(`${DOCUMENTS}/${slug}`, { [field]: new Blob([new Uint8Array(photo)]) })).status).toBe(303)
    }
    expect((await visitor.submit(DOCUMENTS, { ...bank, iban: '' })).location).toBe(`${THR}/verification`)
    const check = (await visitor.get(`${THR}/verification`)).text
    for (const words of ['Valider ma demande', 'Le nom du titulaire ne semble pas être le vôtre', 'à confirmer'])
      expect(check).toContain(words)
    expect(check).not.toContain('FR14200410')
    const sent = await visitor.submit(`${THR}/verification`)
    expect(sent.status).toBe(303)
    expect((await visitor.get(sent.location ?? '')).text).toContain('Votre demande est envoyée')
    const home = (await visitor.get('/espace')).text
    for (const words of ['Mes demandes en cours', 'En attente de validation établissement', '/espace/mon-contrat'])
      expect(home).toContain(words)
    expect(home).not.toContain('Faire ma demande')
    expect((await visitor.get(THR)).status).toBe(409)
    expect((await visitor.post(`${THR}/verification`, {})).status).toBe(403)

    const number = /demandes\/(\d{9})/.exec(sent.location ?? '')?.[1]
    const answer = await visitor.get(`${THR}/demandes/${number}/rib`)
    expect([answer.status, answer.headers.get('content-disposition')]).toEqual([200, `attachment; filename="rib-${number}.pdf"`])
    expect(answer.bytes.subarray(0, 5).toString()).toBe('%PDF-')
    const stranger = await signedIn()
    expect((await stranger.visitor.get(`${THR}/demandes/${number}`)).status).toBe(404)
    expect((await stranger.visitor.get(`${THR}/demandes/${number}/rib`)).status).toBe(404)
    const kept = await db.selectFrom('messages').select('body').where('beneficiary_id', '=', actor.id).execute()
    expect(JSON.stringify(kept)).not.toContain('2606')
  })

  test('the home page says when the aid opens, and why it is closed', async () => {
    const apprentice = async (contract_signed_on: string, contract_ends_on: string) => {
      const { actor } = await inTransaction(db, TEST_NOW, (tx) => anApprentice(tx, { contract_signed_on, contract_ends_on }))
      return (await (await new Visitor(site).signInAs({ beneficiaryId: actor.id })).get('/espace')).text
    }
    expect(await apprentice('2026-11-01', '2027-10-31')).toContain('à partir du 16/12/2026')
    expect(await apprentice('2025-09-01', '2026-08-31')).toContain('Le délai pour faire une demande est passé')
  })

  test('the regulation is a PDF made of the rules', async () => {
    const { visitor } = await signedIn()
    const answer = await visitor.get(`${THR}/reglement.pdf`)
    expect(answer.headers.get('content-type')).toBe('application/pdf')
    expect(answer.bytes.subarray(0, 5).toString()).toBe('%PDF-')
    expect((await regulationPdf(await rulesOfToday(db, TEST_NOW))).length).toBeGreaterThan(5_000)
  })
})
