import { expect, test } from 'vitest'
import { csvOf } from './csv.ts'

test('a file that French spreadsheets open, where nothing is run', () => {
  const rows = [
    ['Nom', 'Montant'],
    ['=HYPERLINK("x")', -12.5],
    ['+33;"a"', null],
    ['@x', 3],
    ['-1+1', 0],
  ]
  const lines = ['"Nom";"Montant"', `"'=HYPERLINK(""x"")";-12,5`, `"'+33;""a""";`, `"'@x";3`, `"'-1+1";0`]
  expect(csvOf(rows)).toBe(`\ufeff${lines.map((line) => `${line}\r\n`).join('')}`)
})
