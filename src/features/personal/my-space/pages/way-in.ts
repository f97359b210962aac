import { download, see } from '../../../../platform/http/page.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { publicSpace } from '../../../../spaces/public.tsx'
import { HOMES } from '../../../../spaces/staff.tsx'

/** `/mon-espace`: leads whoever is signed in to their own space, and all others to the sign-in page. An installed site opens on it. */
export const mySpace = download(publicSpace, async ({ actor }) =>
  see(actor && actor.kind !== 'beneficiary' ? HOMES[actor.kind] : beneficiarySpace.base),
)
