import type { Agent, Role } from './actors.ts'

/** The roles of the Region's agents, in words. */
export const ROLES: Record<Role, string> = {
  content: 'Contenus',
  support: 'Accompagnement',
  finance: 'Finances',
  administrator: 'Administration',
}

/** Whether an agent may do what a role is there for. */
export const hasRole = ({ region_role }: Agent, role: Role): boolean => region_role === role || region_role === 'administrator'
