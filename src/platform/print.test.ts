import { expect, test } from 'vitest'
import { pdfText } from '../../tests/support/pdf.ts'
import { printedTable } from './print.ts'

test('what is wider than its column is cut, by the letters that it is of: nothing stands on its neighbour', async () => {
  const columns = [86, 84, 116, 60].map((width, index) => ({ label: `${index}`, width, isNumeric: index === 3 }))
  const cells = ['24/11/2026 17:08:20', 'MAMAMAMAMAMAMAMA', 'Paiement par numéro de carte', '-12 345,67 €']
  const pdf = await printedTable({ title: 'Une table', content: { table: { running: '', about: [], sums: [], columns, rows: [cells] } } })
  const text = pdfText(pdf).replaceAll('\u00a0', ' ')
  expect(text).toMatch(/MAMAMAMAM[AM]*…/)
  expect(text).not.toContain(cells[1])
  for (const fits of [cells[0], cells[2], cells[3]]) expect(text).toContain(fits)
})
