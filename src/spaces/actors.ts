import type { Day } from '../platform/dates.ts'
import type { Role } from './roles.ts'
import type { SchoolRole } from './school-roles.ts'
import type { ShopRole } from './shop-roles.ts'

/** Who acts. An act's type says which of them may call it. */

/** A young person, signed in. */
export interface Beneficiary {
  kind: 'beneficiary'
  id: number
  first_name: string
  last_name: string
  /** In Latin letters, where the name is in others. */
  printed_first_name: string
  printed_last_name: string
  birth_date: Day
  has_card: boolean
}

/** Somebody of a partner, at its till, in its office, or both: at the one for which they work now. What they may do is what they may do there. */
export interface PartnerUser {
  kind: 'partner'
  id: number
  name: string
  workplace_id: number
  partner_id: number
  partner_name: string
  roles: readonly ShopRole[]
  /** What they may give back in a day; null when they may not, or when they are a manager. */
  refunds_up_to_cents: number | null
  /** Whether they work at others too. */
  has_other_workplaces: boolean
  /** The till of the day that they are at, by their PIN: there they are a cashier, whatever else they are. */
  till?: { id: number; name: string }
}

/** A machine that is a till for the day, whoever is at it. */
export interface Till {
  kind: 'till'
  id: number
  name: string
  partner_id: number
  partner_name: string
  /** The shop is neither suspended nor frozen. */
  may_take: boolean
  ends_at: Date
  /** Who is at it; null when nobody is, or when it was left alone for too long. */
  cashier: PartnerUser | null
  /** Who was at it last. */
  last_cashier_id: number | null
}

/** Somebody of a school, at the one for which they work now: what they may do is what they may do there. */
export interface SchoolUser {
  kind: 'school'
  id: number
  name: string
  workplace_id: number
  school_id: number
  school_name: string
  roles: readonly SchoolRole[]
  /** Whether they work at others too. */
  has_other_workplaces: boolean
  /** Since when the Region decides on requests in its place; null when it decides itself. */
  taken_over_at: Date | null
}

/** Somebody of shops or of schools, who says for which of them they work. */
export interface AtWorkplaces {
  kind: 'at-workplaces'
  id: number
  name: string
  /** What they work at. */
  of: 'partner' | 'school'
  /** The one that they have said already. */
  now: PartnerUser | SchoolUser | null
}

/** An agent of the Region. */
export interface Agent {
  kind: 'agent'
  id: number
  name: string
  roles: readonly Role[]
}

/** A guardian of one or several minors, signed in: they work nowhere. */
export interface Guardian {
  kind: 'guardian'
  id: number
  name: string
}

export type Staff = PartnerUser | SchoolUser | Agent

/** Whoever signs in with an e-mail address and a code. */
export type AccountHolder = Staff | Guardian

/** Who decides on requests: a school on those of its own, an agent on those of the Region. */
export type Decider = SchoolUser | Agent

/** Whoever has the server's terminal: what a command does. */
export interface AtTheServer {
  kind: 'server'
}

/** The passing of time: what happens because a date came. */
export interface ByTheClock {
  kind: 'clock'
}
