import { Secret, TOTP } from 'otpauth'
import { beforeEach, describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { meanwhile, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { anAgent, aPartner, aPartnerUser, aSchool, aSchoolUser } from '../../../../tests/support/makers.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import type { Letter } from '../../../platform/messages/deliver.ts'
import { sendMessages } from '../../../platform/messages/send.ts'
import { hashPassword } from '../../../platform/passwords.ts'
import { hashOf } from '../../../platform/sessions.ts'
import { makeSecret } from '../../../secrets.ts'
import type { Agent } from '../../../spaces/actors.ts'
import type { Role } from '../../../spaces/roles.ts'
import { chooseStaffPassword } from '../staff/choose-password.ts'
import { changeRoles, closeStaff } from '../staff/manage.ts'
import { offerSecret } from './enrol.ts'
import { finishFirstSignIn, finishStaffSignIn, finishWithFirstPasskey } from './finish-sign-in.ts'
import { resettingOfSecondFactors } from './jobs.ts'
import { secretOf } from './second-factor.ts'

const database = await testDatabase()
const { site, clock } = testSite(database)
const { db } = database
const PASSWORD = 'Beffroi2026'
const passwordHash = await hashPassword(PASSWORD)

/** So many seconds after the beginning of the test. */
const at = (seconds: number) => clock.set(new Date(TEST_NOW.getTime() + seconds * 1000))
beforeEach(() => at(0))

const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), act)

async function withPassword({ id }: { id: number }): Promise<{ id: number; email: string }> {
  return db
    .updateTable('staff')
    .set({ password_hash: passwordHash })
    .where('id', '=', id)
    .returning(['id', 'email'])
    .executeTakeFirstOrThrow()
}
const newAgent = async () => withPassword(await committed((tx) => anAgent(tx)))
const newPartner = async () => withPassword(await committed(async (tx) => aPartnerUser(tx, await aPartner(tx), { roles: ['cashier'] })))

const givesPassword = (visitor: Visitor, email: string) => visitor.submit('/professionnels/connexion', { email, password: PASSWORD })
const givesCode = (visitor: Visitor, code: string) => visitor.submit('/professionnels/connexion/code', { code })

/** What their phone shows at that time. */
function codeOf(secret: string, seconds = 0): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: clock.now().getTime() + seconds * 1000 })
}

const secretOn = (text: string) => (/<b>([A-Z2-7 ]+)<\/b>/.exec(text)?.[1] ?? '').replaceAll(' ', '')

/** An agent whose phone is enrolled, and the recovery codes that they noted. */
async function enrolled(member: { email: string }) {
  const visitor = new Visitor(site)
  await givesPassword(visitor, member.email)
  const secret = secretOn((await visitor.get('/professionnels/connexion/double-authentification')).text)
  await visitor.submit('/professionnels/connexion/double-authentification', { code: codeOf(secret) })
  const { text } = await visitor.get('/professionnels/securite/codes-de-secours')
  const codes = [...text.matchAll(/<li>(\d{5}-\d{5})<\/li>/g)].map(([, code]) => code as string)
  at(60)
  return { secret, codes, visitor }
}

