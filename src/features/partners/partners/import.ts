import { sql } from 'kysely'
import { z } from 'zod'
import { record } from '../../../platform/audit.ts'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import type { UploadPolicy } from '../../../platform/files.ts'
import type { UploadedFile } from '../../../platform/http/body.ts'
import { type Format, type Line, type ReadFile, readRows } from '../../../platform/import.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { startAct } from '../../desks/two-people/index.ts'
import { facts } from './facts.ts'
import { importOpening } from './opening.ts'
import { isPartnerPhone, PARTNER_CODE } from './partner.ts'

/** The columns of a file of partners, separated by semicolons. */
export const IMPORT_COLUMNS = [
  ...['code', 'nom', 'type', 'adresse', 'code_postal', 'ville', 'telephone', 'email', 'site'],
  ...['longitude', 'latitude', 'prepaiement', 'paiement_en_ligne'],
]

const format: Format = {
  columns: IMPORT_COLUMNS,
  read(line) {
    const [longitude, latitude] = [degreesIn(line, 'longitude', 180), degreesIn(line, 'latitude', 90)]
    if ((longitude === null) !== (latitude === null)) line.refuse('latitude', 'la longitude et la latitude vont ensemble')
    const type = line.text('type').toLowerCase()
    return [
      line.matching('code', PARTNER_CODE, 'lettres majuscules et chiffres attendus, par exemple L212'),
      filled(line, 'nom', 100),
      line.knows(type) ? type : line.refuse('type', 'ce type de partenaire n’existe pas'),
      filled(line, 'adresse', 150),
      line.matching('code_postal', /^\d{5}$/, 'cinq chiffres attendus'),
      filled(line, 'ville', 80),
      phoneIn(line),
      line.text('email') ? emailIn(line) : null,
      optional(line, 'site', /^https?:\/\/[^\s/]+\.[^\s]+$/, 'adresse complète attendue, par exemple https://www.exemple.fr'),
      longitude,
      latitude,
      yesOrNo(line, 'prepaiement'),
      yesOrNo(line, 'paiement_en_ligne'),
    ]
  },
}

const filled = (line: Line, column: string, most: number): string => {
  const value = line.text(column)
  return value && value.length <= most ? value : line.refuse(column, value ? `${most} caractères au plus` : 'la valeur manque')
}
const optional = (line: Line, column: string, pattern: RegExp, expected: string) =>
  line.text(column) ? line.matching(column, pattern, expected) : null
function phoneIn(line: Line): string | null {
  const typed = line.text('telephone')
  return !typed || isPartnerPhone(typed)
    ? typed || null
    : line.refuse('telephone', 'numéro de téléphone attendu, par exemple 03 22 97 00 00')
}
const emailIn = (line: Line): string =>
  z.email().safeParse(line.text('email')).success ? line.text('email') : line.refuse('email', 'adresse e-mail attendue')

function degreesIn(line: Line, column: string, most: number): number | null {
  const value = line.text(column).replace(',', '.')
  if (!value) return null
  return /^-?\d{1,3}(\.\d+)?$/.test(value) && Math.abs(Number(value)) <= most
    ? Number(value)
    : line.refuse(column, 'degrés attendus, par exemple 49,8941')
}

function yesOrNo(line: Line, column: string): boolean {
  const value = line.text(column).toLowerCase()
  return value === 'oui' || (value === 'non' ? false : line.refuse(column, 'oui ou non attendu'))
}

/** The file that an agent sends: it is read, and not kept. */
export const partnersPolicy: UploadPolicy<UploadedFile, ReadFile> = {
  megabytes: 5,
  accept: '.csv,text/csv',
  formats: 'CSV',
  async decode({ bytes, field }, db) {
    const types = await db.selectFrom('partner_types').select('code').execute()
    try {
      return await withoutMisplaced(db, readRows(bytes.toString('utf8'), [format], new Set(types.map(({ code }) => code))))
    } catch (error) {
      throw new UserError('import.wrong-file', (error as Error).message, { field })
    }
  },
}

