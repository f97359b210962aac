import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { asOwner, testDatabase } from '../../../../tests/support/database.ts'
import { anAccountToPay, anAgent, anOrganisation, aPartner, aPartnerUser } from '../../../../tests/support/makers.ts'
import { agreedTo } from '../../../../tests/support/two-people.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { checked as siretOf } from '../../../platform/luhn.ts'
import { ibanInClear, stopAccount } from '../../partners/bank-accounts/index.ts'
import { messagesOfImportedAccounts } from '../../partners/bank-accounts/jobs.ts'
import { messagesOfNewcomers } from '../../partners/organisations/jobs.ts'
import { workOnImports } from './work.ts'

const database = await testDatabase()
const { site, clock } = testSite(database)
const { db } = database
const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), act)
const agent = await committed((tx) => anAgent(tx, 'partners'))
const sender = await new Visitor(site).signInAs({ staffId: agent.id })

type Organisation = Awaited<ReturnType<typeof anOrganisation>>

const HEADER = 'code;siret;raison_sociale;titulaire;iban;bic'
const IBANS = ['FR7630006000011234567890189', 'FR1420041010050500013M02606', 'FR7610107001011234567890129', 'BE71096123456769'] as const
const work = () => workOnImports(site, new AbortController().signal)
const last = () => db.selectFrom('imports').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow()
const paidTo = ({ id }: { id: number }) => db.selectFrom('accounts_to_pay').selectAll().where('partner_id', '=', id).executeTakeFirst()

/** Sends a file; what is said of it, once it is read. */
async function checked(...lines: string[]) {
  const file = new File([[HEADER, ...lines].join('\r\n')], 'comptes.csv')
  const { status, location } = await sender.submit('/region/imports/comptes-bancaires', { file })
  expect(status).toBe(303)
  const kept = await db.selectFrom('received_pieces').select('bytes').execute()
  for (const { bytes } of kept) expect(bytes.toString('latin1')).not.toMatch(/FR\d\d|titulaire/)
  await work()
  const { id } = await last()
  const report = await sender.get(`/region/imports/${id}/rapport.csv`)
  return { id, path: location as string, report: report.text }
}
async function agreedWhole({ id, path }: { id: number; path: string }) {
  expect((await sender.submit(path, { action: 'import' })).location).toContain('fait=demande')
  await committed((tx) => agreedTo(tx, 'bank-accounts.import', id))
  await work()
}
/** Everything that any table holds, as text. */
const searched = async (words: string) => {
  const tables = await sql<{ name: string }>`select tablename as name from pg_tables where schemaname = 'public'`.execute(db)
  const found: string[] = []
  for (const { name } of tables.rows) {
    const { rows } = await sql<{
      has: boolean
    }>`select exists (select from ${sql.table(name)} t where t::text ilike ${`%${words}%`}) as has`.execute(db)
    if (rows[0]?.has) found.push(name)
  }
  return found
}

test('known partners get their SIRET and their account by a file that two people agree to, its IBANs in clear nowhere', async () => {
  const [pages, suite, beffroi] = await committed(
    async (tx) =>
      [
        await aPartner(tx, { name: 'LES PAGES' }),
        await aPartner(tx, { name: 'LA SUITE' }),
        await aPartner(tx, { name: 'AU BEFFROI' }),
      ] as const,
  )
  const manager = await committed((tx) => aPartnerUser(tx, pages))
  const before = await committed(async (tx) =>
    anAccountToPay(tx, await anOrganisation(tx, [beffroi], { legal_name: 'BEFFROI SAS' }), [beffroi]),
  )
  const beffrois = (await paidTo(beffroi))?.siret as string
  const sent = await checked(
    `${pages.code};130 025 265 00013;SARL LES PAGES;LES PAGES SARL;FR14 2004 1010 0505 0001 3M02 606;`,
    `${suite.code.toLowerCase()};13002526500021;SARL LES PAGES;LES PAGES SARL;${IBANS[1]};`,
    `${beffroi.code};${beffrois};BEFFROI SAS;BEFFROI SAS;${IBANS[2]};`,
  )
  expect(await last()).toMatchObject({ state: 'checked', lines_read: 3, loaded: 3, refused: 0 })
  for (const said of [
    `${pages.code}, LES PAGES : SIRET : « — » devient « 13002526500013 »`,
    'IBAN : « — » devient « FR14 **** **** 2606 »',
    `${beffroi.code}, AU BEFFROI : IBAN : « FR76 **** **** 0189 » devient « FR76 **** **** 0129 »`,
  ])
    expect(sent.report).toContain(said)
  expect([await paidTo(pages), (await paidTo(beffroi))?.bank_account_id]).toEqual([undefined, before.id])

  await agreedWhole(sent)
  const [first, second, third] = [await paidTo(pages), await paidTo(suite), await paidTo(beffroi)]
  expect(first).toMatchObject({
    ...{ siret: '13002526500013', legal_name: 'SARL LES PAGES', holder: 'LES PAGES SARL', iban_last4: '2606', bic: null },
    usable_from: new Date(clock.now().getTime() + 48 * 3_600_000),
  })
  expect(second?.bank_account_id).toBe(first?.bank_account_id)
  expect(ibanInClear(site.ibanKey, first as { bank_account_id: number; iban: Buffer })).toBe(IBANS[1])
  expect(ibanInClear(site.ibanKey, third as { bank_account_id: number; iban: Buffer })).toBe(IBANS[2])
  const rows = await db
    .selectFrom('bank_accounts')
    .select(['id', 'state', 'proposed_by'])
    .where('id', 'in', [before.id, first?.bank_account_id as number])
    .orderBy('id')
    .execute()
  expect(rows).toMatchObject([{ state: 'ended' }, { state: 'agreed', proposed_by: agent.id }])

  for (const _ of ['once', 'again']) await messagesOfImportedAccounts.run(site)
  const told = await db.selectFrom('messages').select('body').where('staff_id', '=', manager.id).execute()
  expect(told.map(({ body }) => body.includes('FR14 **** **** 2606, au nom de LES PAGES SARL'))).toEqual([true])
  for (const iban of IBANS.slice(1, 3)) expect([iban, await searched(iban.slice(8, -4))]).toEqual([iban, []])

  const again = await checked(`${pages.code};13002526500013;SARL LES PAGES;LES PAGES SARL;${IBANS[1]};`)
  expect((await last()).effects).toContainEqual({ label: 'Comptes sans changement', count: 1 })
  expect(again.report.split('\r\n').filter(Boolean)).toHaveLength(1)
})

