import type { SignedIn } from '../database.ts'
import type { Figures } from './figures.ts'

export const ATTACKS = ['receipts', 'sign-ins', 'photos', 'documents'] as const
export type Attack = (typeof ATTACKS)[number]

/** Somebody whose session is open, by the number of their row. */
export type Person = SignedIn & { id: number }

/** What the process that plays everybody is asked. */
export interface Task {
  port: number
  /** Times the figures of the day. */
  factor: number
  warmUpSeconds: number
  seconds: number
  people: Person[]
  tills: Person[]
  attack?: { name: Attack; by: Person[] } | undefined
}

/** What it says: when what is measured begins, and what came of it. */
export type Report = { say: 'measuring' } | { say: 'ended'; lateBy: number } | { say: 'figures'; figures: Figures[] }
