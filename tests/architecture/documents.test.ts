import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const documents = ['*.md', 'deploy/*.md', 'docs/*.md', 'src/**/README.md'].flatMap((pattern) => globSync(pattern))

/** What is made by whoever runs it: the data, an archive of somebody’s own, the engine that an import of roads brings. */
const NOT_HERE = ['./data', 'data.json', 'roads/node_modules']

/** The room of the act that CONTRIBUTING.md shows file by file. */
const SHOWN = 'src/features/region/support'

const files = globSync('{bench,database,deploy,docs,scripts,src,tests}/**/*').concat(globSync('*'))
const names = new Set(files.map((file) => basename(file)))

const isAFile = (words: string) => /^[\w.@-]+(?:\/[\w.@-]+)*\.(?:css|csv|json|md|png|sql|ts|tsx)$/.test(words)
const isAPlace = (words: string) =>
  /^[\w.@-]+(?:\/[\w.@-]+)+\/?$/.test(words) && ['.', 'src'].some((folder) => existsSync(join(folder, words.split('/')[0] as string)))

/** Said whole, from `src` or from the document; a name alone is that of a file somewhere. */
const exists = (document: string, path: string) =>
  ['.', 'src', dirname(document), SHOWN].some((folder) => existsSync(join(folder, path))) || (!path.includes('/') && names.has(path))

test.each(documents)('every file that %s cites exists', (document) => {
  const text = readFileSync(document, 'utf8').replace(/^```.*?^```/gms, '')
  const cited = [
    ...[...text.matchAll(/`([^`\n]+)`/g)].map(([, words]) => words as string).filter((words) => isAFile(words) || isAPlace(words)),
    ...[...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, link]) => link as string).filter((link) => !/^\w+:/.test(link)),
  ]
  expect(cited.filter((path) => !NOT_HERE.includes(path) && !exists(document, path))).toEqual([])
})

test.each(documents)('the tables of %s are drawn whole', (document) => {
  const lines = readFileSync(document, 'utf8').split('\n')
  const cellsOf = (line = '') => (line.startsWith('|') ? line.replaceAll('\\|', '').split('|').length : 0)
  const broken = lines.filter((line, at) => {
    if (!line.startsWith('|')) return false
    const isFirst = !lines[at - 1]?.startsWith('|')
    return isFirst ? !/^\|(?:\s*:?-+:?\s*\|)+$/.test(lines[at + 1] ?? '') : cellsOf(line) !== cellsOf(lines[at - 1])
  })
  expect(broken).toEqual([])
})
