import { expect, test } from 'vitest'
import { hashPassword, mustNotBeBusy, verifyPassword } from './passwords.ts'

test('a password is known by its hash; without a hash the answer is no', async () => {
  const hash = await hashPassword('Beffroi2026')
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await verifyPassword(hash, 'Beffroi2026')).toBe(true)
  expect(await verifyPassword(hash, 'beffroi2026')).toBe(false)
  expect(await verifyPassword(null, 'nobody’s')).toBe(false)
})

test('past the queue, people are asked to come back; those who wait are served', async () => {
  const all = Promise.allSettled(Array.from({ length: 300 }, () => verifyPassword(null, 'Beffroi2026')))
  await Promise.resolve()
  expect(mustNotBeBusy).toThrow(expect.objectContaining({ code: 'overloaded', status: 503, retryAfterSeconds: 5 }))
  const settled = await all
  expect(settled.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(200)
  expect(settled.some((one) => one.status === 'rejected' && one.reason.code === 'overloaded')).toBe(true)
  expect(mustNotBeBusy).not.toThrow()
})
