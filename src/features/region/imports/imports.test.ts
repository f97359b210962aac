import { describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { asOwner, testDatabase } from '../../../../tests/support/database.ts'
import { anAgent } from '../../../../tests/support/makers.ts'
import { agreedTo } from '../../../../tests/support/two-people.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { forgettingOfImports } from './jobs.ts'
import { workOnImports } from './work.ts'

const database = await testDatabase()
const { site, clock } = testSite(database)
const { db } = database
const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), act)

const administrator = await new Visitor(site).signInAs({ staffId: (await committed((tx) => anAgent(tx, 'administrator'))).id })
const eligibility = await committed((tx) => anAgent(tx, 'eligibility'))
const sender = await new Visitor(site).signInAs({ staffId: eligibility.id })

const PLACE = '/region/imports'
const COURSES = 'uai;statut;code_formation_diplome;niveau_code;niveau_libelle;libelle'
const SCHOOLS = 'uai;nom;type_lycee;commune;departement;lon;lat'

const fileOf = (...lines: string[]) => new File([lines.join('\r\n')], 'à importer.csv')
const work = () => workOnImports(site, new AbortController().signal)
const last = () => db.selectFrom('imports').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow()
const filesKept = async () => (await db.selectFrom('received_files').select('id').execute()).length
const count = async (table: 'courses' | 'schools' | 'streets') => (await db.selectFrom(table).selectAll().execute()).length

/** Sends a file, and lets the worker read it. */
async function checked(visitor: Visitor, place: string, file: File): Promise<{ path: string; id: number }> {
  const { status, location } = await visitor.submit(`${PLACE}/${place}`, { file })
  expect(status).toBe(303)
  await work()
  return { path: location as string, id: Number(/\d+/.exec(location as string)) }
}

