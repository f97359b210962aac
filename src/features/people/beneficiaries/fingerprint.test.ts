import { expect, test } from 'vitest'
import { rolledBack, testDatabase } from '../../../../tests/support/database.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { KeyRing } from '../../../platform/encryption.ts'
import { addBeneficiary } from './add.ts'
import { eraseBeneficiary } from './erase.ts'
import { forgetMarks, marksUnderOldKeys, markTheUnmarked } from './fingerprint.ts'

const { db } = await testDatabase()

const ringOf = (...words: string[]) => {
  const ring = new KeyRing(() => words.map((word) => Buffer.alloc(32, word)))
  return { encryption: ring, fingerprints: ring }
}
const [first, second, both] = [ringOf('one'), ringOf('two'), ringOf('two', 'one')]

const comes = async (tx: Tx, lastName: string, key = first): Promise<number> =>
  (await addBeneficiary(tx, {
    civility: 'M',
    lastName,
    firstName: 'Jean',
    latinLastName: undefined,
    latinFirstName: undefined,
    birthDate: '2009-05-17',
    email: `${lastName}@example.org`,
    key,
  })) as number
const formerOf = async (tx: Tx, id: number) =>
  (await tx.selectFrom('former_accounts').select('former_id').where('beneficiary_id', '=', id).execute()).map(({ former_id }) => former_id)

test('whoever closed their account is known again under a new key, as long as the one before is there', () =>
  rolledBack(db, async (tx) => {
    const closed = await comes(tx, 'Martin')
    await eraseBeneficiary(tx, { id: closed }, first)
    const back = await comes(tx, 'Martin', both)
    expect(await formerOf(tx, back)).toEqual([closed])
    expect(await formerOf(tx, await comes(tx, 'Autre', both))).toEqual([])

    await eraseBeneficiary(tx, { id: back }, both)
    const again = await comes(tx, 'Martin', both)
    expect((await formerOf(tx, again)).sort()).toEqual([closed, back].sort())
  }))

test('who was there before the new key is marked under it too, and under no other once the old one has ended', () =>
  rolledBack(db, async (tx) => {
    const there = await comes(tx, 'Martin')
    const closed = await comes(tx, 'Durand')
    await eraseBeneficiary(tx, { id: closed }, first)
    expect(await marksUnderOldKeys(tx, both)).toBe(1)
    const marks = () =>
      tx.selectFrom('beneficiaries').select(['fingerprint', 'earlier_fingerprints']).where('id', '=', there).executeTakeFirstOrThrow()
    const before = await marks()
    await markTheUnmarked(tx, both)
    expect((await marks()).earlier_fingerprints).toEqual([before.fingerprint])
    expect((await marks()).fingerprint).not.toEqual(before.fingerprint)

    await forgetMarks(tx, tx.now)
    expect(await marksUnderOldKeys(tx, both)).toBe(0)
    await markTheUnmarked(tx, second)
    expect((await marks()).earlier_fingerprints).toEqual([])
  }))
