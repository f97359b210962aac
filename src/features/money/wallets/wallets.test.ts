import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { rolledBack, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { endPrepayment, ledgerIsClean, writePrepayment } from '../../../../tests/support/ledger-model.ts'
import { aBeneficiary, aCampaign, aHolder, aPartner, aPartnerUser, aWallet } from '../../../../tests/support/makers.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { Slice } from '../../../platform/database/slices.ts'
import { frenchEuros, frenchMovement } from '../../../platform/money.ts'
import { openSession } from '../../../platform/sessions.ts'
import { closeWallets } from './close.ts'
import { pay, release, reserve, walletsOf } from './index.ts'
import { historyOf } from './queries.ts'
import { remindOfClosing } from './remind.ts'
import { balancesAround, effectOf, labelOf } from './wallet.ts'

const database = await testDatabase()
const { db } = database

describe('a line in words', () => {
  test.each([
    [{ kind: 'payment', channel: 'online', is_ended: false }, 'Extranet bénéficiaire'],
    [{ kind: 'payment', channel: 'qr-code', is_ended: false }, 'Paiement'],
    [{ kind: 'reservation', channel: null, is_ended: false }, 'Prépaiement en attente'],
    [{ kind: 'reservation', channel: null, is_ended: true }, 'Prépaiement'],
    [{ kind: 'cancellation', channel: null, is_ended: false }, 'Prépaiement annulé'],
  ] as const)('%o', (line, label) => expect(labelOf(line)).toBe(label))

  test('what was set aside is not taken again when it is redeemed', () => {
    expect(effectOf({ kind: 'redemption', amount_cents: 500 })).toBe(0)
    expect(effectOf({ kind: 'reservation', amount_cents: 500 })).toBe(-500)
  })
})

describe('the clock closes wallets', () => {
  const after = new Date('2027-05-01T00:30:00+02:00')
  const onLastDay = new Date('2027-04-30T23:30:00+02:00')
  const closeAll = (tx: Tx, now: Date) => closeWallets(Object.assign(tx, { now }), { kind: 'clock' }, { after_id: 0 }, new Slice(5000))

  test('the day after the last: what is left goes back to the Region, once', () =>
    rolledBack(db, async (tx) => {
      const { beneficiary, wallet } = await aHolder(tx, { balance_cents: 5_000 })
      await closeAll(tx, onLastDay)
      expect(await walletsOf(tx, beneficiary.id, onLastDay)).toMatchObject([{ balance_cents: 5_000, is_open: true }])

      expect(await closeAll(tx, after)).toBe(wallet.id)
      await closeAll(tx, after)
      expect(await walletsOf(tx, beneficiary.id, after)).toMatchObject([{ balance_cents: 0, granted_cents: 5_000, is_open: false }])
      const history = await historyOf(tx, beneficiary.id, { wallet_id: wallet.id, page: 1 }, after)
      expect(history?.movements.map(({ kind, amount_cents }) => ({ kind, amount_cents }))).toEqual([
        { kind: 'closing', amount_cents: 5_000 },
        { kind: 'grant', amount_cents: 5_000 },
      ])
    }))

  test('their owners are reminded before, once, of what is left: some days before, as the campaign says', () =>
    rolledBack(db, async (tx) => {
      const campaign = await aCampaign(tx)
      await tx.updateTable('campaigns').set({ closing_reminder_days: 10 }).where('id', '=', campaign.id).execute()
      const { beneficiary, wallet } = await aHolder(tx, { campaign, balance_cents: 3_450 })
      const empty = await aHolder(tx, { campaign, balance_cents: 0 })
      const told = async (person: { id: number }) =>
        (await tx.selectFrom('messages').select('subject').where('beneficiary_id', '=', person.id).execute()).map(({ subject }) =>
          subject.replace(/\s/g, ' '),
        )
      const remind = (now: string) => remindOfClosing(Object.assign(tx, { now: new Date(now) }), { kind: 'clock' }, new Slice(2000))
      await remind('2027-04-19T12:00:00+02:00')
      expect(await told(beneficiary)).toEqual([])
      for (const _ of [1, 2]) await remind('2027-04-20T12:00:00+02:00')
      await remind('2027-04-30T12:00:00+02:00')
      expect(await told(beneficiary)).toEqual(['Il vous reste 34,50 € à utiliser jusqu’au 30/04/2027'])
      expect(await told(empty.beneficiary)).toEqual([])

      await tx.deleteFrom('wallet_reminders').where('wallet_id', '=', wallet.id).execute()
      await remind('2027-05-01T12:00:00+02:00')
      expect(await told(beneficiary)).toHaveLength(1)
    }))

  test('two rounds of reminders that meet remind once', async () => {
    const { beneficiary } = await inTransaction(db, TEST_NOW, (tx) => aHolder(tx, { balance_cents: 3_450 }))
    const now = new Date('2027-04-20T12:00:00+02:00')
    await Promise.all([1, 2, 3].map(() => inTransaction(db, now, (tx) => remindOfClosing(tx, { kind: 'clock' }, new Slice(2000)))))
    expect(await db.selectFrom('messages').select('template').where('beneficiary_id', '=', beneficiary.id).execute()).toHaveLength(1)
  })

  test('what is set aside waits for its end, and leaves at the next round', () =>
    rolledBack(db, async (tx) => {
      const { beneficiary, wallet } = await aHolder(tx, { balance_cents: 5_000 })
      const line = { wallet_id: wallet.id, partner_id: (await aPartner(tx)).id, amount_cents: 2_000 }
      const { transaction_id } = await reserve(tx, { ...line, request_id: randomUUID() })
      await closeAll(tx, after)
      expect(await walletsOf(tx, beneficiary.id, after)).toMatchObject([{ balance_cents: 0, reserved_cents: 2_000 }])

      await release(tx, { ...line, request_id: randomUUID(), reservation_id: transaction_id, because: 'expiry' })
      await closeAll(tx, after)
      expect(await walletsOf(tx, beneficiary.id, after)).toMatchObject([{ balance_cents: 0, reserved_cents: 0 }])
    }))

  test('it says where it is, and when there is no more', () =>
    rolledBack(db, async (tx) => {
      const { wallet } = await aHolder(tx)
      expect(await closeWallets(tx, { kind: 'clock' }, { after_id: wallet.id }, new Slice(5000))).toBeNull()
    }))
})

describe('« Ma carte »', () => {
  const { site } = testSite(database)
  let owner: Awaited<ReturnType<typeof aHolder>> & { cookie: string; partner: { id: number; name: string } }
  let stranger: { cookie: string; beneficiary: { id: number }; wallet: { id: number } }

  const signedIn = async (tx: Tx, beneficiaryId: number) => `session=${await openSession(tx, { beneficiaryId }, undefined)}`

  const look = (path: string, cookie: string) => new Visitor(site).get(path, { cookie })

  beforeAll(async () => {
    await inTransaction(db, TEST_NOW, async (tx) => {
      const holder = await aHolder(tx, { balance_cents: 20_000 })
      owner = { ...holder, partner: await aPartner(tx, { name: 'LES PAGES' }), cookie: await signedIn(tx, holder.beneficiary.id) }
      const other = await aHolder(tx, { balance_cents: 700 })
      stranger = { ...other, cookie: await signedIn(tx, other.beneficiary.id) }
    })
  })

  test('the guide’s example: 200.00, 120.00 set aside, 80.00, cancelled, 200.00, both lines in the history', async () => {
    const line = { wallet_id: owner.wallet.id, partner_id: owner.partner.id, amount_cents: 12_000 }
    expect((await look('/espace/ma-carte', owner.cookie)).text).toContain(frenchEuros(20_000))

    const reservation_id = await inTransaction(db, TEST_NOW, async (tx) => {
      const { transaction_id } = await reserve(tx, { ...line, request_id: randomUUID() })
      await writePrepayment(tx, { ...line, beneficiary_id: owner.beneficiary.id, reservation_id: transaction_id })
      return transaction_id
    })
    const before = (await look('/espace/ma-carte', owner.cookie)).text
    for (const words of [
      frenchEuros(8_000),
      'LES PAGES',
      frenchMovement(-12_000),
      'Prépaiement en attente',
      'Imprimer',
      'Annuler',
      'page 1 sur 1 (1 - 1)',
    ]) {
      expect(before).toContain(words)
    }

    await inTransaction(db, TEST_NOW, async (tx) => {
      await release(tx, { ...line, request_id: randomUUID(), reservation_id, because: 'cancellation' })
      await endPrepayment(tx, reservation_id, 'cancelled')
    })
    const after = (await look('/espace/ma-carte', owner.cookie)).text
    expect(after).toContain('Prépaiement annulé')
    expect(after).not.toContain('Annuler<')

    const history = (await look('/espace/ma-carte/transactions', owner.cookie)).text
    for (const words of [
      frenchMovement(-12_000),
      frenchMovement(12_000),
      'Prépaiement annulé',
      'Attribution',
      'Région Hauts-de-France',
      frenchEuros(8_000),
    ]) {
      expect(history).toContain(words)
    }
    await ledgerIsClean(db)
  })

  test('the history goes by twenties, each page with the balances before and after it', async () => {
    const { beneficiary, wallet } = owner
    await inTransaction(db, TEST_NOW, async (tx) => {
      const { id: made_by } = await aPartnerUser(tx, owner.partner)
      const line = { wallet_id: wallet.id, partner_id: owner.partner.id, amount_cents: 100, made_by }
      for (let count = 0; count < 25; count += 1) await pay(tx, { ...line, request_id: randomUUID(), channel: 'qr-code' })
    })
    const pages = [1, 2].map((page) => historyOf(db, beneficiary.id, { wallet_id: wallet.id, page }, TEST_NOW))
    const [newest, oldest] = await Promise.all(pages)
    expect([newest?.movements.length, oldest?.movements.length]).toEqual([20, 8])
    expect(balancesAround(newest?.movements ?? [])).toEqual({ opening_cents: 19_500, closing_cents: 17_500 })
    expect(balancesAround(oldest?.movements ?? [])).toEqual({ opening_cents: 0, closing_cents: 19_500 })
    expect((await look('/espace/ma-carte/transactions?page=2', owner.cookie)).text).toContain('page 2 sur 2 (21 - 28)')
  })

  test('nobody sees another’s wallet', async () => {
    const answer = await look(`/espace/ma-carte/transactions?porte-monnaie=${owner.wallet.id}`, stranger.cookie)
    expect(answer.status).toBe(404)
    expect(answer.text).not.toContain('LES PAGES')
    expect(await historyOf(db, stranger.beneficiary.id, { wallet_id: owner.wallet.id, page: 1 }, TEST_NOW)).toBeUndefined()
  })

  test('without a card one goes to the home page; without a session to the sign-in page', async () => {
    const cookie = await inTransaction(db, TEST_NOW, async (tx) => signedIn(tx, (await aBeneficiary(tx)).id))
    expect(await look('/espace/ma-carte', cookie)).toMatchObject({ status: 303, location: '/espace' })
    expect(await look('/espace/ma-carte', '')).toMatchObject({ status: 303, location: '/connexion' })
  })

  test('the wallets of two campaigns do not mix: each has its history', async () => {
    const { beneficiary, wallet } = stranger
    await inTransaction(db, TEST_NOW, async (tx) => {
      await aWallet(tx, { beneficiary_id: beneficiary.id, campaign: await aCampaign(tx), balance_cents: 900 })
    })
    const [newest, other] = await Promise.all([
      look('/espace/ma-carte/transactions', stranger.cookie),
      look(`/espace/ma-carte/transactions?porte-monnaie=${wallet.id}`, stranger.cookie),
    ])
    expect(newest.text).toContain(frenchMovement(900))
    expect(newest.text).not.toContain(frenchMovement(700))
    expect(newest.text).toContain(`href="/espace/ma-carte/transactions?porte-monnaie=${wallet.id}"`)
    expect(other.text).toContain(frenchMovement(700))
    expect(other.text).not.toContain(frenchMovement(900))
  })
})
