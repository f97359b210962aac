import PDFDocument from 'pdfkit'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aBeneficiary, aCampaign, anAgent, anApprentice, aPartner } from '../../../../tests/support/makers.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { addDays, dayOf } from '../../../platform/dates.ts'
import { storeFile } from '../../../platform/files.ts'
import type { Role } from '../../../spaces/roles.ts'
import { currentCampaign } from '../campaigns/index.ts'
import { documentPolicy, picturePolicy } from '../content-desk/file-policies.ts'
import { goodDealForm, publicationState, sizeInWords, slugOf, validityInWords } from './content.ts'

const database = await testDatabase()
const { db } = database
const { site } = testSite(database)
const act = <T>(run: (tx: Tx) => Promise<T>) => inTransaction(db, TEST_NOW, run)
const TODAY = dayOf(TEST_NOW)

interface Days {
  published_from?: string | null
  published_until?: string | null
}

const aPicture = (tx: Tx) => storeFile(tx, picturePolicy, Buffer.from('picture'))

async function aGoodDeal(
  tx: Tx,
  given: Days & { title: string; partner_id?: number; body?: string; valid_until?: string; for_holders_only?: boolean },
) {
  return tx
    .insertInto('good_deals')
    .values({
      body: 'Une place offerte.',
      organiser: given.partner_id ? null : 'Le théâtre',
      picture_file_id: await aPicture(tx),
      for_holders_only: false,
      published_from: TODAY,
      ...given,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

async function aQuestion(tx: Tx, given: Days & { question: string; answer?: string; theme?: string; position?: number }) {
  const { theme = 'Ma carte', ...row } = given
  const { id: theme_id } = await tx
    .insertInto('question_themes')
    .values({ title: theme, position: 1 })
    .onConflict((conflict) => conflict.column('title').doUpdateSet({ title: theme }))
    .returning('id')
    .executeTakeFirstOrThrow()
  return tx
    .insertInto('questions')
    .values({ slug: slugOf(row.question), answer: 'Voici la réponse.', position: 1, published_from: TODAY, theme_id, ...row })
    .returningAll()
    .executeTakeFirstOrThrow()
}

describe('decisions', () => {
  test('shown from the first day of publication to the last, both included', () => {
    const state = (published_from: string | null, published_until: string | null) =>
      publicationState({ published_from, published_until }, TODAY)
    expect(state(null, null)).toBe('draft')
    expect(state(addDays(TODAY, 1), null)).toBe('to-come')
    expect(state(TODAY, TODAY)).toBe('shown')
    expect(state('2026-01-01', null)).toBe('shown')
    expect(state('2026-01-01', addDays(TODAY, -1))).toBe('withdrawn')
  })

  test('validity, size and address in words', () => {
    expect(validityInWords({ valid_from: '2026-11-01', valid_until: '2026-12-31' })).toBe('Valable du 01/11/2026 au 31/12/2026')
    expect(validityInWords({ valid_from: null, valid_until: '2026-12-31' })).toBe('Valable jusqu’au 31/12/2026')
    expect([sizeInWords(12), sizeInWords(48_300), sizeInWords(1_240_000)]).toEqual(['1 ko', '48 ko', '1,2 Mo'])
    expect(slugOf('  J’ai perdu ma carte : que faire ?')).toBe('j-ai-perdu-ma-carte-que-faire')
  })

  test('a good deal comes from a partner or from somebody else; what ends has begun', () => {
    const typed = { title: 'Cinéma', body: 'Une place.', openTo: 'all' }
    const wrong = (more: object) => goodDealForm.safeParse({ ...typed, ...more }).error?.issues.map(({ path }) => path[0]) ?? []
    expect(wrong({ organiser: 'Le théâtre' })).toEqual([])
    expect(wrong({})).toEqual(['partnerCode'])
    expect(wrong({ organiser: 'Le théâtre', partnerCode: 'L212' })).toEqual(['partnerCode'])
    const day = (text: string) => ({ day: text, month: '11', year: '2026' })
    expect(wrong({ organiser: 'Le théâtre', publishedFrom: day('12'), publishedUntil: day('11') })).toEqual(['publishedUntil'])
    expect(wrong({ organiser: 'Le théâtre', publishedUntil: day('11') })).toEqual(['publishedUntil'])
    expect(wrong({ organiser: 'Le théâtre', validFrom: day('31') })).toEqual(['validFrom'])
    expect(wrong({ organiser: 'Le théâtre', url: 'javascript:alert(1)' })).toEqual(['url'])
  })
})

describe('good deals', () => {
  test('published and not over; those for holders only with a validated application', async () => {
    const { holder, other, hidden, forHolders } = await act(async (tx) => {
      await aGoodDeal(tx, { title: 'Cirque ouvert à tous', valid_until: TODAY })
      const hidden = [
        await aGoodDeal(tx, { title: 'Brouillon', published_from: null }),
        await aGoodDeal(tx, { title: 'Demain', published_from: addDays(TODAY, 1) }),
        await aGoodDeal(tx, { title: 'Retiré', published_from: '2026-01-01', published_until: addDays(TODAY, -1) }),
        await aGoodDeal(tx, { title: 'Terminé', valid_until: addDays(TODAY, -1) }),
      ]
      const forHolders = await aGoodDeal(tx, { title: 'Pour la carte', for_holders_only: true })
      const apprentice = await anApprentice(tx)
      return { holder: apprentice.beneficiary, other: await aBeneficiary(tx), hidden, forHolders }
    })
    const withCard = await new Visitor(site).signInAs({ beneficiaryId: holder.id })
    const without = await new Visitor(site).signInAs({ beneficiaryId: other.id })
    const list = await withCard.get('/espace/bons-plans')
    expect(list.text).toContain('Cirque ouvert à tous')
    expect(list.text).toContain('Pour la carte')
    for (const { id, title } of hidden) {
      expect(list.text).not.toContain(title)
      expect((await withCard.get(`/espace/bons-plans/${id}`)).status).toBe(404)
      expect((await withCard.get(`/espace/bons-plans/${id}/image`)).status).toBe(404)
    }
    expect((await without.get('/espace/bons-plans')).text).not.toContain('Pour la carte')
    expect((await without.get(`/espace/bons-plans/${forHolders.id}`)).status).toBe(404)
    expect((await without.get(`/espace/bons-plans/${forHolders.id}/image`)).status).toBe(404)
    const picture = await withCard.get(`/espace/bons-plans/${forHolders.id}/image`)
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
  })

  test('who is neither pupil nor apprentice sees those for holders once validated, without a card, and before that what to do', async () => {
    const { zoe, campaign } = await act(async (tx) => {
      await aGoodDeal(tx, { title: 'Réservé aux validés', for_holders_only: true })
      return { zoe: await aBeneficiary(tx), campaign: await aCampaign(tx) }
    })
    const answers = JSON.stringify({ situation: { situation: 'neither' } })
    const { id } = await act((tx) =>
      tx
        .insertInto('card_applications')
        .values({ file_number: '1234567890', beneficiary_id: zoe.id, campaign_id: campaign.id, answers, created_at: tx.now })
        .returning('id')
        .executeTakeFirstOrThrow(),
    )
    const visitor = await new Visitor(site).signInAs({ beneficiaryId: zoe.id })
    const pages = async () => (await visitor.get('/espace/bons-plans')).text + (await visitor.get('/espace')).text
    expect(await pages()).not.toContain('Réservé aux validés')
    expect(await pages()).toContain('Nous avons besoin d’un justificatif d’identité')
    expect(await pages()).toContain('href="/espace/demande/justificatif"')
    const become = (set: object) => act((tx) => tx.updateTable('card_applications').set(set).where('id', '=', id).execute())
    const document = await act(aPicture)
    await become({ state: 'submitted', situation: 'neither', benefit_rule: 'neither', submitted_at: TEST_NOW, identity_file_id: document })
    expect(await pages()).toContain('La vôtre est en cours de vérification')
    await become({ state: 'refused', decided_at: TEST_NOW })
    expect(await pages()).toContain('La vôtre est refusée')
    await become({ state: 'validated' })
    const both = await pages()
    expect(both.match(/Réservé aux validés/g)).toHaveLength(2)
    expect(both).not.toContain('Certains bons plans sont réservés')
    expect(both).not.toContain('href="/espace/ma-carte"')
  })

  test('found by their words, or by their partner, with typing mistakes', async () => {
    const beneficiary = await act(async (tx) => {
      const partner = await aPartner(tx, { name: 'LE GRAND VELODROME' })
      await aGoodDeal(tx, { title: 'Essai sur piste', partner_id: partner.id })
      await aGoodDeal(tx, { title: 'Patinoire', body: 'Deux entrées pour le prix d’une.' })
      return aBeneficiary(tx)
    })
    const visitor = await new Visitor(site).signInAs({ beneficiaryId: beneficiary.id })
    const found = async (words: string) => (await visitor.get(`/espace/bons-plans?recherche=${encodeURIComponent(words)}`)).text
    expect(await found('vélodrôme')).toContain('Essai sur piste')
    expect(await found('patinoir')).toContain('Patinoire')
    expect(await found('patinoir')).not.toContain('Essai sur piste')
    expect(await found('hippopotame')).toContain('Aucun bon plan trouvé')
  })

  test('the newest on the home page, with the key dates to come', async () => {
    const beneficiary = await act(async (tx) => {
      await aCampaign(tx)
      const campaign = await currentCampaign(tx, TODAY)
      await tx
        .insertInto('key_dates')
        .values([
          { campaign_id: campaign.id, day: addDays(TODAY, 10), label: 'Fin des demandes', published_from: TODAY },
          { campaign_id: campaign.id, day: addDays(TODAY, -10), label: 'Déjà passé', published_from: TODAY },
          { campaign_id: campaign.id, day: addDays(TODAY, 10), label: 'Pas encore publié', published_from: null },
          { campaign_id: campaign.id, day: addDays(TODAY, 10), label: 'Pour qui demande', published_from: TODAY, concerns: 'asking' },
          { campaign_id: campaign.id, day: addDays(TODAY, 10), label: 'Pour qui paie', published_from: TODAY, concerns: 'paying' },
        ])
        .execute()
      await aGoodDeal(tx, { title: 'Le tout dernier' })
      return aBeneficiary(tx)
    })
    const home = await (await new Visitor(site).signInAs({ beneficiaryId: beneficiary.id })).get('/espace')
    expect(home.text).toContain('Le tout dernier')
    expect(home.text).toContain('Voir tous les bons plans')
    expect(home.text).toContain('Fin des demandes')
    expect(home.text).not.toContain('Déjà passé')
    expect(home.text).not.toContain('Pas encore publié')
    expect(home.text).toContain('Pour qui demande')
    expect(home.text).not.toContain('Pour qui paie')
  })
})

describe('questions', () => {
  test('none yet: the page says so', async () => {
    expect((await new Visitor(site).get('/faq')).text).toContain('Aucune question n’est publiée pour le moment.')
  })

  test('by theme, each at its own address; a draft nowhere', async () => {
    const lost = await act(async (tx) => {
      await aQuestion(tx, { question: 'Brouillon de question ?', published_from: null })
      await aQuestion(tx, { question: 'Comment payer en ligne ?', position: 2 })
      return aQuestion(tx, { question: 'J’ai perdu ma carte', answer: 'Déclarez-la.\n\nSur https://example.org/aide.' })
    })
    const visitor = new Visitor(site)
    const list = (await visitor.get('/faq')).text
    expect(list.indexOf('J’ai perdu ma carte')).toBeLessThan(list.indexOf('Comment payer en ligne ?'))
    expect(list).not.toContain('Brouillon de question')
    const own = await visitor.get(`/faq/${lost.slug}`)
    expect(own.text).toContain('<p>Déclarez-la.</p><p>Sur <a href="https://example.org/aide">https://example.org/aide</a>.</p>')
    expect(own.text).toContain('Comment payer en ligne ?')
    expect(own.text).toContain('<title>J’ai perdu ma carte — Foire aux questions — Génération #HDF</title>')
    expect((await visitor.get('/faq/brouillon-de-question')).status).toBe(404)
  })

  test('found in any order and with typing mistakes', async () => {
    await act((tx) => aQuestion(tx, { question: 'Ma photo est refusée', answer: 'Elle doit être nette.', theme: 'Ma demande' }))
    const found = async (words: string) => (await new Visitor(site).get(`/faq?recherche=${encodeURIComponent(words)}`)).text
    expect(await found('refusee foto')).toContain('Ma photo est refusée')
    expect(await found('refusee foto')).not.toContain('J’ai perdu ma carte')
    expect(await found('zzz %_\\')).toContain('Aucune réponse')
  })
})

test('documents: name, size and date; saved and never opened by the browser', async () => {
  const { beneficiary, shown, draft } = await act(async (tx) => {
    const file = () => storeFile(tx, documentPolicy, Buffer.from('%PDF-1.7'))
    const document = async (name: string, published_from: string | null) =>
      tx
        .insertInto('documents')
        .values({ name, file_id: await file(), published_from })
        .returningAll()
        .executeTakeFirstOrThrow()
    return {
      beneficiary: await aBeneficiary(tx),
      shown: await document('Règlement général', TODAY),
      draft: await document('Brouillon', null),
    }
  })
  const visitor = await new Visitor(site).signInAs({ beneficiaryId: beneficiary.id })
  const list = await visitor.get('/espace/mes-documents')
  for (const words of ['Règlement général', '1 ko', '23/11/2026']) expect(list.text).toContain(words)
  expect(list.text).not.toContain('Brouillon')
  const file = await visitor.get(`/espace/mes-documents/${shown.id}/fichier.pdf`)
  expect(file.headers.get('content-disposition')).toBe('attachment; filename="reglement-general.pdf"')
  expect([file.headers.get('content-type'), file.text]).toEqual(['application/pdf', '%PDF-1.7'])
  expect((await visitor.get(`/espace/mes-documents/${draft.id}/fichier.pdf`)).status).toBe(404)
})

describe('the desk of the Region', () => {
  const agent = async (role: Role = 'content') => {
    const { id } = await act((tx) => anAgent(tx, role))
    return { id, visitor: await new Visitor(site).signInAs({ staffId: id }) }
  }
  const factsOf = async (staffId: number) =>
    (await db.selectFrom('audit_facts').select('fact').where('staff_id', '=', staffId).orderBy('id').execute()).map(({ fact }) => fact)
  const day = (field: string, text: string) => {
    const [year = '', month = '', date = ''] = text.split('-')
    return { [`${field}.day`]: date, [`${field}.month`]: month, [`${field}.year`]: year }
  }
  const png = async (width = 900, height = 900) =>
    new Blob([
      new Uint8Array(
        await sharp({ create: { width, height, channels: 3, background: '#1f52cc' } })
          .png()
          .toBuffer(),
      ),
    ])

  test('a good deal: written, seen as it will be, published, changed, deleted; young people see each of these', async () => {
    const { beneficiary, code } = await act(async (tx) => ({
      beneficiary: await aBeneficiary(tx),
      code: (await aPartner(tx, { name: 'LE ROLLER' })).code,
    }))
    const young = await new Visitor(site).signInAs({ beneficiaryId: beneficiary.id })
    const { id: agentId, visitor } = await agent()
    const typed = { title: 'Nuit du roller', partnerCode: code.toLowerCase(), body: 'Patins prêtés.', openTo: 'all' }

    const withoutPicture = await visitor.submit('/region/bons-plans/nouveau', typed)
    expect([withoutPicture.status, withoutPicture.text.includes('Choisissez une image.')]).toEqual([422, true])
    const added = await visitor.submit('/region/bons-plans/nouveau', { ...typed, picture: await png() })
    expect(added.status).toBe(303)
    const preview = await visitor.get(added.location as string)
    for (const words of ['Brouillon', 'Nuit du roller', 'LE ROLLER', 'Patins prêtés.']) expect(preview.text).toContain(words)
    expect((await young.get('/espace/bons-plans')).text).not.toContain('Nuit du roller')
    const picture = await visitor.get(`${added.location}/image`)
    expect([...picture.bytes.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff])
    expect(await sharp(picture.bytes).metadata()).toMatchObject({ width: 640, height: 400 })

    const published = { ...typed, title: 'Nuit blanche du roller', ...day('publishedFrom', TODAY) }
    expect((await visitor.submit(`${added.location}/modification`, published)).location).toBe(added.location)
    expect((await young.get('/espace/bons-plans')).text).toContain('Nuit blanche du roller')
    expect((await visitor.get(`${added.location}/image`)).bytes.equals(picture.bytes)).toBe(true)

    expect((await visitor.get(`${added.location}/suppression`)).text).toContain('Nuit blanche du roller')
    const gone = (await visitor.submit(`${added.location}/suppression`)).location as string
    expect(gone).toBe('/region/bons-plans?fait=suppression')
    expect((await visitor.get(gone)).text).toContain('La suppression est faite')
    expect((await young.get('/espace/bons-plans')).text).not.toContain('Nuit blanche du roller')
    expect((await visitor.get(added.location as string)).status).toBe(404)
    expect(await factsOf(agentId)).toEqual(['good-deal.added', 'good-deal.changed', 'good-deal.deleted'])
  })

  test('a good deal of nobody, or with what is no picture, is refused', async () => {
    const { visitor } = await agent()
    const typed = { title: 'Faux', body: 'Rien.', openTo: 'all' }
    const refused = async (more: Record<string, string | Blob>) =>
      (await visitor.submit('/region/bons-plans/nouveau', { ...typed, ...more })).status
    expect(await refused({ picture: await png() })).toBe(422)
    expect(await refused({ picture: await png(), partnerCode: 'ZZZZ999' })).toBe(422)
    expect(await refused({ organiser: 'Moi', picture: new Blob(['<svg onload="alert(1)"/>']) })).toBe(415)
    expect(await refused({ organiser: 'Moi', picture: await png(200, 200) })).toBe(422)
    expect((await db.selectFrom('good_deals').select('id').where('title', '=', 'Faux').execute()).length).toBe(0)
  })

  test('a document: a PDF and nothing else; a new file takes the place of the one before', async () => {
    const { id: agentId, visitor } = await agent()
    const pdf = async (title: string) => new Blob([new Uint8Array(await aPdf(title))])
    const typed = { name: 'Guide de la rentrée', ...day('publishedFrom', TODAY) }
    expect((await visitor.submit('/region/documents/nouveau', { ...typed, file: await png() })).status).toBe(415)
    const added = await visitor.submit('/region/documents/nouveau', { ...typed, file: await pdf('un') })
    expect(added.status).toBe(303)
    const first = (await visitor.get(`${added.location}/fichier.pdf`)).bytes
    await visitor.submit(`${added.location}/modification`, { ...typed, file: await pdf('deux') })
    expect((await visitor.get(`${added.location}/fichier.pdf`)).bytes.equals(first)).toBe(false)
    expect((await db.selectFrom('files').select('id').where('policy', '=', 'document').where('bytes', '=', first).execute()).length).toBe(0)
    await visitor.submit(`${added.location}/suppression`)
    expect(await factsOf(agentId)).toEqual(['document.added', 'document.changed', 'document.deleted'])
  })

  test('a question: a new theme, an address that stays; the theme goes with its last question', async () => {
    const { id: agentId, visitor } = await agent()
    const typed = { question: 'Où est le distributeur ?', answer: 'Nulle part.', newTheme: 'Distributeurs', ...day('publishedFrom', TODAY) }
    const added = await visitor.submit('/region/questions-frequentes/nouveau', typed)
    await visitor.submit('/region/questions-frequentes/nouveau', { ...typed, answer: 'La même question.' })
    expect((await visitor.get('/faq/ou-est-le-distributeur-2')).text).toContain('La même question.')
    await visitor.submit(`${added.location}/modification`, { ...typed, question: 'Y a-t-il un distributeur ?' })
    expect((await visitor.get('/faq/ou-est-le-distributeur')).text).toContain('Y a-t-il un distributeur ?')
    expect((await visitor.submit('/region/questions-frequentes/nouveau', { ...typed, newTheme: '', themeId: '' })).status).toBe(422)

    const rows = await db.selectFrom('questions').select('id').where('slug', 'like', 'ou-est-le-distributeur%').execute()
    for (const { id } of rows) {
      const gone = (await visitor.submit(`/region/questions-frequentes/${id}/suppression`)).location as string
      expect((await visitor.get(gone)).text).toContain('La suppression est faite')
    }
    expect(await db.selectFrom('question_themes').select('id').where('title', '=', 'Distributeurs').execute()).toEqual([])
    expect(await factsOf(agentId)).toEqual(['question.added', 'question.added', 'question.changed', 'question.deleted', 'question.deleted'])
  })

  test('a key date: on the home page from the day it is published', async () => {
    const { campaign, beneficiary } = await act(async (tx) => ({
      campaign: await currentCampaign(tx, TODAY),
      beneficiary: await aBeneficiary(tx),
    }))
    const { id: agentId, visitor } = await agent()
    const young = await new Visitor(site).signInAs({ beneficiaryId: beneficiary.id })
    const typed = {
      label: 'Journée des métiers',
      campaignId: String(campaign.id),
      concerns: 'everybody',
      ...day('day', addDays(TODAY, 30)),
    }
    const added = await visitor.submit('/region/dates-cles/nouveau', typed)
    expect((await visitor.get(added.location as string)).text).toContain('Brouillon')
    expect((await young.get('/espace')).text).not.toContain('Journée des métiers')
    await visitor.submit(`${added.location}/modification`, { ...typed, ...day('publishedFrom', TODAY) })
    expect((await young.get('/espace')).text).toContain('Journée des métiers')
    await visitor.submit(`${added.location}/modification`, { ...typed, concerns: 'paying', ...day('publishedFrom', TODAY) })
    expect((await young.get('/espace')).text).not.toContain('Journée des métiers')
    expect((await visitor.submit('/region/dates-cles/nouveau', { ...typed, concerns: 'nobody' })).status).toBe(422)
    expect((await visitor.submit('/region/dates-cles/nouveau', { ...typed, ...day('day', '2026-02-31') })).status).toBe(422)
    await visitor.submit(`${added.location}/suppression`)
    expect(await factsOf(agentId)).toEqual(['key-date.added', 'key-date.changed', 'key-date.changed', 'key-date.deleted'])
  })

  test('is for those who write contents, not for administrators', async () => {
    const { visitor: support } = await agent('helpline')
    const { visitor: administrator } = await agent('administrator')
    const { visitor: writer } = await agent('content')
    for (const path of [
      '/region/contenus',
      '/region/bons-plans',
      '/region/documents/nouveau',
      '/region/questions-frequentes',
      '/region/dates-cles',
    ]) {
      expect((await support.get(path)).status).toBe(403)
      expect((await administrator.get(path)).status).toBe(403)
      expect((await writer.get(path)).status).toBe(200)
    }
  })
})

function aPdf(title: string): Promise<Buffer> {
  const document = new PDFDocument({ info: { Title: title } })
  const chunks: Buffer[] = []
  return new Promise((resolve) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk))
    document.on('end', () => resolve(Buffer.concat(chunks)))
    document.text(title)
    document.end()
  })
}
