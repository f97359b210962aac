import { existsSync, globSync, readFileSync } from 'node:fs'
import { join, parse } from 'node:path'
import { expect, test } from 'vitest'

const SERVER = 'dist/server'

/** The files of the build that are loaded with that one, by imports that wait for nothing. */
function loadedWith(file: string, known = new Set<string>()): Set<string> {
  if (known.has(file)) return known
  known.add(file)
  const imports = readFileSync(join(SERVER, file), 'utf8').matchAll(/^(?:import|export)\b[^;]*?["']\.\/([^"']+)["']/gm)
  for (const [, other] of imports) loadedWith(other as string, known)
  return known
}

test('a server that has a database loads nothing of the embedded PostgreSQL', () => {
  const files = globSync('*.js', { cwd: SERVER })
  const loaded = loadedWith('main.js')
  const holds = (file: string) => readFileSync(join(SERVER, file), 'utf8').includes('postmaster.pid')
  expect(files.filter(holds)).toHaveLength(1)
  expect([...loaded].filter(holds)).toEqual([])
})

test('every program that runs in a thread is built beside the server', () => {
  const programs = globSync('src/platform/threads/*.ts').map((file) => parse(file).name)
  expect(programs.length).toBeGreaterThan(0)
  expect(programs.filter((name) => !existsSync(join(SERVER, 'threads', `${name}.js`)))).toEqual([])
})

test('what runs before the first paint can be read by Firefox 52.9, which knows no module, no optional chain and no catch without a name', () => {
  const manifest: Record<string, { file: string; imports?: string[] }> = JSON.parse(readFileSync('dist/client/.vite/manifest.json', 'utf8'))
  const early = manifest['src/ui/elements/early.ts']
  expect(early?.imports).toBeUndefined()
  const code = readFileSync(join('dist/client', early?.file as string), 'utf8')
  expect(code).toMatch(/catch\(\w+\)\{/)
  expect(code).not.toMatch(/catch\s*\{|\?\.[^\d]|\?\?|^(import|export)\b|import\.meta/m)
})
