import { globSync, readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { factsOf, record } from '../../src/platform/audit.ts'
import { takeTry } from '../../src/platform/limits.ts'
import { TEST_NOW, testDatabase } from '../support/database.ts'

/** Who may write while something is read: what is kept of the reading itself, and the QR code, which is made when it is shown. */
const WRITES_WHILE_READING = ['src/features/card/cards/issue-qr-code.ts', 'src/platform/audit.ts', 'src/platform/limits.ts']

const READ = factsOf({ read: { journal: 'Lu' } })

/** What only reads, on a connection of its own. */
const STREAMED = /streamed\(visit\.site\.pool, /g

const sources = globSync('src/**/*.{ts,tsx}')
  .filter((file) => !file.includes('.test.'))
  .map((file) => ({ file, text: readFileSync(file, 'utf8') }))

/** The functions of the database that may write: those that say neither `stable` nor `immutable`. */
const writingFunctions = globSync('database/**/*.sql').flatMap((file) =>
  Array.from(readFileSync(file, 'utf8').matchAll(/create (?:or replace )?function (\w+)\s*\([^$]*?\$\$/gi), ([head, name = '']) =>
    /\b(?:stable|immutable|returns trigger)\b/i.test(head) ? [] : name,
  ).flat(),
)

const WRITING = new RegExp(
  `\\b(?:insert into|delete from|merge into|update \\w+(?: (?:as )?\\w+)?\\s+set|for (?:no key )?update|(?:${writingFunctions.join('|')})\\()`,
  'i',
)

test('what reads runs no statement that writes', () => {
  expect(writingFunctions).toContain('post_transaction')
  const wrong = sources.flatMap(({ file, text }) =>
    text
      .split(/\n(?=(?:export |async |function |const |type |interface |\/\*\*))/)
      .filter((piece) => /\bdb: Reader\b/.test(piece) && !piece.includes('writerBehind('))
      .filter((piece) => (piece.match(/sql(?:<[^`]*>)?`[^`]*`/g) ?? []).some((statement) => WRITING.test(statement)))
      .map((piece) => `${file}: ${/(?:function\*? |const )(\w+)/.exec(piece)?.[1]}`),
  )
  expect(wrong).toEqual([])
})

test('few may write while something is read', () => {
  const who = sources.filter(({ file, text }) => text.includes('writerBehind(') && !file.endsWith('database/index.ts'))
  expect(who.map(({ file }) => file).sort()).toEqual(WRITES_WHILE_READING)
  const around = sources.filter(
    ({ file, text }) => file.startsWith('src/features') && /\bsite\.(?:db|pool)\b/.test(text.replace(STREAMED, '')),
  )
  expect(around.map(({ file }) => file)).toEqual([])
})

test('the database of a page that is shown refuses to write, but for what is kept of the reading', async () => {
  const { db, reader } = await testDatabase()
  await expect(sql`delete from limits`.execute(reader)).rejects.toThrow('read-only transaction')
  await record(reader, { at: TEST_NOW, fact: READ.read })
  await takeTry(reader, { bucket: 'test', max: 1, minutes: 1 }, TEST_NOW)
  expect(await db.selectFrom('audit_facts').select('fact').execute()).toEqual([{ fact: 'read' }])
  expect(await db.selectFrom('limits').select('tries').execute()).toEqual([{ tries: 1 }])
})
