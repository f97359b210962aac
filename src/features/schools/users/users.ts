import { z } from 'zod'
import { choices } from '../../../platform/forms/fields.ts'
import { SCHOOL_ROLE_NAMES } from '../../../spaces/school-roles.ts'
import { OTHER_ACTIONS, oneRole, whoFields } from '../../people/users/index.ts'

const powers = { roles: choices(SCHOOL_ROLE_NAMES) }

/** Whom a head invites. */
export const newUserForm = z.object({ ...whoFields('Saisissez le nom de la personne ou du service.'), ...powers }).refine(...oneRole)
export type NewUser = z.output<typeof newUserForm>

export const userForm = z.discriminatedUnion('action', [
  z.object({ action: z.literal('roles'), ...powers }).refine(...oneRole),
  ...OTHER_ACTIONS,
])
