import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { asOwner, testDatabase } from '../tests/support/database.ts'
import { commands } from './commands.ts'
import { readConfig } from './platform/config.ts'
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
