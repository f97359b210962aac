import { expect, test } from 'vitest'
import { readRows } from '../../../platform/import/table.ts'
import { ACCOUNT_FORMATS, linesOf } from './account-file.ts'

const read = async (...lines: string[]) => linesOf(await readRows(Buffer.from(lines.join('\n')), ACCOUNT_FORMATS, new Set()))

test('its first column says of what it is; the function may be called a role, or be missing', async () => {
  const schools = await read(
    'UAI;Nom;Email;Role',
    '060 0020w;Secrétariat;a@example.org;secrétariat',
    '0600021X;Vie scolaire;b@example.org;',
  )
  expect(schools.kind).toBe('school')
  expect(schools.lines.map(({ number, job_title }) => [number, job_title])).toEqual([
    ['0600020W', 'secrétariat'],
    ['0600021X', null],
  ])
  const shops = await read('email;code;nom', 'c@example.org;l212;Anne')
  expect([shops.kind, shops.lines]).toEqual([
    'partner',
    [{ line: 2, number: 'L212', name: 'Anne', email: 'c@example.org', job_title: null }],
  ])
})

test('a line that is wrong, or that repeats an address, says so', async () => {
  const { lines, refused } = await read(
    'uai;nom;email',
    '0600020W;Un;un@example.org',
    '20W;Deux;deux@example.org',
    '0600020W;;trois@example.org',
    '0600020W;Quatre;quatre',
    '0600020W;Cinq;UN@example.org',
    '0600021X;Six;un@example.org',
    `0600020W;${'x'.repeat(81)};sept@example.org`,
  )
  expect(lines.map(({ name }) => name)).toEqual(['Un'])
  expect(refused.map(({ line }) => line)).toEqual([3, 4, 5, 6, 7, 8])
  for (const [index, words] of [
    'une lettre attendus',
    'la valeur manque',
    'adresse e-mail complète',
    'déjà à la ligne 2',
    'déjà à la ligne 2, pour « 0600020W »',
    '80 caractères au plus',
  ].entries())
    expect(refused[index]?.why).toContain(words)
})
