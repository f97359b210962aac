import { beforeAll, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { testDatabase } from '../../../../tests/support/database.ts'
import { aCampaign, aCourse } from '../../../../tests/support/makers.ts'
import { address, aNewcomer, aPhoto, applicationOf, aWholeDraft } from '../../../../tests/support/pupil-application.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { frenchEuros } from '../../../platform/money.ts'
import { hashPassword } from '../../../platform/passwords.ts'
import { openSession } from '../../../platform/sessions.ts'
import { draftOf, saveAddress, savePhoto } from '../card-applications/index.ts'

const database = await testDatabase()
const { db } = database
const { site, clock } = testSite(database)

beforeAll(async () => {
  await committed((tx) => aCampaign(tx))
})

const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), act)

const visitorFor = async (owner: { beneficiaryId: number } | { staffId: number }) =>
  new Visitor(site).withSession(await committed((tx) => openSession(tx, owner, undefined)))

test('what closed meanwhile leads from the summary to the step that mends it', async () => {
  const { actor, course } = await committed((tx) => aWholeDraft(tx))
  await committed((tx) => tx.updateTable('courses').set({ open: false }).where('code', '=', course.code).execute())
  const pupil = await new Visitor(site).signInAs({ beneficiaryId: actor.id })
  const refused = await pupil.submit('/espace/demande/recapitulatif', { notifiedBy: 'email' })
  expect(refused.status).toBe(422)
  const [, href = ''] = /<a href="([^"]*)">Cette formation n’est pas proposée/.exec(refused.text) ?? []
  expect(href).toBe('/espace/demande/etablissement?retour=recapitulatif#course')
  expect((await pupil.get(href.split('#')[0] as string)).status).toBe(200)
})

test('a pupil goes from step to step, leaves, comes back, and sends', async () => {
  const { beneficiary, actor, school, course, file_number } = await committed(aNewcomer)
  const pupil = await visitorFor({ beneficiaryId: beneficiary.id })
  expect((await pupil.get('/espace')).text).toContain('href="/espace/demande/situation"')

  expect((await pupil.submit('/espace/demande/situation')).status).toBe(422)
  expect((await pupil.submit('/espace/demande/situation', { situation: 'pupil' })).location).toBe('/espace/demande/coordonnees')

  const noAddress = await pupil.submit('/espace/demande/coordonnees', { fixedPhone: '03 22 97 00 00' })
  expect(noAddress.status).toBe(422)
  expect(noAddress.text).toContain('value="03 22 97 00 00"')
  const neither = (await pupil.submit('/espace/demande/coordonnees', { mobilePhone: '06 12' })).text
  for (const field of ['address', 'mobilePhone']) expect(neither, field).toContain(`href="#${field}"`)
  const nothing = (await pupil.submit('/espace/demande/coordonnees')).text
  for (const field of ['address', 'fixedPhone']) expect(nothing, field).toContain(`href="#${field}"`)
  await committed((tx) => saveAddress(tx, actor, address))
  expect((await pupil.submit('/espace/demande/coordonnees')).text).toContain('Saisissez au moins un numéro de téléphone')
  expect((await pupil.submit('/espace/demande/coordonnees', { mobilePhone: '+33 6 12 34 56 78' })).location).toBe(
    '/espace/demande/etablissement',
  )

  // School, then level, then course, without JavaScript.
  expect((await pupil.get('/espace/demande/etablissement')).text).toContain(`<option value="${school.id}">`)
  expect((await pupil.get(`/espace/demande/etablissement?etablissement=${school.id}`)).text).toContain(course.label)
  await committed((tx) => aCourse(tx, school))
  expect((await pupil.get(`/espace/demande/etablissement?etablissement=${school.id}`)).text).toContain(
    `<option value="${course.level_code}">`,
  )
  for (const asked of ['?etablissement=', `?etablissement=${school.id}&niveau=`]) {
    const refused = await pupil.get(`/espace/demande/etablissement${asked}`)
    expect([refused.status, refused.text.includes('<title>Erreur — Étape 3 / 5')]).toEqual([422, true])
  }
  const there = `/espace/demande/etablissement?etablissement=${school.id}&niveau=${course.level_code}`
  expect((await pupil.get(there)).text).toContain(course.label)
  const chosen = { school: String(school.id), level: course.level_code, course: course.code }
  expect((await pupil.submit(there, chosen)).status).toBe(422)
  expect((await pupil.submit(there, { ...chosen, course: 'NONE', wasInGeneralSecondary: 'no' })).text).toContain('n’est pas proposée')
  expect((await pupil.submit(there, { ...chosen, wasInGeneralSecondary: 'no' })).location).toBe('/espace/demande/photo')
  await committed(async (tx) => savePhoto(tx, actor, await aPhoto(tx)))

  const summary = await pupil.get('/espace/demande/recapitulatif')
  for (const answer of [
    'VICOT',
    '06 12 34 56 78',
    school.name.toUpperCase(),
    course.label,
    `${frenchEuros(10_000)} : première entrée au lycée`,
  ]) {
    expect(summary.text.toUpperCase()).toContain(answer.toUpperCase())
  }
  expect((await pupil.get('/espace')).text).toContain('href="/espace/demande/recapitulatif"')
  const changed = await pupil.submit('/espace/demande/coordonnees?retour=recapitulatif', { mobilePhone: '0612345679' })
  expect(changed.location).toBe('/espace/demande/recapitulatif')

  expect((await pupil.submit('/espace/demande/recapitulatif', { notifiedBy: 'sms' })).location).toBe('/espace?fait=envoi')
  expect((await pupil.get('/espace?fait=envoi')).text).toContain('Votre demande est envoyée')
  expect((await applicationOf(db, file_number)).state).toBe('submitted')
  for (const step of ['situation', 'coordonnees', 'etablissement', 'recapitulatif']) {
    expect((await pupil.get(`/espace/demande/${step}`)).status).toBe(409)
  }
})

