import { FileRefused, type Pieces } from '../../../platform/import/saved-text.ts'
import { isXml } from '../../../platform/import/xml.ts'
import type { Answer } from './answer.ts'
import { readReturnedTable } from './returned-table.ts'
import { readXmlAnswer } from './xml-answer.ts'

/**
 * What a file answers, whatever its kind.
 * @throws FileRefused when it is none, in a sentence that says what it is
 */
export async function readAnswer(pieces: Pieces): Promise<Answer> {
  for await (const piece of pieces()) return isXml(piece) ? readXmlAnswer(pieces) : readReturnedTable(pieces)
  throw new FileRefused('Ce fichier est vide.')
}
