import { randomInt } from 'node:crypto'
import type { Tx } from '../../../platform/database/index.ts'
import type { MakeSecret } from '../../../platform/messages/send.ts'
import { hashPassword } from '../../../platform/passwords.ts'
import { hashOf, newToken } from '../../../platform/sessions.ts'
import { RESET_LINK_MINUTES, TEMPORARY_PASSWORD_HOURS } from './account.ts'

/** Made when its mail leaves; the one that was mailed last takes the place of the others. */
export const makeTemporaryPassword: MakeSecret['temporary-password'] = async (beneficiary_id) => {
  const secret = temporaryPassword()
  const password_hash = await hashPassword(secret)
  return {
    secret,
    keep(tx) {
      const expires_at = minutesAfter(tx, TEMPORARY_PASSWORD_HOURS * 60)
      return tx
        .insertInto('temporary_passwords')
        .values({ beneficiary_id, password_hash, expires_at })
        .onConflict((conflict) => conflict.column('beneficiary_id').doUpdateSet({ password_hash, expires_at }))
        .execute()
    },
  }
}

/** Made when its mail leaves; it takes the place of the one before. */
export const makeResetLink: MakeSecret['reset-link'] = (beneficiary_id) => {
  const secret = newToken()
  return {
    secret,
    async keep(tx) {
      const expires_at = minutesAfter(tx, RESET_LINK_MINUTES)
      await tx.deleteFrom('password_resets').where('beneficiary_id', '=', beneficiary_id).execute()
      await tx
        .insertInto('password_resets')
        .values({ token_hash: hashOf(secret), beneficiary_id, expires_at })
        .execute()
    },
  }
}

// Without those that look alike on paper: 0 O, 1 l I.
const CHARACTERS = '23456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ'

const temporaryPassword = () => Array.from({ length: 12 }, () => CHARACTERS[randomInt(CHARACTERS.length)]).join('')

const minutesAfter = (tx: Tx, minutes: number) => new Date(tx.now.getTime() + minutes * 60_000)
