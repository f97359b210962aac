import { PassThrough, Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import type { Reader } from '../../../platform/database/index.ts'
import { type FileKeeping, readFile } from '../../../platform/files.ts'
import { type Address, addressLines } from '../../people/addresses/index.ts'
import { batchOf, cardsOfBatch } from '../cards/index.ts'
import { batchCsv, photoName } from './workshop-file.ts'

/** A batch with all its cards. */
export async function wholeBatch(db: Reader, id: number) {
  const batch = await batchOf(db, id)
  return { ...batch, cards: await cardsOfBatch(db, batch.id) }
}

/** What the maker of the cards receives: the list and the photos, in a ZIP that is written while it is read, one photo in memory at a time. */
export function archiveOf(db: Reader, batch: Awaited<ReturnType<typeof wholeBatch>>, keeping: FileKeeping): Readable {
  const { cards } = batch
  const zip = new ZipFile()
  const archive = zip.outputStream.pipe(new PassThrough())
  zip.on('error', (error: Error) => archive.destroy(error))
  const dated = { mtime: batch.created_at }
  const list = cards.map((card) => ({ ...card, address_lines: card.address ? addressLines(card.address as unknown as Address) : [] }))
  zip.addBuffer(Buffer.from(batchCsv(list)), 'cartes.csv', dated)
  for (const card of cards) {
    // A photo is compressed already.
    zip.addReadStreamLazy(photoName(card.number), { ...dated, compress: false }, (give) => {
      readFile(db, card.photo_file_id, keeping).then(
        (file) => give(null, Readable.from([file?.bytes])),
        (error) => give(error, Readable.from([])),
      )
    })
  }
  zip.end()
  return archive
}
