import { createHash } from 'node:crypto'
import { UserError } from '../../../platform/errors.ts'
import type { UploadPolicy } from '../../../platform/files.ts'
import type { UploadedFile } from '../../../platform/http/body.ts'
import { FileRefused, inPieces, type Pieces } from '../../../platform/import/saved-text.ts'
import { isXml } from '../../../platform/import/xml.ts'
import type { Answer } from './answer.ts'
import { readReturnedTable } from './returned-table.ts'
import { readXmlAnswer } from './xml-answer.ts'

/** An answer, and what the bytes of its file come to: the same file is the same answer. */
export interface SentAnswer extends Answer {
  fileName: string
  hash: Buffer
}

/** A statement of the account says all that goes through it: nothing of the file is kept but what speaks of our transfers. */
export const answerPolicy: UploadPolicy<UploadedFile, SentAnswer> = {
  megabytes: 40,
  accept: '.xml,.csv,.txt',
  formats: 'XML ou CSV',
  isNeverKept: true,
  decode: async ({ bytes, name, field }) => {
    try {
      return { ...(await readAnswer(inPieces(bytes))), fileName: name.slice(0, 200), hash: createHash('sha256').update(bytes).digest() }
    } catch (error) {
      if (error instanceof FileRefused) throw new UserError('bank-answer.wrong-file', error.message, { field })
      throw error
    }
  },
}

/**
 * What a file answers, whatever its kind.
 * @throws FileRefused when it is none, in a sentence that says what it is
 */
export async function readAnswer(pieces: Pieces): Promise<Answer> {
  for await (const piece of pieces()) return isXml(piece) ? readXmlAnswer(pieces) : readReturnedTable(pieces)
  throw new FileRefused('Ce fichier est vide.')
}
