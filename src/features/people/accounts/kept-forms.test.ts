import sharp from 'sharp'
import { beforeEach, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aBeneficiary, aCampaign, aHolder, anAgent, aPartner, aPartnerUser } from '../../../../tests/support/makers.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { placeOfForm } from '../../../platform/kept-forms.ts'
import { hashPassword } from '../../../platform/passwords.ts'
import { newToken } from '../../../platform/sessions.ts'
import { registerApplication } from '../../requests/card-applications/index.ts'
import { forgetDeadSecrets } from './jobs.ts'

const database = await testDatabase()
const { site, clock } = testSite(database)
const { db } = database
const PASSWORD = 'Beffroi2026'
const passwordHash = await hashPassword(PASSWORD)
const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), act)
await committed((tx) => aCampaign(tx))
const portrait = new Blob([
  new Uint8Array(
    await sharp({ create: { width: 700, height: 900, channels: 3, background: '#c02020' } })
      .jpeg()
      .toBuffer(),
  ),
])

const ACCOUNT = '/espace/mon-compte'
const TYPED = {
  email: 'nouvelle@example.org',
  fixedPhone: '',
  mobilePhone: '06 11 22 33 44',
  notifiedBy: 'email',
  newsletters: 'on',
  password: PASSWORD,
}
const GIVEN_BACK = 'Voici ce que vous aviez saisi'

const later = (minutes: number) => clock.set(new Date(clock.now().getTime() + minutes * 60_000))
beforeEach(async () => {
  clock.set(TEST_NOW)
  await db.deleteFrom('kept_forms').execute()
})

async function somebody() {
  return committed(async (tx) => {
    const person = await aBeneficiary(tx)
    const fileNumber = await registerApplication(tx, person.id)
    await tx.insertInto('passwords').values({ beneficiary_id: person.id, password_hash: passwordHash }).execute()
    return { ...person, fileNumber }
  })
}

type Person = Awaited<ReturnType<typeof somebody>>

const signIn = (visitor: Visitor, { fileNumber }: Person) => visitor.submit('/connexion', { number: fileNumber, password: PASSWORD })

const tokensOf = async (visitor: Visitor, path: string) => {
  const { text } = await visitor.get(path)
  const main = text.slice(text.indexOf('<main'))
  const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(main)?.[1] ?? ''
  return { _csrf: hidden('_csrf'), _id: hidden('_id') }
}

/** Somebody at a form that was shown to them. */
async function atForm(path = ACCOUNT) {
  const person = await somebody()
  const visitor = new Visitor(site)
  await signIn(visitor, person)
  return { person, visitor, tokens: await tokensOf(visitor, path) }
}

const phoneOf = async ({ id }: { id: number }) =>
  (await db.selectFrom('beneficiaries').select('mobile_phone').where('id', '=', id).executeTakeFirstOrThrow()).mobile_phone

const rows = () => db.selectFrom('kept_forms').select(['beneficiary_id', 'staff_id', 'path', 'sealed']).execute()

test('a form sent once its session has ended is there again, filled, after the sign-in, and is sent by its owner only', async () => {
  const { person, visitor, tokens } = await atForm()
  later(21)
  const late = await visitor.post(ACCOUNT, { ...tokens, ...TYPED })
  expect([late.status, late.location]).toEqual([303, '/connexion'])
  expect((await visitor.get('/connexion')).text).toContain('vous le retrouverez rempli')
  expect((await signIn(visitor, person)).location, 'the very page').toBe(ACCOUNT)

  const { text } = await visitor.get(ACCOUNT)
  expect(text).toContain(GIVEN_BACK)
  expect(text).toMatch(/name="email"[^>]*value="nouvelle@example.org"/)
  expect(text).toMatch(/name="mobilePhone"[^>]*value="06 11 22 33 44"/)
  expect(text).toMatch(/name="newsletters"[^>]* checked/)
  expect(await phoneOf(person), 'nothing was sent by itself').toBeNull()

  later(10)
  expect((await visitor.submit(ACCOUNT, TYPED)).status).toBe(303)
  expect(await phoneOf(person)).toBe('0611223344')
  expect(await rows(), 'sent, it is forgotten').toEqual([])
  expect((await visitor.get(ACCOUNT)).text).not.toContain(GIVEN_BACK)
})

test('where it was typed holds no secret either, of a page that a secret opens', () => {
  const token = newToken()
  for (const path of [`/partenaires/rejoindre/${token}`, `/partenaires/rejoindre/${token}/document`]) {
    const kept = placeOfForm(path, { staffId: 1, workplaceId: 2 })
    expect([kept.includes(token), kept === placeOfForm(path, { staffId: 1, workplaceId: 2 })]).toEqual([false, true])
    expect(kept).not.toBe(placeOfForm(path.replace(token, newToken()), { staffId: 1, workplaceId: 2 }))
  }
})

