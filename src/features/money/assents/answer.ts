import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import { facts } from './facts.ts'
import { assentOf } from './queries.ts'

/** The owner of a card agrees to what a till asks, or refuses it: once, and in time. */
export async function answerAsk(tx: Tx, owner: Beneficiary, { id, isAgreed }: { id: string; isAgreed: boolean }): Promise<void> {
  const answered = await tx
    .updateTable('assents')
    .set({ answered_at: tx.now, way: isAgreed ? 'own-space' : null })
    .where('id', '=', id)
    .where('beneficiary_id', '=', owner.id)
    .where('answered_at', 'is', null)
    .where('expires_at', '>', tx.now)
    .returning(['amount_cents', 'partner_id'])
    .executeTakeFirst()
  if (!answered) {
    // A till that asks again asks something else: of what it asked before nothing is left.
    const asked = found(await assentOf(tx, owner, id))
    throw asked.answered_at
      ? new UserError('assent.answered', 'Vous avez déjà répondu à cette demande.', { status: 409 })
      : new UserError('assent.too-late', 'Le délai est passé : rien n’est payé. La caisse peut vous le demander à nouveau.', {
          status: 409,
        })
  }
  const details = { partner: answered.partner_id, cents: answered.amount_cents }
  await record(tx, { at: tx.now, fact: facts[isAgreed ? 'assent.given' : 'assent.refused'], beneficiary_id: owner.id, details })
}
