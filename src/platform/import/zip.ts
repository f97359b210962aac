import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl'
import { FileRefused } from './saved-text.ts'

/** One file in an archive. */
export interface ZippedFile {
  name: string
  pieces(): AsyncIterable<Buffer>
}

/** More than any export of a school holds: an archive that has more was made to fill the machine. */
const ENTRIES_AT_MOST = 500
/** Of all that is read in one archive: the longest export that was seen has 10 MB. */
const UNPACKED_BYTES_AT_MOST = 100_000_000

const BROKEN = 'Cette archive ZIP est abîmée ou incomplète : téléchargez-la de nouveau, puis envoyez-la.'
const TOO_LONG = 'Cette archive ZIP contient beaucoup trop de données pour une liste d’élèves : rien n’est lu.'

/** What a Mac adds beside each file. */
const isOfAMac = (name: string): boolean => name.startsWith('__MACOSX/') || /(?:^|\/)\._/.test(name) || name.endsWith('.DS_Store')

export const isZip = (bytes: Buffer): boolean => bytes.subarray(0, 4).toString('hex') === '504b0304'

/**
 * The files of an archive that is in memory, folders and what a Mac adds left out. Each is unpacked as it is read; what is read of all of
 * them together has a limit, whatever the archive says of itself.
 * @throws FileRefused
 */
export async function filesInZip(bytes: Buffer): Promise<ZippedFile[]> {
  const zip = await fromBufferPromise(bytes, { lazyEntries: true }).catch(() => Promise.reject(new FileRefused(BROKEN)))
  if (zip.entryCount > ENTRIES_AT_MOST) throw new FileRefused(TOO_LONG)
  const left = { bytes: UNPACKED_BYTES_AT_MOST }
  const files: ZippedFile[] = []
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith('/') || isOfAMac(entry.fileName)) continue
      if (entry.isEncrypted()) throw new FileRefused('Cette archive ZIP a un mot de passe : enregistrez-la sans mot de passe.')
      files.push({ name: entry.fileName, pieces: () => unpacked(zip, entry, left) })
    }
  } catch (error) {
    throw error instanceof FileRefused ? error : new FileRefused(BROKEN)
  }
  return files
}

async function* unpacked(zip: ZipFile, entry: Entry, left: { bytes: number }): AsyncGenerator<Buffer> {
  try {
    for await (const piece of await zip.openReadStreamPromise(entry)) {
      left.bytes -= piece.length
      if (left.bytes < 0) throw new FileRefused(TOO_LONG)
      yield piece
    }
  } catch (error) {
    throw error instanceof FileRefused ? error : new FileRefused(BROKEN)
  }
}
