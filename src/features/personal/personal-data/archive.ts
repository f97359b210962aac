import { PassThrough, Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import type { Reader } from '../../../platform/database/index.ts'
import { readFile } from '../../../platform/files.ts'
import type { Site } from '../../../platform/http/site.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import { dataOf, filesOf } from './data.ts'

/** All that somebody gave and all that is kept of them, in a ZIP that is written while it is read, one file in memory at a time. */
export async function archiveOf(
  db: Reader,
  beneficiary: Beneficiary,
  now: Date,
  { facts, ...keeping }: Pick<Site, 'ibanKey' | 'fileStore' | 'facts'>,
): Promise<Readable> {
  const [data, files] = [await dataOf(db, beneficiary, facts), await filesOf(db, beneficiary)]
  const zip = new ZipFile()
  const archive = zip.outputStream.pipe(new PassThrough())
  zip.on('error', (error: Error) => archive.destroy(error))
  zip.addBuffer(Buffer.from(`${JSON.stringify(data, null, 2)}\n`), 'data.json', { mtime: now })
  for (const { id, name, created_at } of files) {
    zip.addReadStreamLazy(`fichiers/${name}`, { mtime: created_at, compress: false }, (give) => {
      readFile(db, id, keeping).then(
        (file) => give(null, Readable.from([file?.bytes])),
        (error) => give(error, Readable.from([])),
      )
    })
  }
  zip.end()
  return archive
}
