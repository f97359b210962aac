import { places } from '../../../../places.ts'
import type { Space } from '../../../../platform/http/page.ts'
import type { Agent, SchoolUser } from '../../../../spaces/actors.ts'
import { regionFor, schoolSpace } from '../../../../spaces/staff.tsx'
import type { DocumentKind } from '../aid.ts'
import { DOCUMENTS } from '../aid.ts'

/** Where requests for the aid are checked: a CFA's office, or the Region. */
export interface AidDesk<Actor> {
  space: Space<Actor>
  places: Pick<
    typeof places.school,
    | 'aidRequests'
    | 'aidRequest'
    | 'aidAcceptance'
    | 'aidReturning'
    | 'aidRefusal'
    | 'aidDocument'
    | 'aidDocumentPicture'
    | 'aidDocumentFile'
  >
  /** The address of the list. */
  list: string
}

export const SCHOOL_DESK: AidDesk<SchoolUser> = {
  space: schoolSpace,
  places: places.school,
  list: places.school.aidRequests.to(),
}
export const REGION_DESK: AidDesk<Agent> = {
  space: regionFor('finance'),
  places: places.region,
  list: places.region.aidRequests.to(),
}

export const fileHref = ({ list }: { list: string }, number: string): string => `${list}/${number}`

export const documentHref = (desk: { list: string }, number: string, kind: DocumentKind): string =>
  `${fileHref(desk, number)}/${DOCUMENTS[kind].slug}`
