import { beforeEach, describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aCampaign, anAgent, aPartner, aPartnerUser, aSchool, aSchoolUser } from '../../../../tests/support/makers.ts'
import { agreedTo } from '../../../../tests/support/two-people.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { sendMessages } from '../../../platform/messages/send.ts'
import { makeSecret } from '../../../secrets.ts'
import { askStaffReset } from '../staff/ask-reset.ts'
import { closingOfUnusedStaff, forgettingOfAccountFiles, remindersOfReview, sendingOfInvitations } from './jobs.ts'

const database = await testDatabase()
const { site, clock } = testSite(database)
const { db } = database
const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), act)
const daysLater = (days: number) => clock.set(new Date(TEST_NOW.getTime() + days * 86_400_000))
beforeEach(() => daysLater(0))

const FILES = '/region/comptes/fichiers'
const INVITATIONS = '/region/comptes/invitations'
const visitorAs = async (...roles: Parameters<typeof anAgent>[1][]) =>
  new Visitor(site).signInAs({ staffId: (await committed((tx) => anAgent(tx, ...roles))).id })

let count = 0
const anAddress = () => {
  count += 1
  return `compte${count}@example.org`
}
const send = (visitor: Visitor, ...lines: string[]) => visitor.submit(FILES, { file: new File([lines.join('\n')], 'comptes.csv') })
const idIn = (location: string | null) => Number(/\d+/.exec(location ?? '')?.[0])
const account = (email: string) => db.selectFrom('staff').selectAll().where('email', '=', email).executeTakeFirst()

/** Accounts of a school, opened by a file that a second person agreed to. */
async function openedByFile(number: number): Promise<string[]> {
  const school = await committed((tx) => aSchool(tx))
  const emails = Array.from({ length: number }, anAddress)
  const visitor = await visitorAs('eligibility')
  const { location } = await send(visitor, 'uai;nom;email', ...emails.map((email) => `${school.uai};Secrétariat;${email}`))
  await visitor.submit(location as string)
  await committed((tx) => agreedTo(tx, 'staff.school-account-file', idIn(location)))
  return emails
}

/** The mails that leave now, to these. */
async function lettersTo(emails: string[]): Promise<{ to: string; text: string }[]> {
  const sent: { to: string; text: string }[] = []
  await sendMessages(site, async ({ to, text }) => void (emails.includes(to) && sent.push({ to, text })), makeSecret)
  return sent
}

/** The link in a mail. */
const linkIn = (text = ''): string => /\/professionnels\/mot-de-passe\/[\w-]+/.exec(text)?.[0] ?? ''
const isLive = async (link: string) => (await new Visitor(site).get(link)).status === 200

/** Chooses a password from the invitation that leaves now. */
async function chosenBy(email: string): Promise<void> {
  await db.updateTable('staff').set({ password_hash: 'chosen' }).where('email', '=', email).execute()
}

