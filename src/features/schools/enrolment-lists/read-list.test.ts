import { describe, expect, test } from 'vitest'
import { siecleXml, workbookOf, zipOf } from '../../../../tests/support/enrolment-files.ts'
import { FileRefused } from '../../../platform/import/saved-text.ts'
import { guessed, knownTable } from './columns.ts'
import type { ReadList } from './pupil.ts'
import { sentIn } from './read-list.ts'
import { readTable } from './table.ts'

const UAI = '0600020W'

/** What is read of a list that says all of itself. */
async function listIn(bytes: Buffer): Promise<ReadList> {
  const sent = await sentIn(bytes)
  if (!('list' in sent)) throw new Error('This is a table.')
  return sent.list
}

/** What is read of a table whose columns are known, or pointed at as they are guessed. */
async function tableIn(bytes: Buffer): Promise<ReadList> {
  const sent = await sentIn(bytes)
  if (!('table' in sent)) throw new Error('This is no table.')
  const known = knownTable(sent.table.titles) ?? { family: 'columns' as const, columns: guessed(sent.table.titles) }
  return readTable(sent.table, { ...known, school: { uai: UAI }, year: '2026' })
}

const refusal = async (bytes: Buffer): Promise<string> =>
  sentIn(bytes).then(
    () => 'read',
    (error) => {
      if (!(error instanceof FileRefused)) throw error
      return error.message
    },
  )

describe('SIECLE', () => {
  const pupils = [
    { ine: '070812345KD', name: 'DURIEZ', first: 'Léa', second: 'Zoé', born: '14/03/2010', class: 'TG4', secret: 'NEVERKEPT' },
    { ine: '1234567890V', name: 'LEFÈBVRE', usage: 'MARTIN', first: 'Noé', born: '02/11/2009', left: '03/09/2026', class: 'TG4' },
    { name: 'PETIT', first: 'Zoé', born: '', class: 'Inactifs', status: 'AP' },
  ]

  test.each([{ isClassesFirst: false }, { isClassesFirst: true }])('is read with its accents, classes and leavers: %o', async (order) => {
    const list = await listIn(siecleXml(pupils, { uai: UAI, ...order }))
    expect(list).toMatchObject({ family: 'siecle', uai: UAI, year: '2026', exported_at: '2026-09-07 08:12:44', told: [] })
    expect(list.pupils).toMatchObject([
      { ine: '070812345KD', last_name: 'DURIEZ', first_names: ['Léa', 'Zoé'], birth_date: '2010-03-14', class: 'TG4', status: 'pupil' },
      { last_name: 'LEFÈBVRE', usage_name: 'MARTIN', left_on: '2026-09-03', course: '20210019110' },
      { ine: null, birth_date: null, class: null, is_inactive: true, status: 'apprentice' },
    ])
    expect(list.dropped.toSorted()).toEqual(['addresses', 'birthplace', 'contacts', 'scholarship'])
    expect(JSON.stringify(list)).not.toContain('NEVERKEPT')
  })

  test('comes in an archive, with what a Mac and another export add to it', async () => {
    const list = await listIn(
      await zipOf({
        '__MACOSX/._ElevesSansAdresses.xml': Buffer.of(0, 5, 22, 7),
        'Nomenclature.xml': '<BEE_NOMENCLATURES/>',
        'ElevesSansAdresses.xml': siecleXml(pupils, { uai: UAI }),
      }),
    )
    expect(list.pupils).toHaveLength(3)
  })

  test('the same INE twice is one pupil, or is told by its end and by the names, and kept of nobody', async () => {
    const list = await listIn(
      siecleXml(
        [
          { ine: '070812345KD', name: 'DURIEZ', first: 'Léa', left: '01/09/2026' },
          { ine: '070812345KD', name: 'Duriez', first: 'Lea' },
          { ine: '1234567890V', name: 'UN', first: 'Ana' },
          { ine: '1234567890V', name: 'DEUX', first: 'Bob' },
        ],
        { uai: UAI },
      ),
    )
    expect(list.pupils.map(({ line, ine }) => [line, ine])).toEqual([
      [2, '070812345KD'],
      [3, null],
      [4, null],
    ])
    expect(list.told).toEqual([{ line: 3, why: expect.stringContaining('« 890V » est donné à UN Ana (n° 3) et DEUX Bob (n° 4)') }])
  })

  test('a line without a name, or with a day that never was, is told and left out', async () => {
    const list = await listIn(
      siecleXml(
        [
          { name: '', first: 'Léa' },
          { name: 'A', first: 'B', born: '31/02/2010' },
          { name: 'C', first: 'D' },
        ],
        { uai: UAI },
      ),
    )
    expect([list.pupils.length, list.told.map(({ line }) => line)]).toEqual([1, [1, 2]])
  })

  test.each([
    ['<BEE_RESPONSABLES/>', 'responsables légaux : la Région ne doit pas l’avoir'],
    ['<BEE_NOMENCLATURES/>', 'nomenclatures'],
    ['<BEE_STRUCTURES/>', 'structures'],
    ['<EDT_STS/>', 'enseignants'],
    ['<html/>', 'n’est pas une liste d’élèves'],
    ['<!DOCTYPE a [<!ENTITY b "c">]><BEE_ELEVES>&b;</BEE_ELEVES>', 'définitions'],
    ['<BEE_ELEVES><PARAMETRES>&inconnue;</PARAMETRES></BEE_ELEVES>', 'abîmé'],
    ['<BEE_ELEVES><PARAMETRES>', 'abîmé'],
    ['<?xml version="1.0" encoding="klingon"?><BEE_ELEVES/>', '« klingon »'],
  ])('%s is refused in words, alone and in an archive', async (xml, words) => {
    expect(await refusal(Buffer.from(xml))).toContain(words)
    expect(await refusal(await zipOf({ 'Export.xml': xml }))).toContain(words)
  })
})

