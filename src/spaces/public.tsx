import type { Space } from '../platform/http/page.ts'
import { uploadsFrom } from '../platform/limits.ts'
import { PublicShell } from '../ui/shell.tsx'
import type { Beneficiary, Staff } from './actors.ts'
import { bannersFor } from './banners.ts'
import { beneficiarySpace } from './beneficiary.tsx'
import { framed } from './framed.tsx'
import { whoever } from './identify.ts'
import { FOOTER, publicMenu } from './links.ts'
import { staffSpace } from './staff.tsx'

/** Anyone. Those who are signed in keep their menu, whatever the page (guide, 4.1). */
export const publicSpace: Space<Beneficiary | Staff | null> = {
  identify: whoever,
  uploads: (_, { network }) => uploadsFrom(network),
  shell(frame) {
    const { visit, actor, content } = frame
    if (actor?.kind === 'beneficiary') return beneficiarySpace.shell({ ...frame, actor })
    if (actor) return staffSpace.shell({ ...frame, actor })
    return framed(
      frame,
      <PublicShell
        entries={publicMenu(visit.sessionToken !== undefined)}
        current={visit.url.pathname}
        footer={FOOTER}
        banners={bannersFor(visit, 'public')}
      >
        {content}
      </PublicShell>,
    )
  },
}
