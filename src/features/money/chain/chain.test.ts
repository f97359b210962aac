import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { chooses, testSite, Visitor } from '../../../../tests/support/app.ts'
import { testDatabase } from '../../../../tests/support/database.ts'
import { aHolder, anAccountToPay, anAgent, anOrganisation, aPartner, aPartnerUser, worksAt } from '../../../../tests/support/makers.ts'
import { pdfText } from '../../../../tests/support/pdf.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { firstSheetOf } from '../../../platform/import/workbook.ts'
import { filesInZip } from '../../../platform/import/zip.ts'
import { frenchEuros } from '../../../platform/money.ts'
import { settlePartners } from '../settlements/settle.ts'
import { sumUp } from '../sums/index.ts'
import { pay, refund } from '../wallets/index.ts'

const database = await testDatabase()
const { db } = database
const { site } = testSite(database)

const at = <T>(day: string, act: (tx: Tx) => Promise<T>) => inTransaction(db, new Date(`${day}T09:00:00+01:00`), act)
const chain = '/partenaire/structure'
const signedIn = ({ id }: { id: number }) => new Visitor(site).signInAs({ staffId: id })

const NAMES = ['BORD DE LYS', 'CANAL SUD', 'DIGUE NORD', 'EAU VIVE', 'FOSSE NEUVE', 'GRAND PLACE'] as const

/**
 * A chain of six shops, and a shop of somebody else. The accountant reads five of them and is at the till of the sixth; works for the stranger's
 * too. Each took ten euros more than the one before, and gave back one; the second was settled before.
 */
async function sixShops() {
  const made = await at('2026-11-20', async (tx) => {
    const shops: Awaited<ReturnType<typeof aPartner>>[] = []
    for (const name of NAMES) shops.push(await aPartner(tx, { name }))
    const [first, second, third, fourth, fifth, sixth] = shops as [(typeof shops)[0], ...typeof shops] & typeof shops
    const organisation = await anOrganisation(tx, shops, { legal_name: 'PAPIERS DE TEST' })
    await anAccountToPay(tx, organisation, [first, second, third, fourth] as { id: number }[])
    await anAccountToPay(tx, organisation, [fifth] as { id: number }[], { iban: 'FR7610011000201234567890188' })
    const stranger = await aPartner(tx, { name: 'HORS CHAÎNE' })
    await anOrganisation(tx, [stranger])
    const accountant = await aPartnerUser(tx, first, { roles: ['accountant'] })
    for (const shop of [...shops.slice(1, 5), stranger]) await worksAt(tx, accountant.id, shop, { roles: ['accountant'] })
    await worksAt(tx, accountant.id, sixth as { id: number; name: string }, { roles: ['cashier'] })
    const head = await aPartnerUser(tx, first)
    for (const shop of shops.slice(1)) await worksAt(tx, head.id, shop)
    const holder = await aHolder(tx, { balance_cents: 200_000 })
    return {
      shops,
      stranger,
      accountant,
      head,
      holder,
      agent: await anAgent(tx),
      cashier: await aPartnerUser(tx, first, { roles: ['cashier'] }),
    }
  })
  const takes = (tx: Tx, partner_id: number, amount_cents: number) => {
    const of = { wallet_id: made.holder.wallet.id, partner_id, request_id: randomUUID(), made_by: null }
    return pay(tx, { ...of, amount_cents, channel: 'qr-code' })
  }
  const second = made.shops[1] as { id: number }
  await at('2026-11-20', (tx) => takes(tx, second.id, 700))
  await sumUp(db)
  await at('2026-11-21', (tx) => settlePartners(tx, made.agent))
  for (const [index, { id }] of [...made.shops, made.stranger].entries()) {
    const paid = await at('2026-11-23', (tx) => takes(tx, id, 1_000 * (index + 1)))
    const back = { wallet_id: made.holder.wallet.id, partner_id: id, request_id: randomUUID(), made_by: made.head.id }
    await at('2026-11-23', (tx) => refund(tx, { ...back, amount_cents: 100, payment_id: paid.transaction_id }))
  }
  return made
}

