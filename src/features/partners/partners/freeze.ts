import type { Tx } from '../../../platform/database/index.ts'
import { found } from '../../../platform/errors.ts'

/** A frozen partner is not found, takes nothing, and what it is owed waits. */
export const freezePartner = (tx: Tx, id: number): Promise<void> => setFrozen(tx, id, tx.now)

/** It is what it was before. */
export const thawPartner = (tx: Tx, id: number): Promise<void> => setFrozen(tx, id, null)

async function setFrozen(tx: Tx, id: number, at: Date | null): Promise<void> {
  found(await tx.updateTable('partners').set({ frozen_at: at }).where('id', '=', id).returning('id').executeTakeFirst())
}
