import { z } from 'zod'
import { email, text } from '../../../platform/forms/fields.ts'
import { ROLE_NAMES, type Role } from '../../../spaces/roles.ts'

/** So many administrators are made at the server: together they open every other account. */
export const ADMINISTRATORS_AT_FIRST = 2

/** The first accounts have every role but those that an administrator never holds. */
export const FIRST_ROLES: Role[] = ROLE_NAMES.filter((role) => role !== 'approver' && role !== 'dpo')

/** What follows `npm run administrator --`. */
export const administratorWords = z.tuple([email(), text('Donnez aussi un nom : npm run administrator -- ADRESSE "NOM"', 80)])