test('a telephone that the account has changes with the password of its owner only', async () => {
  const { actor } = await committed((tx) => aWholeDraft(tx))
  const password_hash = await hashPassword('Beffroi2026')
  await db.insertInto('passwords').values({ beneficiary_id: actor.id, password_hash }).execute()
  const pupil = await visitorFor({ beneficiaryId: actor.id })
  const there = '/espace/demande/coordonnees?retour=recapitulatif'
  expect((await pupil.get(there)).text).not.toContain('name="password"')
  // Of who has none, nothing is protected yet.
  expect((await pupil.submit(there, { mobilePhone: '0611223344' })).status).toBe(303)
  await db.updateTable('beneficiaries').set({ mobile_phone: '0611223344' }).where('id', '=', actor.id).execute()
  for (const goTo of ['', 'address']) {
    const refused = await pupil.submit(there, { mobilePhone: '0699887766', ...(goTo && { goTo }) })
    expect([refused.status, refused.text.includes('Saisissez votre mot de passe')]).toEqual([422, true])
  }
  expect((await pupil.submit(there, { mobilePhone: '0611223344' })).location).toBe('/espace/demande/recapitulatif')
  const given = await pupil.submit(there, { mobilePhone: '0699887766', password: 'Beffroi2026' })
  expect(given.location).toBe('/espace/demande/recapitulatif')
  // Proved once, it is not asked again for what the request says already.
  expect((await pupil.submit(there, { mobilePhone: '0699887766' })).status).toBe(303)
})

test('a form that is refused keeps the school and the level that it chose, whatever its address says', async () => {
  const { actor, school, course } = await committed((tx) => aWholeDraft(tx))
  const pupil = await visitorFor({ beneficiaryId: actor.id })
  const other = await committed(aNewcomer)
  const chosen = { school: String(other.school.id), level: other.course.level_code, course: '' }
  const refused = await pupil.submit(`/espace/demande/etablissement?etablissement=${school.id}&niveau=${course.level_code}`, chosen)
  expect(refused.status).toBe(422)
  expect(refused.text).toContain(`<option value="${other.school.id}" selected`)
  expect(refused.text).toContain(other.course.label)
  expect(refused.text).not.toContain(course.label)
})

test('a step that is not open leads to the first that is, and a forged form changes nothing', async () => {
  const { beneficiary, school, course, file_number } = await committed(aNewcomer)
  const pupil = await visitorFor({ beneficiaryId: beneficiary.id })
  const { text } = await pupil.get('/espace/demande/situation')
  const _csrf = /name="_csrf" value="([^"]*)"/.exec(text)?.[1] ?? ''
  const forged = {
    coordonnees: { mobilePhone: '0612345678' },
    etablissement: { school: String(school.id), level: course.level_code, course: course.code, wasInGeneralSecondary: 'no' },
    recapitulatif: { notifiedBy: 'email' },
  }
  expect((await pupil.get('/espace/demande/coordonnees/adresse')).status).toBe(409)
  for (const [step, fields] of Object.entries(forged)) {
    expect((await pupil.get(`/espace/demande/${step}`)).location).toBe('/espace/demande/situation')
    const answer = await pupil.post(`/espace/demande/${step}`, { _csrf, ...fields })
    expect([answer.status, answer.location]).toEqual([303, '/espace/demande/situation'])
  }
  expect(await applicationOf(db, file_number)).toMatchObject({ state: 'draft', answers: {} })
})

