import { expect, test } from 'vitest'
import { csvAnswerAsRead, csvOf } from './csv.ts'

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

test('rows that are sent as they are read make the same file; who stops reading stops them', async () => {
  const rows = Array.from({ length: 20_000 }, (_, index) => [`ligne ${index}`, index])
  let isOver = false
  async function* read() {
    try {
      yield* rows
    } finally {
      isOver = true
    }
  }
  // The mark is no part of what text() gives.
  expect(`\ufeff${await (await csvAnswerAsRead('x.csv', ['Nom', 'Rang'], read())).text()}`).toBe(csvOf([['Nom', 'Rang'], ...rows]))
  isOver = false
  const reader = (await csvAnswerAsRead('x.csv', ['Nom'], read())).body?.getReader()
  await reader?.read()
  await reader?.cancel()
  await expect.poll(() => isOver).toBe(true)
  async function* none(): AsyncGenerator<string[], void> {}
  expect(await (await csvAnswerAsRead('x.csv', ['Nom'], none())).text()).toBe('"Nom"\r\n')
})
