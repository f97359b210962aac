import { places } from '../../../../places.ts'
import { type Day, frenchDay } from '../../../../platform/dates.ts'
import type { Space } from '../../../../platform/http/page.ts'
import type { Agent, SchoolUser } from '../../../../spaces/actors.ts'
import { regionFor, schoolSpace } from '../../../../spaces/staff.tsx'
import { hasStarted } from '../../../scheme/campaigns/index.ts'

/** When the wallet of what is validated is credited, after « Sa carte ». */
export function creditInWords(campaigns: { starts_on: Day }[], today: Day): string {
  const next = campaigns.find((campaign) => !hasStarted(campaign, today))
  if (!next) return 'est créditée aussitôt'
  const later = `sera créditée le ${frenchDay(next.starts_on)}, premier jour de la campagne`
  return campaigns.every((campaign) => !hasStarted(campaign, today))
    ? later
    : `est créditée aussitôt ; celle de la campagne à venir ${later}`
}

/** Where applications are decided on: a school's office, or the Region. */
export interface Desk<Actor> {
  space: Space<Actor>
  places: Pick<typeof places.school, 'requests' | 'request'>
  /** The address of the list. */
  list: string
  file(number: string): string
}

export const SCHOOL_DESK: Desk<SchoolUser> = {
  space: schoolSpace,
  places: places.school,
  list: places.school.requests.to(),
  file: (number) => places.school.request.to({ number }),
}

export const REGION_DESK: Desk<Agent> = {
  space: regionFor('support'),
  places: places.region,
  list: places.region.requests.to(),
  file: (number) => places.region.request.to({ number }),
}
