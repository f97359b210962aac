import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { sources, tablesByRoom, trespasses, viewsByRoom } from './tables.ts'

test('every table and every view has one room', () => {
  const [, relations = ''] = /interface DB \{([^}]*)\}/.exec(readFileSync('src/platform/database/schema.ts', 'utf8')) ?? []
  const known = [...tablesByRoom(), ...viewsByRoom(sources())]
  expect(known.map(([name]) => name).sort()).toEqual(Array.from(relations.matchAll(/(\w+):/g), ([, name]) => name).sort())
  const rooms = new Set(known.map(([, room]) => room))
  expect([...rooms].filter((room) => !existsSync(`src/features/${room}`))).toEqual(['platform'])
})

test('a table is read and written by its own room only; others read its views', () => {
  const { wrong, seen } = trespasses(sources())
  expect(wrong).toEqual([])
  expect(seen).toBeGreaterThan(300)
})

test.each([
  ['src/features/money/payments/queries.ts', "db.selectFrom('cards as k')", 'reads cards'],
  [
    'src/features/money/payments/queries.ts',
    "db.selectFrom(['checkouts', 'cards'])\n.innerJoin('staff as s', 's.id', 'k.id')",
    'reads staff',
  ],
  [
    'src/features/money/payments/queries.ts',
    'sql`select 1 from checkouts o\n join live_cards k on true left join wallets w on true`',
    'reads wallets',
  ],
  ['src/features/money/payments/queries.ts', 'sql`select 1 from checkouts o, cards k`', 'reads cards'],
  ['src/features/money/payments/queries.ts', "tx.updateTable('cards').set({})", 'writes cards'],
  ['src/features/money/wallets/queries.ts', 'sql`update wallets set balance_cents = 0`', 'writes wallets'],
  ['src/platform/messages/notify.ts', 'sql`select from beneficiaries`', 'reads beneficiaries'],
  ['src/spaces/identify.ts', 'sql`select from sessions`', 'reads sessions'],
  ['database/definitions/14_payments.sql', '-- Room: money/payments\ncreate view v as select 1 from cards;', 'reads cards'],
  ['database/definitions/14_payments.sql', '-- Room: money/payments\nlock table transactions in share mode;', 'writes transactions'],
])('%s may not: %s', (path, text, breach) => {
  expect(trespasses([{ path, text }]).wrong).toEqual([expect.stringContaining(breach)])
})

test('a room reads its own tables, the views of others, and nothing by a comment', () => {
  const text = "// from beneficiaries\nsql`select from checkouts join live_cards using (id)`\ntx.insertInto('checkouts')"
  expect(trespasses([{ path: 'src/features/money/payments/open.ts', text }])).toEqual({ wrong: [], seen: 2 })
})
