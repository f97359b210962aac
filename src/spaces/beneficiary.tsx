import type { Frame, Space } from '../platform/http/page.ts'
import { uploadsOf } from '../platform/limits.ts'
import { AppShell, type MenuEntry, PublicShell } from '../ui/shell.tsx'
import type { Beneficiary } from './actors.ts'
import { framed } from './framed.tsx'
import { beneficiaryOf } from './identify.ts'

/** A young person's own space (guide, 4.1): an entry for each thing they have. */
export const beneficiarySpace: Space<Beneficiary> = {
  base: '/espace',
  identify: (visit) => beneficiaryOf(visit),
  uploads: ({ id }) => uploadsOf(id),
  shell,
}

/** The change-password page: the only one that a temporary password opens. */
export const passwordSpace: Space<Beneficiary> = {
  base: '/espace',
  identify: (visit) => beneficiaryOf(visit, { mayHaveTemporaryPassword: true }),
  shell,
}

/** What the browser keeps of somebody to read without network: neither the menu nor a form, which both need it. */
export const offlineSpace: Space<Beneficiary> = {
  base: '/espace',
  identify: (visit) => beneficiaryOf(visit),
  shell: (frame) =>
    framed(
      frame,
      <PublicShell current={frame.visit.url.pathname} signedIn>
        {frame.content}
      </PublicShell>,
    ),
}

function shell(frame: Frame<Beneficiary>) {
  const { visit, actor, content } = frame
  const entries: MenuEntry[] = [
    { href: '/espace', label: 'Accueil', icon: 'home' },
    {
      href: '/espace/mon-compte',
      label: 'Mon compte',
      icon: 'account',
      covers: ['/espace/mes-donnees', '/espace/mes-connexions', '/espace/consultations'],
    },
    ...(actor?.has_card ? [{ href: '/espace/ma-carte', label: 'Ma carte', icon: 'card' } as const] : []),
    { href: '/espace/mes-documents', label: 'Mes documents', icon: 'documents' },
    { href: '/espace/bons-plans', label: 'Bons plans', icon: 'tag' },
    { href: '/ou-utiliser-ma-carte', label: 'Où utiliser ma carte', icon: 'map-pin' },
    { href: '/faq', label: 'F.A.Q.', icon: 'faq' },
    { href: '/espace/mot-de-passe', label: 'Gestion mot de passe', icon: 'key' },
  ]
  return framed(
    frame,
    <AppShell
      person={actor ? `${actor.first_name} ${actor.last_name}` : ''}
      entries={entries}
      current={visit.url.pathname}
      signOut={{ csrf: visit.csrf() }}
    >
      {content}
    </AppShell>,
  )
}
