import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { asOwner, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { anAgent } from '../../../../tests/support/makers.ts'
import { agreedTo } from '../../../../tests/support/two-people.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { type Importer, importFile } from '../../../platform/import/load.ts'
import { closeOnTheirDay } from './close-on-their-day.ts'
import { coursesImporter } from './import-courses.ts'
import { schoolsImporter } from './import-schools.ts'
import { askToOpen } from './opening.ts'
import { coursesOf, levelsOf, schoolsElsewhere, schoolsTaking, schoolTeaches } from './queries.ts'
import { addCourses, changeSchool, closeSchool, removeCourses } from './save.ts'
import { changeCourse } from './save-courses.ts'
import { isUai, schoolLabel } from './school.ts'

const database = await testDatabase()
const { db } = database
const folder = mkdtempSync(join(tmpdir(), 'schools-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function load(importer: Importer, lines: string[] | [Buffer], now = TEST_NOW) {
  const file = join(folder, 'file.csv')
  writeFileSync(file, lines[0] instanceof Buffer ? lines[0] : lines.join('\r\n'))
  const wrong: string[] = []
  const counts = await importFile(database.url, importer, file, (line) => wrong.push(line), now)
  return { counts, wrong }
}

const known = (uai: string) => db.selectFrom('schools').selectAll().where('uai', '=', uai).executeTakeFirstOrThrow()
const everything = async () => ({
  schools: await db.selectFrom('schools').select(['uai', 'name', 'kind', 'takes_pupils', 'takes_apprentices']).orderBy('uai').execute(),
  taught: await db.selectFrom('school_courses').selectAll().orderBy('school_id').orderBy('course_code').execute(),
})

const DIRECTORY =
  'Identifiant_de_l_etablissement;Nom_etablissement;Type_etablissement;Adresse_1;Code_postal;Nom_commune;Code_region;Voie_generale;Voie_technologique;Voie_professionnelle;Apprentissage;latitude;longitude;etat'

interface Entry {
  uai?: string
  name?: string
  type?: string
  postcode?: string
  region?: string
  paths?: string
  apprentices?: string
  state?: string
}

const entry = ({ uai = '0600020W', name = 'Lycée Marie Curie', type = 'Lycée', paths = '1;1;0', ...other }: Entry = {}) => {
  const { postcode = '60180', region = '32', apprentices = '0', state = 'OUVERT' } = other
  return `${uai};${name};${type};"2 boulevard ""Pierre"" ; Coubertin";${postcode};Nogent-sur-Oise;${region};${paths};${apprentices};49.27;2.47;${state}`
}

beforeEach(async () => {
  await asOwner(database.url, 'delete from school_courses; delete from courses; delete from levels; delete from schools')
})

test('a UAI is seven digits and their check letter', () => {
  expect(isUai('0600020W')).toBe(true)
  for (const wrong of ['0600020Z', '600020W', '0600020w', '0600020', '06000200W', '']) expect(isUai(wrong), wrong).toBe(false)
  expect(schoolLabel({ uai: '0600020W', name: 'Lycée Marie Curie', town: 'Nogent-sur-Oise' })).toBe(
    '[0600020W] - [LYCÉE MARIE CURIE] - [NOGENT-SUR-OISE]',
  )
})

describe('the national directory', () => {
  test('gives the open lycées and the schools that teach apprentices', async () => {
    const { counts } = await load(schoolsImporter, [
      DIRECTORY,
      entry({ apprentices: '1' }),
      entry({ uai: '0601223D', paths: '0;0;1', name: 'LP' }),
      entry({ uai: '0601999X', type: 'EREA', region: '11' }),
      entry({ uai: '0602345Y', type: 'Autre', apprentices: '1' }),
      entry({ uai: '0600001A', type: 'Collège' }),
      entry({ uai: '0600003C', state: 'A FERMER' }),
    ])
    expect(counts).toEqual({ read: 6, loaded: 5, refused: 0, left_out: 1 })
    expect(await known('0600020W')).toMatchObject({
      name: 'Lycée Marie Curie',
      kind: 'lycée',
      street: '2 boulevard "Pierre" ; Coubertin',
      town: 'Nogent-sur-Oise',
      latitude: 49.27,
      in_region: true,
      takes_pupils: true,
      takes_apprentices: true,
    })
    expect(await known('0601223D')).toMatchObject({ kind: 'lycée professionnel', takes_apprentices: false })
    expect(await known('0601999X')).toMatchObject({ kind: 'EREA', in_region: false })
    expect(await known('0602345Y')).toMatchObject({ kind: 'CFA', takes_pupils: false, takes_apprentices: true })
  })

  test('changes nothing when loaded again, and corrects what changed', async () => {
    const lines = [DIRECTORY, entry(), entry({ uai: '0601223D' })]
    await load(schoolsImporter, lines)
    const before = await everything()
    await load(schoolsImporter, lines)
    expect(await everything()).toEqual(before)
    const names = [entry({ name: 'Ancien nom' }), entry({ name: 'Nouveau nom', apprentices: '1' })]
    const { wrong } = await load(schoolsImporter, [DIRECTORY, ...names, entry({ uai: '0601223D' }), entry({ uai: '0601223D' })])
    expect(await known('0600020W')).toMatchObject({ name: 'Nouveau nom', takes_apprentices: true })
    expect(wrong).toEqual([
      expect.stringMatching(
        /^ligne 3, L’établissement 0600020W est décrit de plusieurs façons : « Ancien nom.* » \(ligne 2\), « Nouveau nom/,
      ),
    ])
  })

  test('keeps a school without the point that is not where its town is, and says so', async () => {
    const { counts, wrong } = await load(schoolsImporter, [DIRECTORY, entry().replace('49.27;2.47', '2.47;49.27')])
    expect(counts).toMatchObject({ loaded: 1, refused: 0 })
    expect(wrong).toEqual([expect.stringContaining('ligne 2, 0600020W, Lycée Marie Curie : ce point n’est pas en France')])
    expect(await known('0600020W')).toMatchObject({ longitude: null, latitude: null, town: 'Nogent-sur-Oise' })
  })

  test('saved again by Excel is the same: Windows-1252, decimal commas, and zeros that are gone', async () => {
    const aisne = { uai: '0020012C', name: 'Lycée Jean de La Fontaine', postcode: '2400' }
    const saved = [`${DIRECTORY};Code_commune`, `${entry(aisne).replace('49.27;2.47', '49,05;3,40')};2168`].join('\r\n')
    const { counts, wrong } = await load(schoolsImporter, [Buffer.from(saved, 'latin1')])
    expect([counts, wrong]).toEqual([{ read: 1, loaded: 1, refused: 0, left_out: 0 }, []])
    expect(await known('0020012C')).toMatchObject({ name: 'Lycée Jean de La Fontaine', postcode: '02400', longitude: 3.4 })
    const short = ['uai;nom;type_lycee;commune;departement;lon;lat', '0020013D;LYCEE;LEGT;Laon;2;3,6;49,5']
    await load(schoolsImporter, short)
    expect(await known('0020013D')).toMatchObject({ in_region: true, latitude: 49.5 })
  })

  test('is loaded but for its wrong lines, which are told', async () => {
    const { counts, wrong } = await load(schoolsImporter, [
      DIRECTORY,
      entry({ uai: '0600020Z' }),
      entry({ uai: '0601223D', name: '' }),
      entry({ uai: '0601223D', postcode: '6018' }),
      entry(),
    ])
    expect(counts).toEqual({ read: 4, loaded: 1, refused: 3, left_out: 0 })
    expect(wrong[0]).toBe(
      'ligne 2, colonne « identifiant_de_l_etablissement », valeur « 0600020Z » : numéro UAI attendu : sept chiffres et leur lettre de contrôle',
    )
    expect(wrong[1]).toContain('ligne 3, colonne « nom_etablissement »')
    expect(wrong[2]).toContain('ligne 4, colonne « code_postal », valeur « 6018 »')
  })
})

describe('what closes', () => {
  const closing = (day: string) => [`${DIRECTORY};date_fermeture`, `${entry({ state: 'A FERMER' })};${day}`]

  test('FERME closes a school that is known, and adds none; open again in the file, it is open', async () => {
    await load(schoolsImporter, [DIRECTORY, entry()])
    await load(schoolsImporter, [DIRECTORY, entry({ state: 'FERME' }), entry({ uai: '0601223D', state: 'FERME' })])
    expect((await known('0600020W')).open).toBe(false)
    expect(await db.selectFrom('schools').select('uai').execute()).toEqual([{ uai: '0600020W' }])
    await load(schoolsImporter, [DIRECTORY, entry()])
    expect((await known('0600020W')).open).toBe(true)
  })

  test('A FERMER is open until its day, then closes by the clock', async () => {
    await load(schoolsImporter, closing('2099-08-31'))
    expect(await known('0600020W')).toMatchObject({ open: true, closes_on: '2099-08-31' })
    const close = (day: string) => inTransaction(db, new Date(`${day}T01:00:00+02:00`), (tx) => closeOnTheirDay(tx, { kind: 'clock' }))
    await close('2099-08-30')
    expect((await known('0600020W')).open).toBe(true)
    await close('2099-08-31')
    expect((await known('0600020W')).open).toBe(false)
    await load(schoolsImporter, closing('31/08/2020'))
    expect(await known('0600020W')).toMatchObject({ open: false, closes_on: '2020-08-31' })
    expect((await load(schoolsImporter, closing('bientôt'))).wrong[0]).toContain('date attendue')
  })

  test('goes by the day of whoever brings the file in, and by no other clock', async () => {
    await load(schoolsImporter, closing('2099-08-31'), new Date('2099-08-30T12:00:00+02:00'))
    expect((await known('0600020W')).open).toBe(true)
    await load(schoolsImporter, closing('2099-08-31'), new Date('2099-08-31T12:00:00+02:00'))
    expect((await known('0600020W')).open).toBe(false)
  })

  test('A FERMER without a day is told, and takes away no day that is known', async () => {
    const { wrong } = await load(schoolsImporter, [DIRECTORY, entry({ state: 'A FERMER' })])
    expect(wrong.join()).toContain('à fermer d’après ce fichier, qui ne dit pas quand')
    await load(schoolsImporter, closing('2099-08-31'))
    expect((await load(schoolsImporter, [DIRECTORY, entry({ state: 'A FERMER' })])).wrong).toEqual([])
    expect(await known('0600020W')).toMatchObject({ open: true, closes_on: '2099-08-31' })
    await load(schoolsImporter, [DIRECTORY, entry()])
    expect((await known('0600020W')).closes_on).toBeNull()
  })

  test('the last day that an agent wrote stays whatever a file says, which is told; until then it is open', async () => {
    await load(schoolsImporter, [DIRECTORY, entry()])
    const { id, name, kind, town, in_region, takes_pupils, takes_apprentices } = await known('0600020W')
    await inTransaction(db, TEST_NOW, async (tx) =>
      changeSchool(tx, await anAgent(tx, 'eligibility'), {
        ...{ id, name, kind, town, street: null, postcode: null, longitude: null, latitude: null },
        ...{ inRegion: in_region, takesPupils: takes_pupils, takesApprentices: takes_apprentices, closesOn: '2026-12-31' },
      }),
    )
    for (const [lines, words] of [
      [[DIRECTORY, entry()], 'reste ouvert d’après ce fichier, mais un agent a dit qu’il ferme le 31/12/2026'],
      [closing('2027-08-31'), 'ferme le 31/08/2027 d’après ce fichier, mais un agent a dit'],
      [[DIRECTORY, entry({ state: 'FERME' })], 'fermé d’après ce fichier, mais un agent a dit'],
    ] as const) {
      expect((await load(schoolsImporter, [...lines])).wrong.join()).toContain(words)
      expect(await known('0600020W')).toMatchObject({ open: true, closes_on: '2026-12-31' })
    }
    // Its day is past: no file opens it again.
    const after = new Date('2027-01-02T12:00:00+01:00')
    await inTransaction(db, after, (tx) => closeOnTheirDay(tx, { kind: 'clock' }))
    await load(schoolsImporter, [DIRECTORY, entry()], after)
    expect((await known('0600020W')).open).toBe(false)
    // The file says the same: nobody's decision is left.
    await load(schoolsImporter, closing('2026-12-31'), after)
    expect((await known('0600020W')).closes_on_decided_at).toBeNull()
  })

  test('opened again before its day, it closes on its day all the same', async () => {
    await load(schoolsImporter, closing('2099-08-31'))
    const { id } = await known('0600020W')
    await inTransaction(db, TEST_NOW, async (tx) => {
      await askToOpen(tx, await anAgent(tx, 'eligibility'), id)
      await agreedTo(tx, 'school.opening', id)
    })
    await inTransaction(db, new Date('2099-08-31T01:00:00+02:00'), (tx) => closeOnTheirDay(tx, { kind: 'clock' }))
    expect((await known('0600020W')).open).toBe(false)
  })

  test('an agent’s own decision survives an import, which says so, until the file says the same', async () => {
    await load(schoolsImporter, [DIRECTORY, entry()])
    const { id } = await known('0600020W')
    await inTransaction(db, TEST_NOW, async (tx) => closeSchool(tx, await anAgent(tx), id))
    const { wrong } = await load(schoolsImporter, [DIRECTORY, entry({ name: 'Nouveau nom' })])
    expect(wrong).toEqual([expect.stringContaining('ouvert d’après ce fichier, mais un agent l’a fermé. Il reste fermé')])
    expect(await known('0600020W')).toMatchObject({ open: false, name: 'Nouveau nom' })
    expect((await load(schoolsImporter, [DIRECTORY, entry({ state: 'FERME' })])).wrong).toEqual([])
    await load(schoolsImporter, [DIRECTORY, entry()])
    expect((await known('0600020W')).open).toBe(true)
  })
})

test('shorter files complete the directory: a lycée keeps its name where apprentices are', async () => {
  await load(schoolsImporter, [
    'uai;nom;type_lycee;secteur;code_insee;commune;departement;lon;lat',
    '0600020W;LYCEE MARIE CURIE;LP;public;60463;Nogent-sur-Oise;60;2.47;49.27',
  ])
  const { counts } = await load(schoolsImporter, [
    'uai;siret;raison_sociale;enseigne;nature;departement;commune;adresse',
    '0600020W;1;GRETA;UFA;formateur;60;Nogent-sur-Oise;2 BD PIERRE DE COUBERTIN 60180 NOGENT SUR OISE',
    '0601223D;1;CFA DE L OISE;;formateur;60;Beauvais;60000 BEAUVAIS',
  ])
  expect(counts.refused).toBe(0)
  expect(await known('0600020W')).toMatchObject({
    name: 'LYCEE MARIE CURIE',
    kind: 'lycée professionnel',
    street: '2 BD PIERRE DE COUBERTIN',
    postcode: '60180',
    takes_pupils: true,
    takes_apprentices: true,
  })
  expect(await known('0601223D')).toMatchObject({ name: 'CFA DE L OISE', kind: 'CFA', postcode: '60000', takes_pupils: false })
})

const OFFER = 'uai;statut;mef_stat_11;code_formation_diplome;niveau_code;niveau_libelle;libelle;source'

describe('the offer of courses', () => {
  beforeEach(async () => {
    await load(schoolsImporter, [DIRECTORY, entry(), entry({ uai: '0601223D', paths: '0;0;1' })])
  })

  test('gives what each school teaches, and to whom; twice is once', async () => {
    const lines = [
      OFFER,
      '0600020W;scolaire;1;40025523;400;BAC PROFESSIONNEL;METIERS DE L’ELECTRICITE;A',
      '0600020W;scolaire;1;40025523;400;BAC PROFESSIONNEL;METIERS DE L’ELECTRICITE;B',
      '0600020W;apprentissage;1;32031112;320;BREVET DE TECHNICIEN SUPERIEUR;GESTION DES TRANSPORTS;A',
    ]
    expect((await load(coursesImporter, lines)).counts).toMatchObject({ loaded: 3, refused: 0 })
    const before = await everything()
    await load(coursesImporter, lines)
    expect(await everything()).toEqual(before)

    const { id, takes_apprentices } = await known('0600020W')
    expect(takes_apprentices).toBe(true)
    expect(await levelsOf(db, id, 'pupils')).toEqual([{ code: '400', label: 'BAC PROFESSIONNEL' }])
    expect(await levelsOf(db, id, 'apprentices')).toEqual([{ code: '320', label: 'BREVET DE TECHNICIEN SUPERIEUR' }])
    expect(await coursesOf(db, id, '320', 'apprentices')).toEqual([{ code: '32031112', label: 'GESTION DES TRANSPORTS' }])
    expect(await schoolTeaches(db, id, '32031112', 'apprentices')).toBe(true)
    expect(await schoolTeaches(db, id, '32031112', 'pupils')).toBe(false)
  })

  test('is loaded but for its wrong lines, which are told', async () => {
    const { counts, wrong } = await load(coursesImporter, [
      OFFER,
      '0600001A;scolaire;1;40025523;400;BAC PROFESSIONNEL;ELECTRICITE;A',
      '0600020W;ailleurs;1;40025523;400;BAC PROFESSIONNEL;ELECTRICITE;A',
      '0600020W;scolaire;1;;400;BAC PROFESSIONNEL;ELECTRICITE;A',
      '0600020W;scolaire;1;40025523;400;BAC PROFESSIONNEL;;A',
      '0600020W;scolaire;1;40025523;400;BAC PROFESSIONNEL;ELECTRICITE;A',
    ])
    expect(counts).toEqual({ read: 5, loaded: 1, refused: 4, left_out: 0 })
    expect(wrong[0]).toBe('ligne 2, colonne « uai », valeur « 0600001A » : établissement inconnu : importez d’abord les établissements')
    expect(wrong.map((line) => line.split('»')[0])).toEqual([
      'ligne 2, colonne « uai ',
      'ligne 3, colonne « statut ',
      'ligne 4, colonne « code_formation_diplome ',
      'ligne 5, colonne « libelle ',
    ])
  })

  test('does not bring back what an agent took away or closed, and says so', async () => {
    const lines = [
      OFFER,
      '0600020W;scolaire;1;40025523;400;BAC PROFESSIONNEL;METIERS DE L’ELECTRICITE;A',
      '0600020W;scolaire;1;40025524;400;BAC PROFESSIONNEL;PHOTOGRAPHIE;A',
    ]
    await load(coursesImporter, lines)
    const { id } = await known('0600020W')
    const codes = async () => (await coursesOf(db, id, '400', 'pupils')).map(({ code }) => code).sort()
    const agent = await inTransaction(db, TEST_NOW, (tx) => anAgent(tx, 'eligibility'))
    const act = (what: (tx: Tx) => Promise<void>) => inTransaction(db, TEST_NOW, what)
    await act((tx) => removeCourses(tx, agent, { school_id: id, courses: [{ code: '40025523', by_apprenticeship: false }] }))
    const photography = { code: '40025524', label: 'PHOTOGRAPHIE', levelCode: '400' }
    await act((tx) => changeCourse(tx, agent, { ...photography, open: false }))
    const { wrong } = await load(coursesImporter, lines)
    expect(wrong.join()).toMatch(
      /40025524, PHOTOGRAPHIE est dans ce fichier, mais un agent l’a fermée.*un agent a retiré la formation 40025523/,
    )
    expect(await codes()).toEqual([])

    await act((tx) => changeCourse(tx, agent, { ...photography, open: true }))
    await act((tx) => addCourses(tx, agent, { school_id: id, codes: ['40025523'], by_apprenticeship: false }))
    expect((await load(coursesImporter, lines)).wrong).toEqual([])
    expect(await codes()).toEqual(['40025523', '40025524'])
  })

  test('of the general lycée is that of every general lycée', async () => {
    await load(coursesImporter, [
      'mef;mef_stat_11;code_formation_diplome;libelle',
      '2001001811;22111410018;47010018;2nde générale et technologique',
      '2021001911;22131810019;47010019;Terminale générale',
    ])
    const [general, professional] = [await known('0600020W'), await known('0601223D')]
    expect((await levelsOf(db, general.id, 'pupils')).map(({ code }) => code)).toEqual(['2GT', 'TGT'])
    expect(await coursesOf(db, general.id, 'TGT', 'pupils')).toEqual([{ code: '2021001911', label: 'Terminale générale' }])
    expect(await levelsOf(db, professional.id, 'pupils')).toEqual([])
  })
})

describe('schools', () => {
  const CHECK = 'ABCDEFGHJKLMNPRSTUVWXYZ'

  beforeEach(async () => {
    const lycees = Array.from({ length: 30 }, (_, index) => {
      const number = 8_000_000 + index
      return entry({ uai: `${number}${CHECK[number % 23]}`, name: `Lycée numéro ${index}` })
    })
    await load(schoolsImporter, [
      DIRECTORY,
      entry(),
      entry({ uai: '0601223D', name: 'Lycée Léonard de Vinci', paths: '0;0;1' }),
      entry({ uai: '0601999X', name: 'Lycée d’ailleurs', region: '11' }),
      entry({ uai: '0602345Y', name: 'CFA de Paris', type: 'Autre', apprentices: '1', region: '11' }),
      entry({ uai: '0600001A', name: 'CFA de l’Oise', type: 'Autre', apprentices: '1' }),
      ...lycees,
    ])
  })

  const found = async (words: string, by: 'pupils' | 'apprentices' = 'pupils') =>
    (await schoolsTaking(db, by, words, 20)).map(({ name }) => name)

  test('are found by name, town or number, typing errors allowed', async () => {
    for (const words of ['marie curie', 'Mari Curi', 'CURIE nogent', '0600020w', 'lycee marie currie nogent sur oise']) {
      expect((await found(words))[0], words).toBe('Lycée Marie Curie')
    }
    expect(await found('leonar vinci')).toEqual(['Lycée Léonard de Vinci'])
    expect(await found('zzz')).toEqual([])
  })

  test('are those that take such a person, and no more than asked', async () => {
    expect(await found('')).toHaveLength(20)
    expect(await found('ailleurs')).toEqual([])
    expect(await found('', 'apprentices')).toEqual(['CFA de l’Oise'])
    expect((await schoolsElsewhere(db, 'paris', 20)).map(({ name }) => name)).toEqual(['CFA de Paris'])
    await asOwner(database.url, `update schools set open = false where uai = '0600020W'`)
    expect(await found('marie curie')).toEqual([])
  })
})
