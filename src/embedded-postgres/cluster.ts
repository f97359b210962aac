import { randomBytes } from 'node:crypto'
import { chown, mkdir, mkdtemp, open, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Account, run, SURROUNDINGS } from './programs.ts'

const HALF_MADE = 'postgres.new-'

export const newPassword = (): string => randomBytes(32).toString('base64url')

export async function removeHalfMade(dataDir: string): Promise<void> {
  const names = (await readdir(dataDir)).filter((name) => name.startsWith(HALF_MADE))
  await Promise.all(names.map((name) => rm(join(dataDir, name), { recursive: true, force: true, maxRetries: 5 })))
}

/**
 * Made aside and renamed once whole, so that a cluster is never half made. initdb writes it through to the disk:
 * going without (--no-sync) saves 30 ms here, and loses the catalogue if the machine then crashes.
 */
export async function makeCluster(dataDir: string, cluster: string, passwordFile: string, account: Account, initdb: string): Promise<void> {
  const password = newPassword()
  await mkdir(join(dataDir, 'secrets'), { recursive: true, mode: 0o700 })
  await writeFile(passwordFile, password, { mode: 0o600, flush: true })

  const made = await mkdtemp(join(dataDir, HALF_MADE))
  const readable = `${made}-password`
  await writeFile(readable, password, { mode: 0o600 })
  await chown(readable, account.uid, account.gid)
  await chown(made, account.uid, account.gid)

  const [program, ...args] = [
    ...[...account.prefix, initdb, '--pgdata', made, '--username', 'postgres', '--pwfile', readable],
    ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--no-instructions'],
    // The same order and capitals on every machine, whatever locales it has.
    ...['--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
  ]
  await run(program as string, args, SURROUNDINGS)

  await rm(readable)
  await rename(made, cluster)
  const folder = await open(dataDir)
  await folder.sync()
  await folder.close()
}