/** A partner whose point is not where its town is would move the map of all: its line is left out, and says so. */
async function withoutMisplaced(db: Reader, read: ReadFile): Promise<ReadFile> {
  const at = (name: (typeof IMPORT_COLUMNS)[number]) => IMPORT_COLUMNS.indexOf(name)
  const placed = read.rows.map(({ line, row }) => ({
    ...{ line, postcode: row[at('code_postal')], town: row[at('ville')] },
    ...{ longitude: row[at('longitude')], latitude: row[at('latitude')] },
  }))
  const { rows } = await sql<{ line: number; why: string }>`
    select line, why
    from json_to_recordset(${JSON.stringify(placed)})
      as p (line integer, postcode text, town text, longitude double precision, latitude double precision),
      why_misplaced(postcode, town, longitude, latitude) why
    where why is not null
  `.execute(db)
  const why = new Map(rows.map((row) => [row.line, row.why]))
  const refused = [...why].map(([line, words]) => ({ line, why: `colonne « longitude » : ${words}` }))
  return {
    rows: read.rows.filter(({ line }) => !why.has(line)),
    refused: [...read.refused, ...refused].sort((a, b) => a.line - b.line),
  }
}

/**
 * Adds the partners that are new, which a second person opens together, and changes those that are known, by their code; says what became
 * of each line.
 */
export async function importPartners(tx: Tx, agent: Agent, { read, fileName }: { read: ReadFile; fileName: string }): Promise<number> {
  // A partner named twice is what its last line says.
  const rows = [...new Map(read.rows.map(({ row }) => [row[0], row])).values()]
  const names = ['code', 'name', 'type_code', 'street', 'postcode', 'town', 'phone', 'email', 'website', 'longitude', 'latitude']
  const columns = [...names, 'accepts_prepayments', 'accepts_online_payments']
  const incoming = JSON.stringify(rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]]))))
  const { rows: merged } = await sql<{ id: number; is_new: boolean }>`
    insert into partners as p (code, name, type_code, street, postcode, town, phone, email, website, longitude, latitude,
      accepts_prepayments, accepts_online_payments, active)
    select code, name, type_code, street, postcode, town, phone, email, website, longitude, latitude,
      accepts_prepayments, accepts_online_payments, false
    from jsonb_populate_recordset(null::partners, ${incoming}::jsonb)
    on conflict (code) do update set name = excluded.name, type_code = excluded.type_code, street = excluded.street,
      postcode = excluded.postcode, town = excluded.town, phone = excluded.phone, email = excluded.email, website = excluded.website,
      longitude = excluded.longitude, latitude = excluded.latitude, accepts_prepayments = excluded.accepts_prepayments,
      accepts_online_payments = excluded.accepts_online_payments
    where (p.name, p.type_code, p.street, p.postcode, p.town, p.phone, p.email, p.website, p.longitude, p.latitude,
        p.accepts_prepayments, p.accepts_online_payments)
      is distinct from (excluded.name, excluded.type_code, excluded.street, excluded.postcode, excluded.town, excluded.phone,
        excluded.email, excluded.website, excluded.longitude, excluded.latitude, excluded.accepts_prepayments,
        excluded.accepts_online_payments)
    returning p.id, (xmax = 0) as is_new
  `.execute(tx)
  const added = merged.filter(({ is_new }) => is_new).map(({ id }) => id)
  const { id } = await tx
    .insertInto('partner_imports')
    .values({
      at: tx.now,
      staff_id: agent.id,
      file_name: fileName.slice(0, 200),
      lines_read: read.rows.length + read.refused.length,
      added: added.length,
      changed: merged.length - added.length,
      refused: JSON.stringify(read.refused),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  if (added.length > 0) await startAct(tx, agent, importOpening, { subject: id, input: { import_id: id, ids: added } })
  await record(tx, { at: tx.now, fact: facts['partners.imported'], staff_id: agent.id, details: { import_id: id } })
  return id
}
