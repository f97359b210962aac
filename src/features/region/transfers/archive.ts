import { PassThrough, Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import { csvOf } from '../../../platform/csv.ts'
import type { Reader } from '../../../platform/database/index.ts'
import type { Keys } from '../../../platform/encryption.ts'
import { fileName, type Payer, RETURN_TITLES, TRANSFERS_A_FILE, transfersFiles } from '../../money/bank-files/index.ts'
import { statementPaper } from '../../money/books/index.ts'
import { type FileMade, transfersIn } from './queries.ts'

interface Making {
  file: FileMade
  keys: Keys
}

const zipped = (fill: (zip: ZipFile) => void): Readable => {
  const zip = new ZipFile()
  const archive = zip.outputStream.pipe(new PassThrough())
  zip.on('error', (error: Error) => archive.destroy(error))
  fill(zip)
  zip.end()
  return archive
}

/** What is written when its turn comes. */
const later = (make: () => Promise<Buffer>) => (give: (error: unknown, stream: Readable) => void) => {
  make().then(
    (bytes) => give(null, Readable.from([bytes])),
    (error) => give(error, Readable.from([])),
  )
}

/** The transfers for the bank: one file, or several in a ZIP, each made when its turn comes. */
export async function bankFiles(
  db: Reader,
  { file, keys, payer }: Making & { payer: Payer },
): Promise<{ name: string; content: Readable | string }> {
  const { message_id, made_at } = file
  const made = transfersFiles({ message_id, created_at: made_at, payer }, transfersIn(db, file, keys))
  const next = async () => {
    const { value, done } = await made.next()
    if (done) throw new Error(`File ${file.id} has fewer transfers than were counted.`)
    return value.xml
  }
  const count = Math.ceil(file.transfers / TRANSFERS_A_FILE)
  if (count === 1) return { name: `${message_id}.xml`, content: await next() }
  const content = zipped((zip) => {
    for (let number = 1; number <= count; number += 1)
      zip.addReadStreamLazy(
        `${fileName(message_id, number)}.xml`,
        { mtime: made_at },
        later(async () => Buffer.from(await next())),
      )
  })
  return { name: `${message_id}.zip`, content }
}

/** What the accountant is given: a line for each mandate, whose last columns are to be filled in and sent back, and each shop's statement on paper. */
export async function mandateProposals(
  db: Reader,
  { file, keys, by, now }: Making & { by: string; now: Date },
): Promise<{ name: string; content: Readable }> {
  const shops: { partner_id: number; number: string }[] = []
  const rows: (string | number)[][] = []
  for await (const transfer of transfersIn(db, file, keys)) {
    const { siret, holder, iban, bic, amount_cents, label, end_to_end_id, partner_id } = transfer
    if (partner_id !== null) shops.push({ partner_id, number: end_to_end_id })
    rows.push([siret ?? '', holder, iban, bic ?? '', amount_cents / 100, label, end_to_end_id, '', '', ''])
  }
  const names = await namesOf(
    db,
    shops.map(({ partner_id }) => partner_id),
  )
  const content = zipped((zip) => {
    zip.addBuffer(Buffer.from(csvOf([TITLES, ...rows])), 'propositions-de-mandat.csv', { mtime: file.made_at })
    for (const { partner_id, number } of shops) {
      const shop = { partner_id, partner_name: names.get(partner_id) ?? '' }
      const paper = later(() => statementPaper(db, { shop, statement: file.settlement_id as number, by, now }))
      zip.addReadStreamLazy(`releves/${number}.pdf`, { mtime: file.made_at, compress: false }, paper)
    }
  })
  return { name: `${file.message_id}-mandats.zip`, content }
}

const { number, amount, paidOn, refused, reason } = RETURN_TITLES
const TITLES = ['SIRET', 'Titulaire', 'IBAN', 'BIC', amount, 'Libellé', number, paidOn, refused, reason]

async function namesOf(db: Reader, ids: number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('partner_directory').select(['id', 'name']).where('id', 'in', ids).execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}