test('lines that are wrong are left out and said, without a value of theirs', async () => {
  const [good, frozen, waits, twice, one, other, stranger] = await committed(async (tx) => {
    const made = []
    for (let count = 0; count < 7; count += 1) made.push(await aPartner(tx))
    return made
  })
  const known = await committed((tx) => anOrganisation(tx, [stranger as { id: number }]))
  await asOwner(database.url, `update partners set frozen_at = now() where id = ${frozen?.id}`)
  await committed(async (tx) => {
    const account = await anAccountToPay(tx, await anOrganisation(tx, [waits as { id: number }]), [waits as { id: number }])
    await sql`set role none`.execute(tx)
    await sql`alter table bank_accounts disable trigger user`.execute(tx)
    await sql`update bank_accounts set state = 'proposed', decided_by = null, decided_at = null, usable_from = null where id = ${account.id}`.execute(
      tx,
    )
    await sql`alter table bank_accounts enable trigger user`.execute(tx)
  })
  const line = (code: string | undefined, siret: string, { name = 'SARL X', iban = IBANS[2] as string, bic = '' } = {}) =>
    `${code};${siret};${name};${name};${iban};${bic}`
  const { report } = await checked(
    line('INCONNU', '73282932000074'),
    line(good?.code, '73282932000075'),
    line(good?.code, '73282932000074', { iban: 'FR7630006000011234567890188' }),
    line(good?.code, '73282932000074', { iban: IBANS[3] }),
    line(good?.code, '73282932000074', { bic: 'PSST' }),
    line(frozen?.code, '20005374200017'),
    line(waits?.code, '35600000049837'),
    line(twice?.code, '35600000000048'),
    line(twice?.code, '35600000000048', { iban: IBANS[1] }),
    line(one?.code, '13002526500021', { name: 'SARL UN' }),
    line(other?.code, '13002526500039', { name: 'SARL DEUX' }),
    line(good?.code, known.sirets[0] as string, { name: known.legal_name }),
  )
  const said = report.split('\r\n').slice(1).filter(Boolean)
  const of = (number: number) => said.find((words) => words.startsWith(`${number};`)) ?? ''
  for (const [number, words] of [
    [2, 'aucun partenaire n’a ce code'],
    [3, 'ce SIRET n’existe pas'],
    [4, 'cet IBAN n’existe pas'],
    [5, 'le BIC est nécessaire'],
    [6, 'Ce BIC n’existe pas'],
    [7, 'ce partenaire est gelé'],
    [8, 'attend déjà une réponse'],
    [9, 'décrit de plusieurs façons'],
    [10, 'décrit de plusieurs façons'],
    [11, 'écrite de plusieurs façons'],
    [12, 'écrite de plusieurs façons'],
    [13, 'déjà celui d’un autre partenaire'],
  ] as const)
    expect([number, of(number)]).toEqual([number, expect.stringContaining(words)])
  expect(await last()).toMatchObject({ lines_read: 12, loaded: 0, refused: 12 })
  for (const iban of [...IBANS, 'FR7630006000011234567890188']) expect(report).not.toContain(iban.slice(4, -4))
})

