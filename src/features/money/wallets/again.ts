import { sql } from 'kysely'
import { z } from 'zod'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'

/** « Précédent », after the end, shows the form of what was just done: the same thing within these minutes is asked about before. */
const AGAIN_MINUTES = 10

/** What is done with money, as the journal says it. */
export interface Movement {
  kind: 'payment' | 'reservation' | 'refund'
  wallet_id: number
  partner_id: number
  amount_cents: number
  /** The payment that a refund gives back. */
  follows_id?: number
}

/** The same movement, made a moment ago. */
export interface Twin {
  id: number
  minutes: number
}

/** The twin of a movement, made by another form than the one that made `posted`, and not undone since. */
export async function twinOf(db: Reader, movement: Movement, now: Date, posted = 0): Promise<Twin | undefined> {
  const { kind, wallet_id, partner_id, amount_cents, follows_id = null } = movement
  const since = new Date(now.getTime() - AGAIN_MINUTES * 60_000)
  const { rows } = await sql<{ id: number; at: Date }>`
    select t.id, t.at from journal_lines t
    where t.wallet_id = ${wallet_id} and t.partner_id = ${partner_id} and t.kind = ${kind} and t.amount_cents = ${amount_cents}
      and t.at > ${since} and t.id <> ${posted} and t.follows_id is not distinct from ${follows_id}
      and coalesce(t.channel, 'online') = 'online'
      and not exists (select from journal_lines u where u.wallet_id = t.wallet_id and u.follows_id = t.id)
    order by t.id desc limit 1
  `.execute(db)
  const [twin] = rows
  return twin && { id: twin.id, minutes: Math.floor((now.getTime() - twin.at.getTime()) / 60_000) }
}

/** The field that answers the question: which twin it named. */
export const againField = () =>
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .optional()
    .catch(undefined)

/**
 * Asked once the movement is posted, which holds its wallet: two that are sent together see each other.
 * @throws UserError when it has a twin that nobody was asked about
 */
export async function mustBeMeant(
  tx: Tx,
  movement: Movement,
  { posted, again }: { posted: number; again: number | undefined },
): Promise<void> {
  const twin = await twinOf(tx, movement, tx.now, posted)
  if (!twin || twin.id === again) return
  throw new UserError('again', 'Rien n’a été fait cette fois : la même opération vient d’être faite. Répondez à la question ci-dessous.', {
    status: 409,
  })
}

/** When a twin was made, in words. */
export const agoInWords = ({ minutes }: Twin): string =>
  minutes === 0 ? 'il y a moins d’une minute' : `il y a ${minutes} minute${minutes > 1 ? 's' : ''}`