describe('an agent’s first sign-in', () => {
  test('enrols a phone, shows ten recovery codes, and opens the session', async () => {
    const agent = await newAgent()
    const visitor = new Visitor(site)
    const answer = await givesPassword(visitor, agent.email)
    expect([answer.status, answer.location]).toEqual([303, '/professionnels/connexion/double-authentification'])
    expect((await visitor.get('/region')).location).toBe('/professionnels/connexion')

    const page = await visitor.get('/professionnels/connexion/double-authentification')
    expect(page.text).toContain('QR code de votre compte')
    const wrong = await visitor.submit('/professionnels/connexion/double-authentification', { code: '000000' })
    expect(wrong.status).toBe(422)
    expect((await visitor.get('/region')).status).toBe(303)

    const secret = secretOn(page.text)
    const right = await visitor.submit('/professionnels/connexion/double-authentification', { code: codeOf(secret) })
    expect(right.location).toBe('/professionnels/securite/codes-de-secours')
    expect((await visitor.get(right.location as string)).text.match(/<li>\d{5}-\d{5}<\/li>/g)).toHaveLength(10)
    expect(await visitor.get(right.location as string), 'once').toMatchObject({ status: 303, location: '/professionnels/securite' })
    expect((await visitor.get('/region')).status).toBe(200)
  })

  test('nothing of it is in clear in the database', async () => {
    const agent = await newAgent()
    const { secret, codes } = await enrolled(agent)
    const factor = await db.selectFrom('second_factors').selectAll().where('staff_id', '=', agent.id).executeTakeFirstOrThrow()
    const kept = factor.secret_encrypted as Buffer
    expect(kept.includes(secret)).toBe(false)
    expect(secretOf(site.ibanKey, agent.id, kept)).toBe(secret)
    // Moved to another's row it cannot be read.
    expect(() => secretOf(site.ibanKey, agent.id + 1, kept)).toThrow()
    const hashes = await db.selectFrom('recovery_codes').select('code_hash').where('staff_id', '=', agent.id).execute()
    expect(hashes.some(({ code_hash }) => code_hash.includes(codes[0] as string))).toBe(false)
  })
})

test('of two who have the password of somebody who has no factor yet, one enrols and the other is sent back', async () => {
  const agent = await newAgent()
  const expires_at = new Date(clock.now().getTime() + 60_000)
  for (const token of ['owner', 'thief'])
    await db
      .insertInto('pending_sign_ins')
      .values({ token_hash: hashOf(token), staff_id: agent.id, expires_at })
      .execute()
  await committed((tx) => offerSecret(tx, agent.id, site.ibanKey))
  const { offered_secret_encrypted } = await db
    .selectFrom('second_factors')
    .select('offered_secret_encrypted')
    .where('staff_id', '=', agent.id)
    .executeTakeFirstOrThrow()
  const code = codeOf(secretOf(site.ibanKey, agent.id, offered_secret_encrypted as Buffer))
  const passkey = { credential_id: 'thief', public_key: Buffer.from('thief'), counter: 0, transports: [], name: 'À moi', key: site.ibanKey }
  const ended = await meanwhile(
    db,
    (tx) =>
      finishFirstSignIn(Object.assign(tx, { now: clock.now() }), {
        pendingToken: 'owner',
        code,
        key: site.ibanKey,
        formerToken: undefined,
      }),
    () => committed((tx) => finishWithFirstPasskey(tx, { made: passkey, pendingToken: 'thief', formerToken: undefined })),
  )
  expect(ended).toMatchObject({ status: 'rejected', reason: { code: 'sign-in.expired' } })
  expect(await db.selectFrom('passkeys').select('id').where('staff_id', '=', agent.id).execute()).toEqual([])
})

