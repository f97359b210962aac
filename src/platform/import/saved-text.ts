/** A file in its pieces, in their order, whatever their size: it is read as often as it has to be, and never held whole. */
export type Pieces = () => AsyncIterable<Buffer>

const PIECE_BYTES = 65_536

/** A file that is in memory, one piece after the other: between two of them, others are answered. */
export const inPieces = (bytes: Buffer): Pieces =>
  async function* () {
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      yield bytes.subarray(at, at + PIECE_BYTES)
      await new Promise((goOn) => setImmediate(goOn))
    }
  }

/** The file as a whole cannot be read; the sentence says what to do. */
export class FileRefused extends Error {}

/** What file choosers offer for it: « CSV », and « Texte Unicode », as spreadsheets call them. */
export const SAVED_TABLES = { accept: '.csv,.txt,text/csv,text/plain', formats: 'CSV' }

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | 'macintosh'

/** « sep=; »: what Excel reads, and does not show. */
export const SAYS_ITS_SEPARATOR = /^"?sep=([;,\t|])"?[;,\t]*$/i

/** What files that are no text begin with. */
const NO_TEXT: [bytes: string, sentence: string][] = [
  ['504b0304', 'Ce fichier est un classeur ou une archive ZIP. Dans votre tableur, enregistrez-le au format « CSV UTF-8 ».'],
  ['d0cf11e0', 'Ce fichier est un ancien classeur Excel. Dans votre tableur, enregistrez-le au format « CSV UTF-8 ».'],
  ['1f8b', 'Ce fichier est compressé. Décompressez-le d’abord, puis envoyez le fichier CSV.'],
  ['25504446', 'Ce fichier est un PDF. Il faut un fichier CSV.'],
]

/** É, é and è, the commonest letters that are not everywhere the same byte, in what spreadsheets of the country save. */
const LETTERS = { 'windows-1252': [0xc9, 0xe9, 0xe8], macintosh: [0x83, 0x8e, 0x8f], dos: [0x90, 0x82, 0x8a] } as const

/**
 * How a file is written: UTF-8, else what Excel saves in France.
 * @throws FileRefused when it is no text, or one that nobody reads any more
 */
async function encodingOf(pieces: Pieces): Promise<Encoding> {
  const start = await beginningOf(pieces)
  for (const [bytes, sentence] of NO_TEXT) if (start.toString('hex').startsWith(bytes)) throw new FileRefused(sentence)
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le'
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be'
  // A title of a column is of letters that UTF-16 writes with a zero beside each.
  if (start[1] === 0 && start[3] === 0) return 'utf-16le'
  if (start[0] === 0 && start[2] === 0) return 'utf-16be'
  if (await isUtf8(pieces)) return 'utf-8'
  return oldEncodingOf(pieces)
}

async function beginningOf(pieces: Pieces): Promise<Buffer> {
  let start = Buffer.alloc(0)
  for await (const piece of pieces()) {
    start = Buffer.concat([start, piece.subarray(0, 4)])
    if (start.length >= 4) break
  }
  return start
}

async function isUtf8(pieces: Pieces): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const piece of pieces()) decoder.decode(piece, { stream: true })
    decoder.decode()
    return true
  } catch {
    return false
  }
}

async function oldEncodingOf(pieces: Pieces): Promise<Encoding> {
  const decoder = new TextDecoder()
  const seen = new Uint32Array(256)
  let [whole, broken] = [0, 0]
  for await (const piece of pieces()) {
    for (const byte of piece) seen[byte] = (seen[byte] as number) + 1
    for (const [sign] of decoder.decode(piece, { stream: true }).matchAll(/[^\0-\u007f]/g)) {
      if (sign === '\ufffd') broken += 1
      else whole += 1
    }
  }
  // Some of it was cut or mixed with something else: its lines say so.
  if (whole > broken) return 'utf-8'
  const times = (encoding: keyof typeof LETTERS) => LETTERS[encoding].reduce<number>((sum, byte) => sum + (seen[byte] as number), 0)
  const [windows, macintosh, dos] = [times('windows-1252'), times('macintosh'), times('dos')]
  if (dos > Math.max(windows, macintosh))
    throw new FileRefused('Ce fichier est au format « CSV (MS-DOS) ». Dans votre tableur, enregistrez-le au format « CSV UTF-8 ».')
  return macintosh > windows ? 'macintosh' : 'windows-1252'
}

const CHARACTERS_OF_A_LINE_AT_MOST = 1_000_000

/**
 * The lines of a text that people saved, as they are read, many at a time; whatever ends a line.
 * @throws FileRefused
 */
export async function* linesOf(pieces: Pieces): AsyncGenerator<string[]> {
  const decoder = new TextDecoder(await encodingOf(pieces))
  let rest = ''
  for await (const piece of pieces()) {
    const text = rest + decoder.decode(piece, { stream: true })
    // What ends the piece may be half of what ends a line.
    const end = text.endsWith('\r') ? text.length - 1 : text.length
    const lines = splitLines(text.slice(0, end))
    rest = lines.pop() + text.slice(end)
    if (rest.length > CHARACTERS_OF_A_LINE_AT_MOST) throw new FileRefused('Ce fichier n’est pas fait de lignes : il faut un fichier CSV.')
    yield lines
  }
  yield splitLines(rest + decoder.decode())
}

const splitLines = (text: string): string[] => (text.includes('\r') ? text.split(/\r\n|[\r\n]/) : text.split('\n'))
