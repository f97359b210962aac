import { type Algorithm, hash, verify } from '@node-rs/argon2'
import { cores } from './machine.ts'
import { turns } from './turns.ts'

/** argon2id, 19 MiB, 2 passes, 1 lane. The number: a const enum is not there at run time. */
const COST = { algorithm: 2 satisfies Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Each takes about 10 ms of a whole core: more of them waiting would be answered too late. */
const WAITING_AT_MOST = 200

const inTurn = turns({ atOnce: cores, waiting: WAITING_AT_MOST, waitingFirst: WAITING_AT_MOST, ofOne: { atOnce: 2, waiting: 20 } })

/** The same characters typed on two keyboards may differ in bytes. */
const typed = (password: string) => password.normalize('NFC')

/** The hash to keep of a password. */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(typed(password), COST))

const standIn = hashPassword('nobody’s')

/** Who tries a password, and whether they go before those of whom nothing is known. */
interface Tried {
  who?: string
  isFirst?: boolean
}

/** Whether it is the password of that hash. Without a hash the answer is no, and takes as long. */
export async function verifyPassword(passwordHash: string | null | undefined, password: string, tried?: Tried): Promise<boolean> {
  const against = passwordHash ?? (await standIn)
  const isRight = await inTurn(() => verify(against, typed(password)), tried)
  return isRight && passwordHash != null
}

/** @throws UserError 503 when too many passwords wait to be verified: to be called before the try is counted. */
export const mustNotBeBusy = (tried?: Tried): void => inTurn.mustHaveRoom(tried)