describe('the code', () => {
  test('is asked at each sign-in, and nothing is open before it', async () => {
    const agent = await newAgent()
    const { secret } = await enrolled(agent)
    const visitor = new Visitor(site)
    expect((await givesPassword(visitor, agent.email)).location).toBe('/professionnels/connexion/code')
    expect((await visitor.get('/region')).location).toBe('/professionnels/connexion')
    expect((await visitor.get('/professionnels/securite')).location).toBe('/professionnels/connexion')
    const answer = await givesCode(visitor, codeOf(secret))
    expect([answer.status, answer.location]).toEqual([303, '/professionnels/securite'])
    expect((await visitor.get('/region')).status).toBe(200)
  })

  test('may be one step late or ahead, not two; and serves once', async () => {
    const agent = await newAgent()
    const { secret } = await enrolled(agent)
    for (const [seconds, status] of [
      [-60, 422],
      [60, 422],
      [-30, 303],
      [-30, 422],
      [30, 303],
      // An older one, that was not used, no longer serves either.
      [0, 422],
    ] as const) {
      const visitor = new Visitor(site)
      await givesPassword(visitor, agent.email)
      expect((await givesCode(visitor, codeOf(secret, seconds))).status, `${seconds} s`).toBe(status)
    }
  })

  test('ten wrong passwords typed elsewhere keep neither a till nor an agent out of the browser that they use', async () => {
    const till = await newPartner()
    const agent = await newAgent()
    const { secret, visitor: ofAgent } = await enrolled(agent)
    const ofTill = new Visitor(site)
    expect((await givesPassword(ofTill, till.email)).status).toBe(303)
    for (const { email } of [till, agent]) {
      for (let count = 0; count <= 10; count += 1)
        await new Visitor(site).submit('/professionnels/connexion', { email, password: 'Wrong0abc' })
      expect((await givesPassword(new Visitor(site), email)).status).toBe(429)
    }
    expect((await givesPassword(ofTill, till.email)).location).toBe('/partenaire')
    expect((await givesPassword(ofAgent, agent.email)).status).toBe(303)
    expect((await givesCode(ofAgent, codeOf(secret))).status).toBe(303)
  })

  test('after ten wrong ones even the right one is refused for a while, whatever the browser', async () => {
    const agent = await newAgent()
    const { secret } = await enrolled(agent)
    const visitor = new Visitor(site)
    await givesPassword(visitor, agent.email)
    const right = codeOf(secret)
    const wrong = right === '111111' ? '222222' : '111111'
    for (let count = 0; count < 10; count += 1) expect((await givesCode(visitor, wrong)).status).toBe(422)
    const again = new Visitor(site)
    await givesPassword(again, agent.email)
    const answer = await givesCode(again, right)
    expect(answer.status).toBe(429)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(60)
    at(16 * 60 + 60)
    const later = new Visitor(site)
    await givesPassword(later, agent.email)
    expect((await givesCode(later, codeOf(secret))).status).toBe(303)
  })

  test('then leads where one was going, at the first sign-in after the recovery codes', async () => {
    const agent = await newAgent()
    const first = new Visitor(site)
    await first.get('/region/comptes?type=school')
    await givesPassword(first, agent.email)
    const secret = secretOn((await first.get('/professionnels/connexion/double-authentification')).text)
    await first.submit('/professionnels/connexion/double-authentification', { code: codeOf(secret) })
    expect((await first.get('/professionnels/securite/codes-de-secours')).text).toContain('href="/region/comptes?type=school"')

    at(60)
    const visitor = new Visitor(site)
    expect((await visitor.get('/region/journal')).location).toBe('/professionnels/connexion')
    await givesPassword(visitor, agent.email)
    expect((await givesCode(visitor, codeOf(secret))).location).toBe('/region/journal')

    const partner = await newPartner()
    const till = new Visitor(site)
    await till.get('/partenaire/transactions')
    expect((await givesPassword(till, partner.email)).location).toBe('/partenaire/transactions')
  })

  test('given in another tab, leads to the space from this one too', async () => {
    const agent = await newAgent()
    const { secret } = await enrolled(agent)
    const visitor = new Visitor(site)
    const password = await tokenOn(visitor, '/professionnels/connexion')
    await givesPassword(visitor, agent.email)
    const code = await tokenOn(visitor, '/professionnels/connexion/code')
    expect((await givesCode(visitor, codeOf(secret))).location).toBe('/region')
    const late = await visitor.post('/professionnels/connexion/code', { _csrf: code, code: codeOf(secret) })
    expect([late.status, late.location]).toEqual([303, '/region'])
    const again = await visitor.post('/professionnels/connexion', { _csrf: password, email: agent.email, password: PASSWORD })
    expect([again.status, again.location]).toEqual([303, '/professionnels/connexion/code'])
  })

  test('is awaited for five minutes, by the browser that gave the password, once', async () => {
    const agent = await newAgent()
    const { secret } = await enrolled(agent)
    const visitor = new Visitor(site)
    await givesPassword(visitor, agent.email)
    const page = '/professionnels/connexion/code'
    expect((await new Visitor(site).get(page)).location).toBe('/professionnels/connexion')
    at(60 + 301)
    expect((await visitor.get(page)).location).toBe('/professionnels/connexion')
    await givesPassword(visitor, agent.email)
    await db.updateTable('staff').set({ closed_at: clock.now() }).where('id', '=', agent.id).execute()
    expect((await givesCode(visitor, codeOf(secret))).status).not.toBe(200)
    expect((await visitor.get('/region')).status).toBe(303)
  })

  test('given while the password changes or the account closes, it opens nothing', async () => {
    for (const change of ['password', 'closing'] as const) {
      at(0)
      const agent = await newAgent()
      const { secret, visitor } = await enrolled(agent)
      const pendingToken = `pending-${change}`
      const expires_at = new Date(clock.now().getTime() + 60_000)
      await db
        .insertInto('pending_sign_ins')
        .values({ token_hash: hashOf(pendingToken), staff_id: agent.id, expires_at })
        .execute()
      await db
        .insertInto('staff_links')
        .values({ token_hash: hashOf(`link-${change}`), staff_id: agent.id, expires_at })
        .execute()
      const administrator = await committed((tx) => anAgent(tx))
      const code = codeOf(secret)
      const ended = await meanwhile(
        db,
        (tx) =>
          finishStaffSignIn(Object.assign(tx, { now: clock.now() }), { pendingToken, code, key: site.ibanKey, formerToken: undefined }),
        () =>
          committed((tx) =>
            change === 'password'
              ? chooseStaffPassword(tx, { token: `link-${change}`, hash: passwordHash })
              : closeStaff(tx, administrator, agent.id),
          ),
      )
      expect(ended?.status, change).toBe('fulfilled')
      expect(await db.selectFrom('sessions').select('id').where('staff_id', '=', agent.id).execute(), change).toEqual([])
      expect((await visitor.get('/region')).status).toBe(303)
    }
  })

  test('a recovery code takes its place, once', async () => {
    const agent = await newAgent()
    const { codes } = await enrolled(agent)
    for (const status of [303, 422]) {
      const visitor = new Visitor(site)
      await givesPassword(visitor, agent.email)
      expect((await givesCode(visitor, codes[3] as string)).status).toBe(status)
    }
  })

  test('in the demonstration it is mailed, for this sign-in only; elsewhere it is not', async () => {
    const agent = await newAgent()
    await enrolled(agent)
    const visitor = new Visitor(site)
    await givesPassword(visitor, agent.email)
    const code = await mailedTo(agent.email)
    expect(code).toMatch(/^\d{6}$/)
    const other = new Visitor(site)
    await givesPassword(other, agent.email)
    expect((await givesCode(visitor, code as string)).location).toBe('/region')
    expect((await givesCode(other, code as string)).status).toBe(422)

    const outside = { ...site, config: { ...site.config, demo: false } }
    await mailedTo(agent.email)
    await givesPassword(new Visitor(outside), agent.email)
    expect(await mailedTo(agent.email)).toBeUndefined()
  })
})

