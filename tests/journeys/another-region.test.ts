import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { runnerImport } from 'vite'
import { afterAll, expect, it } from 'vitest'
import { places } from '../../src/places.ts'
import type { DeclaredMessage } from '../../src/platform/messages/message.ts'
import { routes } from '../../src/routes.ts'
import { newSite } from '../support/running-site.ts'

/** A made-up Region on the same program: nothing of ours is said by it. */

const REGION = {
  name: 'Val-de-Brume',
  inIt: 'dans le Val-de-Brume',
  ofIt: 'du Val-de-Brume',
  code: '98',
  departments: [
    { code: '96', name: 'Brume-Haute' },
    { code: '97', name: 'Brume-d’Aval' },
  ],
  departmentsAround: ['59'],
  card: 'Carte Brumaire',
  phone: '0805 111 222',
  email: 'jeunes@val-de-brume.example',
  address: '1 place des Deux-Ponts, 96000 Brume',
  siteOfCard: 'https://carte.val-de-brume.example',
  siteOfRegion: 'https://www.val-de-brume.example',
}

const OURS = /Hauts-de-France|hautsdefrance|HDF|0800 ?026 ?080|800026080|Picardie|59555/i

const folder = mkdtempSync(join(tmpdir(), 'generation-hdf-region-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const written = (name: string, region: object) => {
  const path = join(folder, name)
  writeFileSync(path, JSON.stringify(region))
  return path
}
const REGION_FILE = written('region.json', REGION)
const { site, run } = await newSite({ REGION_FILE })

/** What a person or a program reads at an address, whoever they are. */
const read = async (path: string): Promise<string> => {
  const answer = await fetch(site.url + path)
  expect(answer.status, path).toBeLessThan(500)
  return answer.text()
}

const asked = async (statement: string) => {
  const client = new pg.Client({ connectionString: site.databaseUrl })
  await client.connect()
  return client.query({ text: statement, rowMode: 'array' }).finally(() => client.end())
}

it('no public page names another Region, its card or its number', async () => {
  const pages = routes.filter(({ path, leadsTo }) => leadsTo.kind === 'page' && !path.includes('/:')).map(({ path }) => path)
  const open = Object.values(places.public).map(({ pattern }) => pattern)
  const named = pages.filter((path) => open.includes(path))
  expect(named.length).toBeGreaterThan(30)
  const texts = await Promise.all(named.map(read))
  for (const [index, text] of texts.entries()) {
    expect(OURS.exec(text)?.[0], named[index]).toBeUndefined()
    expect(text, named[index]).toContain(' — Carte Brumaire</title>')
    expect(text, named[index]).toContain('Région Val-de-Brume')
  }
  for (const path of ['/manifest.webmanifest', places.public.securityText.to(), places.public.robotsText.to(), '/nulle-part'])
    expect(OURS.exec(await read(path))?.[0], path).toBeUndefined()
  expect(JSON.parse(await read('/manifest.webmanifest'))).toMatchObject({ name: 'Carte Brumaire', short_name: 'Brumaire' })
})

it('no mail and no SMS names another Region, its card or its number', async () => {
  const before = process.env.REGION_FILE
  process.env.REGION_FILE = REGION_FILE
  const { module } = await runnerImport<{ messages: DeclaredMessage[] }>(join(process.cwd(), 'src/messages.ts'), {
    logLevel: 'error',
  }).finally(() => {
    if (before === undefined) delete process.env.REGION_FILE
    else process.env.REGION_FILE = before
  })
  const said = module.messages
    .flatMap((declared) => declared.examples())
    .map(({ message: { subject, paragraphs, sms } }) => [subject, ...paragraphs, sms].join('\n'))
  expect(said.length).toBeGreaterThan(100)
  for (const words of said) expect(OURS.exec(words)?.[0], words).toBeUndefined()
  expect(said.filter((words) => words.includes('Val-de-Brume')).length).toBeGreaterThan(5)

  expect((await run('administrator', 'anne@region.example', 'Anne')).code).toBe(0)
  const { subject, text } = await site.letterTo('anne@region.example', '')
  expect(OURS.exec(subject + text)?.[0]).toBeUndefined()
  expect(text).toMatch(/La Région Val-de-Brume\nCarte Brumaire, numéro vert 0805 111 222/)
  expect((await asked('select place from staff_members')).rows).toEqual([['Région Val-de-Brume']])
})

it('its own schools are those of its code, and mistakes are forgiven in the names of its towns and of those around', async () => {
  const file = join(folder, 'schools.csv')
  const columns =
    'identifiant_de_l_etablissement;nom_etablissement;type_etablissement;adresse_1;code_postal;nom_commune;code_region;voie_generale;voie_technologique;voie_professionnelle;apprentissage;latitude;longitude;etat'
  writeFileSync(
    file,
    `${columns}\n0600020W;Lycée d’ailleurs;Lycée;;60180;Nogent;32;1;1;0;0;49.27;2.47;OUVERT\n0601223D;Lycée d’ici;Lycée;;96000;Brume;98;1;1;0;0;50.6;3;OUVERT\n`,
  )
  const { said } = await run('import', 'schools', file)
  expect((await asked('select name, in_region from schools order by name')).rows, said).toEqual([
    ['Lycée d’ailleurs', false],
    ['Lycée d’ici', true],
  ])
  const forgiving = 'select distinct left(insee_code, 2) from town_names where spellings is not null'
  expect((await asked(forgiving)).rows.flat().sort()).toEqual(['59', '97'])
})

it.each([
  ['a word that is missing', { ...REGION, name: undefined }, /name: /],
  ['a telephone that is not free', { ...REGION, phone: '03 20 00 00 00' }, /phone: it must be a number that is free/],
])('the program does not start with %s', (what, region, why) => {
  const env = { ...process.env, DATA_DIR: folder, REGION_FILE: written(`${what}.json`, region) }
  const { status, stderr } = spawnSync(process.execPath, ['dist/server/main.js', 'ledger:check'], { env, encoding: 'utf8' })
  expect([status, stderr.trim().split('\n').length]).toEqual([1, 1])
  expect(stderr).toMatch(/^Configuration: REGION_FILE is wrong: /)
  expect(stderr).toMatch(why)
})
