import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { asOwner, TEST_NOW, testDatabase } from '../tests/support/database.ts'
import { aBeneficiary } from '../tests/support/makers.ts'
import { S3StandIn } from '../tests/support/s3.ts'
import { commands } from './commands.ts'
import { readConfig } from './platform/config.ts'
import { inTransaction } from './platform/database/index.ts'
import { openLog } from './platform/log.ts'

const database = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'commands-'))
afterAll(() => rmSync(folder, { recursive: true }))
for (const stream of [process.stdout, process.stderr]) vi.spyOn(stream, 'write').mockReturnValue(true)
afterEach(() => {
  process.exitCode = 0
})
// The towns of France take longer to come than the rest of the test.
await asOwner(
  database.url,
  "insert into towns (insee_code, postcode, name) values ('59350', '59000', 'Lille'); insert into town_names (insee_code, name, kind, population) values ('59350', 'Lille', 'today', 1)",
)

/** What the command ends with. */
async function importing(...lines: string[]): Promise<unknown> {
  const file = join(folder, 'schools.csv')
  writeFileSync(file, lines.join('\n'))
  const config = readConfig({ DATABASE_URL: database.url, DATA_DIR: folder })
  await commands.import?.({ config, args: ['schools', file], log: openLog('silent'), clientDir: folder, program: '' })
  return process.exitCode
}

test('an import whose lines were refused does not end well', async () => {
  const [titles, right] = ['uai;nom;type_lycee;commune;departement', '0600020W;MARIE CURIE;LEGT;Nogent-sur-Oise;60']
  expect(await importing(titles, right, '0600020Z;FAUX;LEGT;Nogent-sur-Oise;60')).toBe(2)
  process.exitCode = 0
  expect(await importing(titles, right)).toBe(0)
  await expect(importing('uai;nom;commune', right)).rejects.toThrow('Il manque les colonnes « type_lycee », « departement »')
})

test('a restore begins once the store has answered: a database that it has filled cannot be restored again', async () => {
  const [empty, s3] = [await testDatabase(), await S3StandIn.start()]
  const file = join(folder, 'backup')
  const run = async (name: 'backup' | 'restore', url: string) =>
    commands[name]?.({
      config: readConfig({ DATABASE_URL: url, DATA_DIR: folder, FILES_URL: s3.url }),
      ...{ args: [file], log: openLog('silent'), clientDir: folder, program: '' },
    })
  await inTransaction(database.db, TEST_NOW, (tx) => aBeneficiary(tx))
  await run('backup', database.url)

  s3.trouble = 403
  await expect(run('restore', empty.url)).rejects.toMatchObject({ code: 'files.away' })
  s3.trouble = undefined
  await run('restore', empty.url)
  expect(await empty.db.selectFrom('beneficiaries').select('id').execute()).toHaveLength(1)
})

test('a backup and a restore do nothing when they are told something that they do not know', async () => {
  const run = (name: string, ...args: string[]) => {
    const config = readConfig({ DATABASE_URL: database.url, DATA_DIR: folder })
    return commands[name]?.({ config, args, log: openLog('silent'), clientDir: folder, program: '' })
  }
  for (const args of [[], ['--help'], [join(folder, 'one'), join(folder, 'two')], ['--incomplete', join(folder, 'one')]])
    await expect(run('backup', ...args), args.join(' ')).rejects.toThrow('npm run backup -- FICHIER')
  for (const args of [[], ['--incomplete'], [join(folder, 'one'), '--incomplete'], ['--incomplet', join(folder, 'one')]])
    await expect(run('restore', ...args), args.join(' ')).rejects.toThrow('npm run restore -- [--incomplete] FICHIER')
  expect(existsSync(join(folder, 'two'))).toBe(false)
})
