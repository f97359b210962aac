import { places } from '../../../../places.ts'
import { download, see } from '../../../../platform/http/page.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { homeOf } from '../../../../spaces/staff.tsx'

/** Leads whoever is signed in to their own space, and all others to the sign-in page. An installed site opens on it. */
export const mySpace = download(publicSpace, places.public.mySpace, async ({ actor }) =>
  see(actor && actor.kind !== 'beneficiary' ? homeOf(actor) : places.beneficiary.home.to()),
)
