import { places } from '../places.ts'
import type { Frame, Space } from '../platform/http/page.ts'
import { uploadsOf } from '../platform/limits.ts'
import { AppShell, type MenuEntry, PublicShell } from '../ui/shell.tsx'
import type { Beneficiary } from './actors.ts'
import { bannersFor } from './banners.ts'
import { framed, sessionEndOf } from './framed.tsx'
import { beneficiaryOf } from './identify.ts'
import { FOOTER, publicMenu } from './links.ts'

/** A young person's own space (guide, 4.1): an entry for each thing they have. */
export const beneficiarySpace: Space<Beneficiary> = {
  identify: (visit) => beneficiaryOf(visit),
  uploads: ({ id }) => uploadsOf(id),
  shell,
}

/** The change-password page: the only one that a temporary password opens. */
export const passwordSpace: Space<Beneficiary> = {
  identify: (visit) => beneficiaryOf(visit, { mayHaveTemporaryPassword: true }),
  shell,
}

/** What the browser keeps of somebody to read without network: neither the menu nor a form, which both need it. */
export const offlineSpace: Space<Beneficiary> = {
  identify: (visit) => beneficiaryOf(visit),
  shell: (frame) =>
    framed(
      frame,
      <PublicShell entries={publicMenu(true)} current={frame.visit.url.pathname} footer={FOOTER}>
        {frame.content}
      </PublicShell>,
    ),
}

function shell(frame: Frame<Beneficiary>) {
  const { visit, actor, content } = frame
  const entries: MenuEntry[] = [
    { href: places.beneficiary.home.to(), label: 'Accueil', icon: 'home' },
    {
      href: places.beneficiary.account.to(),
      label: 'Mon compte',
      icon: 'account',
      covers: [
        places.beneficiary.data.to(),
        places.beneficiary.guardians.to(),
        places.beneficiary.sessions.to(),
        places.beneficiary.consultations.to(),
      ],
    },
    ...(actor?.has_card ? [{ href: places.beneficiary.card.to(), label: 'Ma carte', icon: 'card' } as const] : []),
    { href: places.beneficiary.documents.to(), label: 'Mes documents', icon: 'documents' },
    { href: places.beneficiary.goodDeals.to(), label: 'Bons plans', icon: 'tag' },
    { href: places.public.whereToUse.to(), label: 'Où utiliser ma carte', icon: 'map-pin' },
    { href: places.public.faq.to(), label: 'F.A.Q.', icon: 'faq' },
    { href: places.beneficiary.password.to(), label: 'Gestion mot de passe', icon: 'key' },
  ]
  return framed(
    frame,
    <AppShell
      person={actor ? `${actor.first_name} ${actor.last_name}` : ''}
      entries={entries}
      current={visit.url.pathname}
      signOut={{ action: places.public.signOut.to(), csrf: visit.csrf() }}
      sessionEnd={sessionEndOf(visit, { signIn: places.public.signIn.to() })}
      banners={bannersFor(visit, 'beneficiary')}
      footer={FOOTER}
    >
      {content}
    </AppShell>,
  )
}
