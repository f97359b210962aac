import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { areThere, bringPackages } from './packages.ts'

const folder = mkdtempSync(join(tmpdir(), 'packages-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('packages are brought again when their lock file is younger, and how to do it by hand is said when npm cannot', async () => {
  const [locked, installed] = [join(folder, 'package-lock.json'), join(folder, 'node_modules', '.package-lock.json')]
  writeFileSync(locked, 'of no package')
  expect(areThere(folder)).toBe(false)
  await expect(bringPackages(folder)).rejects.toThrow(`npm ci --prefix ${folder}`)

  mkdirSync(join(folder, 'node_modules'))
  writeFileSync(installed, '')
  utimesSync(locked, 1, 1)
  expect(areThere(folder)).toBe(true)
  await bringPackages(folder)

  utimesSync(installed, 0, 0)
  expect(areThere(folder)).toBe(false)
})