test('what is typed before the address is kept, and one comes back to the summary through it', async () => {
  const { beneficiary, actor } = await committed((tx) => aWholeDraft(tx))
  const pupil = await visitorFor({ beneficiaryId: beneficiary.id })
  const there = '/espace/demande/coordonnees?retour=recapitulatif'
  const left = await pupil.submit(there, { fixedPhone: '', mobilePhone: '06 99 99 99 99', goTo: 'address' })
  expect(left.location).toBe('/espace/demande/coordonnees/adresse?retour=recapitulatif')
  expect((await draftOf(db, actor)).answers.contact?.mobilePhone).toBe('0699999999')
  const free = { kind: 'free', line1: '2 rue de la Gare', freePostcode: '80000', freeTown: 'Amiens' }
  expect((await pupil.submit(left.location as string, free)).location).toBe('/espace/demande/coordonnees?fait=adresse&retour=recapitulatif')
  expect((await pupil.submit(there, { mobilePhone: '0699999999' })).location).toBe('/espace/demande/recapitulatif')

  const nothing = await pupil.submit('/espace/demande/coordonnees', { fixedPhone: '', mobilePhone: '', goTo: 'address' })
  expect(nothing.location).toBe('/espace/demande/coordonnees/adresse')
  const wrong = await pupil.submit('/espace/demande/coordonnees', { mobilePhone: '0322970000', goTo: 'address' })
  expect([wrong.status, wrong.text.includes('value="0322970000"')]).toEqual([422, true])
})

test('the INE is offered where the campaign accepts by lists: optional, checked, never shown again, and taken back', async () => {
  const { beneficiary, actor, school, course, file_number } = await committed((tx) => aWholeDraft(tx))
  const pupil = await visitorFor({ beneficiaryId: beneficiary.id })
  const there = `/espace/demande/etablissement?etablissement=${school.id}&niveau=${course.level_code}`
  const chosen = { school: String(school.id), level: course.level_code, course: course.code, wasInGeneralSecondary: 'no' }
  const given = async () => {
    const { id } = await applicationOf(db, file_number)
    return db.selectFrom('national_numbers').select('keys').where('application_id', '=', id).executeTakeFirst()
  }
  expect((await pupil.get(there)).text).not.toContain('name="ine"')
  await db.updateTable('campaigns').set({ enrolment_acceptance: 'at-once' }).execute()
  const asked = (await pupil.get(there)).text
  expect([asked.includes('certificat de scolarité'), asked.includes('name="forgetsIne"')]).toEqual([true, false])
  const wrong = await pupil.submit(there, { ...chosen, course: '', ine: '0708-oups' })
  expect([wrong.status, wrong.text.includes('value="0708-oups"'), wrong.text.includes('href="#ine"')]).toEqual([422, true, true])
  expect(wrong.text).toContain('href="#course"')
  expect((await pupil.submit(there, chosen)).status).toBe(303)
  expect(await given()).toBeUndefined()
  expect((await pupil.submit(there, { ...chosen, ine: ' 070812345 kd' })).status).toBe(303)
  const first = await given()
  expect(first?.keys).toHaveLength(1)
  const again = (await pupil.get(there)).text
  expect([again.includes('Laissez vide pour le garder'), again.includes('070812345')]).toEqual([true, false])
  expect((await pupil.get('/espace/demande/recapitulatif')).text).toContain('Donné, gardé sous forme d’empreinte')
  await pupil.submit(there, chosen)
  expect(await given()).toEqual(first)
  await pupil.submit(there, { ...chosen, forgetsIne: 'on' })
  expect(await given()).toBeUndefined()
  const { answers } = await draftOf(db, actor)
  expect(answers.schooling).not.toHaveProperty('ine')
  expect(JSON.stringify(answers)).not.toContain('070812345')
  await db.updateTable('campaigns').set({ enrolment_acceptance: 'by-hand' }).execute()
})
