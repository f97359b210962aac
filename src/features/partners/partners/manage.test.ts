import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { asOwner, testDatabase } from '../../../../tests/support/database.ts'
import { anAgent, aPartner } from '../../../../tests/support/makers.ts'
import { agreedTo } from '../../../../tests/support/two-people.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { importFile } from '../../../platform/import/load.ts'
import { partnersImporter } from './import.ts'

const database = await testDatabase()
const { site, clock } = testSite(database)
const { db } = database
const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), act)

const agent = await committed((tx) => anAgent(tx, 'partners'))
const visitor = await new Visitor(site).signInAs({ staffId: agent.id })
const known = await committed((tx) => aPartner(tx, { name: 'LES PAGES', town: 'Amiens' }))
const LIST = '/region/partenaires'

const details = {
  name: 'AU BEFFROI',
  typeCode: 'librairie',
  street: '1 place des Héros',
  postcode: '62000',
  town: 'Arras',
  phone: '03 21 00 00 00',
  email: '',
  website: '',
  latitude: '50,2910',
  longitude: '2,7775',
  acceptsPrepayments: 'on',
}
const row = (code: string) => db.selectFrom('partners').selectAll().where('code', '=', code).executeTakeFirst()

describe('a partner', () => {
  test('is added, and found by anyone once a second person has opened it', async () => {
    const answer = await visitor.submit(`${LIST}/nouveau`, { code: 'b107', ...details })
    expect(answer.location).toMatch(/^\/region\/partenaires\/\d+\?fait=ajout$/)
    expect(await row('B107')).toMatchObject({ latitude: 50.291, accepts_prepayments: true, accepts_online_payments: false, email: null })
    expect((await new Visitor(site).get('/partenaires/B107')).status).toBe(404)
    await committed((tx) => agreedTo(tx, 'partner.opening', Number(/\d+/.exec(answer.location as string)?.[0])))
    expect((await new Visitor(site).get('/partenaires/B107')).text).toContain('AU BEFFROI')
    expect((await visitor.search(LIST, { recherche: 'arras' })).text).toContain('AU BEFFROI')
    expect((await visitor.search(LIST, { recherche: 'b107' })).text).not.toContain('LES PAGES')

    const again = await visitor.submit(`${LIST}/nouveau`, { code: 'B107', ...details })
    expect([again.status, again.text.includes('a déjà ce code')]).toEqual([422, true])
  })

  test('has a position or none, never half of one', async () => {
    for (const wrong of [{ latitude: '' }, { longitude: 'est' }, { latitude: '91' }]) {
      expect((await visitor.submit(`${LIST}/nouveau`, { code: 'X1', ...details, ...wrong })).status).toBe(422)
    }
    expect(await row('X1')).toBeUndefined()
  })

  test('has no position elsewhere than its town', async () => {
    await asOwner(database.url, "insert into towns values ('62041', '62000', 'Arras', 2.78, 50.29) on conflict do nothing")
    const swapped = await visitor.submit(`${LIST}/nouveau`, { code: 'X1', ...details, latitude: '2,7775', longitude: '50,2910' })
    expect([swapped.status, swapped.text.includes('ce point n’est pas en France')]).toEqual([422, true])
    const paris = await visitor.submit(`${LIST}/nouveau`, { code: 'X1', ...details, latitude: '48,85', longitude: '2,35' })
    expect([paris.status, paris.text.includes('ce point est à 163 km de Arras')]).toEqual([422, true])
    expect(await row('X1')).toBeUndefined()
  })

  test('is changed, and what changed is written down', async () => {
    const { acceptsPrepayments, ...others } = details
    const answer = await visitor.submit(`${LIST}/${known.id}/modifier`, { ...others, name: 'LES PAGES', acceptsOnlinePayments: 'on' })
    expect(answer.status).toBe(303)
    expect(await row(known.code)).toMatchObject({ town: 'Arras', accepts_prepayments: false, accepts_online_payments: true })
    const fact = await db.selectFrom('audit_facts').selectAll().where('fact', '=', 'partner.changed').executeTakeFirstOrThrow()
    expect(fact).toMatchObject({ staff_id: agent.id, details: { partner_id: known.id, town: 'Arras', accepts_prepayments: false } })
    expect(fact.details).not.toHaveProperty('name')
  })

  test('is suspended, is not found any more, and comes back', async () => {
    const place = `${LIST}/${known.id}`
    expect((await visitor.get(`${place}/suspension`)).text).toContain('Ce qui va se passer')
    expect((await row(known.code))?.active).toBe(true)
    await visitor.submit(`${place}/suspension`)
    expect((await new Visitor(site).get(`/partenaires/${known.code}`)).status).toBe(404)
    expect((await visitor.get(`${LIST}?etat=suspended`)).text).toContain('LES PAGES')
    await visitor.submit(place)
    expect((await row(known.code))?.active).toBe(false)
    await committed((tx) => agreedTo(tx, 'partner.opening', known.id))
    expect((await new Visitor(site).get(`/partenaires/${known.code}`)).status).toBe(200)
  })
})

