import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'
import { mayTry } from '../../../platform/limits.ts'
import type { Message } from '../../../platform/messages/message.ts'
import { notifyEachAt, notifyEachOfStaff } from '../../../platform/messages/notify.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import { shopRolesThatMay } from '../../../spaces/shop-roles.ts'
import { FROM_ONE_A_DAY, type ShopMail } from './mails.ts'

interface Letter {
  partner_id: number
  kind: ShopMail
  message: Message
}

/** Writes to the managers and accountants of shops what each of them wants to read. */
export async function tellShops(tx: Tx, letters: Letter[]): Promise<void> {
  if (letters.length === 0) return
  const readers = await readersOf(tx, letters)
  await notifyEachOfStaff(
    tx,
    letters.flatMap(({ partner_id, kind, message }) =>
      (readers.get(partner_id) ?? []).filter(({ unwanted }) => !unwanted.includes(kind)).map(({ staff_id }) => ({ staff_id, message })),
    ),
  )
}

/**
 * Writes to all the managers and accountants of shops what protects them, and to each shop's own address: nobody turns it off, and whoever has put the
 * others out, or came yesterday, is not alone to read it. What is the same for several shops is read once by whoever reads for them all.
 */
export async function warnShops(tx: Tx, letters: Omit<Letter, 'kind'>[]): Promise<void> {
  if (letters.length === 0) return
  const readers = await readersOf(tx, letters)
  const toReaders = onceEach(
    letters.flatMap(({ partner_id, message }) =>
      (readers.get(partner_id) ?? []).map(({ staff_id, email }) => ({ staff_id, address: email, message })),
    ),
  )
  await notifyEachOfStaff(tx, [...toReaders.values()])
  const addresses = await ownAddressesOf(tx, letters)
  const toShops = onceEach(
    letters.flatMap(({ partner_id, message }) => {
      const address = addresses.get(partner_id)
      return address === undefined ? [] : [{ address, message }]
    }),
  )
  await notifyEachAt(
    tx,
    [...toShops].filter(([said]) => !toReaders.has(said)).map(([, letter]) => letter),
  )
}

/** Of letters that say the same to the same address, one; by what they say, and to whom. */
const onceEach = <One extends { address: string; message: Message }>(letters: One[]): Map<string, One> =>
  new Map(letters.map((letter) => [JSON.stringify([letter.address.toLowerCase(), letter.message]), letter]))

async function ownAddressesOf(tx: Tx, letters: Pick<Letter, 'partner_id'>[]): Promise<Map<number, string>> {
  const ids = [...new Set(letters.map(({ partner_id }) => partner_id))]
  const rows = await tx
    .selectFrom('addresses_of_partners')
    .select(['partner_id', 'email'])
    .where('partner_id', '=', sql<number>`any(${ids}::integer[])`)
    .execute()
  return new Map(rows.map(({ partner_id, email }) => [partner_id, email]))
}

async function readersOf(tx: Tx, letters: Pick<Letter, 'partner_id'>[]) {
  const { rows } = await sql<{ staff_id: number; partner_id: number; email: string; unwanted: string[] }>`
    select s.id as staff_id, s.partner_id, s.email, array(select u.kind from unwanted_mails u where u.staff_id = s.id) as unwanted
    from shop_users_at_work s
    where s.partner_id = any (${[...new Set(letters.map(({ partner_id }) => partner_id))]}::integer[])
      and s.roles && ${shopRolesThatMay('mails.choose')}::text[]
    order by s.id
  `.execute(tx)
  return Map.groupBy(rows, ({ partner_id }) => partner_id)
}

/** The same as `tellShops`, of what a young person did: past so many in a day it is done, and read in the shop's space only. */
export async function tellShopOf(tx: Tx, { id }: Beneficiary, letter: Letter): Promise<void> {
  const limit = { bucket: `shop-mails:${letter.partner_id}:${id}`, max: FROM_ONE_A_DAY, minutes: 24 * 60 }
  if (await mayTry(tx, limit, tx.now)) await tellShops(tx, [letter])
}
