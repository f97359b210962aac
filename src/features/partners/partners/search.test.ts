import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { asOwner, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aPartner } from '../../../../tests/support/makers.ts'
import { readConfig } from '../../../platform/config.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { townsOfPartners } from './queries.ts'
import { PARTNERS_A_PAGE, pointsOf, searchChoices, searchPartners } from './search.ts'

const database = await testDatabase()
const { db } = database
const { site } = testSite(database)
const act = <T>(run: (tx: Tx) => Promise<T>) => inTransaction(db, TEST_NOW, run)

const at = (latitude: number, longitude: number) => ({ latitude, longitude })
const place = (tx: Tx, id: number, where: { latitude: number; longitude: number }) =>
  tx.updateTable('partners').set(where).where('id', '=', id).execute()

const FIRST = { near: null, page: 1 }

const namesOf = async (
  criteria: { name?: string; town?: string; type?: string },
  near: Parameters<typeof searchPartners>[2]['near'] = null,
) => (await searchPartners(db, { name: '', town: '', type: '', ...criteria }, { near, page: 1 })).map(({ name }) => name)

await act(async (tx) => {
  await tx.insertInto('partner_types').values({ code: 'sport', label: 'Articles de sport' }).execute()
  const pages = await aPartner(tx, { name: 'LES PAGES', town: 'Amiens' })
  const beffroi = await aPartner(tx, { name: 'AU BEFFROI', town: 'Saint-Omer' })
  await tx.updateTable('partners').set({ type_code: 'sport' }).where('id', '=', beffroi.id).execute()
  await aPartner(tx, { name: 'L’ENCRIER', town: 'Lille' })
  await aPartner(tx, { name: 'LES PAGES FERMÉES', town: 'Amiens', active: false })
  await place(tx, pages.id, at(49.8941, 2.2957))
  await place(tx, beffroi.id, at(50.7503, 2.2533))
})

describe('searching', () => {
  test('by name with typing mistakes, by town, by type, and by several at once', async () => {
    for (const typed of ['les pages', 'LES PAGE', 'lespages', 'Pâges']) expect(await namesOf({ name: typed })).toEqual(['LES PAGES'])
    expect(await namesOf({ name: 'befroi' })).toEqual(['AU BEFFROI'])
    expect(await namesOf({ town: 'saint omer' })).toEqual(['AU BEFFROI'])
    expect(await namesOf({ type: 'sport' })).toEqual(['AU BEFFROI'])
    expect(await namesOf({ name: 'pages', town: 'Lille' })).toEqual([])
    expect(await namesOf({ name: '?!' })).toEqual([])
    expect(await namesOf({})).toEqual(['LES PAGES', 'L’ENCRIER', 'AU BEFFROI'])
  })

  test('near a place: the nearest first, those without coordinates last', async () => {
    expect(await namesOf({}, at(50.7, 2.3))).toEqual(['AU BEFFROI', 'LES PAGES', 'L’ENCRIER'])
    const [first] = await searchPartners(db, { name: '', town: '', type: '' }, { near: at(50.66, 2.25), page: 1 })
    expect(first?.distance_km).toBeCloseTo(10, 0)
  })

  test('on the map: everything found that has coordinates', async () => {
    const { towns, partners } = await pointsOf(db, { name: '', town: '', type: '' })
    expect(towns).toEqual(['Amiens', 'Saint-Omer'])
    expect(partners.map(([, name, town, latitude]) => [name, town, latitude])).toEqual([
      ['LES PAGES', 0, 49.8941],
      ['AU BEFFROI', 1, 50.7503],
    ])
  })
})

test('what everybody looks at is what it was computed to be until a partner changes, whoever changes it', async () => {
  const towns = () => townsOfPartners(db, 'prepayments')
  const lists = async () => [await towns(), await searchChoices(db), await searchPartners(db, { name: '', town: '', type: '' }, FIRST)]
  const before = await lists()
  for (const [index, list] of (await lists()).entries()) expect(list).toBe(before[index])

  const { id } = await act((tx) => aPartner(tx, { name: 'LE CARTABLE', town: 'Zuydcoote' }))
  expect(await towns()).toEqual([...(before[0] as string[]), 'Zuydcoote'])
  expect(await namesOf({ town: 'Zuydcoote' })).toEqual(['LE CARTABLE'])
  await db.updateTable('partners').set({ active: false }).where('id', '=', id).execute()
  expect(await lists()).toEqual(before)
  await db.deleteFrom('partners').where('id', '=', id).execute()
  await db.updateTable('partner_types').set({ label: 'Sport' }).where('code', '=', 'sport').execute()
  expect((await searchChoices(db)).types).toContainEqual({ code: 'sport', label: 'Sport' })
  await db.updateTable('partner_types').set({ label: 'Articles de sport' }).where('code', '=', 'sport').execute()

  // Of what is not committed nothing is kept.
  await db
    .transaction()
    .execute(async (tx) => {
      await tx.updateTable('partners').set({ active: false }).execute()
      expect(await townsOfPartners(tx, 'prepayments')).toEqual([])
      throw new Error('rolled back')
    })
    .catch(() => {})
  expect(await lists()).toEqual(before)
})