describe('a file of courses', () => {
  test('is read first, says what it would change, and is brought in once an administrator agrees', async () => {
    await asOwner(
      database.url,
      "insert into schools (uai, name, kind, town, takes_pupils, takes_apprentices) values ('0600020W', 'Marie Curie', 'lycée', 'Nogent', true, false)",
    )
    const file = fileOf(
      COURSES,
      '0600020W;scolaire;40025523;400;BAC PROFESSIONNEL;METIERS DE L’ELECTRICITE',
      '0600020W;scolaire;40025524;400;BAC PRO;METIERS DU BOIS',
      '0600001A;scolaire;40025525;400;BAC PRO;METIERS DU FER',
    )
    const sent = await administrator.submit(`${PLACE}/formations`, { file })
    expect((await administrator.get(sent.location as string)).text).toContain('Le fichier est en cours de lecture')
    await work()
    const { text } = await administrator.get(sent.location as string)
    for (const said of ['À accepter', 'Niveaux ajoutés', 'établissement inconnu', 'Le niveau 400 est décrit de plusieurs façons'])
      expect(text).toContain(said)
    expect([await count('courses'), await last()]).toMatchObject([0, { state: 'checked', lines_read: 3, loaded: 2, refused: 1, doubts: 1 }])

    await administrator.submit(sent.location as string, { action: 'import' })
    await work()
    expect([await count('courses'), await last()]).toMatchObject([2, { state: 'done', refused: 1, file_id: null }])
    expect(await filesKept()).toBe(0)
    const report = await administrator.get(`${sent.location}/rapport.csv`)
    expect(report.text.split('\r\n')[1]).toMatch(/^4;"Refusée";"colonne « uai »/)
    const again = await checked(administrator, 'formations', file)
    expect((await last()).effects).toEqual(expect.arrayContaining([{ label: 'Formations ajoutées', count: 0 }]))
    expect((await administrator.submit(again.path, { action: 'give-up' })).location).toContain('fait=abandon')
    expect([await last(), await filesKept()]).toMatchObject([{ state: 'given-up' }, 0])
    expect((await administrator.submit(again.path, { action: 'import' })).status).toBe(409)
  })

  test('is refused at once without its columns, which are named; a form cannot name the file of another', async () => {
    for (const file of [fileOf(COURSES.replace('libelle;', '').replace(';statut', '')), new File([], 'vide.csv')]) {
      const { status, text } = await administrator.submit(`${PLACE}/formations`, { file })
      expect([status, text.includes('id="file-error"')]).toEqual([422, true])
    }
    const { text } = await administrator.submit(`${PLACE}/formations`, { file: fileOf(COURSES.replace(';statut', '')) })
    expect(text).toContain('Il manque la colonne « statut »')
    const { id } = await db.selectFrom('received_files').select('id').limit(1).executeTakeFirstOrThrow()
    const forged = await administrator.submit(`${PLACE}/formations`, { 'file.id': id, 'file.name': 'x', 'file.size': '9' })
    expect(forged.status).toBe(422)
  })

  test('is kept of no form but ours', async () => {
    const before = await filesKept()
    const forged = await administrator.post(`${PLACE}/formations`, { _csrf: 'x', file: fileOf(COURSES) })
    expect([forged.status, await filesKept()]).toEqual([403, before])
    expect((await sender.get(`${PLACE}/formations`)).status).toBe(403)
  })

  test('that cannot be read to its end says why, and changes nothing', async () => {
    // Its first piece has no accent.
    const whole = Buffer.concat([Buffer.from(`${COURSES}\n${'x;y\n'.repeat(150_000)}`), Buffer.of(0x82, 0x82)])
    const { path } = await checked(administrator, 'formations', new File([whole], 'ms-dos.csv'))
    expect((await administrator.get(path)).text).toContain('« CSV (MS-DOS) »')
    expect(await last()).toMatchObject({ state: 'unreadable', file_id: null })
  })

  test('waits for the next worker when one stops', async () => {
    await administrator.submit(`${PLACE}/formations`, { file: fileOf(COURSES) })
    const stopping = new AbortController()
    stopping.abort()
    await workOnImports(site, stopping.signal)
    expect((await last()).state).toBe('checking')
    await work()
    expect((await last()).state).toBe('checked')
  })
})

describe('a file of schools', () => {
  const line = '0601223D;LYCEE LEONARD DE VINCI;LP;Beauvais;60;2,08;49,43'

  test('is agreed to by somebody else than who sent it, who sees each change', async () => {
    const { path, id } = await checked(sender, 'etablissements', fileOf(SCHOOLS, line))
    expect((await sender.submit(path, { action: 'import' })).location).toContain('fait=demande')
    await work()
    expect(await last()).toMatchObject({ state: 'checked' })
    expect((await administrator.get(path)).status).toBe(404)

    const other = await new Visitor(site).signInAs({ staffId: (await committed((tx) => anAgent(tx, 'eligibility'))).id })
    expect((await other.get(path)).text).toContain('0601223D, LYCEE LEONARD DE VINCI (Beauvais) : ajouté')
    await committed((tx) => agreedTo(tx, 'schools.import', id))
    await work()
    expect(await last()).toMatchObject({ state: 'done', loaded: 1 })
    expect(await db.selectFrom('schools').select(['town', 'longitude']).where('uai', '=', '0601223D').executeTakeFirst()).toEqual({
      town: 'Beauvais',
      longitude: 2.08,
    })
    const changed = await checked(sender, 'etablissements', fileOf(SCHOOLS, line.replace('Beauvais', 'Creil')))
    expect((await sender.get(changed.path)).text).toContain('ville : « Beauvais » devient « Creil »')
  })

  test('is asked for by who sent it, and by the database never agreed to by them', async () => {
    const { path, id } = await checked(sender, 'etablissements', fileOf(SCHOOLS, line))
    const other = await new Visitor(site).signInAs({ staffId: (await committed((tx) => anAgent(tx, 'eligibility'))).id })
    expect((await other.submit(path, { action: 'import' })).status).toBe(403)
    const alone = `update imports set state = 'loading', agreed_by = ${eligibility.id} where id = ${id}`
    await expect(asOwner(database.url, alone)).rejects.toThrow('a_file_of_schools_or_partners_takes_a_second_person')
  })
})

test('a file that nobody agrees to is forgotten in thirty days, a report in a year', async () => {
  await checked(administrator, 'rues', fileOf('code_postal;code_insee;nom_voie', '59000;59350;Rue Haute'))
  const { id } = await last()
  const start = clock.now()
  const inDays = (days: number) => clock.set(new Date(start.getTime() + days * 86_400_000))
  inDays(29)
  await forgettingOfImports.run(site)
  expect(await last()).toMatchObject({ id, state: 'checked' })
  inDays(31)
  await forgettingOfImports.run(site)
  expect([await last(), await filesKept(), await count('streets')]).toMatchObject([{ state: 'given-up', file_id: null }, 0, 0])
  inDays(31 + 364)
  await forgettingOfImports.run(site)
  expect((await last()).id).toBe(id)
  inDays(31 + 366)
  await forgettingOfImports.run(site)
  expect(await db.selectFrom('imports').select('id').where('id', '=', id).execute()).toEqual([])
  clock.set(start)
})
