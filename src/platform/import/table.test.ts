import { describe, expect, test } from 'vitest'
import { type Format, mustHaveColumns, readRows, readTable } from './table.ts'

const format: Format = {
  columns: ['code', 'nom', 'ville'],
  read: (line) => [line.filled('code'), line.filled('nom'), line.text('ville'), line.degrees('latitude', 90)],
}

/** What each line became: its row, or why it is refused. */
async function read(bytes: string | Buffer, formats = [format]) {
  const { rows, refused } = await readRows(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, formats, new Set())
  const became = [...rows.map(({ line, row }) => ({ line, row })), ...refused.map(({ line, why }) => ({ line, row: `${line}: ${why}` }))]
  return became.sort((a, b) => a.line - b.line).map(({ row }) => row)
}

const TEXT = 'code;nom;ville;latitude\r\nA1;Lycée « L’Étoile »;Béthune;50,53\r\nA2;Œuvres;Nœux-les-Mines;50.47\r\n'
const ROWS = [
  ['A1', 'Lycée « L’Étoile »', 'Béthune', 50.53],
  ['A2', 'Œuvres', 'Nœux-les-Mines', 50.47],
]

/** What these bytes stand for in what Excel saved before UTF-8, for the letters of the text. */
const OLD = {
  windows: { é: 0xe9, É: 0xc9, '«': 0xab, '»': 0xbb, '’': 0x92, œ: 0x9c, Œ: 0x8c },
  macintosh: { é: 0x8e, É: 0x83, '«': 0xc7, '»': 0xc8, '’': 0xd5, œ: 0xcf, Œ: 0xce },
  dos: { é: 0x82, É: 0x90 },
}
const inBytes = (text: string, letters: Record<string, number>) =>
  Buffer.from(Array.from(text, (letter) => letters[letter] ?? letter.charCodeAt(0)))

describe('what people save is read', () => {
  test.each([
    ['UTF-8', Buffer.from(TEXT)],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${TEXT}`)],
    ['UTF-16, as « Texte Unicode », with tabs', Buffer.from(`\ufeff${TEXT.replaceAll(';', '\t')}`, 'utf16le')],
    ['UTF-16 without its mark', Buffer.from(TEXT, 'utf16le')],
    ['UTF-16 of the other order', Buffer.from(`\ufeff${TEXT}`, 'utf16le').swap16()],
    ['Windows-1252', inBytes(TEXT, OLD.windows)],
    ['an old Macintosh, with its line ends', inBytes(TEXT.replaceAll('\r\n', '\r'), OLD.macintosh)],
    ['ends of lines of every kind', Buffer.from(TEXT.replace('\r\n', '\r').replace('\r\n', '\n\n'))],
    ['« sep=; »', Buffer.from(`sep=;\r\n${TEXT}`)],
    ['another separator, said', Buffer.from(`"sep=|"\n${TEXT.replaceAll(';', '|')}`)],
    ['commas, with what needs it between quotes', Buffer.from(TEXT.replaceAll(';', ',').replace('50,53', '"50,53"'))],
    ['titles as people write them', Buffer.from(TEXT.replace('code;nom;ville', '"Code ";NOM;Ville'))],
    ['the trick that keeps zeros', Buffer.from(TEXT.replace('A1', '"=""A1"""').replace('A2', '="A2"'))],
  ])('%s', async (_, bytes) => {
    expect(await read(bytes)).toEqual(ROWS)
  })

  test('whatever the pieces that it comes in', async () => {
    for (const bytes of [Buffer.from(TEXT), Buffer.from(`\ufeff${TEXT}`, 'utf16le'), inBytes(TEXT, OLD.windows)]) {
      async function* oneByOne() {
        for (const byte of bytes) yield Buffer.of(byte)
      }
      const rows = []
      for await (const reads of readTable(oneByOne, [format], new Set())) rows.push(...reads)
      expect(rows).toEqual([2, 3].map((line, index) => ({ line, row: ROWS[index] })))
    }
  })

  test('with line breaks in its cells; a quotation mark left open loses its line and no other', async () => {
    const rows = await read('code;nom;ville\nA1;"Lycée\nde la ""Mer""";Calais\nA2;"Perdu;Lens\nA3;Lycée;Lens\nA5;"B";Lens\nA4;"Fin\n')
    expect(rows).toEqual([
      ['A1', 'Lycée de la "Mer"', 'Calais', null],
      expect.stringMatching(/^4: .*guillemet/),
      ['A3', 'Lycée', 'Lens', null],
      ['A5', 'B', 'Lens', null],
      expect.stringMatching(/^7: .*guillemet/),
    ])
  })

  test('but for what nobody can read any more, which says how to save it', async () => {
    await expect(read(inBytes(TEXT.replace(/[«»’œŒ]/g, ''), OLD.dos))).rejects.toThrow('MS-DOS')
    await expect(read(Buffer.from('504b030414', 'hex'))).rejects.toThrow('CSV UTF-8')
    await expect(read(Buffer.from('1f8b0800', 'hex'))).rejects.toThrow('Décompressez')
    const [wrong, right] = await read(
      Buffer.concat([Buffer.from('code;nom;ville\nA1;Lyc'), Buffer.of(0xe9), Buffer.from('e;Béthune\nA2;B;É\n')]),
    )
    expect([wrong, right]).toEqual([expect.stringContaining('caractères illisibles'), ['A2', 'B', 'É', null]])
  })
})

describe('the columns of a file', () => {
  const other: Format = { columns: ['uai', 'sigle'], read: (line) => [line.text('uai'), line.text('sigle')] }

  test('are those of the format that they are of, in any order', async () => {
    expect(await read('sigle;reste;uai\nLMC;x;0600020W', [format, other])).toEqual([['0600020W', 'LMC']])
  })

  test('that are missing are named, and those that are there', async () => {
    await expect(read('Code;Ville;Nombre\nA1;x;1', [other, format])).rejects.toThrow(
      'Il manque la colonne « nom ». Celles de ce fichier : « code », « ville », « nombre ».',
    )
    await expect(read('a;b', [format])).rejects.toThrow('code;nom;ville')
    await expect(read('', [format])).rejects.toThrow('colonnes attendues')
    await expect(read('code;nom;ville;Nom\n', [format])).rejects.toThrow('deux fois la même colonne : « nom »')
  })

  test('are asked of the beginning of a file alone', async () => {
    async function* beginning() {
      yield Buffer.from('sep=;\ncode;nom;ville\nA1;"coup')
    }
    await expect(mustHaveColumns(beginning, [format])).resolves.toBeUndefined()
    await expect(mustHaveColumns(beginning, [other])).rejects.toThrow('colonnes attendues')
  })
})

test('a zero that a spreadsheet forgot is given back when it is missing everywhere', async () => {
  const codes: Format = {
    columns: ['cp', 'insee'],
    read(line) {
      const { cp, insee } = line.codes({ cp: 5, insee: 5 })
      return [cp, insee]
    },
  }
  const rows = await read('cp;insee\n2840;2028\n2840;02028\n20167;2A004\n;\n', [codes])
  expect(rows).toEqual([
    ['02840', '02028'],
    ['2840', '02028'],
    ['20167', '2A004'],
    ['', ''],
  ])
})
