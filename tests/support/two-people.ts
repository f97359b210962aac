import { agree } from '../../src/features/desks/two-people/index.ts'
import { acts } from '../../src/features/region/two-people/index.ts'
import type { Tx } from '../../src/platform/database/index.ts'
import { rolesThatMay } from '../../src/spaces/roles.ts'
import { ORIGIN } from './app.ts'
import { anAgent, TEST_KEY } from './makers.ts'

/** A second person agrees to the act that waits about that thing. */
export async function agreedTo(tx: Tx, kind: string, subject: string | number): Promise<void> {
  const { id } = await tx
    .selectFrom('acts_of_two')
    .select('id')
    .where('kind', '=', kind)
    .where('subject', '=', String(subject))
    .where('outcome', 'is', null)
    .executeTakeFirstOrThrow()
  const act = acts.get(kind)
  if (!act) throw new Error(`No act is called ${kind}`)
  const [role] = rolesThatMay(act.finishes)
  if (!role) throw new Error(`No role finishes ${kind}`)
  await agree(tx, await anAgent(tx, role), { acts, id, publicUrl: ORIGIN, keys: TEST_KEY })
}
