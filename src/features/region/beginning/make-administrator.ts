import { sql } from 'kysely'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import { notifyStaff } from '../../../platform/messages/notify.ts'
import type { AtTheServer } from '../../../spaces/actors.ts'
import type { Role } from '../../../spaces/roles.ts'
import { makeFirstLink, openAccount } from '../../people/staff/index.ts'
import { ADMINISTRATORS_AT_FIRST, FIRST_ROLES } from './beginning.ts'
import { facts } from './facts.ts'
import { administratorInvited, administratorRescued } from './messages.ts'

interface Asked {
  email: string
  name: string
  /** Whatever there is already: all who could open an account are gone, or shut out. */
  isRescue: boolean
  publicUrl: string
}

/** Of two commands at the same moment, one waits for the other. */
const MAKING = 20_611_291

/**
 * Makes the account of an administrator at the server, where nobody can agree to it yet; who was made one and has never signed in is given
 * another link.
 * @returns the secret of the link by which they choose their password
 * @throws UserError `administrator.enough` once two are open, unless it is to rescue
 */
export async function makeAdministrator(tx: Tx, server: AtTheServer, { isRescue, ...asked }: Asked): Promise<string> {
  await sql`select pg_advisory_xact_lock(${MAKING})`.execute(tx)
  const open = await tx
    .selectFrom('staff_at_work')
    .select(['id', 'email', 'is_invited'])
    .where('region_roles', '@>', sql<Role[]>`array['administrator']`)
    .execute()
  const known = open.find(({ email, is_invited }) => is_invited && email.toLowerCase() === asked.email.toLowerCase())
  if (!known && !isRescue && open.length >= ADMINISTRATORS_AT_FIRST) throw areEnough(open.map(({ email }) => email))

  const id = known
    ? known.id
    : await openAccount(
        tx,
        server,
        { ...asked, kind: 'agent', jobTitle: null, partnerCode: null, uai: null, shopRoles: [], schoolRoles: [], roles: FIRST_ROLES },
        administratorInvited,
      )
  if (known) {
    await notifyStaff(tx, id, administratorInvited(asked))
    await record(tx, { at: tx.now, fact: facts['administrator.link-made'], details: { account_id: id } })
  }
  if (isRescue) {
    for (const other of open) if (other.id !== id) await notifyStaff(tx, other.id, administratorRescued(asked))
    await record(tx, { at: tx.now, fact: facts['administrator.rescued'], details: { account_id: id } })
  }
  const { secret, keep } = makeFirstLink(id)
  await keep(tx)
  return secret
}

const areEnough = (emails: string[]) =>
  new UserError(
    'administrator.enough',
    `Deux administrateurs sont ouverts (${emails.join(', ')}) : ils ouvrent les autres comptes ensemble, sur le site. Si aucun ne peut plus se connecter : npm run administrator -- --rescue ADRESSE "NOM"`,
  )
