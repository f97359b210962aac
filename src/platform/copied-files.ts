import { mkdir, readFile, rename, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { decryptBytes } from './encryption.ts'
import { bytesOf } from './files.ts'
import type { Moving } from './files-in-store.ts'

/** A file and the object that holds its bytes. */
export interface StoredObject {
  id: string
  object_name: string
}

const AT_ONCE = 8

async function someAtOnce<One>(all: One[], act: (one: One) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < all.length; at += AT_ONCE) await Promise.all(all.slice(at, at + AT_ONCE).map(act))
}

/**
 * Copies the objects that a backup names from the store to a folder, each once it was seen to be whole; those that the folder has are dated anew, so
 * that their dates say how old the last backup is that needs them. Ended half-way, it goes on the next time.
 * @returns how many came
 * @throws Error when some are not in the store, or damaged, of files that are not forgotten since
 */
export async function copyFromStore({ db, ibanKey, fileStore }: Moving, named: StoredObject[], folder: string): Promise<number> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const now = new Date()
  const missing: string[] = []
  let came = 0
  await someAtOnce(named, async ({ id, object_name }) => {
    const path = join(folder, object_name)
    if (
      await utimes(path, now, now).then(
        () => true,
        () => false,
      )
    )
      return
    const object = await fileStore.get(object_name)
    if (!object || !isWhole(ibanKey, object, id)) return void missing.push(id)
    await writeFile(`${path}.partial`, object, { mode: 0o600, flush: true })
    await rename(`${path}.partial`, path)
    came += 1
  })
  const known = await db
    .selectFrom('files')
    .select('id')
    .where('id', '=', sql<string>`any(${missing}::text[])`)
    // Erased since, it is missed by nobody.
    .where('object_name', 'is not', null)
    .execute()
  if (known.length > 0)
    throw new Error(`These files are not whole in the store: ${known.map(({ id }) => id).join(', ')}. Then back up again.`)
  return came
}

/**
 * Puts the objects that the database names back into the store, from the folder of its backups, but for those that are there.
 * @returns how many, and the files whose object is neither here nor there
 */
export async function bringToStore({ db, ibanKey, fileStore }: Moving, folder: string): Promise<{ brought: number; missing: string[] }> {
  const there = new Set<string>()
  // It may have more than it lists: Swift lists an object some time after it has it.
  for await (const some of fileStore.all()) for (const { name } of some) there.add(name)
  const named = await db.selectFrom('files').select(['id', 'object_name']).where('object_name', 'is not', null).execute()
  const missing: string[] = []
  let brought = 0
  await someAtOnce(named as StoredObject[], async ({ id, object_name }) => {
    if (there.has(object_name)) return
    const object = await readFile(join(folder, object_name)).catch(() => undefined)
    if (object && isWhole(ibanKey, object, id)) {
      await fileStore.put(object_name, object)
      brought += 1
    } else if (!(await fileStore.get(object_name))) missing.push(id)
  })
  return { brought, missing }
}

function isWhole(keys: Moving['ibanKey'], object: Buffer, id: string): boolean {
  try {
    return decryptBytes(keys, object, bytesOf(id)).length > 0
  } catch {
    return false
  }
}