describe('a file of partners', () => {
  const HEADER = 'code;nom;type;adresse;code_postal;ville;telephone;email;site;longitude;latitude;prepaiement;paiement_en_ligne'
  const folder = mkdtempSync(join(tmpdir(), 'partners-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const load = async (file: string | Buffer) => {
    const path = join(folder, 'partners.csv')
    writeFileSync(path, file)
    const told: string[] = []
    return { counts: await importFile(database.url, partnersImporter, path, (words) => told.push(words)), told: told.join('\n') }
  }
  const send = (...lines: string[]) => load(lines.join('\n'))
  const good = 'C1;LIBRAIRIE UN;librairie;1 rue A;80000;Amiens;03 22 00 00 00;un@exemple.fr;https://un.exemple.fr;2,29;49,89;oui;non'

  test('adds, changes, and says what is wrong line by line', async () => {
    const first = await send(
      HEADER,
      good,
      'c 2;LIBRAIRIE DEUX;librairie;1 rue A;80000;Amiens;;;;;;oui;non',
      'C3;;librairie;1 rue A;80000;Amiens;;;;;;oui;non',
      'C4;LIBRAIRIE QUATRE;boulangerie;1 rue A;80000;Amiens;;;;;;oui;non',
      'C5;"LIBRAIRIE; CINQ";librairie;1 rue A;80000;Amiens;;;;2,29;;oui;non',
      'C6;LIBRAIRIE SIX;librairie;1 rue A;80000;Amiens;;;;;;peut-être;non',
    )
    for (const said of [
      'lettres majuscules et chiffres attendus',
      'colonne « nom », valeur «  » : la valeur manque',
      'ce type de partenaire n’existe pas',
      'vont ensemble',
      'oui ou non attendu',
    ])
      expect(first.told).toContain(said)
    expect(first.counts).toEqual({ read: 6, loaded: 1, refused: 5, left_out: 0 })
    expect(await row('C1')).toMatchObject({ longitude: 2.29, accepts_prepayments: true, active: true })

    await asOwner(database.url, "update partners set active = false where code = 'C1'")
    await send(HEADER, good.replace('LIBRAIRIE UN', 'LIBRAIRIE CHANGÉE'), 'C5;LIBRAIRIE CINQ;librairie;1 rue A;80000;Amiens;;;;;;oui;oui')
    expect([await row('C1'), await row('C5')]).toMatchObject([{ name: 'LIBRAIRIE CHANGÉE', active: false }, { active: true }])
    const twice = await send(HEADER, good.replace('LIBRAIRIE UN', 'LIBRAIRIE PREMIÈRE'), good.replace('LIBRAIRIE UN', 'LIBRAIRIE DERNIÈRE'))
    expect(twice.told).toContain('Le partenaire C1 est décrit de plusieurs façons : « LIBRAIRIE PREMIÈRE, 1 rue A, Amiens » (ligne 2)')
    expect((await row('C1'))?.name).toBe('LIBRAIRIE DERNIÈRE')
  })

  test('leaves out a point that is not where its town is: the map of all would move', async () => {
    const { counts, told } = await send(HEADER, good.replace('C1', 'C7').replace('2,29;49,89', '48,85;2,35'), good.replace('C1', 'C8'))
    expect([told, counts]).toEqual([
      expect.stringContaining('ce point n’est pas en France'),
      { read: 2, loaded: 1, refused: 1, left_out: 0 },
    ])
    expect([await row('C7'), (await row('C8'))?.longitude]).toEqual([undefined, 2.29])
  })

  test('is read as Excel saves it', async () => {
    const saved = ['sep=;', HEADER, good.replace('C1;LIBRAIRIE UN', 'C10;LIBRAIRIE DE L’ÉTÉ')].join('\r\n')
    await load(Buffer.from(Array.from(saved, (letter) => (letter === '’' ? 0x92 : letter.charCodeAt(0)))))
    expect((await row('C10'))?.name).toBe('LIBRAIRIE DE L’ÉTÉ')
  })

  test('is refused whole without its columns', async () => {
    await expect(send('code;nom', 'C9;X')).rejects.toThrow('Il manque les colonnes « type »')
    await expect(send('')).rejects.toThrow('colonnes attendues')
  })
})

describe('a type of partners', () => {
  const TYPES = `${LIST}/types`

  test('is added, renamed and chosen; files keep the word that it had; two never have one name', async () => {
    expect((await visitor.submit(TYPES, { label: 'Matériel d’œuvre' })).location).toBe(`${TYPES}?fait=ajout`)
    const type = await db.selectFrom('partner_types').selectAll().where('label', '=', 'Matériel d’œuvre').executeTakeFirst()
    expect(type?.code).toBe('materiel-d-oeuvre')
    for (const label of ['materiel d’OEUVRE', '', '!!!']) {
      const { status, text } = await visitor.submit(TYPES, { label })
      expect([status, text.includes('id="label-error"')], label).toEqual([422, true])
    }
    expect((await visitor.submit(`${TYPES}/materiel-d-oeuvre`, { label: 'Outillage' })).location).toBe(`${TYPES}?fait=modification`)
    expect((await visitor.get(`${LIST}/nouveau`)).text).toContain('<option value="materiel-d-oeuvre">Outillage</option>')
    expect((await visitor.submit(`${TYPES}/materiel-d-oeuvre`, { label: 'Outillage' })).status).toBe(303)
    expect((await visitor.get(`${TYPES}/inconnu`)).status).toBe(404)
  })
})

test('a partner that is changed while it waits is another one to agree to', async () => {
  const { location } = await visitor.submit(`${LIST}/nouveau`, { code: 'B108', ...details })
  const path = (location ?? '').split('?')[0] as string
  const waiting = () =>
    db
      .selectFrom('acts_of_two')
      .select('id')
      .where('kind', '=', 'partner.opening')
      .where('subject', '=', path.split('/').at(-1) as string)
      .where('outcome', 'is', null)
      .executeTakeFirstOrThrow()
  const seen = await waiting()
  await visitor.submit(`${path}/modifier`, { ...details, name: 'CHEZ MON AMI' })
  const second = await new Visitor(site).signInAs({ staffId: (await committed((tx) => anAgent(tx, 'partners'))).id })
  expect((await second.submit(`/region/a-valider/${seen.id}`, { action: 'agree' })).status).toBe(409)
  expect(await row('B108')).toMatchObject({ active: false })
  expect((await second.get(`/region/a-valider/${(await waiting()).id}`)).text).toContain('CHEZ MON AMI')
})
