import type { Space } from '../../../../platform/http/page.ts'
import type { Agent, SchoolUser } from '../../../../spaces/actors.ts'
import { regionFor, schoolSpace } from '../../../../spaces/staff.tsx'
import { DOCUMENTS, type DocumentKind } from '../../apprentice-aid/index.ts'

/** Where requests for the aid are checked: by a CFA's office, or by the Region. */
export interface Place<Actor> {
  space: Space<Actor>
  /** The address of the list. */
  list: string
}

export const SCHOOL: Place<SchoolUser> = { space: schoolSpace, list: '/etablissement/aides-thr' }
export const REGION: Place<Agent> = { space: regionFor('finance'), list: '/region/aides-thr' }

export const fileHref = ({ list }: { list: string }, number: string): string => `${list}/${number}`

export const documentHref = (place: { list: string }, number: string, kind: DocumentKind): string =>
  `${fileHref(place, number)}/${DOCUMENTS[kind].slug}`
