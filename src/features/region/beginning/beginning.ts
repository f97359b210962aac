import { z } from 'zod'
import { email, text } from '../../../platform/forms/fields.ts'
import { type Permission, ROLE_NAMES, ROLES, type Role, rolesThatMay } from '../../../spaces/roles.ts'

/** So many administrators are made at the server: together they open every other account. */
export const ADMINISTRATORS_AT_FIRST = 2

/** The first accounts have every role but those that an administrator never holds. */
export const FIRST_ROLES: Role[] = ROLE_NAMES.filter((role) => role !== 'approver' && role !== 'dpo')

/** What follows `npm run administrator --`. */
export const administratorWords = z.tuple([email(), text('Donnez aussi un nom : npm run administrator -- ADRESSE "NOM"', 80)])

/** An agent whose account is open; invited, until they have chosen a password. */
export interface AgentThere {
  id: number
  roles: readonly Role[]
  is_invited: boolean
}

/** Whether something is there, or would be once those who are invited have come, or is missing. */
export type State = 'there' | 'invited' | 'missing'

/** Who of them has one of these roles. */
const among = (agents: readonly AgentThere[], roles: readonly Role[]): number[] =>
  agents.filter((agent) => agent.roles.some((role) => roles.includes(role))).map(({ id }) => id)

const stateOf = (agents: readonly AgentThere[], isThere: (some: readonly AgentThere[]) => boolean): State => {
  if (isThere(agents.filter(({ is_invited }) => !is_invited))) return 'there'
  return isThere(agents) ? 'invited' : 'missing'
}

/** Whether so many hold a role. */
export const holders = (agents: readonly AgentThere[], role: Role, atLeast: number): State =>
  stateOf(agents, (some) => among(some, [role]).length >= atLeast)

interface Act {
  starts: Permission
  finishes: Permission
}

/** Whether two different people are there, one who can start an act and another who can finish it. */
export function twoPeopleFor({ starts, finishes }: Act, agents: readonly AgentThere[]): State {
  return stateOf(agents, (some) => {
    const starting = among(some, rolesThatMay(starts))
    const finishing = among(some, rolesThatMay(finishes))
    // One of each is not enough when it is the same person.
    return starting.length > 0 && finishing.length > 0 && new Set([...starting, ...finishing]).size > 1
  })
}

/** Who can start an act, and who can finish it, in words. */
export const whoFor = ({ starts, finishes }: Act): string => {
  const named = (permission: Permission) => rolesThatMay(permission).map((role) => `« ${ROLES[role].label} »`)
  const [first, second] = [named(starts).join(' ou '), named(finishes).join(' ou ')]
  return first === second ? `Deux personnes parmi : ${first}` : `${first}, puis ${second}`
}

/** A backup that is older says that nobody makes them any more. */
export const BACKUP_HOURS = 48
