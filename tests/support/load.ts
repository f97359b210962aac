import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { APPLICATION_ROLE, inTransaction, openDatabase, openPool } from '../../src/platform/database/index.ts'
import { openSession } from '../../src/platform/sessions.ts'
import { aCampaign, aHolder, aPartner, aPartnerUser } from './makers.ts'

/** Payments that go on while something is killed. */

export const PAYERS = 8
const TOO_LONG_MS = 180_000

/** One payer after another asks; each payment is known once it was acknowledged. */
export class Load {
  readonly acknowledged = new Set<string>()
  readonly #going: Promise<void>[]
  #isOver = false

  /**
   * `payOnce` answers whether the payment of that id was acknowledged; asked again with the same id until it was, as people do. Payers wait for so many
   * milliseconds between two payments.
   */
  constructor(ids: () => string, payOnce: (id: string) => Promise<boolean>, { pauseMs = 0 } = {}) {
    this.#going = Array.from({ length: PAYERS }, async () => {
      while (!this.#isOver) {
        const id = ids()
        await this.#untilPaid(() => payOnce(id))
        this.acknowledged.add(id)
        if (pauseMs > 0) await sleep(pauseMs)
      }
    })
  }

  /** Where nothing is acknowledged any more, no payer waits for ever: the first to give up stops them all. */
  async #untilPaid(pay: () => Promise<boolean>): Promise<void> {
    const latest = performance.now() + TOO_LONG_MS
    try {
      while (!(await pay())) {
        if (performance.now() > latest) throw new Error('a payment was asked for again and again in vain')
        await sleep(50)
      }
    } catch (error) {
      this.#isOver = true
      throw error
    }
  }

  async goOnFor(payments: number): Promise<void> {
    const target = this.acknowledged.size + payments
    while (this.acknowledged.size < target) await Promise.race([sleep(20), Promise.all(this.#going)])
  }

  async end(): Promise<void> {
    this.#isOver = true
    await Promise.all(this.#going)
  }
}

/** Somebody at a till, in front of whom so many cards were shown, and how a payment of a cent is sent from there. */
export async function tillAt(ownerUrl: string, { origin, cards }: { origin: string; cards: number }) {
  const pool = openPool(ownerUrl, { max: 1, role: APPLICATION_ROLE })
  const now = new Date()
  const { checkouts, walletId, token } = await inTransaction(openDatabase(pool), now, async (tx) => {
    const campaign = await aCampaign(tx, { ends_on: '2099-04-30' })
    const { card, wallet } = await aHolder(tx, { balance_cents: 1_000_000, campaign })
    const till = await aPartnerUser(tx, await aPartner(tx))
    const shown = Array.from({ length: cards }, () => ({
      ...{ id: randomUUID(), card_id: card.id, staff_id: till.id, partner_id: till.partner_id, channel: 'qr-code' },
      expires_at: new Date(now.getTime() + 3_600_000),
    }))
    for (let first = 0; first < shown.length; first += 5_000)
      await tx
        .insertInto('checkouts')
        .values(shown.slice(first, first + 5_000))
        .execute()
    return { checkouts: shown.map(({ id }) => id), walletId: wallet.id, token: await openSession(tx, { staffId: till.id }, undefined) }
  })
  await pool.end()
  const _csrf = createHash('sha256').update(`csrf:${token}`).digest('base64url')
  const post = (checkoutId: string): Promise<number | undefined> =>
    fetch(`${origin}/partenaire/encaissement/${checkoutId}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: `session=${token}`, origin },
      body: new URLSearchParams({ _csrf, _id: randomUUID(), walletId: `${walletId}`, amount: '0,01' }),
    }).then(
      ({ status }) => status,
      () => undefined,
    )
  return { checkouts, post }
}