/** The code in the mails that were waiting. */
async function mailedTo(address: string): Promise<string | undefined> {
  const texts: string[] = []
  await sendMessages(site, async ({ to, text }) => void (to === address && texts.push(text)), makeSecret)
  return texts.map((text) => /^Code de connexion : (\d+)$/m.exec(text)?.[1]).findLast(Boolean)
}

describe('the security page', () => {
  const security = '/professionnels/securite'

  test('a partner may ask for codes, and give them up; an agent may not', async () => {
    const partner = await newPartner()
    const visitor = new Visitor(site)
    expect((await givesPassword(visitor, partner.email)).location).toBe('/partenaire')
    expect((await visitor.submit(security, { password: 'Mauvais2026', action: 'offer' })).status).toBe(422)
    expect((await visitor.submit(security, { password: PASSWORD, action: 'offer' })).location).toBe(`${security}/telephone`)
    // Nothing is asked as long as the phone has proved nothing.
    expect((await givesPassword(new Visitor(site), partner.email)).location).toBe('/partenaire')
    await visitor.submit(security, { password: PASSWORD, action: 'offer' })
    const secret = secretOn((await visitor.get(`${security}/telephone`)).text)
    expect((await visitor.submit(`${security}/telephone`, { code: codeOf(secret) })).location).toBe(`${security}/codes-de-secours`)
    const again = new Visitor(site)
    expect((await givesPassword(again, partner.email)).location).toBe('/professionnels/connexion/code')
    expect((await visitor.submit(security, { password: PASSWORD, action: 'remove' })).status).toBe(303)
    expect((await givesPassword(new Visitor(site), partner.email)).location).toBe('/partenaire')

    const { visitor: agent } = await enrolled(await newAgent())
    const refused = await agent.post(security, { ...(await hidden(agent, security)), password: PASSWORD, action: 'remove' })
    expect([refused.status, refused.text.includes('se connecte toujours avec un code ou une clé d’accès.')]).toEqual([422, true])
  })

  test('a phone that was to be added and was not: after ten minutes, or a sign-in, the password is asked again', async () => {
    const partner = await newPartner()
    const visitor = new Visitor(site)
    await givesPassword(visitor, partner.email)
    const offered = async () => {
      await visitor.submit(security, { password: PASSWORD, action: 'offer' })
      return secretOn((await visitor.get(`${security}/telephone`)).text)
    }
    const isRefused = async (secret: string) => {
      const fields = { ...(await hidden(visitor, security)), code: codeOf(secret) }
      const refused = await visitor.post(`${security}/telephone`, fields)
      expect(refused.location ?? refused.status).not.toBe(`${security}/codes-de-secours`)
      expect((await visitor.get(`${security}/telephone`)).location).toBe(`${security}?expire=oui`)
      expect((await visitor.get(`${security}?expire=oui`)).text).toContain('Saisissez votre mot de passe pour recommencer')
      const { enrolled_at } = await db
        .selectFrom('second_factors')
        .select('enrolled_at')
        .where('staff_id', '=', partner.id)
        .executeTakeFirstOrThrow()
      expect(enrolled_at).toBeNull()
    }
    const late = await offered()
    at(10 * 60)
    await isRefused(late)
    const abandoned = await offered()
    await givesPassword(new Visitor(site), partner.email)
    await isRefused(abandoned)
  })

  test('another phone takes the place of the first, new recovery codes that of the old ones', async () => {
    const agent = await newAgent()
    const { secret: former, codes: formerCodes, visitor } = await enrolled(agent)
    await visitor.submit(security, { password: PASSWORD, action: 'offer' })
    const secret = secretOn((await visitor.get(`${security}/telephone`)).text)
    await visitor.submit(`${security}/telephone`, { code: codeOf(secret) })
    at(120)
    for (const [code, status] of [
      [codeOf(former), 422],
      [formerCodes[0] as string, 422],
      [codeOf(secret), 303],
    ] as const) {
      const other = new Visitor(site)
      await givesPassword(other, agent.email)
      expect((await givesCode(other, code)).status).toBe(status)
    }
  })
})

