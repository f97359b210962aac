import { z } from 'zod'
import { places } from '../../../places.ts'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import { forgetReceived, type ReceivedFile } from '../../../platform/received-files.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { lapseAbout, startAct, takesTwo } from '../../desks/two-people/index.ts'
import { facts } from './facts.ts'
import { KINDS, type KindName } from './kinds.ts'
import { type ImportRow, importById } from './queries.ts'

/** A file was sent: the worker reads it, and says what it would change. */
export async function sendFile(tx: Tx, agent: Agent, { kind, file }: { kind: KindName; file: ReceivedFile }): Promise<number> {
  const file_name = file.name.slice(0, 200)
  const { id } = await tx
    .insertInto('imports')
    .values({ kind, file_name, file_bytes: file.size, file_id: file.id, sent_by: agent.id, sent_at: tx.now })
    .returning('id')
    .executeTakeFirstOrThrow()
  await record(tx, { at: tx.now, fact: facts['import.sent'], staff_id: agent.id, details: { import_id: id, kind, file_name } })
  return id
}

/** A file is one act, whose second person sees its differences and signs it whole. */
const fileOf = (kind: KindName, { title, effect }: { title: string; effect: string }) =>
  takesTwo({
    kind: `${kind}.import`,
    title,
    starts: KINDS[kind].permission,
    finishes: KINDS[kind].permission,
    schema: z.object({ id: z.number().int() }),
    async shown(db, { id }) {
      const { file_name, lines_read, refused, doubts, effects } = await importById(db, id)
      return {
        about: file_name,
        href: places.region.import.to({ id }),
        items: [
          { label: 'Lignes lues', value: lines_read },
          { label: 'Lignes refusées', value: refused },
          { label: 'Lignes à vérifier', value: doubts },
          ...effects.map(({ label, count }) => ({ label, value: count })),
        ],
        effects: [effect],
      }
    },
    perform: (tx, agent, { input: { id } }) => agreeToImport(tx, agent, id),
  })

export const schoolsFile = fileOf('schools', {
  title: 'Importer un fichier d’établissements',
  effect: 'Les établissements du fichier sont ajoutés, modifiés et ouverts : ils peuvent être choisis dans une demande.',
})

export const partnersFile = fileOf('partners', {
  title: 'Importer un fichier de partenaires',
  effect:
    'Les partenaires du fichier sont ajoutés et modifiés : ceux qui sont ajoutés sont trouvés par tous et peuvent encaisser la carte.',
})

export const bankAccountsFile = fileOf('bank-accounts', {
  title: 'Importer un fichier de comptes bancaires',
  effect:
    'Dans 48 heures, les partenaires du fichier sont payés sur ces comptes. Leurs gestionnaires et leurs comptables sont prévenus par mail.',
})

const ACTS: Partial<Record<KindName, typeof schoolsFile>> = {
  schools: schoolsFile,
  partners: partnersFile,
  'bank-accounts': bankAccountsFile,
}

/** The act of a file that takes two people. */
export const actOf = (kind: KindName) => ACTS[kind] ?? null

/** Asks somebody else to agree to a file that takes two; agrees to another. */
export async function askForImport(tx: Tx, agent: Agent, { id, kind, sent_by, sent_by_name }: ImportRow): Promise<void> {
  const act = actOf(kind)
  if (!act) return agreeToImport(tx, agent, id)
  if (sent_by !== agent.id)
    throw new UserError('import.not-own', `C’est à ${sent_by_name}, qui a envoyé ce fichier, de demander qu’il soit accepté.`, {
      status: 403,
    })
  await startAct(tx, agent, act, { subject: id, input: { id } })
}

/** From then on the worker brings it in. */
export async function agreeToImport(tx: Tx, agent: Agent, id: number): Promise<void> {
  const agreed = await tx
    .updateTable('imports')
    .set({ state: 'loading', lines_seen: 0, agreed_by: agent.id, agreed_at: tx.now })
    .where('id', '=', id)
    .where('state', '=', 'checked')
    .returning('kind')
    .executeTakeFirst()
  if (!agreed) throw isDecided()
  await record(tx, { at: tx.now, fact: facts['import.agreed'], staff_id: agent.id, details: { import_id: id, kind: agreed.kind } })
}

/** A file that is not brought in: nothing has changed. */
export async function giveUpImport(tx: Tx, agent: Agent, id: number): Promise<void> {
  if (!(await endUnread(tx, id))) throw isDecided()
  await record(tx, { at: tx.now, fact: facts['import.given-up'], staff_id: agent.id, details: { import_id: id } })
}

/** Ends an import that nobody agreed to, forgets its file, and what waits about it. */
export async function endUnread(tx: Tx, id: number): Promise<boolean> {
  const ended = await tx
    .updateTable('imports')
    .set({ state: 'given-up', ended_at: tx.now })
    .where('id', '=', id)
    .where('state', 'in', ['checking', 'checked'])
    .returning(['kind', 'file_id'])
    .executeTakeFirst()
  if (!ended) return false
  if (ended.file_id) await forgetReceived(tx, ended.file_id)
  const act = actOf(ended.kind as KindName)
  if (act) await lapseAbout(tx, act, [id])
  return true
}

const isDecided = () =>
  new UserError('import.decided', 'Quelqu’un vient de décider de ce fichier : regardez où il en est.', { status: 409 })