describe('a file of accounts', () => {
  test('opens nothing when it is tried, and says what each line would do; then all together, once a second person has agreed', async () => {
    const school = await committed((tx) => aSchool(tx, { name: 'Lycée Gambetta' }))
    const known = await committed((tx) => aSchoolUser(tx, school))
    const elsewhere = await committed(async (tx) => aPartnerUser(tx, await aPartner(tx)))
    const gone = await committed((tx) => aSchoolUser(tx, school))
    await db.updateTable('staff').set({ closed_at: clock.now() }).where('id', '=', gone.id).execute()
    const [emailOfKnown, emailElsewhere, emailOfGone] = await Promise.all(
      [known, elsewhere, gone].map(
        async ({ id }) => (await db.selectFrom('staff').select('email').where('id', '=', id).executeTakeFirstOrThrow()).email,
      ),
    )
    const email = anAddress()
    const visitor = await visitorAs('eligibility')
    const { location } = await send(
      visitor,
      'uai;nom;email;fonction',
      `${school.uai};Anne MARTIN;${email};Proviseure`,
      `${school.uai};Secrétariat;${emailOfKnown?.toUpperCase()};`,
      `${school.uai};Caisse;${emailElsewhere};`,
      `${school.uai};Partie;${emailOfGone};`,
      `9999999Z;Personne;${anAddress()};`,
    )
    const { text } = await visitor.get(location as string)
    for (const words of [
      'Rien n’est encore fait',
      'Ce fichier ouvrirait 1 compte',
      'Lycée Gambetta',
      'un compte a déjà cette adresse, ailleurs',
      'ce compte est fermé',
      'aucun établissement n’a ce numéro',
    ])
      expect(text).toContain(words)
    expect(await account(email)).toBeUndefined()

    expect((await visitor.submit(location as string)).location).toContain('fait=demande')
    expect(await account(email)).toBeUndefined()
    expect((await visitor.submit(location as string)).status).toBe(409)
    await committed((tx) => agreedTo(tx, 'staff.school-account-file', idIn(location)))
    expect(await account(email)).toMatchObject({ name: 'Anne MARTIN', school_id: school.id, job_title: 'Proviseure', password_hash: null })
    const kept = await db.selectFrom('account_files').selectAll().where('id', '=', idIn(location)).executeTakeFirstOrThrow()
    expect(kept).toMatchObject({ lines_read: 5, known: 1, to_open: 1, opened: 1, accounts: null })
    expect((await visitor.get(location as string)).text).toContain('Comptes ouverts')

    const again = await send(visitor, 'uai;nom;email', `${school.uai};Anne MARTIN;${email}`)
    expect((await visitor.get(again.location as string)).text).toContain('Ce fichier n’ouvrirait aucun compte')
    expect((await visitor.submit(again.location as string)).status).toBe(409)
  })

  test('is agreed to by somebody else, who passes over an address that has its account meanwhile', async () => {
    const partner = await committed((tx) => aPartner(tx))
    const [one, other] = [anAddress(), anAddress()]
    const agent = await committed((tx) => anAgent(tx, 'partners'))
    const visitor = await new Visitor(site).signInAs({ staffId: agent.id })
    const { location } = await send(visitor, 'code;nom;email', `${partner.code.toLowerCase()};Un;${one}`, `${partner.code};Deux;${other}`)
    await visitor.submit(location as string)
    const { id } = await db
      .selectFrom('acts_of_two')
      .select('id')
      .where('kind', '=', 'staff.partner-account-file')
      .where('subject', '=', String(idIn(location)))
      .executeTakeFirstOrThrow()
    expect((await visitor.get(`/region/a-valider/${id}`)).text).toContain('comptes.csv')
    const { text } = await visitor.get(`/region/a-valider/${id}`)
    const _csrf = /name="_csrf" value="([^"]*)"/.exec(text)?.[1] ?? ''
    expect((await visitor.post(`/region/a-valider/${id}`, { _csrf, action: 'agree' })).status).toBe(403)
    await committed((tx) => tx.insertInto('staff').values({ name: 'Autre', email: one.toUpperCase(), partner_id: partner.id }).execute())
    await committed((tx) => agreedTo(tx, 'staff.partner-account-file', idIn(location)))
    expect(await account(other)).toMatchObject({ partner_id: partner.id })
    expect((await visitor.get(location as string)).text).toContain('Ouverts autrement entre-temps')
  })

  test('is of what its sender manages, and is refused whole when nothing in it can be read', async () => {
    const school = await committed((tx) => aSchool(tx))
    const visitor = await visitorAs('partners')
    for (const lines of [
      ['uai;nom;email', `${school.uai};Anne;${anAddress()}`],
      ['nom;email', `Anne;${anAddress()}`],
      ['code;nom;email'],
      ['code;nom;email', 'L1;Anne;pas une adresse'],
    ]) {
      const { status, text } = await send(visitor, ...lines)
      expect([status, text.includes('id="file-error"')], lines.join()).toEqual([422, true])
    }
    const others = await visitorAs('eligibility')
    const { location } = await send(others, 'uai;nom;email', `${school.uai};Anne;${anAddress()}`)
    expect((await visitor.get(location as string)).status).toBe(404)
    expect((await (await visitorAs('content')).get(FILES)).status).toBe(403)
  })

  test('that nobody agrees to is forgotten after 30 days, with those whom it names', async () => {
    const school = await committed((tx) => aSchool(tx))
    const { location } = await send(await visitorAs('eligibility'), 'uai;nom;email', `${school.uai};Anne;${anAddress()}`)
    const isKept = async () => (await db.selectFrom('account_files').select('id').where('id', '=', idIn(location)).execute()).length === 1
    daysLater(29)
    await forgettingOfAccountFiles.run(site)
    expect(await isKept()).toBe(true)
    daysLater(31)
    await forgettingOfAccountFiles.run(site)
    expect(await isKept()).toBe(false)
  })
})