describe('a second factor that is said to be lost', () => {
  const job = () => resettingOfSecondFactors.run(site)
  const hours = (count: number) => at(count * 3600)
  const factorOf = (id: number) => db.selectFrom('second_factors').select('enrolled_at').where('staff_id', '=', id).executeTakeFirst()

  /** Somebody of a shop whose phone is enrolled, and what their file at the desk does. */
  async function aShop() {
    const member = await newPartner()
    const visitor = new Visitor(site)
    await givesPassword(visitor, member.email)
    await visitor.submit('/professionnels/securite', { password: PASSWORD, action: 'offer' })
    const secret = secretOn((await visitor.get('/professionnels/securite/telephone')).text)
    await visitor.submit('/professionnels/securite/telephone', { code: codeOf(secret) })
    const asker = await committed((tx) => anAgent(tx, 'partners'))
    const desk = await new Visitor(site).signInAs({ staffId: asker.id })
    await subjectsTo(member.email)
    const file = `/region/comptes/${member.id}`
    return { ...member, secret, desk, file, asks: (action: string) => desk.submit(file, { action }) }
  }

  test('of a shop is taken away a day after it was asked for; its owner is told at once, and again then', async () => {
    const shop = await aShop()
    expect((await shop.asks('reset')).location).toContain('fait=double-authentification')
    expect(await subjectsTo(shop.email)).toEqual(['Votre double authentification va être réinitialisée'])
    expect((await shop.desk.get(shop.file)).text).toContain('Ne pas réinitialiser')
    at(5)
    const again = { ...(await hidden(shop.desk, shop.file)), action: 'reset' }
    expect((await shop.desk.post(shop.file, again)).status).toBe(303)
    expect(await subjectsTo(shop.email), 'asked again, it comes at the same hour').toEqual([])
    const colleague = await new Visitor(site).signInAs({ staffId: (await committed((tx) => anAgent(tx, 'partners'))).id })
    const late = await colleague.post(shop.file, { ...(await hidden(colleague, shop.file)), action: 'reset' })
    expect([late.status, late.text.includes('l’a déjà demandé')]).toEqual([409, true])
    hours(23.9)
    await job()
    expect((await factorOf(shop.id))?.enrolled_at).toBeTruthy()
    hours(24)
    await job()
    expect(await factorOf(shop.id)).toBeUndefined()
    expect(await subjectsTo(shop.email)).toEqual(['Votre double authentification est réinitialisée'])
    expect((await givesPassword(new Visitor(site), shop.email)).location).toBe('/partenaire')
  })

  test('is not lost: whoever signs in with it keeps it, and an agent takes it back', async () => {
    for (const way of ['signs in', 'desk'] as const) {
      at(0)
      const shop = await aShop()
      await shop.asks('reset')
      at(60)
      if (way === 'desk') await shop.asks('keep')
      else {
        const visitor = new Visitor(site)
        await givesPassword(visitor, shop.email)
        expect((await givesCode(visitor, codeOf(shop.secret))).status).toBe(303)
      }
      hours(25)
      await job()
      expect((await factorOf(shop.id))?.enrolled_at, way).toBeTruthy()
    }
  })
})

