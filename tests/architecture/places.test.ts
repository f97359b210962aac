// biome-ignore-all lint/suspicious/noTemplateCurlyInString: code that a file could hold
import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { places } from '../../src/places.ts'
import { routes } from '../../src/routes.ts'

const src = resolve(import.meta.dirname, '../../src')
const read = (file: string) => readFileSync(join(src, file), 'utf8')

/** The first word of every path. */
const BEGINNINGS = [...new Set(routes.map(({ path }) => path.split('/')[1]).filter(Boolean))]
const WHOLE = new RegExp(`["'\`}](/(?:${BEGINNINGS.join('|')})(?![\\w-])[^"'\`\\s]*)`, 'g')
const CONTINUED = /\$\{[^{}]*\}(\/[a-z][a-z-]*)/g

/** Who may write a path, and why. */
const MAY_WRITE_PATHS: Record<string, string> = {
  'ui/service-worker.ts': 'a file of the browser alone: the test below looks its addresses up',
}

/** The paths that a file writes instead of asking a place. */
function pathsIn(file: string, text: string): string[] {
  if (/^places/.test(file) || file in MAY_WRITE_PATHS) return []
  const code = text.replace(/^import .*$/gm, '').replace(/ from '.*'$/gm, '')
  const whole = [...code.matchAll(WHOLE)]
  const continued = /^(features|spaces)\//.test(file) ? [...code.matchAll(CONTINUED)] : []
  return [...whole, ...continued].map(([, path]) => `${file}: ${path}`)
}

test('an address is written in places only', () => {
  const files = globSync('**/*.{ts,tsx}', { cwd: src }).filter((file) => !/\.test\.tsx?$/.test(file))
  expect(files.flatMap((file) => pathsIn(file, read(file)))).toEqual([])
  expect(files.length).toBeGreaterThan(300)
})

test.each([
  ['a text', "see('/region/partenaires')", '/region/partenaires'],
  ['an attribute', '<a href="/faq">', '/faq'],
  ['a mail', '`Ouvrez ce lien :\n${publicUrl}/connexion`', '/connexion'],
  ['a template', '`/espace/ma-carte/prepaiements/${ticket}`', '/espace/ma-carte/prepaiements/${ticket}'],
  ['a comment', '/** `/mentions-legales`: who publishes the site. */', '/mentions-legales'],
  ['an address continued', '`${href}/suspension`', '/suspension'],
])('a path written elsewhere would be seen: %s', (_what, code, path) => {
  expect(pathsIn('features/partners/partners/pages/register.tsx', code)).toContain(`features/partners/partners/pages/register.tsx: ${path}`)
})

test('what the browser runs without the server names places', () => {
  const known = Object.values(places).flatMap((ofSpace) => Object.values(ofSpace).map(({ pattern }) => pattern))
  const named = [...read('ui/service-worker.ts').matchAll(/'(\/[a-z/-]+[a-z-])'/g)].map(([, path]) => path)
  expect(named.length).toBeGreaterThan(5)
  for (const path of named) expect(known).toContain(path)
})