/** The cells of the line of a table that begins with that name, in words. */
function lineOf(text: string, name: string, table = 0): string[] {
  const bodies = text.match(/<table.*?<\/table>/gs) ?? []
  const rows = (bodies[table] ?? '').match(/<tr.*?<\/tr>/gs) ?? []
  const cells = rows.map((row) =>
    (row.match(/<td.*?<\/td>/gs) ?? []).map((cell) =>
      cell
        .replace(/<[^>]*>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    ),
  )
  return cells.find(([first]) => first?.startsWith(name)) ?? []
}
const money = (cents: number) => frenchEuros(cents).replace(/\s+/g, ' ')

test('a chain of six: an accountant reads the five where they are one, in all and by shop, and is at the till of the sixth', async () => {
  const { shops, stranger, accountant, head } = await sixShops()
  const visitor = await signedIn(accountant)
  expect((await visitor.get(chain)).location).toBe('/professionnels/lieux')
  await chooses(visitor, { name: 'CANAL SUD' })
  const { text } = await visitor.get(chain)
  expect(text).toContain('PAPIERS DE TEST : 5 points de vente')
  for (const name of ['GRAND PLACE', stranger.name]) expect(text, name).not.toContain(name)
  expect(lineOf(text, 'BORD DE LYS').slice(1)).toEqual([money(900), '2', money(900), money(900)])
  // What was settled is in its period, and is due no more.
  expect(lineOf(text, 'CANAL SUD').slice(1)).toEqual([money(1_900), '3', money(2_600), money(1_900)])
  expect(lineOf(text, 'En tout').slice(1)).toEqual([money(14_500), '11', money(15_200), money(14_500)])
  expect(lineOf(text, '20/11/2026', 1)).toEqual(['20/11/2026', '1', money(700)])
  const earlier = (await visitor.get(`${chain}?du=20/11/2026&au=22/11/2026`)).text
  expect(lineOf(earlier, 'En tout').slice(1)).toEqual([money(14_500), '1', money(700), money(14_500)])
  const wrong = await visitor.get(`${chain}?du=31/02/2026`)
  expect([wrong.status, wrong.text.includes('Saisissez un jour qui existe')]).toEqual([422, true])

  expect([lineOf(text, 'DIGUE NORD', 2)[1], lineOf(text, 'FOSSE NEUVE', 2)[1]]).toEqual(['FR76 **** **** 0189', 'FR76 **** **** 0188'])
  expect(lineOf(text, 'CANAL SUD', 3)).toEqual([
    'CANAL SUD',
    expect.stringMatching(/^N° \d+$/),
    '21/11/2026',
    'En attente de validation',
    money(700),
  ])

  await chooses(visitor, { name: 'GRAND PLACE' })
  expect([(await visitor.get(chain)).status, (await visitor.get('/partenaire/encaissement')).status]).toEqual([403, 200])
  await chooses(visitor, stranger)
  const elsewhere = (await visitor.get(chain)).text
  expect([elsewhere.includes('un point de vente où vous êtes'), elsewhere.includes('CANAL SUD')]).toEqual([true, false])

  const all = await signedIn(head)
  await chooses(all, { name: 'GRAND PLACE' })
  const whole = (await all.get(chain)).text
  expect(whole).toContain('PAPIERS DE TEST : 6 points de vente')
  expect(lineOf(whole, 'En tout')[1]).toBe(money(20_400))
  expect(lineOf(whole, 'GRAND PLACE', 2)[1]).toBe('Aucun compte : rien n’est versé')

  // A place that is closed counts no more, from the next page.
  await db
    .updateTable('workplaces')
    .set({ closed_at: new Date() })
    .where('staff_id', '=', head.id)
    .where('partner_id', '=', (shops[4] as { id: number }).id)
    .execute()
  const left = (await all.get(chain)).text
  expect([left.includes('5 points de vente'), lineOf(left, 'En tout')[1]]).toEqual([true, money(15_500)])
})

test('the lines of all these shops are taken away in the files of the books, each with its shop; it is written down', async () => {
  const { accountant, cashier, holder, stranger } = await sixShops()
  const visitor = await signedIn(accountant)
  await chooses(visitor, { name: 'EAU VIVE' })
  const csv = await visitor.get(`${chain}/export/csv`)
  const [head = '', ...lines] = csv.text.trim().split('\r\n')
  expect(head).toContain('"Point de vente";"Date";"Heure";"Transaction n°"')
  expect(lines).toHaveLength(11)
  expect(lines[0]).toMatch(/^"CANAL SUD";"20\/11\/2026";/)
  for (const never of [stranger.name, 'GRAND PLACE', holder.beneficiary.first_name]) expect(csv.text, never).not.toContain(never)

  const [names, first] = await firstSheetOf(await filesInZip((await visitor.get(`${chain}/export/excel`)).bytes))
  expect([names?.cells[0], first?.cells[0]]).toEqual(['Point de vente', 'CANAL SUD'])
  const words = pdfText((await visitor.get(`${chain}/export/pdf`)).bytes).replaceAll('\u00a0', ' ')
  for (const said of ['PAPIERS DE TEST', 'FOSSE NEUVE', `par ${accountant.name}`, 'Net : 152,00 €']) expect(words).toContain(said)

  const written = await db
    .selectFrom('audit_facts')
    .select('details')
    .where('fact', '=', 'chain.exported')
    .where('staff_id', '=', accountant.id)
    .execute()
  expect(written.map(({ details }) => details)).toHaveLength(3)
  expect(written[0]?.details).toMatchObject({ format: 'csv', transactions: 11 })
  expect((await (await signedIn(cashier)).get(`${chain}/export/csv`)).status).toBe(403)
})

test('a shop that has given no SIRET is of no organisation yet, and a shop alone is its own', async () => {
  const { without, alone } = await at('2026-11-20', async (tx) => {
    const [one, other] = [await aPartner(tx), await aPartner(tx)]
    await anOrganisation(tx, [other])
    return { without: await aPartnerUser(tx, one), alone: await aPartnerUser(tx, other) }
  })
  expect((await (await signedIn(without)).get(chain)).text).toContain('Pas encore de structure')
  expect((await (await signedIn(without)).get(`${chain}/export/csv`)).status).toBe(404)
  expect((await (await signedIn(alone)).get(chain)).text).toContain('un point de vente')
})
