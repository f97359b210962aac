import { SaxesParser } from 'saxes'
import { FileRefused, type Pieces } from './saved-text.ts'

/** Where an element is: `at`: the names of those around it and its own, from the root, between slashes. */
export interface Place {
  at: string
  name: string
  depth: number
}

/** Whoever reads an XML file as it comes. */
interface XmlReader {
  /** Answers whether its text is wanted. */
  opened(element: Place, attributes: Readonly<Record<string, string>>): boolean
  /** `text`: what stands in it, if it was wanted. */
  closed(element: Place, text: string): void
}

const DECLARED = /^<\?xml[^>]*?\bencoding\s*=\s*["']([\w.:-]{1,40})["']/

const BROKEN = 'Ce fichier XML est abîmé ou incomplet : exportez-le de nouveau, puis envoyez-le.'
const DEPTH_AT_MOST = 50
/** Where an element is names those around it, for each of them again. */
const LETTERS_OF_AN_ELEMENT_AT_MOST = 200
/** No name, no code and no date is longer: the rest of a longer text is not read. */
const LETTERS_OF_A_TEXT_AT_MOST = 1_000

/** In whatever encoding: a mark of order or spaces may stand before. */
export const isXml = (bytes: Buffer): boolean =>
  /^\s*</.test(
    bytes
      .subarray(0, 64)
      .toString('latin1')
      .replace(/^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)/, '')
      .replaceAll('\0', ''),
  )

/** How a file says that it is written; UTF-8 when it says nothing. */
function decoderOf(start: Buffer): TextDecoder {
  if (start[0] === 0xff && start[1] === 0xfe) return new TextDecoder('utf-16le')
  if (start[0] === 0xfe && start[1] === 0xff) return new TextDecoder('utf-16be')
  const named = DECLARED.exec(start.toString('latin1').replace(/^\u00ef\u00bb\u00bf/, ''))?.[1] ?? 'utf-8'
  try {
    // UTF-16 without its mark would have been seen above: what declares it here is not written so.
    return new TextDecoder(/^utf-?16/i.test(named) ? 'utf-8' : named)
  } catch {
    throw new FileRefused(`Ce fichier XML dit être écrit en « ${named} », que personne ne connaît : exportez-le de nouveau.`)
  }
}

/**
 * Reads an XML file as it comes, in the encoding that it declares. Entities are never expanded: a file that declares some is refused, as nothing
 * that we are sent needs any. What is not wanted is not held.
 * @throws FileRefused
 */
export async function readXml(pieces: Pieces, reader: XmlReader): Promise<void> {
  const parser = parserFor(reader)
  let decoder: TextDecoder | undefined
  let start = Buffer.alloc(0)
  for await (const piece of pieces()) {
    if (decoder) {
      parser.write(decoder.decode(piece, { stream: true }))
      continue
    }
    start = Buffer.concat([start, piece])
    if (start.length < 200) continue
    decoder = decoderOf(start)
    parser.write(decoder.decode(start, { stream: true }))
  }
  if (!decoder) {
    decoder = decoderOf(start)
    parser.write(decoder.decode(start, { stream: true }))
  }
  parser.write(decoder.decode())
  parser.close()
}

function parserFor(reader: XmlReader): SaxesParser {
  const parser = new SaxesParser({ position: false })
  const around: Place[] = []
  let [isWanted, text] = [false, '']
  const hear = (said: string) => {
    if (isWanted && text.length < LETTERS_OF_A_TEXT_AT_MOST) text += said.slice(0, LETTERS_OF_A_TEXT_AT_MOST)
  }
  parser.on('error', () => {
    throw new FileRefused(BROKEN)
  })
  parser.on('doctype', () => {
    throw new FileRefused(
      'Ce fichier XML contient des définitions (DOCTYPE) qu’aucun des logiciels attendus n’écrit : exportez-le de nouveau.',
    )
  })
  parser.on('opentag', ({ name, attributes }) => {
    if (name.length > LETTERS_OF_AN_ELEMENT_AT_MOST) throw new FileRefused(BROKEN)
    const parent = around.at(-1)
    const element = { at: parent ? `${parent.at}/${name}` : name, name, depth: around.length + 1 }
    if (around.push(element) > DEPTH_AT_MOST) throw new FileRefused(BROKEN)
    text = ''
    isWanted = reader.opened(element, attributes as Record<string, string>)
  })
  parser.on('text', hear)
  parser.on('cdata', hear)
  parser.on('closetag', () => {
    const element = around.pop()
    if (element) reader.closed(element, text)
    isWanted = false
    text = ''
  })
  return parser
}
