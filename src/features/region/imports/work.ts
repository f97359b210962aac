import pg from 'pg'
import { inTransaction, isDatabaseAway } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import type { Site } from '../../../platform/http/site.ts'
import { type Importer, type Listener, mergeRead, readFile, settleTables, type Told } from '../../../platform/import/load.ts'
import { FileRefused } from '../../../platform/import/saved-text.ts'
import { forgetReceived, piecesOf } from '../../../platform/received-files.ts'
import { LINES_TOLD_AT_MOST } from './imports.ts'
import { KINDS } from './kinds.ts'
import { nextImport } from './queries.ts'

const IMPORTS_LOCK = 20_610_303
const PROGRESS_EVERY_MS = 1_000

type Waiting = NonNullable<Awaited<ReturnType<typeof nextImport>>>

/**
 * Reads the file that waits, one at a time whatever the number of workers; on a connection of its own, which no page's delay cuts short. A
 * program that stops while it reads has changed nothing: it begins again.
 */
export async function workOnImports(site: Site, stopping: AbortSignal): Promise<boolean> {
  const { db, pool } = site
  if (!(await nextImport(db))) return true
  const { connectionString, onConnect } = pool.options
  const client = new pg.Client({ connectionString })
  client.on('error', () => {})
  await client.connect()
  const leave = () => void client.end().catch(() => {})
  stopping.addEventListener('abort', leave)
  try {
    // It acts as those of the pool do, and takes the time that a file takes.
    await onConnect?.(client)
    await client.query('set statement_timeout = 0')
    const { rows } = await client.query<{ free: boolean }>('select pg_try_advisory_lock($1) as free', [IMPORTS_LOCK])
    const waiting = rows[0]?.free && (await nextImport(db))
    if (waiting) await workOn(site, client, { waiting, stopping }).catch((error) => giveUp(site, waiting, { error, stopping }))
    return true
  } finally {
    stopping.removeEventListener('abort', leave)
    await client.end().catch(() => {})
  }
}

async function workOn(
  { db, clock, ibanKey }: Site,
  client: pg.Client,
  { waiting: { id, kind, state, file_id, sent_by, sent_at, agreed_by }, stopping }: { waiting: Waiting; stopping: AbortSignal },
): Promise<void> {
  const declared: Importer = KINDS[kind].importer
  const importer = declared.for?.({ keys: ibanKey, now: clock.now(), sentBy: sent_by, sentAt: sent_at, agreedBy: agreed_by }) ?? declared
  const told = toldAbout(async (lines_seen) => {
    await db.updateTable('imports').set({ lines_seen }).where('id', '=', id).execute()
  })
  if (!file_id) throw new Error('Its file was forgotten.')
  const pieces = async function* () {
    for await (const piece of piecesOf(db, file_id, ibanKey)) {
      stopping.throwIfAborted()
      yield piece
    }
  }
  await client.query('begin')
  const { counts, effects } = await readFile(client, importer, { pieces, today: dayOf(clock.now()) }, told)
  const isLoading = state === 'loading'
  if (isLoading) await mergeRead(client, importer)
  const { rowCount } = await client.query(
    `update imports set state = $2, lines_read = $3, loaded = $4, refused = $5, left_out = $6, doubts = $7, effects = $8, ended_at = $9
     where id = $1 and state = $10`,
    [
      ...[id, isLoading ? 'done' : 'checked', counts.read, counts.loaded, counts.refused, counts.left_out, told.doubts],
      ...[JSON.stringify(effects), isLoading ? clock.now() : null, state],
    ],
  )
  // Given up while it was read.
  if (rowCount === 0) return
  await client.query('delete from import_lines where import_id = $1', [id])
  await client.query(
    `insert into import_lines (import_id, number, line, kind, words)
     select $1, number, line, kind, words
     from unnest($2::bigint[], $3::text[], $4::text[]) with ordinality as told (line, kind, words, number)`,
    [id, told.lines.map(({ line }) => line), told.lines.map(({ kind }) => kind), told.lines.map(({ words }) => words.slice(0, 500))],
  )
  await client.query('commit')
  if (!isLoading) return
  await settleTables(client, importer)
  await inTransaction(db, clock.now(), (tx) => forgetReceived(tx, file_id))
}

/** What is said while a file is read, in the order in which its report says it, and how far it is. */
function toldAbout(say: (lines: number) => Promise<void>): Listener & { doubts: number; lines: Told[] } {
  const kept: Record<Told['kind'], Told[]> = { refused: [], doubt: [], change: [] }
  let doubts = 0
  let saidAt = performance.now()
  return {
    tell(told) {
      if (told.kind === 'doubt') doubts += 1
      if (kept[told.kind].length < LINES_TOLD_AT_MOST) kept[told.kind].push(told)
    },
    async progress(lines) {
      if (performance.now() - saidAt < PROGRESS_EVERY_MS) return
      saidAt = performance.now()
      await say(lines)
    },
    get doubts() {
      return doubts
    },
    get lines() {
      return [...kept.refused, ...kept.doubt, ...kept.change].slice(0, LINES_TOLD_AT_MOST)
    },
  }
}

/** Says why a file was not brought in; nothing of it was. Where it is the program that stops, or the database that is away, it begins again. */
async function giveUp(
  { db, clock, log }: Site,
  { id, kind, file_id }: Waiting,
  { error, stopping }: { error: unknown; stopping: AbortSignal },
): Promise<void> {
  if (stopping.aborted) return
  if (isDatabaseAway(error)) throw error
  const isUnreadable = error instanceof FileRefused
  if (!isUnreadable) {
    const { name, code } = error as { name?: string; code?: string }
    log.error({ import: id, kind, name, code }, 'import failed')
  }
  const failure = isUnreadable
    ? error.message
    : 'Une erreur s’est produite de notre côté : rien n’a été changé. Envoyez de nouveau le fichier. Si cela recommence, prévenez l’équipe technique.'
  await inTransaction(db, clock.now(), async (tx) => {
    await tx
      .updateTable('imports')
      .set({ state: isUnreadable ? 'unreadable' : 'failed', failure, ended_at: tx.now })
      .where('id', '=', id)
      .where('state', 'in', ['checking', 'loading'])
      .execute()
    if (file_id) await forgetReceived(tx, file_id)
  })
}
