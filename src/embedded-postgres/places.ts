import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What stands where in the data folder. */
export const placesIn = (dataDir: string) => ({
  cluster: join(dataDir, 'postgres'),
  passwordFile: join(dataDir, 'secrets', 'postgres-password'),
  sitePasswordFile: join(dataDir, 'secrets', 'postgres-site-password'),
  logFile: join(dataDir, 'postgres.log'),
})

/** What the file says; nothing when it is not there. */
export const textOf = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '')
