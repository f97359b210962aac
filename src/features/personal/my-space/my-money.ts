import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import { type AskedOfOwner, assentsAskedOf } from '../../money/assents/index.ts'
import { type GrantToCome, grantsToCome, type Wallet, walletsInOrder } from '../../money/wallets/index.ts'

interface MyMoney {
  wallets: Wallet[]
  toCome: GrantToCome | undefined
  /** What tills ask now. */
  asked: AskedOfOwner[]
}

const NOTHING: MyMoney = { wallets: [], toCome: undefined, asked: [] }

/** What concerns the money of whoever has a card, for their home page: in one round trip, as `myCardOf`. */
export async function myMoneyOf(db: Reader, { id, has_card }: Beneficiary, now: Date): Promise<MyMoney> {
  if (!has_card) return NOTHING
  const { rows } = await sql<{ wallets: Wallet[]; grant_to_come: GrantToCome | null; asked: Written[] }>`
    select
      (select coalesce(json_agg(w), '[]') from (${walletsInOrder(id, now)}) w) as wallets,
      (select row_to_json(g) from (${grantsToCome(id, now)}) g) as grant_to_come,
      (select coalesce(json_agg(a), '[]') from ${assentsAskedOf(db, { id }, now)} a) as asked
  `.execute(db)
  const [{ wallets, grant_to_come, asked }] = rows as [(typeof rows)[0]]
  return { wallets, toCome: grant_to_come ?? undefined, asked: asked.map((one) => ({ ...one, expires_at: new Date(one.expires_at) })) }
}

/** An instant is text in JSON. */
type Written = Omit<AskedOfOwner, 'expires_at'> & { expires_at: string }
