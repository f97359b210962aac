import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { asOwner, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { TEST_KEY } from '../../../../tests/support/makers.ts'
import { readConfig } from '../../../platform/config.ts'
import { inTransaction } from '../../../platform/database/index.ts'
import { type FilePolicy, readFile, storeFile } from '../../../platform/files.ts'
import { openLog } from '../../../platform/log.ts'
import { backUpAt, restoreAt } from './command.ts'

const photo = { name: 'photo', mediaType: 'image/jpeg', isEncrypted: true } as FilePolicy<never>

test('a backup is in the journal, names what it could not bring, and is restored by the command that the refusal gives', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'generation-hdf-command-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const said = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  onTestFinished(() => said.mockRestore())
  const config = readConfig({ DATA_DIR: folder, IBAN_KEY: Buffer.alloc(32, 'key').toString('base64') })
  const how = { config, log: openLog('silent') }
  const { url, db } = await testDatabase()
  const [kept, damaged, missing] = await inTransaction(db, TEST_NOW, async (tx) => {
    const keep = (text: string) => storeFile(tx, photo, Buffer.from(text), TEST_KEY)
    return [await keep('kept'), await keep('damaged'), await keep('missing')] as const
  })
  await asOwner(url, `update files set bytes = bytes || 'x' where id = '${damaged}'`)
  const file = join(folder, 'backup')
  const complained = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  onTestFinished(() => {
    complained.mockRestore()
    process.exitCode = 0
  })
  await backUpAt(url, file, how)
  expect(complained.mock.calls).toEqual([
    [`La sauvegarde est faite, sans le contenu de ces fichiers, qui n’est plus entier nulle part : ${damaged}\n`],
  ])
  expect(process.exitCode).toBe(2)
  expect(said).toHaveBeenCalledWith(`Fichiers copiés dans ${join(folder, 'files')} : 2.\n`)
  expect(await db.selectFrom('audit_facts').select('fact').execute()).toEqual([{ fact: 'backup.made' }])

  for (const name of await readdir(join(folder, 'files'))) if (name.startsWith(missing)) await rm(join(folder, 'files', name))
  const other = await testDatabase()
  const urls = { url: other.url, ownerUrl: other.url }
  await expect(restoreAt(urls, file, { ...how, args: [file] })).rejects.toThrow('--incomplete')
  await restoreAt(urls, file, { ...how, args: ['--incomplete', file] })
  expect((await readFile(other.db, kept, { ibanKey: TEST_KEY }))?.bytes.toString()).toBe('kept')
  expect(said).toHaveBeenCalledWith(`Restaurés sans leur contenu : ${missing}\n`)
  expect(said).toHaveBeenCalledWith(`Leur contenu n’était déjà plus là quand la sauvegarde a été faite : ${damaged}\n`)
})
