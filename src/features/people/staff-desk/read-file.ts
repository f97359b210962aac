import type { Reader } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import type { UploadPolicy } from '../../../platform/files.ts'
import type { UploadedFile } from '../../../platform/http/body.ts'
import { FileRefused, SAVED_TABLES } from '../../../platform/import/saved-text.ts'
import { readRows } from '../../../platform/import/table.ts'
import { ACCOUNT_FORMATS, type FileKind, inOrder, LINES_AT_MOST, linesOf, type ReadLines, type RefusedLine } from './account-file.ts'
import { type Checked, checkedLines } from './queries.ts'

/** Somebody whose account a file would open. */
export interface AccountToOpen {
  line: number
  place_id: number
  place: string
  name: string
  email: string
  job_title: string | null
}

/** What a file would do. */
export interface AccountsRead {
  kind: FileKind
  accounts: AccountToOpen[]
  /** How many lines are of somebody who has this account already. */
  known: number
  refused: RefusedLine[]
}

/** The file that an agent sends: what it says is kept until somebody else has agreed to it. */
export const accountsPolicy: UploadPolicy<UploadedFile, AccountsRead> = {
  megabytes: 5,
  ...SAVED_TABLES,
  decode: async ({ bytes, field }, db) => readAccounts(db, await rowsIn(bytes, field), field),
}

async function rowsIn(bytes: Buffer, field: string): Promise<ReadLines> {
  try {
    return await readRows(bytes, ACCOUNT_FORMATS, new Set())
  } catch (error) {
    if (error instanceof FileRefused) throw new UserError('account-file.wrong', error.message, { field })
    throw error
  }
}

async function readAccounts(db: Reader, file: ReadLines, field: string): Promise<AccountsRead> {
  const { kind, lines, refused } = linesOf(file)
  if (file.rows.length + file.refused.length > LINES_AT_MOST)
    throw new UserError('account-file.long', 'Ce fichier a plus de 10 000 lignes : envoyez-le en plusieurs fois.', { field })
  if (!kind) {
    const [first] = refused
    const why = first
      ? `Aucune ligne de ce fichier n’est juste. La première, ligne ${first.line}, ${first.why}.`
      : 'Ce fichier n’a aucune ligne sous celle des colonnes.'
    throw new UserError('account-file.empty', why, { field })
  }
  const checked = new Map((await checkedLines(db, kind, lines)).map((one) => [one.line, one]))
  const told = lines.map((line) => ({ ...line, ...(checked.get(line.line) as Checked) }))
  return {
    kind,
    accounts: told.flatMap(({ line, place_id, place, name, email, job_title, account }) =>
      place_id !== null && account === 'none' ? [{ line, place_id, place: place ?? '', name, email, job_title }] : [],
    ),
    known: told.filter(({ place_id, account }) => place_id !== null && account === 'here').length,
    refused: inOrder([
      ...refused,
      ...told.flatMap(({ line, number, email, place_id, account }) => {
        const why = place_id === null ? UNKNOWN[kind](number) : ACCOUNT[account]?.(email)
        return why ? [{ line, why }] : []
      }),
    ]),
  }
}

const UNKNOWN: Record<FileKind, (number: string) => string> = {
  school: (uai) => `colonne « uai », valeur « ${uai} » : aucun établissement n’a ce numéro`,
  partner: (code) => `colonne « code », valeur « ${code} » : aucun partenaire n’a ce code`,
}

const ACCOUNT: Partial<Record<Checked['account'], (email: string) => string>> = {
  elsewhere: (email) => `colonne « email », valeur « ${email} » : un compte a déjà cette adresse, ailleurs`,
  closed: (email) => `colonne « email », valeur « ${email} » : ce compte est fermé, rouvrez-le depuis sa page`,
}
