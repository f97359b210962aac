import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { asOwner, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aBeneficiary, aCampaign } from '../../../../tests/support/makers.ts'
import { inTransaction } from '../../../platform/database/index.ts'
import { importFile } from '../../../platform/import/load.ts'
import { registerApplication } from '../../requests/card-applications/index.ts'
import { AS_TYPED, addressForm, addressLines, type GuidedAddress, mustFit, NOT_LISTED, postalName } from './address.ts'
import { findAddress } from './find-address.ts'
import { streetsImporter } from './import.ts'
import { loadTowns } from './load-towns.ts'
import { placesLike, suggestStreets, townsOf } from './queries.ts'

const LHERMITE = 'ALL MARIE THERESE VICOT LHERMITE'
const LILLE = { postcode: '59000', insee_code: '59350' }

const database = await testDatabase()
const { db } = database
const folder = mkdtempSync(join(tmpdir(), 'streets-'))
afterAll(() => rmSync(folder, { recursive: true }))

const COLUMNS =
  'id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;code_insee_ancienne_commune;nom_ancienne_commune;x;y;lon;lat;type_position;alias;nom_ld;libelle_acheminement;nom_afnor;source_position;source_nom_voie;certification_commune;cad_parcelles'

const house = (street: string, { postcode = '59000', insee = '59350', afnor = '', number = '1' } = {}) =>
  `x;;${number};;${street};${postcode};${insee};Lille;;;;;3.06;50.63;entrée;;;LILLE;${afnor};commune;commune;1;`

async function importStreets(lines: string[], saved?: Buffer) {
  const file = join(folder, 'streets.csv')
  writeFileSync(file, saved ?? lines.join('\n'))
  const wrong: string[] = []
  const counts = await importFile(database.url, streetsImporter, file, (line) => wrong.push(line))
  return { counts, wrong }
}

const streetsOf = async (insee: string) =>
  (await db.selectFrom('streets').select('name').where('insee_code', '=', insee).orderBy('name').execute()).map(({ name }) => name)

const guided: GuidedAddress = {
  kind: 'guided',
  ...LILLE,
  town: 'Lille',
  street: LHERMITE,
  house_number: '1',
  number_suffix: 'BIS',
  care_of: 'Mme Durand',
  complement: 'Hôtel de Région',
  po_box: 'BP 2616',
}

const typed = {
  kind: 'guided',
  postcode: '59000',
  inseeCode: '59350',
  street: LHERMITE,
  houseNumber: '1',
  numberSuffix: '',
  careOf: '',
  complement: '',
  poBox: '',
}

const errorsOf = (fields: Record<string, string | string[]>) => addressForm.safeParse(fields).error?.issues.map(({ path }) => path[0]) ?? []