test('what is kept says nothing to whoever has the database, and holds neither password nor token', async () => {
  const { person, visitor, tokens } = await atForm()
  later(21)
  await visitor.post(ACCOUNT, { ...tokens, ...TYPED, password: 'SecretTapé1' })
  const [row] = await rows()
  expect(row).toMatchObject({ beneficiary_id: person.id, path: ACCOUNT })
  for (const word of ['nouvelle', '06 11', tokens._csrf]) expect(row?.sealed.includes(word), word).toBe(false)
  await signIn(visitor, person)
  expect((await visitor.get(ACCOUNT)).text).not.toContain('SecretTapé1')

  const closing = await atForm('/espace/mes-donnees/fermeture')
  later(21)
  await closing.visitor.post('/espace/mes-donnees/fermeture', { ...closing.tokens, password: PASSWORD })
  expect((await signIn(closing.visitor, closing.person)).location).toBe('/espace/mes-donnees/fermeture')
  expect((await closing.visitor.get('/espace/mes-donnees/fermeture')).text).not.toContain(PASSWORD)
})

test('nobody else sees it: another person in that browser, or its owner in another', async () => {
  const { person, visitor, tokens } = await atForm()
  later(21)
  await visitor.post(ACCOUNT, { ...tokens, ...TYPED })
  await signIn(visitor, await somebody())
  expect((await visitor.get(ACCOUNT)).text).not.toMatch(/nouvelle@|06 11 22/)
  const elsewhere = new Visitor(site)
  await signIn(elsewhere, person)
  expect((await elsewhere.get(ACCOUNT)).text).not.toMatch(/nouvelle@|06 11 22/)
  await signIn(visitor, person)
  expect((await visitor.get(ACCOUNT)).text).toContain('nouvelle@example.org')
})

test('it is kept an hour, then forgotten; so it is when its owner signs out, or closes their account', async () => {
  const kept = async () => {
    const { person, visitor, tokens } = await atForm()
    later(21)
    await visitor.post(ACCOUNT, { ...tokens, ...TYPED })
    await signIn(visitor, person)
    return { person, visitor }
  }
  const { person, visitor } = await kept()
  expect((await visitor.get('/espace/mes-donnees')).status).toBe(200)
  later(59)
  await signIn(visitor, person)
  expect((await visitor.get(ACCOUNT)).text).toContain(GIVEN_BACK)
  later(2)
  expect((await visitor.get(ACCOUNT)).text).not.toContain(GIVEN_BACK)
  await forgetDeadSecrets.run(site)
  expect(await rows()).toEqual([])

  const out = await kept()
  await out.visitor.submit('/deconnexion')
  expect(await rows()).toEqual([])

  const closed = await kept()
  expect((await closed.visitor.submit('/espace/mes-donnees/fermeture', { password: PASSWORD })).status).toBe(303)
  expect(await rows()).toEqual([])
})

test('after a sign-in in another tab the form is shown again to the same person, and sends nothing by itself', async () => {
  const { person, visitor, tokens } = await atForm()
  later(21)
  await signIn(visitor, person)
  const stale = await visitor.post(ACCOUNT, { ...tokens, ...TYPED })
  expect(stale.status).toBe(403)
  expect(stale.text).toContain('Rien n’a été envoyé')
  expect(stale.text).toMatch(/name="email"[^>]*value="nouvelle@example.org"/)
  expect(await phoneOf(person)).toBeNull()
  const main = stale.text.slice(stale.text.indexOf('<main'))
  const fresh = /name="_csrf" value="([^"]*)"/.exec(main)?.[1] ?? ''
  expect((await visitor.post(ACCOUNT, { ...tokens, _csrf: fresh, ...TYPED })).status).toBe(303)
  expect(await phoneOf(person)).toBe('0611223344')
})

test('a form of somebody who gave their place to another is neither sent nor shown: it waits for its owner', async () => {
  const { person, visitor, tokens } = await atForm()
  const other = await somebody()
  await signIn(visitor, other)
  const refused = await visitor.post(ACCOUNT, { ...tokens, ...TYPED })
  expect(refused.status).toBe(403)
  expect(refused.text).toContain('rempli avec un autre compte')
  expect(refused.text).not.toContain('nouvelle@example.org')
  expect([await phoneOf(person), await phoneOf(other)]).toEqual([null, null])
  await signIn(visitor, person)
  expect((await visitor.get(ACCOUNT)).text).toContain('nouvelle@example.org')
})

test('a token that nobody was given keeps nothing, whoever it names, and another site is shown nothing again', async () => {
  const { person, visitor, tokens } = await atForm()
  later(21)
  const forged = `${'a'.repeat(43)}.b${person.id}.${'a'.repeat(43)}`
  expect((await visitor.post(ACCOUNT, { ...TYPED, _csrf: forged })).location).toBe('/connexion')
  expect((await new Visitor(site).post(ACCOUNT, { ...TYPED, file: new Blob(['x']), _csrf: forged })).location).toBe('/connexion')
  expect(await rows()).toEqual([])
  await signIn(visitor, person)
  const elsewhere = await visitor.post(ACCOUNT, { ...tokens, ...TYPED }, { origin: 'https://evil.example' })
  expect([elsewhere.status, elsewhere.text.includes('nouvelle@')]).toEqual([403, false])
})

