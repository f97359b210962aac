import { expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { asOwner, testDatabase } from '../../../../tests/support/database.ts'
import { siecleXml, zipOf } from '../../../../tests/support/enrolment-files.ts'
import { aCampaign } from '../../../../tests/support/makers.ts'
import { aPile } from '../../../../tests/support/pupil-application.ts'
import { inTransaction } from '../../../platform/database/index.ts'
import { frenchDay } from '../../../platform/dates.ts'
import { acceptingOfFoundAtOnce } from './jobs.ts'

const database = await testDatabase()
const { db } = database
const { site, clock } = testSite(database)

/** A large lycée, and those of whom a person decides. */
const REQUESTS = 1_200
const EXCEPTIONS = 30

/** A school that many asked, each of names and a birth date of their own. */
async function aLycee() {
  const made = await inTransaction(db, clock.now(), async (tx) => {
    await aCampaign(tx)
    return aPile(tx, 1)
  })
  await asOwner(
    database.url,
    `with people as (
      insert into beneficiaries (civility, last_name, first_name, birth_date, email, created_at)
      select 'Mme', upper(translate(left(md5(n::text), 12), '0123456789', 'ghijklmnop')), 'Anna', date '2008-01-01' + n, 'pupil' || n || '@example.org',
        now()
      from generate_series(2, ${REQUESTS}) n
      returning id)
    insert into card_applications (file_number, beneficiary_id, campaign_id, state, answers, photo_file_id, situation, school_id, course_code,
      scholarship_holder, benefit_rule, created_at, submitted_at)
    select (3000000000 + people.id)::text, people.id, a.campaign_id, 'submitted', a.answers, a.photo_file_id, a.situation, a.school_id,
      a.course_code, a.scholarship_holder, a.benefit_rule, a.created_at, a.submitted_at
    from people, card_applications a where a.file_number = '${made.file_number}'`,
  )
  const first = { last_name: 'PREMIER', first_name: 'Zoé', birth_date: '2007-12-31' }
  await db.updateTable('beneficiaries').set(first).where('id', '=', made.beneficiary.id).execute()
  await db.updateTable('campaigns').set({ enrolment_acceptance: 'at-once' }).execute()
  const { uai } = await db.selectFrom('schools').select('uai').where('id', '=', made.school.id).executeTakeFirstOrThrow()
  const asked = await db
    .selectFrom('card_applications as a')
    .innerJoin('beneficiaries as b', 'b.id', 'a.beneficiary_id')
    .select(['b.last_name', 'b.first_name', 'b.birth_date'])
    .orderBy('a.id')
    .execute()
  return { ...made, uai, asked }
}

test('a lycée gives SIECLE’s ZIP: 1,170 of 1,200 are accepted by themselves, the others by hand with their photos, and one is undone', async () => {
  const { uai, asked, office } = await aLycee()
  expect(asked).toHaveLength(REQUESTS)
  // A third of them is not on the list, a third is apprentices there, a third has a letter more.
  const third = EXCEPTIONS / 3
  const listed = asked.slice(third).map(({ last_name, first_name, birth_date }, at) => ({
    name: at >= third && at < 2 * third ? `${last_name}S` : last_name,
    first: first_name,
    born: frenchDay(birth_date as string),
    class: `2GT${at % 35}`,
    ...(at < third && { status: 'AP' }),
  }))
  const zip = await zipOf({ '__MACOSX/._ElevesSansAdresses.xml': 'x', 'ElevesSansAdresses.xml': siecleXml(listed, { uai }) })

  const secretary = await new Visitor(site).signInAs({ staffId: office.id })
  let interactions = 0
  const goes = (path: string) => {
    interactions += 1
    return secretary.get(path)
  }
  const sends = (path: string, fields: Parameters<typeof secretary.submit>[1]) => {
    interactions += 1
    return secretary.submit(path, fields)
  }
  const states = async () => {
    const rows = await db
      .selectFrom('card_applications')
      .select((eb) => ['state', eb.fn.countAll().as('requests')])
      .groupBy('state')
      .execute()
    return Object.fromEntries(rows.map(({ state, requests }) => [state, Number(requests)]))
  }

  await goes('/etablissement/liste')
  const tried = await sends('/etablissement/liste', { file: new File([new Uint8Array(zip)], 'ExportXML_ElevesSansAdresses.zip') })
  expect((await secretary.get(tried.location as string)).text).toMatch(/Demandes trouvées, sans différence<\/dt><dd>1170<\/dd>/)
  await sends(tried.location as string, { action: 'take' })
  // As PostgreSQL does by itself within a minute: without, it plans for tables that were empty a second ago.
  await asOwner(database.url, 'analyze')
  await acceptingOfFoundAtOnce.run(site)
  expect(await states()).toEqual({ submitted: EXCEPTIONS, validated: REQUESTS - EXCEPTIONS })

  const sheet = (await goes('/etablissement/planche')).text
  const numbers = [...sheet.matchAll(/name="numeros\[\]" value="(\d{10})"/g)].map(([, number]) => number as string)
  expect(numbers).toHaveLength(EXCEPTIONS)
  // The browser brings the photos of the sheet by itself; each is looked at.
  for (const number of numbers) expect((await secretary.get(`/etablissement/demandes/${number}/photo`)).status).toBe(200)
  interactions += EXCEPTIONS
  const done = await sends('/etablissement/planche', { action: 'validation', 'numeros[]': numbers })
  expect((await secretary.get(done.location as string)).text).toContain('Les demandes choisies sont validées')
  expect(await states()).toEqual({ validated: REQUESTS })
  const unseen = db.selectFrom('card_applications').select('id').where('is_photo_unseen', '=', true).where('file_number', 'in', numbers)
  expect(await unseen.execute()).toEqual([])

  const [undone] = numbers as [string]
  await goes(`/etablissement/demandes/${undone}/retrait`)
  const withdrawn = await sends(`/etablissement/demandes/${undone}/retrait`, { reason: 'by-mistake', comment: 'Homonyme.' })
  expect(withdrawn.status).toBe(303)
  expect(await states()).toEqual({ submitted: 1, validated: REQUESTS - 1 })
  const wallets = await db
    .selectFrom('wallets')
    .select((eb) => eb.fn.countAll().as('given'))
    .where('balance_cents', '>', 0)
    .executeTakeFirst()
  expect(Number(wallets?.given)).toBe(REQUESTS - 1)
  expect(interactions).toBeLessThanOrEqual(EXCEPTIONS + 7)
}, 120_000)
