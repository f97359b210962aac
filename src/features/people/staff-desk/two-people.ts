import { sql } from 'kysely'
import { z } from 'zod'
import { places } from '../../../places.ts'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import type { Permission } from '../../../spaces/roles.ts'
import { startAct, takesTwo } from '../../desks/two-people/index.ts'
import { FILE_KINDS, type FileKind } from './account-file.ts'
import { leftWithin } from './invitations.ts'
import { openFromFile } from './open-from-file.ts'
import type { AccountFile } from './queries.ts'

/** A file is one act: its second person signs it whole. */
const openingOf = (kind: FileKind, permission: Permission) =>
  takesTwo({
    kind: `staff.${kind}-account-file`,
    title: `Ouvrir les comptes des ${FILE_KINDS[kind].of} d’un fichier`,
    starts: permission,
    finishes: permission,
    schema: z.object({ file_id: z.number().int() }),
    async shown(db, { file_id }) {
      const file = await fileToOpen(db, file_id)
      // One that nobody agreed to is forgotten, and what became of the act is still shown.
      if (!file) return { about: `Fichier de comptes n° ${file_id}`, href: null, items: [], effects: [] }
      return {
        about: file.file_name,
        href: places.region.accountFile.to({ id: file_id }),
        items: [
          { label: 'Comptes à ouvrir', value: file.to_open },
          ...(file.places > 0
            ? [{ label: kind === 'school' ? 'Dans combien d’établissements' : 'Chez combien de partenaires', value: file.places }]
            : []),
          { label: 'Comptes déjà là, laissés tels quels', value: file.known },
          { label: 'Lignes refusées', value: file.refused },
        ],
        effects: [
          'Les comptes seront ouverts ensemble. Regardez leurs noms et leurs adresses dans le fichier avant d’accepter.',
          `Un mail apportera à chaque adresse un lien pour choisir un mot de passe : ils partent peu à peu, en ${leftWithin(file.to_open)} environ, de 8 h à 21 h.`,
        ],
      }
    },
    perform: (tx, agent, { input }) => openFromFile(tx, agent, input.file_id),
  })

async function fileToOpen(db: Reader, id: number) {
  const { rows } = await sql<{ file_name: string; to_open: number; known: number; refused: number; places: number }>`
    select file_name, to_open, known, jsonb_array_length(refused) as refused,
      (select count(distinct place_id) from jsonb_to_recordset(coalesce(accounts, '[]')) as a (place_id integer))::integer as places
    from account_files where id = ${id}
  `.execute(db)
  return rows[0]
}

export const schoolAccountFile = openingOf('school', 'school-accounts.manage')
export const partnerAccountFile = openingOf('partner', 'partner-accounts.manage')

/** The act that opens a file of that kind. */
export const openingAct = (kind: FileKind) => (kind === 'school' ? schoolAccountFile : partnerAccountFile)

/** Asks somebody else to open all that a file asks for. */
export async function askToOpenFile(tx: Tx, agent: Agent, file: AccountFile): Promise<void> {
  if (file.opened !== null || file.to_open === 0)
    throw new UserError('account-file.nothing', 'Ce fichier n’a aucun compte à ouvrir.', { status: 409 })
  await startAct(tx, agent, openingAct(file.kind), { subject: file.id, input: { file_id: file.id } })
}
