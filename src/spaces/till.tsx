import { places } from '../places.ts'
import { frenchMinute } from '../platform/dates.ts'
import type { Frame, Space } from '../platform/http/page.ts'
import { AppShell, AtTill, type MenuEntry } from '../ui/shell.tsx'
import type { PartnerUser, Till } from './actors.ts'
import { bannersFor } from './banners.ts'
import { framed, sessionEndOf } from './framed.tsx'
import { tillHere } from './identify.ts'
import { FOOTER } from './links.ts'

/** A machine that is a till for the day, also while nobody is at it. */
export const tillSpace: Space<Till> = {
  identify: (visit) => tillHere(visit),
  goesFirst: true,
  shell: (frame) => {
    const { actor } = frame
    return atTillShell(frame, { partner_name: actor?.partner_name ?? '', till: actor?.name ?? '', cashier: actor?.cashier ?? null })
  },
}

const ENTRIES: MenuEntry[] = [
  { href: places.partner.till.to(), label: 'Encaisser', icon: 'qr' },
  { href: places.partner.prepayments.to(), label: 'Prépaiements', icon: 'documents' },
]

/** The page of a till of the day: what it opens, and at all times who is at it. */
export function atTillShell(
  frame: Pick<Frame<unknown>, 'visit' | 'title' | 'description' | 'scripts' | 'content'>,
  { partner_name, till, cashier }: { partner_name: string; till: string; cashier: Pick<PartnerUser, 'name'> | null },
) {
  const { visit, content } = frame
  const change: MenuEntry = { href: places.partner.cashier.to(), label: 'Changer de caissier', icon: 'users' }
  return framed(
    frame,
    <AppShell
      person={cashier?.name ?? 'Personne'}
      place={`${partner_name}, ${till}`}
      entries={[...(cashier ? ENTRIES : []), change]}
      current={visit.url.pathname}
      signOut={null}
      sessionEnd={sessionEndOf(visit, { signIn: places.public.staffSignIn.to() })}
      banners={bannersFor(visit, 'partner')}
      readAt={frenchMinute(visit.now)}
      footer={FOOTER}
    >
      {cashier && <AtTill cashier={cashier.name} till={till} change={change.href} />}
      {content}
    </AppShell>,
  )
}
