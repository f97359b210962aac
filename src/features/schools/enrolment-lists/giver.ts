import type { Tx } from '../../../platform/database/index.ts'
import type { Agent, SchoolUser } from '../../../spaces/actors.ts'
import { lapseAbout } from '../../desks/two-people/index.ts'

/** Who gives a school's list: its office, or an agent of the Region for it, after whom somebody else puts it in use. */
export type Giver = SchoolUser | AgentForSchool
export type AgentForSchool = Agent & { school_id: number }

/** The act of two by which the Region's list is put in use when the school does not do it itself: about a school. */
export const LIST_FOR_SCHOOL = { kind: 'enrolment-list.for-school' } as const

/** The list that the Region tried is in use, given up or another: no second person has to answer about it. */
export const noLongerAsked = (tx: Tx, schoolId: number): Promise<number> => lapseAbout(tx, LIST_FOR_SCHOOL, [schoolId])
