import { expect, test } from 'vitest'
import { migrate } from './migrate.ts'

test.each(['127.0.0.1', 'localhost'])('no database on %s: the sentence names DATABASE_URL, and what happened', async (host) => {
  await expect(migrate(`postgres://somebody:secret@${host}:1/nothing`)).rejects.toThrow(
    /^DATABASE_URL leads to no database that answers: .*ECONNREFUSED/,
  )
  await expect(migrate(`postgres://somebody:secret@${host}:1/nothing`)).rejects.not.toThrow('secret')
})
