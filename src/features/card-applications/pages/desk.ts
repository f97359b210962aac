import type { Space } from '../../../platform/http/page.ts'
import type { Agent, SchoolUser } from '../../../spaces/actors.ts'
import { regionFor, schoolSpace } from '../../../spaces/staff.tsx'

/** Where applications are decided on: a school's office, or the Region. */
export interface Desk<Actor> {
  space: Space<Actor>
  /** The address of the list. */
  list: string
  file(number: string): string
}

export const SCHOOL_DESK: Desk<SchoolUser> = {
  space: schoolSpace,
  list: '/etablissement',
  file: (number) => `/etablissement/demandes/${number}`,
}

export const REGION_DESK: Desk<Agent> = {
  space: regionFor('support'),
  list: '/region/demandes',
  file: (number) => `/region/demandes/${number}`,
}