describe('an address', () => {
  test('is written on the lines of an envelope', () => {
    expect(addressLines(guided)).toEqual(['Chez Mme Durand', 'Hôtel de Région', `1 BIS ${LHERMITE}`, 'BP 2616', '59000 LILLE'])
    expect(addressLines({ kind: 'free', lines: ['Ferme du Bois'], postcode: '60180', town: 'Nogent-sur-Oise' })).toEqual([
      'Ferme du Bois',
      '60180 NOGENT SUR OISE',
    ])
  })

  test('takes no line longer than an envelope shows', () => {
    const longest = { ...guided, town: 'Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson' }
    for (const line of addressLines(longest)) expect(line.length).toBeLessThanOrEqual(38)
    expect(() => mustFit({ ...guided, house_number: '1234' })).toThrow('plus de 38 caractères')
    const tooLong = 'x'.repeat(39)
    expect(errorsOf({ ...typed, complement: tooLong, poBox: tooLong, street: tooLong })).toEqual(['street', 'complement', 'poBox'])
    expect(errorsOf({ ...typed, careOf: 'x'.repeat(34) })).toEqual(['careOf'])
    expect(errorsOf({ kind: 'free', line1: tooLong, freePostcode: '59000', freeTown: 'x'.repeat(33) })).toEqual(['line1', 'freeTown'])
  })

  test('needs a street or a line, a postcode and a town', () => {
    expect(errorsOf({ kind: 'guided' })).toEqual(['postcode', 'inseeCode', 'street'])
    expect(errorsOf({ kind: 'free' })).toEqual(['line1', 'freeTown', 'freePostcode'])
    expect(errorsOf({ ...typed, postcode: '5900' })).toEqual(['postcode'])
    expect(errorsOf({})).toEqual(['kind'])
    // Whoever sends a field twice sends a list.
    expect(errorsOf({ kind: 'free', line1: '1 rue Haute', freePostcode: ['60180', '60180'], freeTown: 'Nogent' })).toEqual(['freePostcode'])
  })

  test('is read with the habits of those who write it', () => {
    const given = { ...typed, postcode: '59 000', numberSuffix: 'bis', careOf: 'chez M. Petit', poBox: '2616' }
    expect(addressForm.parse(given)).toMatchObject({ postcode: '59000', numberSuffix: 'BIS', careOf: 'M. Petit', poBox: 'BP 2616' })
    expect(errorsOf({ ...typed, houseNumber: 'onze', numberSuffix: 'étage', complement: '😀' })).toEqual([
      'houseNumber',
      'numberSuffix',
      'complement',
    ])
  })

  test('abroad ends with its country, and has that country’s postcode or none', () => {
    const abroad = { kind: 'free', line1: 'Rue de Nimy 12 bte 3', freePostcode: '7000', freeTown: 'Mons', country: 'BE' }
    expect(addressForm.parse(abroad)).toMatchObject({ freePostcode: '7000', country: 'BE' })
    expect(errorsOf({ ...abroad, freePostcode: '' })).toEqual([])
    expect(errorsOf({ ...abroad, country: 'FR' })).toEqual(['freePostcode'])
    expect(addressLines({ kind: 'free', lines: ['Rue de Nimy 12 bte 3'], postcode: '7000', town: 'Mons', country: 'BE' })).toEqual([
      'Rue de Nimy 12 bte 3',
      '7000 MONS',
      'BELGIQUE',
    ])
  })

  test('is in the style of La Poste, abbreviated only when too long', () => {
    expect(postalName('Allée Marie-Thérèse Vicot Lhermitte')).toBe('ALL MARIE THERESE VICOT LHERMITTE')
    expect(postalName('Allée des Œillets')).toBe('ALLEE DES OEILLETS')
    expect(postalName('Rue de l’Église')).toBe('RUE DE L EGLISE')
  })
})