describe('tables', () => {
  test('SIECLE’s own, whatever their order and how they are written', async () => {
    const csv = 'Division;Nom de famille;Prénom 1;Date de naissance;Courriel repr. légal\r\nTG4;DURIEZ;Léa;14/03/2010;a@b.example\r\n'
    for (const bytes of [Buffer.from(`\ufeff${csv}`), Buffer.from(csv, 'latin1'), Buffer.from(csv.replaceAll(';', ','))]) {
      const list = await tableIn(bytes)
      expect(list).toMatchObject({ family: 'siecle', dropped: ['guardians', 'contacts'] })
      expect(list.pupils).toMatchObject([{ line: 2, last_name: 'DURIEZ', first_names: ['Léa'], birth_date: '2010-03-14', class: 'TG4' }])
    }
  })

  test('agricultural lycées’, with their typographic apostrophe', async () => {
    const header =
      'Identifiant unique*;Premier prénom*;Deuxième prénom;Troisième prénom;Nom de famille*;Nom d’usage;Sexe*;Date de naissance (jj/mm/aaaa)*;Code commune naissance**;Libellé commune naissance**;Code département naissance*;Code pays naissance*;Statut*;Code MEF*;Division*'
    const line = '0123456789F;Beatrix;The;Bride;Kiddo;Black Mamba;F;01/05/2010;97422;;200;99100;ST;MEF1;Division   1;'
    expect(await tableIn(Buffer.from(`${header}\n${line}\n`))).toMatchObject({
      family: 'agricultural',
      pupils: [
        {
          ine: '0123456789F',
          last_name: 'Kiddo',
          usage_name: 'Black Mamba',
          first_names: ['Beatrix', 'The', 'Bride'],
          birth_date: '2010-05-01',
          class: 'Division 1',
          status: 'pupil',
        },
      ],
      dropped: ['birthplace'],
    })
  })

  test('a CFA’s 64 columns: days as workbooks count them, contracts, sites and years', async () => {
    const titles = [
      'ine_apprenant',
      'nom_apprenant',
      'prenom_apprenant',
      'date_de_naissance_apprenant',
      'email_contact',
      'adresse_apprenant',
      'code_postal_apprenant',
      'annee_scolaire',
      'etablissement_formateur_uai',
      'rqth_apprenant',
      'nir_apprenant',
      'contrat_date_debut',
      'contrat_date_fin',
      'contrat_date_rupture',
      'siret_employeur',
      'contrat_date_debut_2',
      'contrat_date_fin_2',
    ]
    const line = (name: string, born: string | number, email: string, year: string, uai: string, ...contracts: (string | number)[]) => [
      '',
      name,
      'Léo',
      born,
      email,
      '1 rue X',
      2840,
      year,
      uai,
      'oui',
      '1',
      ...contracts,
    ]
    const list = await tableIn(
      await workbookOf([
        titles,
        line('MARTIN', 40251, 'a@x.example', '2026-2027', UAI, '2026-10-01', '2028-08-31', '', '12345678900012'),
        line('MARTIN', '2010-03-14', 'A@x.example', '2026-2026', UAI, '2025-09-01', '2027-08-31', '2026-09-20', '12345678900012'),
        line('MARTIN', '2010-03-14', 'twin@x.example', '2026/2027', '', '2025-09-01', 'jamais', '01/07/2026', '', 46266, '31/08/2028'),
        line('AILLEURS', '2010-03-14', 'b@x.example', '2026-2027', '0590001A'),
        line('AVANT', '2010-03-14', 'c@x.example', '2025-2026', UAI),
      ]),
    )
    expect(list).toMatchObject({ family: 'cfa', elsewhere: 2, dropped: ['addresses', 'contacts', 'health'] })
    expect(list.pupils.map(({ line, birth_date, status }) => [line, birth_date, status])).toEqual([
      [3, '2010-03-14', 'apprentice'],
      [4, '2010-03-14', 'apprentice'],
    ])
    // Of several contracts, on several lines or on one, the one that began last.
    expect(list.pupils.map((one) => [one.contract_begins_on, one.contract_ends_on, one.contract_broken_on])).toEqual([
      ['2026-10-01', '2028-08-31', null],
      ['2026-09-01', '2028-08-31', null],
    ])
    expect(JSON.stringify(list)).not.toContain('12345678900012')
  })

  test('another’s, under titles that are guessed and pointed at; a title above is passed over', async () => {
    const list = await tableIn(
      await workbookOf([['Liste des élèves'], ['Nom', 'Prénom', 'Né(e) le', 'Classe'], ['LE GOFF', 'Anne', 40252, '2nde 1']]),
    )
    expect(list).toMatchObject({
      family: 'columns',
      pupils: [{ line: 3, last_name: 'LE GOFF', birth_date: '2010-03-15', class: '2nde 1' }],
    })
  })

  test.each([
    [Buffer.alloc(0), 'n’est pas une liste'],
    [Buffer.from('bonjour'), 'n’est pas une liste'],
    [Buffer.from('Nom;Prénom;Né le\n'), 'n’est pas une liste'],
    [Buffer.from(`Nom;Prénom;Né le\n"MARTIN;Léo;14/03/2010\n${'x;y;z\n'.repeat(40_000)}`), 'guillemet'],
    [Buffer.from('%PDF-1.7'), 'PDF'],
    [Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'ancien classeur Excel'],
    [Buffer.from(`Nom;Prénom;Né le\n${'A;B;14/03/2010\n'.repeat(60_000)}`), 'plus de 50'],
  ])('file %# is refused in words', async (bytes, words) => {
    expect(await refusal(bytes)).toContain(words)
  })
})
