import { execFile } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

/**
 * Packages that one command needs and that are too heavy for everybody: they are those of a folder of the project, with a package.json
 * and a lock file of its own, and npm brings them the first time.
 */

/** The project's folder of that name. */
export const folderOf = (name: string): string => join(dirname(findPackageJSON(import.meta.url) as string), name)

/** Whether the packages of that folder are there, as its lock file says they must be. */
export function areThere(folder: string): boolean {
  const installed = join(folder, 'node_modules', '.package-lock.json')
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(folder, 'package-lock.json')).mtimeMs
}

/** Brings them when they are not. @throws Error that says by which command it can be done by hand */
export async function bringPackages(folder: string): Promise<void> {
  if (areThere(folder)) return
  await promisify(execFile)('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder }).catch(() => {
    throw new Error(`npm n’a pas pu installer ce qu’il faut : lancez « npm ci --prefix ${folder} », puis recommencez.`)
  })
}