describe('the page', () => {
  test('its address holds the search, the map and the next page with it', async () => {
    const shown = await new Visitor(site).get('/ou-utiliser-ma-carte?nom=les+pages&ville=Amiens&type=librairie&pres=50.63,3.06')
    expect(shown.text).toContain('value="les pages"')
    expect(shown.text).toContain('1 partenaire<')
    expect(shown.text).toContain('Librairie, à')
    expect(shown.text).toContain('data-points="/ou-utiliser-ma-carte/points?nom=les+pages&amp;ville=Amiens&amp;type=librairie"')
    const points = await new Visitor(site).get('/ou-utiliser-ma-carte/points?nom=les+pages')
    expect(JSON.parse(points.text).partners).toHaveLength(1)
    expect((await new Visitor(site).get('/ou-utiliser-ma-carte?pres=x,y&page=-3.5&nom=%25_%5C')).status).toBe(200)
    expect((await new Visitor(site).get('/ou-utiliser-ma-carte?nom=%00')).status).toBe(404)
  })

  test('tiles come from where the configuration says, and only then', async () => {
    const csp = async (env: NodeJS.ProcessEnv) => {
      const config = readConfig({ DEMO: '1', DATA_DIR: '/nonexistent', ...env })
      const answer = await new Visitor({ ...site, config }).get('/ou-utiliser-ma-carte')
      return [answer.headers.get('content-security-policy')?.match(/img-src [^;]*/)?.[0], answer.text.includes('data-tiles')]
    }
    expect(await csp({})).toEqual(["img-src 'self' data: blob:", false])
    expect(await csp({ MAP_TILES_URL: 'https://{s}.tuiles.example/a/{z}/{x}/{y}.png' })).toEqual([
      "img-src 'self' data: blob: https://*.tuiles.example",
      true,
    ])
    expect(() => readConfig({ DEMO: '1', MAP_TILES_URL: 'https://tuiles.example' })).toThrow('MAP_TILES_URL')
  })
})

test('of 5,000 partners: a name and a town are found by an index', async () => {
  await sql`
    insert into partners (code, name, type_code, street, postcode, town, latitude, longitude, accepts_prepayments, accepts_online_payments)
    select 'X' || n, initcap(substr(md5(n::text), 1, 6) || ' ' || substr(md5((n * 7)::text), 1, 8)), 'librairie', n || ' rue des Essais', '80000',
      'Ville ' || (n % 300), 49 + (n % 1000) / 500.0, 1.6 + (n % 777) / 400.0, true, true
    from generate_series(1, 5000) n
  `.execute(db)
  await asOwner(database.url, 'analyze partners')
  const planOf = (query: ReturnType<typeof sql>) =>
    db.transaction().execute(async (tx) => {
      // As partners_named_like does.
      await sql`set local enable_seqscan = off`.execute(tx)
      const { rows } = await sql<{ 'QUERY PLAN': string }>`explain ${query}`.execute(tx)
      return rows.map((row) => row['QUERY PLAN']).join('\n')
    })
  expect(await planOf(sql`select id from partners where active and searchable('les pages') <% name_search`)).toContain('partners_by_name')
  expect(await planOf(sql`select id from partners where active and town_search = searchable('Ville 12')`)).toContain(
    'partners_in_order_of_town',
  )
  const all = await searchPartners(db, { name: '', town: '', type: '' }, { near: null, page: 2 })
  expect([all.length, all[0]?.found]).toEqual([PARTNERS_A_PAGE, 5003])
  expect((await pointsOf(db, { name: '', town: '', type: '' })).partners).toHaveLength(5002)
})
