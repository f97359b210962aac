import { sql } from 'kysely'
import { workingAt } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import type { Slice } from '../../../platform/database/slices.ts'
import { dayOf } from '../../../platform/dates.ts'
import type { ByTheClock, SchoolUser } from '../../../spaces/actors.ts'
import { type SchoolRole, schoolRolesThatMay } from '../../../spaces/school-roles.ts'
import { acceptApplications } from './accept.ts'
import { anotherAsTheStateSays } from './queries.ts'

interface Found {
  id: number
  file_number: string
  staff_id: number
  staff_name: string
  workplace_id: number
  roles: SchoolRole[]
  school_id: number
  school_name: string
}

/** As its history says it. */
const REASON = 'Inscription trouvée sur la liste de l’établissement'

/**
 * Accepts requests whose author is on their school's list, without any difference, in the campaigns that say so: by the very act of a person,
 * in the name of whoever of the school put the list in use, and so attested, as long as they are of its office. Never what somebody took back, nor
 * where the State says another thing (that it does not find whom it never knows is none), nor whoever may be somebody else, or whom only a person recognised. It goes on while the Region decides in the place of the school.
 * @returns how many were accepted
 */
export async function acceptFound(tx: Tx, _clock: ByTheClock, when: 'at-once' | 'by-night', slice: Slice): Promise<number> {
  const { rows } = await sql<Found>`
    select a.id, a.file_number, m.id as staff_id, m.workplace_id, m.name as staff_name, m.roles, s.id as school_id, s.name as school_name
    from enrolment_answers e
    join sent_applications a on a.id = e.application_id
    join campaign_calendar c on c.id = a.campaign_id
    join school_directory s on s.id = a.school_id
    join school_users_at_work m on m.id = e.taken_by and m.school_id = s.id
    where m.roles && ${schoolRolesThatMay('requests.decide')}::text[] and e.answer = 'found' and e.differs = '{}' and not e.is_recognised and a.state = 'submitted'
      and c.enrolment_acceptance = ${when} and c.decisions_end_on >= ${dayOf(tx.now)}
      and not exists (${anotherAsTheStateSays})
      and not exists (select from withdrawn_applications w where w.id = a.id)
      and not exists (select from people_alike(a.beneficiary_id) other where not other.told_apart)
      and ${slice.mayTake('a.id')}
    order by a.id
    limit ${slice.atMost}
  `.execute(tx)
  for (const requests of Map.groupBy(slice.of(rows), ({ school_id, staff_id }) => `${school_id} ${staff_id}`).values()) {
    const { staff_id: id, staff_name: name, workplace_id, school_id, school_name, roles } = requests[0] as Found
    const at = { workplace_id, school_id, school_name, roles, has_other_workplaces: false, taken_over_at: null }
    const office: SchoolUser = { kind: 'school', id, name, ...at }
    const fileNumbers = requests.map(({ file_number }) => file_number)
    const accepted = { fileNumbers, reason: REASON, unseen: fileNumbers, isByList: true }
    await workingAt.run({ schoolId: school_id }, () => acceptApplications(tx, office, accepted))
  }
  return rows.length
}
