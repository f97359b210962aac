import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { siecleXml, workbookOf, zipOf } from '../../../../tests/support/enrolment-files.ts'
import { FileRefused } from '../../../platform/import/saved-text.ts'
import { guessed, knownTable } from './columns.ts'
import { sentIn } from './read-list.ts'
import { readTable } from './table.ts'

/** What becomes of a file: read, or refused in a sentence; anything else is a fault. */
async function outcomeOf(bytes: Buffer): Promise<string> {
  try {
    const sent = await sentIn(bytes)
    if ('list' in sent) return 'read'
    const { family, columns } = knownTable(sent.table.titles) ?? { family: 'columns' as const, columns: guessed(sent.table.titles) }
    readTable(sent.table, { family, columns, school: { uai: '0600020W' }, year: '2026' })
    return 'read'
  } catch (error) {
    if (error instanceof FileRefused) return error.message
    throw error
  }
}

const pupils = Array.from({ length: 40 }, (_, at) => ({ name: `NOM${at}`, first: 'Zoé', ine: `07081${1000 + at}KD`, class: 'TG4' }))
const xml = siecleXml(pupils, { uai: '0600020W' })
const rows = [['Nom', 'Prénom', 'Né le', 'Classe'], ...pupils.map(({ name, first }) => [name, first, 40252, '2nde "1"'])]
const files = {
  xml,
  zip: await zipOf({ 'ElevesSansAdresses.xml': xml }),
  xlsx: await workbookOf(rows),
  csv: Buffer.from(rows.map((row) => row.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(';')).join('\r\n')),
}

describe.each(Object.entries(files))('a file that is %s', (_, bytes) => {
  test('is read whole', async () => expect(await outcomeOf(bytes)).toBe('read'))

  test('cut anywhere, or with anything in the place of some of it, is read or refused in a sentence', () =>
    fc.assert(
      fc.asyncProperty(
        fc.nat(bytes.length),
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.uint8Array({ minLength: 1, maxLength: 12 })), { maxLength: 6 }),
        async (end, changes) => {
          const changed = Buffer.from(bytes)
          for (const [at, by] of changes) Buffer.from(by).copy(changed, at)
          for (const one of [changed, changed.subarray(0, end), bytes.subarray(end)])
            expect(await outcomeOf(one)).toMatch(/^read$|^[A-ZÀÉ«].*[.…]$/s)
        },
      ),
      { numRuns: 40 },
    ))
})

test('whatever bytes are sent, in whatever encoding, it is a sentence', () =>
  fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 400 }),
      fc.constantFrom('', 'PK\u0003\u0004', '<?xml version="1.0"?>', '<', '\ufeff<'),
      async (bytes, start) => {
        expect(await outcomeOf(Buffer.concat([Buffer.from(start), bytes]))).toMatch(/^read$|[.…]$/s)
      },
    ),
    { numRuns: 200 },
  ))

describe('what was made to fill the machine', () => {
  test('an archive of zeros stops at its limit', async () => {
    // Its text is of no element that is read: it costs what it costs to look at.
    const bomb = await zipOf({ 'Eleves.xml': Buffer.concat([Buffer.from('<BEE_ELEVES>'), Buffer.alloc(101_000_000, ' ')]) })
    expect(bomb.length).toBeLessThan(300_000)
    expect(await outcomeOf(bomb)).toContain('beaucoup trop de données')
  })

  test('an archive that lies about how long a file is', async () => {
    const content = Buffer.alloc(100_000, 'a')
    const archive = await zipOf({ 'Eleves.xml': content })
    const size = Buffer.alloc(4)
    size.writeUInt32LE(content.length)
    const lie = Buffer.alloc(4)
    lie.writeUInt32LE(10)
    const at = archive.lastIndexOf(size)
    expect(at).toBeGreaterThan(0)
    lie.copy(archive, at)
    expect(await outcomeOf(archive)).toMatch(/abîmée|abîmé/)
    expect(deflateRawSync(content).length).toBeLessThan(1_000)
  })

  test('entities in entities, and elements in elements', async () => {
    const entities = Array.from({ length: 9 }, (_, at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(10)}">`).join('')
    expect(await outcomeOf(Buffer.from(`<!DOCTYPE a [<!ENTITY e0 "ha">${entities}]><BEE_ELEVES>&e9;</BEE_ELEVES>`))).toContain(
      'définitions',
    )
    expect(await outcomeOf(Buffer.from('<BEE_ELEVES>'.repeat(100_000)))).toContain('abîmé')
  })

  test('a million lines, a line of a million letters, a name that never ends', async () => {
    expect(await outcomeOf(Buffer.from(`Nom;Prénom;Né le\n${'A;B;14/03/2010\n'.repeat(1_000_000)}`))).toContain('lignes')
    expect(await outcomeOf(Buffer.from(`Nom;Prénom;Né le\n${'A'.repeat(3_000_000)}`))).toContain('.')
    const many = Buffer.from(`<BEE_ELEVES><DONNEES><ELEVES>${'<ELEVE/>'.repeat(60_000)}</ELEVES></DONNEES></BEE_ELEVES>`)
    expect(await outcomeOf(many)).toContain('élèves')
    const endless = siecleXml([{ name: 'A'.repeat(2_000_000), first: 'B' }], { uai: '0600020W' })
    const sent = await sentIn(endless)
    expect('list' in sent && sent.list.pupils[0]?.last_name.length).toBe(100)
  })

  test('a cell at the end of each of many rows, a text that is as long as a file, more columns than a table has', async () => {
    const far = Array.from({ length: 10_000 }, (_, at) => `<row r="${at + 1}"><c r="SF${at + 1}"><v>1</v></c></row>`)
    const wide = {
      'xl/workbook.xml': '<workbook/>',
      'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${far.join('')}</sheetData></worksheet>`,
    }
    expect(await outcomeOf(await zipOf(wide))).toContain('beaucoup trop grand')

    const cells = ['A', 'B', 'C'].map((column) => `<c r="${column}1" t="s"><v>0</v></c>`).join('')
    const long = await zipOf({
      'xl/workbook.xml': '<workbook/>',
      'xl/sharedStrings.xml': `<sst><si>${`<r><t>${'a'.repeat(900)}</t></r>`.repeat(5_000)}</si></sst>`,
      'xl/worksheets/sheet1.xml': `<worksheet><sheetData><row r="1">${cells}</row><row r="2">${cells}</row></sheetData></worksheet>`,
    })
    const sent = await sentIn(long)
    expect('table' in sent && sent.table.rows[0]?.cells[0]?.length).toBeLessThan(2_000)

    expect(await outcomeOf(Buffer.from(`${'a;'.repeat(45_000)}\nA;B;14/03/2010\n`))).toContain('colonnes')
    expect(await outcomeOf(Buffer.from(`<BEE_ELEVES><${'A'.repeat(5_000)}><B/></${'A'.repeat(5_000)}></BEE_ELEVES>`))).toContain('abîmé')
  })
})
