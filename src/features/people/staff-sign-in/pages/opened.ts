import { places } from '../../../../places.ts'
import type { Visit } from '../../../../platform/http/visit.ts'
import type { AccountHolder, Beneficiary } from '../../../../spaces/actors.ts'
import { homeOf } from '../../../../spaces/staff.tsx'
import { ofStaff } from '../../staff/index.ts'
import type { PendingSignIn } from '../queries.ts'

/** The sign-in is finished, by whatever was awaited: this browser has the session. */
export function opened(visit: Visit, done: { token: string; member: PendingSignIn }, next: () => Response): Response {
  visit.setPendingSignIn(null)
  visit.setSession(done.token)
  const { staff_id, password_hash } = done.member
  if (password_hash) visit.rememberBrowserOf(ofStaff(staff_id), password_hash)
  return next()
}

/** Without a sign-in that awaits something: it was finished in another tab, or is to begin again. */
export const afterAll = (actor: AccountHolder | Beneficiary | null): string =>
  actor && actor.kind !== 'beneficiary' ? homeOf(actor) : places.public.staffSignIn.to()
