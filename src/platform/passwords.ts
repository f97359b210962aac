import { availableParallelism } from 'node:os'
import { type Algorithm, hash, verify } from '@node-rs/argon2'
import { turns } from './turns.ts'

/** argon2id, 19 MiB, 2 passes, 1 lane. The number: a const enum is not there at run time. */
const COST = { algorithm: 2 satisfies Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** One core stays free for pages: each of these takes about 10 ms of a whole one. */
const AT_ONCE = Math.max(1, availableParallelism() - 1)
const WAITING_AT_MOST = 200

const inTurn = turns({ atOnce: AT_ONCE, waiting: WAITING_AT_MOST })

/** The same characters typed on two keyboards may differ in bytes. */
const typed = (password: string) => password.normalize('NFC')

/** The hash to keep of a password. */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(typed(password), COST))

const standIn = hashPassword('nobody’s')

/** Whether it is the password of that hash. Without a hash the answer is no, and takes as long. */
export async function verifyPassword(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  const against = passwordHash ?? (await standIn)
  const isRight = await inTurn(() => verify(against, typed(password)))
  return isRight && passwordHash != null
}

/** @throws UserError 503 when too many passwords wait to be verified: to be called before the try is counted. */
export const mustNotBeBusy = (): void => inTurn.mustHaveRoom()