describe('the towns of France', () => {
  test('are loaded once, by two servers that start together', async () => {
    await Promise.all([loadTowns(database.url), loadTowns(database.url)])
    const { count } = await db.selectFrom('towns').select(db.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
    expect(count).toBeGreaterThan(35_000)
    expect(await townsOf(db, '59000')).toEqual([{ insee_code: '59350', name: 'Lille' }])
    expect(await townsOf(db, '69003')).toEqual([{ insee_code: '69383', name: 'Lyon' }])
    expect(await townsOf(db, '59999')).toEqual([])
  })
})

describe('the national file of addresses', () => {
  test('gives each street once, however often it is loaded', async () => {
    const lines = [
      COLUMNS,
      house('Rue Nationale', { insee: '59001', afnor: 'RUE NATIONALE' }),
      house('Rue Nationale', { insee: '59001', afnor: 'RUE NATIONALE', number: '3' }),
      house('Rue de l’Église', { insee: '59001' }),
      house('Rue Nationale', { insee: '59001', number: '5' }),
    ]
    const first = await importStreets(lines)
    expect(first).toEqual({ counts: { read: 4, loaded: 4, refused: 0, left_out: 0 }, wrong: [] })
    expect(await importStreets(lines)).toEqual(first)
    expect(await streetsOf('59001')).toEqual(['RUE DE L EGLISE', 'RUE NATIONALE'])
  })

  test('is loaded but for its wrong lines, which are told', async () => {
    const { counts, wrong } = await importStreets([
      `\ufeff${COLUMNS.toUpperCase()}`,
      house('Rue Haute', { insee: '59002' }),
      house('Rue Basse', { insee: '59002', postcode: '5900' }),
      house('', { insee: '59002' }),
      house('Rue Noire', { insee: '59' }),
      house('Rue \ufffdtroite', { insee: '59002' }),
      house('Rue dont le nom est bien trop long pour une enveloppe', { insee: '59002' }),
      'x;;1',
      '',
      house('Rue "du" Milieu', { insee: '59002' }),
    ])
    expect(counts).toEqual({ read: 8, loaded: 2, refused: 6, left_out: 0 })
    expect(wrong[0]).toBe('ligne 3, colonne « code_postal », valeur « 5900 » : cinq chiffres attendus')
    expect(wrong.map((line) => /^ligne \d+, colonne « \w+ »/.exec(line)?.[0])).toEqual([
      'ligne 3, colonne « code_postal »',
      'ligne 4, colonne « nom_voie »',
      'ligne 5, colonne « code_insee »',
      'ligne 6, colonne « nom_voie »',
      'ligne 7, colonne « nom_voie »',
      'ligne 8, colonne « code_postal »',
    ])
    expect(await streetsOf('59002')).toEqual(['RUE DU MILIEU', 'RUE HAUTE'])
  })

  test('with a quotation mark left open loses that line and no other', async () => {
    const { counts } = await importStreets([
      COLUMNS,
      house('Rue Une', { insee: '59003' }),
      house('"Rue Deux', { insee: '59003' }),
      ...Array.from({ length: 3000 }, () => house('Rue Trois', { insee: '59003' })),
    ])
    expect(counts).toMatchObject({ read: 3002, loaded: 3001, refused: 1 })
    expect(await streetsOf('59003')).toEqual(['RUE TROIS', 'RUE UNE'])
  })

  test('has no point outside its town: 48.85 read as a longitude moves no map', async () => {
    const at = (street: string, lon: number, lat: number) =>
      `x;;1;;${street};59000;59350;Lille;;;;;${lon};${lat};entrée;;;LILLE;;commune;commune;1;`
    const { counts, wrong } = await importStreets([
      COLUMNS,
      at('Rue Juste', 3.06, 50.63),
      at('Rue Voisine', 3.07, 50.64),
      at('Rue Basse', 3.05, 50.62),
      at('Rue Retournée', 50.63, 3.06),
      at('Rue de Paris', 2.35, 48.85),
    ])
    expect(counts).toMatchObject({ loaded: 5, refused: 0 })
    expect(wrong).toEqual([
      'ligne 5, RUE RETOURNEE, 59000 : le point n’est pas en France : cette voie est gardée sans lui',
      'ligne 6, RUE DE PARIS, 59000 : le point est loin de sa commune : cette voie est gardée sans lui',
    ])
    const { rows } = await database.pool.query(
      "select name, longitude from streets where insee_code = '59350' and longitude is not null order by name",
    )
    expect(rows.map(({ name }) => name)).toEqual(['RUE BASSE', 'RUE JUSTE', 'RUE VOISINE'])
    await asOwner(database.url, "delete from streets where insee_code = '59350'")
  })

  test('files a street of a CEDEX, or with a box, under its town', async () => {
    await importStreets([COLUMNS, house('Rue de la Mairie BP 94', { postcode: '59362', insee: '59036' })])
    const { rows } = await database.pool.query("select postcode, name from streets where insee_code = '59036'")
    expect(rows).toEqual([{ postcode: '59440', name: 'RUE DE LA MAIRIE' }])
  })

  test('says that a postcode and a commune contradict each other, and files the street under the commune', async () => {
    const { counts, wrong } = await importStreets([
      COLUMNS,
      house('Rue Une', { postcode: '80000', insee: '59004' }),
      house('Rue Deux', { postcode: '80000', insee: '59004' }),
    ])
    expect([counts.loaded, wrong]).toEqual([
      2,
      [expect.stringMatching(/^ligne 2, le code postal 80000 et la commune 59004 ne sont pas du même département.* 59310$/)],
    ])
  })

  test('is the same saved again by Excel, without the zeros of the Aisne, in UTF-16 and with decimal commas', async () => {
    const saved = [COLUMNS, house('Rue de l’Été', { postcode: '2840', insee: '2028' }).replace('3.06;50.63', '3,68;49,57')].join('\r\n')
    const { counts, wrong } = await importStreets([], Buffer.from(`\ufeff${saved.replaceAll(';', '\t')}`, 'utf16le'))
    expect([counts, wrong]).toEqual([{ read: 1, loaded: 1, refused: 0, left_out: 0 }, []])
    const { rows } = await database.pool.query("select postcode, name, longitude from streets where insee_code = '02028'")
    expect(rows).toEqual([{ postcode: '02840', name: 'RUE DE L ETE', longitude: 3.68 }])
  })

  test('must have its columns', async () => {
    await expect(importStreets(['a;b', '1;2'])).rejects.toThrow('code_postal;code_insee;nom_voie')
    await expect(importStreets([''])).rejects.toThrow('colonnes attendues')
  })
})

describe('streets', () => {
  beforeAll(async () => {
    await asOwner(database.url, `insert into streets (postcode, insee_code, name) values ('59000', '59350', '${LHERMITE}')`)
    await asOwner(
      database.url,
      `insert into streets (postcode, insee_code, name)
       select '59000', '59350', kind || ' ' || name from unnest(array['RUE', 'AV', 'PL', 'IMP']) kind,
         unnest(array['GAMBETTA', 'NATIONALE', 'SOLFERINO', 'DE PARIS', 'DU MOLINEL', 'DE BETHUNE', 'FAIDHERBE', 'DES POSTES', 'COLBERT']) name`,
    )
    await asOwner(database.url, `insert into streets (postcode, insee_code, name) values ('80000', '80021', 'RUE VICOT')`)
  })

  test('are found whatever the accents, the capitals and the typing errors', async () => {
    for (const words of ['marie terese vico', 'Marie-Thérèse', 'allée marie thérèse vicot lhermitte', 'vicot', 'ALL MAR']) {
      expect((await suggestStreets(db, { ...LILLE, words }))[0], words).toBe(LHERMITE)
    }
    expect((await suggestStreets(db, { ...LILLE, words: 'rue gambeta' }))[0]).toBe('RUE GAMBETTA')
  })

  test('are twenty at most, those that begin so first, and of that town', async () => {
    await asOwner(
      database.url,
      `insert into streets (postcode, insee_code, name) select '02000', '02408', 'RUE ' || n from generate_series(1, 30) n`,
    )
    expect(await suggestStreets(db, { postcode: '02000', insee_code: '02408', words: 'rue' })).toHaveLength(20)
    const streets = await suggestStreets(db, { ...LILLE, words: 'rue' })
    expect(streets.slice(0, 9).every((name) => name.startsWith('RUE'))).toBe(true)
    expect(await suggestStreets(db, { ...LILLE, words: 'e' })).toBeInstanceOf(Array)
    expect(await suggestStreets(db, { ...LILLE, words: 'vicot' })).not.toContain('RUE VICOT')
    expect(await suggestStreets(db, { ...LILLE, words: '' })).toEqual([])
    expect(await suggestStreets(db, { ...LILLE, words: "%_'\\" })).toEqual([])
  })

  const given = (fields: Record<string, string>) => addressForm.parse({ ...typed, ...fields })

  test('are taken as the index writes them', async () => {
    expect(await findAddress(db, given({ street: 'rue nationale' }))).toMatchObject({ street: 'RUE NATIONALE', town: 'Lille' })
    expect(await findAddress(db, given({ street: 'vico', chosenStreet: LHERMITE }))).toMatchObject({ street: LHERMITE })
  })

  test('that look like others are asked again, unless said not to be listed', async () => {
    await expect(findAddress(db, given({ street: 'marie terese vico' }))).rejects.toMatchObject({
      code: 'address.street-to-choose',
      field: 'chosenStreet',
    })
    const kept = await findAddress(db, given({ street: 'marie terese vico', chosenStreet: NOT_LISTED }))
    expect(kept).toMatchObject({ street: 'MARIE TERESE VICO' })
    expect(await findAddress(db, given({ street: 'Quai du Wault' }))).toMatchObject({ street: 'QUAI DU WAULT' })
  })

  test('leave the number that was typed before them in its own fields', async () => {
    const nationale = { street: 'RUE NATIONALE', house_number: '12', number_suffix: 'BIS' }
    expect(await findAddress(db, given({ street: '12 bis rue nationale', houseNumber: '' }))).toMatchObject(nationale)
    const chosen = { street: '12 bis rue nationnale', chosenStreet: 'RUE NATIONALE', houseNumber: '' }
    expect(await findAddress(db, given(chosen))).toMatchObject(nationale)
    expect(await findAddress(db, given({ street: '12 rue nationale', houseNumber: '12 bis' }))).toMatchObject(nationale)
    expect(await findAddress(db, given({ street: '12 bis chemin Neuf', chosenStreet: NOT_LISTED, houseNumber: '' }))).toMatchObject({
      ...nationale,
      street: 'CHEMIN NEUF',
    })
    expect(await findAddress(db, given({ street: 'rue nationale', houseNumber: 'n°12-14', numberSuffix: 'a bis' }))).toMatchObject({
      house_number: '12-14',
      number_suffix: 'A BIS',
    })
    await expect(findAddress(db, given({ street: '12 rue nationale', houseNumber: '14' }))).rejects.toMatchObject({
      code: 'address.two-numbers',
      field: 'houseNumber',
    })
  })

  test('are of a town that the postcode serves', async () => {
    await expect(findAddress(db, given({ postcode: '80000' }))).rejects.toMatchObject({ code: 'address.unknown-town' })
  })
})

describe('a postcode and a town written freely', () => {
  const free = (fields: Record<string, string>) =>
    findAddress(
      db,
      addressForm.parse({ kind: 'free', line1: '1 rue Haute', freePostcode: '60180', freeTown: 'Nogent-sur-Oise', ...fields }),
    )

  test.each([
    ['60180', 'nogent s/ oise'],
    ['62700', 'Bruay-la-Buissière'],
    ['59230', 'St Amand les Eaux'],
    ['59046', 'Lille CEDEX 9'],
    ['02700', 'Fargniers'],
  ])('%s %s exist together', async (freePostcode, freeTown) => {
    expect(await free({ freePostcode, freeTown })).toMatchObject({ kind: 'free', postcode: freePostcode, town: freeTown })
  })

  test.each([
    ['59000', 'Nogent-sur-Oise'],
    ['60180', 'Lille CEDEX'],
    ['99999', 'Nullepart'],
  ])('%s %s do not, and are asked about', async (freePostcode, freeTown) => {
    await expect(free({ freePostcode, freeTown })).rejects.toMatchObject({ code: 'address.unknown-place', field: 'chosenPlace' })
  })

  test('may be chosen among those that exist, or kept as they are', async () => {
    expect(await placesLike(db, '59000', 'Nogent sur Oise')).toEqual(['59000 Lille', '60180 Nogent-sur-Oise'])
    const wrong = { freePostcode: '59000', freeTown: 'Nogent sur Oise' }
    expect(await free({ ...wrong, chosenPlace: '60180 Nogent-sur-Oise' })).toMatchObject({ postcode: '60180', town: 'Nogent-sur-Oise' })
    expect(await free({ ...wrong, chosenPlace: AS_TYPED })).toMatchObject({ postcode: '59000', town: 'Nogent sur Oise' })
    await expect(free({ ...wrong, chosenPlace: '59000 Nogent' })).rejects.toMatchObject({ code: 'address.unknown-place' })
  })
})

describe('the page, without JavaScript', () => {
  const PAGE = '/espace/demande/coordonnees/adresse'
  const SEARCH = `${PAGE}/recherche`
  let visitor: Visitor

  beforeAll(async () => {
    const beneficiary = await inTransaction(db, TEST_NOW, async (tx) => {
      await aCampaign(tx)
      const somebody = await aBeneficiary(tx)
      await registerApplication(tx, somebody.id)
      return somebody
    })
    visitor = await new Visitor(testSite(database).site).signInAs({ beneficiaryId: beneficiary.id })
    // The first step is answered: the address is asked at the second.
    await asOwner(database.url, `update card_applications set answers = '{"situation": {"situation": "pupil"}}'`)
  })

  const search = (fields: Record<string, string>) => visitor.submit(SEARCH, { kind: 'guided', search: 'address', ...fields })
  const ofLille = { postcode: '59000', inseeCode: '59350' }

  test('finds the town, then the street, then keeps the address', async () => {
    const towns = await search({ postcode: '59 000', houseNumber: '1' })
    expect(towns).toMatchObject({ status: 303, location: expect.stringContaining('inseeCode=59350') })
    const withTown = await visitor.get(towns.location as string)
    expect(withTown.text).toContain('<option value="59350" selected>LILLE</option>')
    expect(withTown.text).toContain('name="houseNumber" type="text" value="1"')

    const streets = await search({ ...ofLille, street: 'marie terese' })
    expect((await visitor.get(streets.location as string)).text).toContain(`value="${LHERMITE}"`)

    const sent = { kind: 'guided', ...ofLille, street: 'marie terese', chosenStreet: LHERMITE }
    const wrong = await visitor.submit(PAGE, { ...sent, houseNumber: '11 bis' })
    expect(wrong.status).toBe(422)
    expect(wrong.text).toMatch(new RegExp(`value="${LHERMITE}" checked|checked[^>]*value="${LHERMITE}"`))
    expect(await visitor.submit(PAGE, { ...sent, houseNumber: '1' })).toMatchObject({
      status: 303,
      location: '/espace/demande/coordonnees?fait=adresse',
    })
    const step = await visitor.get('/espace/demande/coordonnees?fait=adresse')
    expect(step.text).toContain('Votre adresse est enregistrée')
    expect(step.text).toContain(`1 ${LHERMITE}`)
    expect(step.text).toContain('59000 LILLE')
    expect((await visitor.get(PAGE)).text).toContain(`value="${LHERMITE}"`)
  })

  test('says when a postcode is nobody’s, and when a street is to be chosen', async () => {
    const nobodys = await search({ postcode: '59999' })
    expect(nobodys.status).toBe(422)
    expect(nobodys.text).toContain('Aucune ville n’a le code postal 59999.')
    expect((await search({ postcode: 'lille' })).status).toBe(422)
    const toChoose = await visitor.submit(PAGE, { kind: 'guided', ...ofLille, street: 'marie terese vico' })
    expect(toChoose.status).toBe(422)
    expect(toChoose.text).toContain('Ma rue n’est pas dans la liste')
  })

  test('finds an address written in one go, and fills the guided way with it', async () => {
    const asked = await visitor.submit(SEARCH, { kind: 'guided', search: 'whole', whole: 'lille, rue gambeta 12bis 59000' })
    const { text } = await visitor.get(asked.location as string)
    const link = /<a href="([^"]+)">12 BIS RUE GAMBETTA, 59000 LILLE<\/a>/.exec(text)?.[1]?.replaceAll('&amp;', '&')
    const filled = (await visitor.get(link as string)).text
    for (const value of ['59000', 'RUE GAMBETTA', '12', 'BIS']) expect(filled).toContain(`value="${value}"`)
    expect(filled).toContain('<option value="59350" selected>LILLE</option>')
    const nothing = await visitor.submit(SEARCH, { kind: 'guided', search: 'whole', whole: 'xyz' })
    expect((await visitor.get(nothing.location as string)).text).toContain('Nous n’avons pas trouvé cette adresse')
  })

  test('moves a number typed with the street, also while one searches', async () => {
    const moved = await search({ ...ofLille, street: '12 bis rue gambet' })
    expect(moved.location).toContain('houseNumber=12&numberSuffix=BIS')
    expect((await visitor.get(moved.location as string)).text).toContain('value="RUE GAMBETTA"')
  })

  test('asks about a postcode and a town that do not exist together, and takes Belgium', async () => {
    const typed = { kind: 'free', line1: 'Ferme du Bois', freePostcode: '59000', freeTown: 'Nogent-sur-Oise' }
    const asked = await visitor.submit(PAGE, typed)
    expect(asked.status).toBe(422)
    expect(asked.text).toContain('value="60180 Nogent-sur-Oise"')
    expect(asked.text).toContain('Garder « 59000 Nogent-sur-Oise »')
    await visitor.submit(PAGE, { ...typed, chosenPlace: '60180 Nogent-sur-Oise' })
    expect((await visitor.get('/espace/demande/coordonnees')).text).toContain('60180 NOGENT SUR OISE')
    await visitor.submit(PAGE, { kind: 'free', line1: 'Grand-Place 1', freePostcode: '7500', freeTown: 'Tournai', country: 'BE' })
    expect((await visitor.get('/espace/demande/coordonnees')).text).toContain('BELGIQUE')
    expect((await visitor.get(PAGE)).text).toContain('<option value="BE" selected>Belgique</option>')
  })

  test('takes a free address as it is written', async () => {
    const changed = await visitor.submit(SEARCH, { kind: 'free', search: 'kind' })
    expect((await visitor.get(changed.location as string)).text).toContain('<div data-kind="guided" hidden>')
    await visitor.submit(PAGE, { kind: 'free', line1: 'Ferme du Bois', freePostcode: '60180', freeTown: 'Nogent-sur-Oise' })
    expect((await visitor.get('/espace/demande/coordonnees')).text).toContain('Ferme du Bois')
  })

  test('is helped by lists that only the signed-in may ask for', async () => {
    const towns = await visitor.get('/espace/demande/coordonnees/villes?code-postal=59000')
    expect(JSON.parse(towns.text)).toEqual([{ value: '59350', label: 'LILLE' }])
    const streets = await visitor.get('/espace/demande/coordonnees/rues?code-postal=59000&commune=59350&rue=vicot')
    expect(JSON.parse(streets.text)[0]).toBe(LHERMITE)
    const stranger = new Visitor(testSite(database).site)
    expect((await stranger.get('/espace/demande/coordonnees/rues?code-postal=59000&commune=59350&rue=vicot')).status).toBe(401)
  })
})