describe('a reset whose asker has left, or may not any more', () => {
  const job = () => resettingOfSecondFactors.run(site)
  const hours = (count: number) => at(count * 3600)
  const agentOf = (role: Role) => committed((tx) => anAgent(tx, role))
  const deskOf = ({ id }: Agent) => new Visitor(site).signInAs({ staffId: id })
  const isProtected = async (id: number) =>
    (await db.selectFrom('second_factors').select('enrolled_at').where('staff_id', '=', id).executeTakeFirst())?.enrolled_at != null

  /** Somebody of a shop or a school who has a factor, and an agent who asks at the hour zero for it to be taken away. */
  async function asked(kind: 'shop' | 'school') {
    at(0)
    const { id } = await committed(async (tx) =>
      kind === 'shop' ? aPartnerUser(tx, await aPartner(tx), { roles: ['cashier'] }) : aSchoolUser(tx, await aSchool(tx)),
    )
    const member = await withPassword({ id })
    await db
      .insertInto('second_factors')
      .values({ staff_id: member.id, secret_encrypted: Buffer.from('secret'), enrolled_at: TEST_NOW })
      .execute()
    const asker = await agentOf(kind === 'shop' ? 'partners' : 'eligibility')
    const file = `/region/comptes/${member.id}`
    expect((await (await deskOf(asker)).submit(file, { action: 'reset' })).status).toBe(303)
    await subjectsTo(member.email)
    const becomes = (to: { region_roles?: Role[]; closed_at?: Date }) =>
      db.updateTable('staff').set(to).where('id', '=', asker.id).execute()
    return { ...member, asker, file, becomes }
  }

  test('is not done, and its owner and the journal are told', async () => {
    for (const kind of ['shop', 'school'] as const) {
      const left = await asked(kind)
      const elsewhere = await asked(kind)
      const still = await asked(kind)
      await left.becomes({ closed_at: TEST_NOW })
      // What manages the accounts of the other kind is not what it takes.
      await elsewhere.becomes({ region_roles: [kind === 'shop' ? 'eligibility' : 'partners'] })
      hours(24)
      await job()
      const kept = await Promise.all([left, elsewhere, still].map(({ id }) => isProtected(id)))
      expect(kept, kind).toEqual([true, true, false])
      expect(await subjectsTo(left.email)).toEqual(['Votre double authentification n’est pas réinitialisée'])
      expect(await db.selectFrom('second_factor_resets').select('staff_id').where('staff_id', '=', left.id).execute()).toEqual([])
      const stopped = db.selectFrom('audit_facts').select('staff_id').where('fact', '=', 'staff.second-factor-reset-stopped')
      expect(await stopped.where('details', '@>', JSON.stringify({ account_id: left.id })).execute()).toEqual([{ staff_id: null }])
    }
  })

  test('is asked anew by somebody else, a day from then', async () => {
    const shop = await asked('shop')
    await shop.becomes({ region_roles: ['content'] })
    hours(20)
    const desk = await deskOf(await agentOf('partners'))
    expect((await desk.get(shop.file)).text).not.toContain('Ne pas réinitialiser')
    await desk.submit(shop.file, { action: 'reset' })
    expect(await subjectsTo(shop.email)).toEqual(['Votre double authentification va être réinitialisée'])
    hours(25)
    await job()
    expect(await isProtected(shop.id)).toBe(true)
    hours(44)
    await job()
    expect(await isProtected(shop.id)).toBe(false)
  })
})