test('an account of another organisation is told, and left to who agrees; nobody agrees to their own file', async () => {
  const [first, second] = await committed(async (tx) => [await aPartner(tx), await aPartner(tx)] as const)
  await committed(async (tx) => anAccountToPay(tx, await anOrganisation(tx, [first]), [first]))
  const { id, report } = await checked(`${second.code};73282932000074;SARL Y;SARL Y;${IBANS[0]};`)
  expect(report).toContain('le compte FR76 **** **** 0189 est aussi celui d’une autre structure')
  const alone = `update imports set state = 'loading', agreed_by = ${agent.id} where id = ${id}`
  await expect(asOwner(database.url, alone)).rejects.toThrow('takes_a_second_person')
})

test('the name under which a partner that the file does not say is paid stays what two people agreed to', async () => {
  const [paid, other] = await committed(async (tx) => [await aPartner(tx), await aPartner(tx)] as const)
  const organisation = await committed(async (tx) => {
    const made = await anOrganisation(tx, [paid, other], { legal_name: 'SARL D’AVANT' })
    await anAccountToPay(tx, made, [paid])
    return made
  })
  const [ofPaid, ofOther] = organisation.sirets
  const nameNow = async () => (await paidTo(paid))?.legal_name
  const alone = await checked(`${other.code};${ofOther};SARL AUTRE;SARL AUTRE;${IBANS[2]};`)
  expect(alone.report).toContain('au nom de « SARL D’AVANT »')
  expect(await last()).toMatchObject({ loaded: 0, refused: 1 })
  // With all that are paid under it, the name changes before the eyes of both.
  const whole = await checked(
    `${paid.code};${ofPaid};SARL AUTRE;SARL AUTRE;${IBANS[2]};`,
    `${other.code};${ofOther};SARL AUTRE;SARL AUTRE;${IBANS[2]};`,
  )
  expect(whole.report).toContain('raison sociale : « SARL D’AVANT » devient « SARL AUTRE »')
  expect(await nameNow()).toBe('SARL D’AVANT')
  await agreedWhole(whole)
  expect(await nameNow()).toBe('SARL AUTRE')
})

test('an account that was changed or stopped after a file was sent is not undone by it', async () => {
  const shops = await committed(async (tx) => [await aPartner(tx), await aPartner(tx), await aPartner(tx)] as const)
  const [stopped, changed, still] = shops
  const [ofStopped, ofChanged, ofStill] = await committed(async (tx) => {
    const made = []
    for (const shop of shops) made.push(await anOrganisation(tx, [shop], { legal_name: 'SARL X' }))
    return made as [Organisation, Organisation, Organisation]
  })
  const account = await committed((tx) => anAccountToPay(tx, ofStopped, [stopped]))
  const line = ({ code }: { code: string }, { sirets }: Organisation) => `${code};${sirets[0]};SARL X;SARL X;${IBANS[2]};`
  const sent = await checked(line(stopped, ofStopped), line(changed, ofChanged), line(still, ofStill))
  expect(await last()).toMatchObject({ loaded: 3, refused: 0 })
  clock.set(new Date(clock.now().getTime() + 60_000))
  await committed((tx) => stopAccount(tx, agent, { bank_account_id: account.id, words: 'Fraude.' }))
  const other = await committed((tx) => anAccountToPay(tx, ofChanged, [changed], { iban: IBANS[1], agreed_at: clock.now() }))
  await agreedWhole(sent)
  expect(await last()).toMatchObject({ state: 'done', loaded: 1, refused: 2 })
  expect([await paidTo(stopped), (await paidTo(changed))?.bank_account_id]).toEqual([undefined, other.id])
  expect((await paidTo(still))?.iban_last4).toBe('0129')
})

test('shops that a file brings into an organisation are told to the others of it, all in one mail; those that were of it already are not', async () => {
  const { known, newcomer, second, organisation, manager } = await committed(async (tx) => {
    const [known, newcomer, second] = [
      await aPartner(tx),
      await aPartner(tx, { name: 'LA NOUVELLE' }),
      await aPartner(tx, { name: 'LA SECONDE' }),
    ]
    const organisation = await anOrganisation(tx, [known], { legal_name: 'SARL CONNUE' })
    return { known, newcomer, second, organisation, manager: await aPartnerUser(tx, known) }
  })
  const siret = (place: string) => siretOf(`${organisation.siren}${place}`)
  const line = ({ code }: { code: string }, number: string) => `${code};${number};SARL CONNUE;SARL CONNUE;${IBANS[2]};`
  const mails = async () =>
    (
      await db
        .selectFrom('messages')
        .select('subject')
        .where('staff_id', '=', manager.id)
        .where('template', '=', 'organisation-joined')
        .execute()
    ).map(({ subject }) => subject)
  await agreedWhole(
    await checked(line(known, organisation.sirets[0] as string), line(newcomer, siret('0007')), line(second, siret('0008'))),
  )
  for (const _ of ['once', 'again']) await messagesOfNewcomers.run(site)
  expect(await mails()).toEqual(['2 points de vente rejoignent SARL CONNUE'])
  // The same file, with another SIRET of the same organisation.
  await agreedWhole(await checked(line(newcomer, siret('0009'))))
  await messagesOfNewcomers.run(site)
  expect(await mails()).toHaveLength(1)
})
