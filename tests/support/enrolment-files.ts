import { ZipFile } from 'yazl'

/** Made-up files of schools' software. */

/** An archive of these files. */
export async function zipOf(files: Record<string, string | Buffer>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name)
  zip.end()
  const pieces: Buffer[] = []
  for await (const piece of zip.outputStream) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}

/** Without what the encoding of SIECLE has no letter for. */
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('’', "'")

/** A workbook with one sheet: texts shared, numbers as numbers. */
export function workbookOf(rows: readonly (readonly (string | number)[])[]): Promise<Buffer> {
  const texts = [...new Set(rows.flat().filter((cell) => typeof cell === 'string'))]
  const cell = (value: string | number, at: number, line: number) => {
    const reference = `${String.fromCharCode(65 + (at % 26))}${line}`
    const named = at < 26 ? reference : `A${reference}`
    return typeof value === 'number' ? `<c r="${named}"><v>${value}</v></c>` : `<c r="${named}" t="s"><v>${texts.indexOf(value)}</v></c>`
  }
  const sheet = rows.map((row, index) => `<row r="${index + 1}">${row.map((value, at) => cell(value, at, index + 1)).join('')}</row>`)
  return zipOf({
    'xl/workbook.xml': '<workbook/>',
    'xl/sharedStrings.xml': `<sst>${texts.map((text) => `<si><t>${escaped(text)}</t></si>`).join('')}</sst>`,
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${sheet.join('')}</sheetData></worksheet>`,
  })
}

interface SaidOfPupil {
  ine?: string
  name: string
  usage?: string
  first: string
  second?: string
  born?: string
  mef?: string
  status?: string
  left?: string
  class?: string
  /** What one must not hold. */
  secret?: string
}

interface SiecleOptions {
  uai: string
  year?: string
  at?: string
  isClassesFirst?: boolean
}

/** « ElevesSansAdresses.xml », with what it holds besides, in the encoding that it declares. */
export function siecleXml(
  pupils: readonly SaidOfPupil[],
  { uai, year = '2026', at = '07/09/2026 08:12:44', isClassesFirst }: SiecleOptions,
): Buffer {
  const tag = (name: string, value: string | undefined) => (value === undefined ? '' : `<${name}>${escaped(value)}</${name}>`)
  const eleves = pupils.map(
    (one, index) =>
      `<ELEVE ELEVE_ID="${index + 1}" ELENOET="${index + 900}">${tag('ID_NATIONAL', one.ine)}${tag('NOM_DE_FAMILLE', one.name)}${tag('NOM_USAGE', one.usage ?? '')}${tag('PRENOM', one.first)}${tag('PRENOM2', one.second)}${tag('DATE_NAISS', one.born ?? '17/06/2010')}${tag('DATE_SORTIE', one.left)}<CODE_SEXE>2</CODE_SEXE>${tag('MEL', one.secret && `${one.secret}@parents.example`)}${tag('VILLE_NAISS', one.secret)}${tag('CODE_MEF', one.mef ?? '20210019110')}${tag('CODE_STATUT', one.status ?? 'ST')}<ADRESSE>${tag('LIGNE1_ADRESSE', one.secret)}</ADRESSE></ELEVE>`,
  )
  const structures = pupils.map((one, index) =>
    one.class === undefined
      ? ''
      : `<STRUCTURES_ELEVE ELEVE_ID="${index + 1}"><STRUCTURE><CODE_STRUCTURE>LV1</CODE_STRUCTURE><TYPE_STRUCTURE>G</TYPE_STRUCTURE></STRUCTURE><STRUCTURE>${tag('CODE_STRUCTURE', one.class)}<TYPE_STRUCTURE>D</TYPE_STRUCTURE></STRUCTURE></STRUCTURES_ELEVE>`,
  )
  const scholarship = pupils.map((one, index) => `<BOURSE ELEVE_ID="${index + 1}">${tag('CODE_BOURSE', one.secret)}</BOURSE>`)
  const blocks = [`<ELEVES>\n${eleves.join('\n')}\n</ELEVES>`, `<STRUCTURES>${structures.join('')}</STRUCTURES>`]
  const [date] = at.split(' ')
  return Buffer.from(
    `<?xml version="1.0" encoding="ISO-8859-15"?>\n<BEE_ELEVES VERSION="2.1"><PARAMETRES>${tag('UAJ', uai)}${tag('ANNEE_SCOLAIRE', year)}${tag('DATE_EXPORT', date)}${tag('HORODATAGE', at)}</PARAMETRES><DONNEES>${(isClassesFirst ? blocks.toReversed() : blocks).join('')}<BOURSES>${scholarship.join('')}</BOURSES></DONNEES></BEE_ELEVES>`,
    'latin1',
  )
}
