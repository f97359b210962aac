import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { withdrawSecrets } from '../../../platform/messages/notify.ts'
import { hashOf } from '../../../platform/sessions.ts'
import { deadEmailLink } from './account.ts'
import { facts } from './facts.ts'
import { stopOrphan, takeEffect } from './finish-email-change.ts'

/**
 * Uses the link up: the new address takes the place of the former, unless an agent asked for it and its hour has not come.
 * @returns whether it waits for that hour
 */
export async function confirmEmail(tx: Tx, { token, publicUrl }: { token: string; publicUrl: string }): Promise<boolean> {
  const tokenHash = hashOf(token)
  const asked = await tx
    .selectFrom('email_changes')
    .select(['beneficiary_id', 'takes_effect_at'])
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst()
  if (!asked) throw deadEmailLink()
  const waits = asked.takes_effect_at !== null && asked.takes_effect_at > tx.now
  // Before the change is touched, in the order of a link that is being made for it.
  await withdrawSecrets(tx, asked.beneficiary_id, waits ? ['email-link'] : undefined)
  if (waits) {
    await keepConfirmed(tx, tokenHash)
    return true
  }
  const change = await tx
    .deleteFrom('email_changes')
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', tx.now)
    .returning(['beneficiary_id', 'email'])
    .executeTakeFirst()
  // Only what an agent asked for has hours.
  if (!change || (asked.takes_effect_at !== null && (await stopOrphan(tx, change.beneficiary_id)))) throw deadEmailLink()
  await takeEffect(tx, change, publicUrl)
  return false
}

async function keepConfirmed(tx: Tx, tokenHash: Buffer): Promise<void> {
  const confirmed = await tx
    .updateTable('email_changes')
    .set({ confirmed_at: tx.now, token_hash: null, expires_at: null })
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', tx.now)
    .returning('beneficiary_id')
    .executeTakeFirst()
  if (!confirmed) throw deadEmailLink()
  await record(tx, { at: tx.now, fact: facts['beneficiary.email-confirmed'], beneficiary_id: confirmed.beneficiary_id })
}