describe('invitations', () => {
  // What other tests asked for has its turn before.
  beforeEach(async () => void (await db.deleteFrom('invitations_to_send').execute()))

  test('of a file leave some at a time, behind a password that was forgotten, and not to whoever has left', async () => {
    const emails = await openedByFile(3)
    expect(await lettersTo(emails)).toEqual([])
    await db
      .updateTable('staff')
      .set({ closed_at: clock.now() })
      .where('email', '=', emails[0] as string)
      .execute()
    await sendingOfInvitations.run(site, 2)
    const till = await committed(async (tx) => aPartnerUser(tx, await aPartner(tx)))
    const { email } = await db.selectFrom('staff').select('email').where('id', '=', till.id).executeTakeFirstOrThrow()
    clock.set(new Date(TEST_NOW.getTime() + 60_000))
    await committed((tx) => askStaffReset(tx, { email, publicUrl: 'https://carte.example' }))
    expect((await lettersTo([...emails, email])).map(({ to }) => to)).toEqual([email, emails[1]])
    await sendingOfInvitations.run(site, 2)
    expect((await lettersTo(emails)).map(({ to }) => to)).toEqual([emails[2]])
    await sendingOfInvitations.run(site, 2)
    expect(await lettersTo(emails)).toEqual([])
  })

  test('live as long as the campaign says', async () => {
    const campaign = await committed((tx) => aCampaign(tx))
    await db.updateTable('campaigns').set({ invitation_days: 21 }).where('id', '=', campaign.id).execute()
    const emails = await openedByFile(1)
    await sendingOfInvitations.run(site)
    const [letter] = await lettersTo(emails)
    expect(letter?.text).toContain('dans les 21 jours')
    daysLater(20.9)
    expect(await isLive(linkIn(letter?.text))).toBe(true)
    daysLater(21)
    expect(await isLive(linkIn(letter?.text))).toBe(false)
    await db.updateTable('campaigns').set({ invitation_days: 7 }).execute()
  })

  test('that nobody used are seen, narrowed, and sent again together, once', async () => {
    const visitor = await visitorAs('eligibility', 'partners')
    await db.updateTable('staff').set({ closed_at: clock.now() }).where('password_hash', 'is', null).execute()
    const [came, ended, live] = (await openedByFile(3)) as [string, string, string]
    const shop = await committed((tx) => aPartner(tx))
    await visitor.submit('/region/comptes/nouveau', { name: 'Caisse', email: anAddress(), kind: 'partner', partnerCode: shop.code })
    const seen = async (query = '') => (await visitor.get(`${INVITATIONS}${query}`)).text
    expect(await seen('?etat=en-attente')).toContain(ended)
    await sendingOfInvitations.run(site)
    await lettersTo([])
    await chosenBy(came)
    await db
      .deleteFrom('staff_links')
      .where('staff_id', '=', (await account(ended))?.id ?? 0)
      .execute()

    expect(await seen()).toContain('3 invitations')
    expect(await seen()).not.toContain(came)
    expect(await seen('?type=partner')).not.toContain(live)
    expect(await seen('?etat=valable')).not.toContain(ended)
    const _csrf = /name="_csrf" value="([^"]*)"/.exec(await seen('?type=school&etat=terminee'))?.[1] ?? ''
    const again = () => visitor.post(INVITATIONS, { _csrf, kind: 'school', state: 'terminee' })
    expect((await again()).status).toBe(303)
    expect((await again()).status).toBe(409)
    await sendingOfInvitations.run(site)
    // Queued to leave, it is not asked for twice, were the post away.
    expect((await again()).status).toBe(409)
    expect((await lettersTo([came, ended, live])).map(({ to }) => to)).toEqual([ended])
  })

  test('are renewed from the page of the school, where it is seen who came', async () => {
    const [email] = (await openedByFile(1)) as [string]
    const { id, school_id } = (await account(email)) as { id: number; school_id: number }
    const visitor = await visitorAs('eligibility')
    const page = await visitor.get(`/region/etablissements/${school_id}`)
    expect(page.text).toContain('Renvoyer l’invitation')
    expect(page.text).toContain('/region/comptes/nouveau?etablissement=')
    const _csrf = /name="_csrf" value="([^"]*)"/.exec(page.text)?.[1] ?? ''
    expect((await visitor.post(`/region/comptes/${id}`, { _csrf, action: 'link' })).location).toContain('fait=lien')
    expect((await lettersTo([email])).map(({ text }) => text.includes('vous ouvre un compte'))).toEqual([true])

    await chosenBy(email)
    await new Visitor(site).signInAs({ staffId: id })
    const { text } = await visitor.get(`/region/etablissements/${school_id}`)
    expect(text).not.toContain('Renvoyer l’invitation')
    expect(text).toContain('23/11/2026')
  })
})

