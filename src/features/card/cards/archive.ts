import { PassThrough, Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import { recordOfEach } from '../../../platform/audit.ts'
import type { Reader } from '../../../platform/database/index.ts'
import { readFile } from '../../../platform/files.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { type Address, addressLines } from '../../people/addresses/index.ts'
import { batchCsv, photoName } from './card.ts'
import { batchOf, cardsOfBatch } from './queries.ts'

/**
 * What the maker of the cards receives: the list and the photos, in a ZIP that is written while it is read, one photo in memory at a
 * time. That an agent took them away is written down for each person (trust.md, « Who sees what »).
 */
export async function archiveOf(db: Reader, agent: Agent, batchId: number, now: Date): Promise<Readable> {
  const batch = await batchOf(db, batchId)
  const cards = await cardsOfBatch(db, batch.id)
  const owners = cards.map((card) => card.beneficiary_id)
  await recordOfEach(db, owners, { at: now, fact: 'card-batch.downloaded', staff_id: agent.id, details: { batch: batch.id } })

  const zip = new ZipFile()
  const archive = zip.outputStream.pipe(new PassThrough())
  zip.on('error', (error: Error) => archive.destroy(error))
  const dated = { mtime: batch.created_at }
  const list = cards.map((card) => ({ ...card, address_lines: card.address ? addressLines(card.address as unknown as Address) : [] }))
  zip.addBuffer(Buffer.from(batchCsv(list)), 'cartes.csv', dated)
  for (const card of cards) {
    // A photo is compressed already.
    zip.addReadStreamLazy(photoName(card.number), { ...dated, compress: false }, (give) => {
      readFile(db, card.photo_file_id).then(
        (file) => give(null, Readable.from([file?.bytes])),
        (error) => give(error, Readable.from([])),
      )
    })
  }
  zip.end()
  return archive
}