describe('what changes in an account is told', () => {
  test('to its owner, and of an agent’s to the administrators', async () => {
    const administrator = await newAgent()
    const agent = await withPassword(await committed((tx) => anAgent(tx, 'content')))
    const name = (await db.selectFrom('staff').select('name').where('id', '=', agent.id).executeTakeFirstOrThrow()).name
    await subjectsTo('')
    const { visitor, codes } = await enrolled(agent)
    const phone = 'un téléphone est ajouté pour la double authentification'
    const told = await lettersThere()
    expect(told.filter(({ to }) => to === agent.email).map(({ subject }) => subject)).toEqual([`Votre compte professionnel : ${phone}`])
    expect(told.filter(({ to }) => to === administrator.email).map(({ subject }) => subject)).toEqual([`Compte de ${name} : ${phone}`])

    await visitor.submit('/professionnels/securite', { password: PASSWORD, action: 'codes' })
    expect(await subjectsTo(agent.email)).toEqual(['Votre compte professionnel : de nouveaux codes de secours sont créés'])
    const other = new Visitor(site)
    await givesPassword(other, agent.email)
    await givesCode(other, codes[0] as string)
    expect(
      (await subjectsTo(agent.email)).filter((subject) => subject.includes('secours')),
      'an older one',
    ).toEqual([])

    await committed((tx) => changeRoles(tx, administratorOf(administrator.id), { id: agent.id, roles: ['content', 'reader'] }))
    const roles = await lettersThere()
    expect(roles.filter(({ to }) => to === administrator.email).map(({ subject }) => subject)).toEqual([
      `Compte de ${name} : les rôles ont changé`,
    ])
  })

  test('a shop’s is nobody else’s business', async () => {
    const administrator = await newAgent()
    const shop = await newPartner()
    const expires_at = new Date(clock.now().getTime() + 60_000)
    await db
      .insertInto('staff_links')
      .values({ token_hash: hashOf('of a shop'), staff_id: shop.id, expires_at })
      .execute()
    await subjectsTo('')
    await committed((tx) => chooseStaffPassword(tx, { token: 'of a shop', hash: passwordHash }))
    const told = await lettersThere()
    expect(told.filter(({ to }) => to === shop.email).map(({ subject }) => subject)).toEqual([
      'Votre compte professionnel : le mot de passe a changé',
    ])
    expect(told.filter(({ to }) => to === administrator.email)).toEqual([])
  })
})

/** The mails that were waiting. */
async function lettersThere(): Promise<Letter[]> {
  const letters: Letter[] = []
  await sendMessages(site, async (letter) => void letters.push(letter), makeSecret)
  return letters
}

const subjectsTo = async (address: string) => (await lettersThere()).filter(({ to }) => to === address).map(({ subject }) => subject)

const administratorOf = (id: number): Agent => ({ kind: 'agent', id, name: 'Une administratrice', roles: ['administrator'] })

/** What the form of a page carries, besides the menu's. */
const tokenOn = async (visitor: Visitor, path: string) =>
  /<main.*?name="_csrf" value="([^"]*)"/s.exec((await visitor.get(path)).text)?.[1] ?? ''

async function hidden(visitor: Visitor, path: string) {
  const { text } = await visitor.get(path)
  return { _csrf: /name="_csrf" value="([^"]*)"/.exec(text)?.[1] ?? '' }
}