test('a photo chosen before the session ended is kept with the rest, and is not chosen again', async () => {
  const { beneficiary, card } = await committed(async (tx) => {
    const holder = await aHolder(tx)
    await tx.updateTable('cards').set({ set_aside_at: tx.now, set_aside_reason: 'Floue.' }).where('id', '=', holder.card.id).execute()
    return holder
  })
  const visitor = await new Visitor(site).signInAs({ beneficiaryId: beneficiary.id })
  const page = '/espace/ma-carte/nouvelle-photo'
  const tokens = await tokensOf(visitor, page)
  later(21)
  const crop = { cropX: '0.10000', cropY: '0.10000', cropWidth: '0.50000', cropHeight: '0.50000' }
  expect((await visitor.post(page, { ...tokens, ...crop, photo: portrait })).location).toBe('/connexion')
  await visitor.signInAs({ beneficiaryId: beneficiary.id })
  const { text } = await visitor.get(page)
  expect(text).toMatch(/Gardé : <strong>blob<\/strong>/)
  expect(text).toContain('name="cropWidth" value="0.50000"')
  expect((await visitor.submit(page, crop)).status).toBe(303)
  const { photo_file_id } = await db.selectFrom('cards').select('photo_file_id').where('id', '=', card.id).executeTakeFirstOrThrow()
  expect(photo_file_id).not.toBe(card.photo_file_id)
  expect(await rows()).toEqual([])
})

test('a file that was right is kept when something else of its form is refused; one that is wrong is not', async () => {
  const agent = await committed((tx) => anAgent(tx, 'content'))
  const visitor = await new Visitor(site).signInAs({ staffId: agent.id })
  const page = '/region/bons-plans/nouveau'
  const deal = { title: 'Places', organiser: 'Le théâtre', body: 'Deux pour une.', openTo: 'all' }
  const picture = new Blob([
    new Uint8Array(
      await sharp({ create: { width: 900, height: 600, channels: 3, background: '#0a0' } })
        .png()
        .toBuffer(),
    ),
  ])
  const refused = await visitor.submit(page, { ...deal, title: '', picture })
  expect(refused.status).toBe(422)
  expect(refused.text).toContain('Gardé : <strong>blob</strong>')
  const main = refused.text.slice(refused.text.indexOf('<main'))
  const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(main)?.[1] ?? ''
  const sent = { _csrf: hidden('_csrf'), _id: hidden('_id'), _kept: hidden('_kept') }
  const again = await visitor.post(page, { ...deal, ...sent })
  expect(again.status).toBe(303)
  expect((await visitor.get(`${again.location}/image`)).headers.get('content-type')).toBe('image/jpeg')

  const wrong = await visitor.submit(page, { ...deal, picture: new Blob(['<svg/>']) })
  expect([wrong.status, wrong.text.includes('Gardé')]).toEqual([415, false])
})

test('what somebody who is not signed in typed is shown again when their browser was closed meanwhile', async () => {
  const opened = new Visitor(site)
  const tokens = await tokensOf(opened, '/contact')
  const again = await new Visitor(site).post('/contact', { ...tokens, message: 'Ma carte est perdue' })
  expect(again.status).toBe(403)
  expect(again.text).toContain('Ma carte est perdue')
})

test('a code at a till is not kept: it serves for a minute', async () => {
  const member = await committed(async (tx) => aPartnerUser(tx, await aPartner(tx)))
  const visitor = await new Visitor(site).signInAs({ staffId: member.id })
  const tokens = await tokensOf(visitor, '/partenaire/encaissement')
  later(21)
  expect((await visitor.post('/partenaire/encaissement', { ...tokens, code: '23166621' })).location).toBe('/professionnels/connexion')
  expect(await rows()).toEqual([])
})

test('the end of a session is said on its pages, and asking for it prolongs it', async () => {
  const { visitor, person } = await atForm()
  const endOf = ({ text }: { text: string }) => [
    /data-session-seconds="(\d+)"/.exec(text)?.[1],
    /se termine à (\d\d h \d\d)/.exec(text)?.[1],
  ]
  expect(endOf(await visitor.get(ACCOUNT))).toEqual(['1200', '10 h 20'])
  later(19)
  expect((await visitor.get('/connexion/prolongation')).text).toContain('se terminera à 10 h 39')
  later(19)
  expect((await visitor.get(ACCOUNT)).text).toContain('data-session-seconds="1200"')
  for (let minutes = 38; minutes < 12 * 60 - 20; minutes += 18) {
    later(18)
    await visitor.get('/connexion/prolongation')
  }
  const last = await visitor.get(ACCOUNT)
  expect(last.text).not.toContain('data-prolongs')
  expect(last.text).toContain('elle ne peut pas durer plus longtemps')
  later(17)
  expect((await visitor.get('/connexion/prolongation')).location).toBe('/connexion')
  expect((await signIn(visitor, person)).status).toBe(303)
  expect((await visitor.get('/politique-de-confidentialite')).text).toContain('Ce que vous aviez saisi dans un formulaire')
  expect((await visitor.get('/gestion-des-cookies')).text).toContain('60 minutes')
})
