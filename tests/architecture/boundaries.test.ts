import { cpSync, globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { breaches, doors } from './boundaries.ts'

const root = resolve(import.meta.dirname, '../..')
const inWords = ({ violations }: Awaited<ReturnType<typeof breaches>>) =>
  violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)

test('nobody imports what they may not', async () => {
  const found = await breaches(root)
  expect(inWords(found)).toEqual([])
  expect(found.modules).toBeGreaterThan(50)
})

test('a breach would be seen', async () => {
  const copy = mkdtempSync(join(tmpdir(), 'boundaries-'))
  cpSync(join(root, 'src'), join(copy, 'src'), { recursive: true })
  mkdirSync(join(copy, 'src/features/money/wallets'), { recursive: true })
  writeFileSync(join(copy, 'src/platform/planted.ts'), "import type { Actor } from '../spaces/actors.ts'\nexport type Planted = Actor\n")
  writeFileSync(join(copy, 'src/places/planted.ts'), "import type { Actor } from '../spaces/actors.ts'\nexport type Planted = Actor\n")
  writeFileSync(
    join(copy, 'src/features/money/wallets/planted.ts'),
    "import { aid } from '../../people/accounts/messages.ts'\nexport const planted = aid\n",
  )
  writeFileSync(join(copy, 'src/features/people/accounts/messages.ts'), 'export const aid = 1\n')
  writeFileSync(join(copy, 'src/planted.ts'), "export { startEmbeddedPostgres } from './embedded-postgres/index.ts'\n")
  const found = inWords(await breaches(copy))
  rmSync(copy, { recursive: true })
  expect(found).toContain('platform-knows-no-room: src/platform/planted.ts -> src/spaces/actors.ts')
  expect(found).toContain('places-stand-on-the-ground: src/places/planted.ts -> src/spaces/actors.ts')
  expect(found).toContain('a-server-with-a-database-loads-no-other: src/planted.ts -> src/embedded-postgres/index.ts')
  expect(found).toContain(
    'wallets-calls-only-its-allowed-doors: src/features/money/wallets/planted.ts -> src/features/people/accounts/messages.ts',
  )
})

test('every room has its line in the table of doors', () => {
  const rooms = globSync('*/*/', { cwd: join(root, 'src/features') })
  expect(
    Object.entries(doors)
      .flatMap(([wing, inIt]) => Object.keys(inIt).map((room) => `${wing}/${room}`))
      .sort(),
  ).toEqual(rooms.sort())
})