describe('an account that nobody uses', () => {
  const production = { ...site, config: { ...site.config, demo: false } }
  const isOpen = async (id: number) =>
    (await db.selectFrom('staff').select('closed_at').where('id', '=', id).executeTakeFirstOrThrow()).closed_at === null
  const warned = async (id: number) =>
    (await db.selectFrom('messages').select('id').where('staff_id', '=', id).where('template', '=', 'staff-account-unused').execute())
      .length
  const night = async (days: number) => {
    daysLater(days)
    await closingOfUnusedStaff.run(production)
  }
  const aTill = async () => {
    const till = await committed(async (tx) => aPartnerUser(tx, await aPartner(tx)))
    await db.updateTable('staff').set({ opened_at: clock.now() }).where('id', '=', till.id).execute()
    return till
  }

  test('closes after 90 days, a fortnight after its owner was told; whoever comes keeps it', async () => {
    const [unused, used] = [await aTill(), await aTill()]
    await night(75)
    expect([await warned(unused.id), await warned(used.id)]).toEqual([0, 0])
    await night(76)
    await night(77)
    expect([await warned(unused.id), await warned(used.id)]).toEqual([1, 1])
    await new Visitor(site).signInAs({ staffId: used.id })
    await night(89.9)
    expect(await isOpen(unused.id)).toBe(true)
    await night(90)
    expect([await isOpen(unused.id), await isOpen(used.id)]).toEqual([false, true])
    const { fact, staff_id } = await db
      .selectFrom('audit_facts')
      .select(['fact', 'staff_id'])
      .where('fact', '=', 'staff.closed-unused')
      .where('details', '@>', JSON.stringify({ account_id: unused.id }))
      .executeTakeFirstOrThrow()
    expect([fact, staff_id]).toEqual(['staff.closed-unused', null])
    // Told once more when it is unused once more.
    await night(160)
    expect(await warned(used.id)).toBe(2)
  })

  test('is never closed before its owner had a fortnight, whatever the nights that were missed', async () => {
    const unused = await aTill()
    await night(200)
    expect([await warned(unused.id), await isOpen(unused.id)]).toEqual([1, true])
    await night(213.9)
    expect(await isOpen(unused.id)).toBe(true)
    await night(214)
    expect(await isOpen(unused.id)).toBe(false)
  })

  test('is opened again for another 90 days; the two administrators seen last stay, and the demonstration closes none', async () => {
    const unused = await aTill()
    const [first, next, last] = await committed(async (tx) => [
      await anAgent(tx, 'administrator'),
      await anAgent(tx, 'administrator'),
      await anAgent(tx, 'administrator'),
    ])
    for (const { id } of [first, next, last]) await db.updateTable('staff').set({ opened_at: clock.now() }).where('id', '=', id).execute()
    await db
      .updateTable('staff')
      .set({ closed_at: clock.now() })
      .where('region_roles', 'is not', null)
      .where('id', 'not in', [first.id, next.id, last.id])
      .execute()
    clock.set(new Date(TEST_NOW.getTime() + 60_000))
    for (const { id } of [next, last]) await new Visitor(site).signInAs({ staffId: id })
    daysLater(80)
    await closingOfUnusedStaff.run(site)
    expect(await warned(unused.id)).toBe(0)
    await night(80)
    await night(100)
    expect([await isOpen(unused.id), await isOpen(first.id), await isOpen(next.id), await isOpen(last.id)]).toEqual([
      false,
      false,
      true,
      true,
    ])
    const visitor = await visitorAs('partners')
    await visitor.submit(`/region/comptes/${unused.id}`, { action: 'reopen' })
    await night(120)
    expect([await isOpen(unused.id), await warned(unused.id)]).toEqual([true, 1])
  })
})

test('the rights are reviewed once a year by an administrator, as they were seen', async () => {
  const REVIEW = '/region/comptes/revue'
  const agent = await committed((tx) => anAgent(tx, 'administrator'))
  await db.updateTable('staff').set({ opened_at: clock.now() }).where('region_roles', 'is not', null).execute()
  const visitor = await new Visitor(site).signInAs({ staffId: agent.id })
  const asked = async () =>
    (await db.selectFrom('messages').select('id').where('staff_id', '=', agent.id).where('template', '=', 'rights-review-due').execute())
      .length
  daysLater(364)
  await remindersOfReview.run(site)
  expect(await asked()).toBe(0)
  daysLater(366)
  await remindersOfReview.run(site)
  expect(await asked()).toBe(1)

  await visitor.signInAs({ staffId: agent.id })
  const { text } = await visitor.get(REVIEW)
  expect(text).toContain('La revue de cette année est à faire')
  const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? ''
  const confirm = (seen: string) => visitor.post(REVIEW, { _csrf: hidden('_csrf'), seen, remarks: 'Deux départs.' })
  await committed((tx) => anAgent(tx, 'reader'))
  expect((await confirm(hidden('seen'))).status).toBe(409)
  expect(
    (
      await visitor.submit(REVIEW, {
        seen: /name="seen" value="([^"]*)"/.exec((await visitor.get(REVIEW)).text)?.[1] ?? '',
        remarks: 'Deux départs.',
      })
    ).location,
  ).toBe(`${REVIEW}?fait=revue`)
  expect((await visitor.get(REVIEW)).text).toContain('Deux départs.')
  daysLater(373)
  await remindersOfReview.run(site)
  expect(await asked()).toBe(1)
  expect((await (await visitorAs('eligibility')).get(REVIEW)).status).toBe(403)
})
