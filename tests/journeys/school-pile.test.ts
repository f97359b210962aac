import type { Locator } from 'playwright-core'
import { expect, it } from 'vitest'
import { openBrowser, visitor } from '../support/browser.ts'
import { asOwner } from '../support/database.ts'
import { runningSite } from '../support/running-site.ts'
import { button, link, main, reach, signInAtSchool } from './road.ts'

const [site, browser] = await Promise.all([runningSite(), openBrowser()])

const WAITING = 120
/** Whom the secretary does not recognise, on each sheet. */
const EXCEPTIONS = 2

/** Requests like Hugo's, by people of their own. */
async function aPileAtMarieCurie(): Promise<void> {
  await asOwner(
    site.databaseUrl,
    `with people as (
      insert into beneficiaries (civility, last_name, first_name, birth_date, email, created_at)
      select 'Mme', 'PILE' || translate(n::text, '0123456789', 'ABCDEFGHIJ'), 'Anna', date '2010-01-01' + n, 'pile' || n || '@example.org', now()
      from generate_series(1, ${WAITING}) n
      returning id)
    insert into card_applications (file_number, beneficiary_id, campaign_id, state, answers, photo_file_id, situation, school_id, course_code,
      scholarship_holder, benefit_rule, created_at, submitted_at)
    select (3000000000 + people.id)::text, people.id, a.campaign_id, 'submitted', a.answers, a.photo_file_id, a.situation, a.school_id,
      a.course_code, a.scholarship_holder, a.benefit_rule, a.created_at, a.submitted_at
    from people, card_applications a where a.file_number = '6391840573'`,
  )
}

it('a secretary decides on a pile by its photos, a sheet at a time, sends back who is not recognised, and takes one back', async () => {
  await aPileAtMarieCurie()
  const school = await visitor(browser)
  let interactions = 0
  const does = async (what: Promise<unknown>) => {
    interactions += 1
    await what
  }
  await signInAtSchool(school, site)
  await reach(school, 'Demandes de carte')
  await does(link(school, /^Planche contact/).click())
  await reach(school, 'Planche contact')
  const faces = main(school).locator('.photo-sheet > li')
  const waiting = async () => Number(/^(\d+) photos$/m.exec((await main(school).locator('.panel-title').textContent()) ?? '')?.[1] ?? 0)
  await does(school.getByText('Plus de choix').click())
  await does(school.getByLabel('Par page').selectOption('100'))
  await does(button(school, 'Afficher').click())
  await expect.poll(() => faces.count()).toBe(100)
  const all = await waiting()

  const untouched: Locator[] = []
  for (let left = all; left > untouched.length; left = await waiting()) {
    await does(link(school, 'Tout cocher').click())
    await link(school, 'Tout décocher').waitFor()
    // Every photo is looked at.
    for (const face of await faces.locator('img').all()) await face.scrollIntoViewIfNeeded()
    await expect
      .poll(() => faces.locator('img').evaluateAll((images) => images.every((one) => (one as HTMLImageElement).naturalWidth > 0)))
      .toBe(true)
    for (let exception = 0; exception < EXCEPTIONS; exception += 1) await does(faces.nth(exception).getByRole('checkbox').uncheck())
    untouched.splice(0, untouched.length, faces.nth(0), faces.nth(1))
    await does(button(school, 'Valider la sélection').click())
    await main(school).getByText('Les demandes choisies sont validées').waitFor()
  }
  expect(await waiting()).toBe(EXCEPTIONS)
  const seen = await asOwner<{ unseen: number }>(
    site.databaseUrl,
    "select count(*)::integer as unseen from card_applications where state = 'validated' and is_photo_unseen",
  )
  expect(seen).toEqual([{ unseen: 0 }])

  await does(link(school, 'Tout cocher').click())
  await does(button(school, 'Renvoyer pour correction').click())
  await reach(school, 'Renvoyer pour correction')
  await does(school.getByLabel('Ce qui est à corriger').fill('Photo à refaire : on ne vous reconnaît pas.'))
  await does(button(school, 'Renvoyer pour correction').click())
  await main(school).getByText('Les demandes choisies sont renvoyées').waitFor()
  process.stdout.write(`${all} requests, ${EXCEPTIONS} of them sent back: ${interactions} interactions\n`)
  // 1,200 in an hour: three seconds each, looking included.
  expect(interactions).toBeLessThan(all / 5)

  await school.goto(`${site.url}/etablissement?etat=validated`)
  await link(main(school), /^PILE/).first().click()
  await link(school, 'Retirer la validation').click()
  await reach(school, 'Retirer la validation')
  await school.getByLabel('Motif').selectOption({ label: 'Validée par erreur' })
  await school.getByLabel('Commentaire').fill('Homonyme.')
  await button(school, 'Retirer la validation').click()
  await main(school).getByText('La validation est retirée').waitFor()
})
