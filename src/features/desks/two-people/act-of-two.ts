import type { ComponentChildren } from 'preact'
import type { z } from 'zod'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import type { Keys } from '../../../platform/encryption.ts'
import { UserError } from '../../../platform/errors.ts'
import type { Agent, Staff } from '../../../spaces/actors.ts'
import type { Permission } from '../../../spaces/roles.ts'
import type { ShopPermission } from '../../../spaces/shop-roles.ts'

/** An act that nobody finishes by itself ends after so many days. */
export const DAYS_BEFORE_IT_LAPSES = 14
/** Those who can finish it are told by mail when it has waited so long. */
export const HOURS_BEFORE_A_REMINDER = 24

/** What the second person sees, which is what the first saw, read again now. */
export interface Shown {
  /** « Reversement n° 12 » */
  about: string
  /** Where more is to be seen of it; null when it is not there yet. */
  href: string | null
  items: { label: string; value: ComponentChildren }[]
  /** What changes, when something that is there does. */
  changes?: { label: string; before: string; after: string }[]
  /** What happens once it is done, in sentences. */
  effects: string[]
}

/** An act that one person starts and another finishes. Its room declares it; `region/two-people` gathers them. */
export interface ActOfTwo<Input = unknown> {
  /** Kept for ever in the row of each. */
  kind: string
  /** « Faire sortir un reversement » */
  title: string
  starts: Permission
  /** What a partner's user who starts it, from their own space, must still hold when it is agreed to. */
  startsAtShop?: ShopPermission
  finishes: Permission
  /** What the first asks for, as it is kept and read again. */
  schema: z.ZodType<Input>
  shown(db: Reader, input: Input, now: Date): Promise<Shown>
  /** Whom it gives more powers to: they do not finish it, when somebody else can. */
  gains?(input: Input): number | null
  /** Does it. What has changed meanwhile is refused in words, and it goes on waiting. */
  perform(tx: Tx, agent: Agent, about: { input: Input; startedBy: number; publicUrl: string; keys: Keys }): Promise<void>
  /** What follows when it is refused, or taken back by whoever started it. */
  drop?(tx: Tx, by: Staff, about: { input: Input; outcome: 'refused' | 'withdrawn'; answer: string | null }): Promise<void>
}

/** Declares an act that takes two people. */
export const takesTwo = <Input>(act: ActOfTwo<Input>): ActOfTwo<Input> => act

/** Every act that takes two people, by its kind. */
export type ActsOfTwo = ReadonlyMap<string, ActOfTwo>

export const OUTCOMES = { agreed: 'Accepté', refused: 'Refusé', withdrawn: 'Retiré', lapsed: 'Sans réponse' } as const
export type Outcome = keyof typeof OUTCOMES

export const isDoneAlready = () =>
  new UserError('act-of-two.done', 'Quelqu’un vient de répondre, ou cela a été retiré : il n’y a plus rien à faire.', { status: 409 })
