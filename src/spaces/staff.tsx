import { UserError } from '../platform/errors.ts'
import type { Frame, Space } from '../platform/http/page.ts'
import type { Visit } from '../platform/http/visit.ts'
import { uploadsOfStaff } from '../platform/limits.ts'
import { AppShell, type MenuEntry } from '../ui/shell.tsx'
import type { Agent, PartnerUser, Role, SchoolUser, Staff } from './actors.ts'
import { framed } from './framed.tsx'
import { staffMember, staffOfAnyKind } from './identify.ts'
import { hasRole, ROLES } from './roles.ts'

/** A shop's till. */
export const partnerSpace: Space<PartnerUser> = { base: '/partenaire', identify: (visit) => staffMember(visit, 'partner'), shell }

/** A school's office. */
export const schoolSpace: Space<SchoolUser> = { base: '/etablissement', identify: (visit) => staffMember(visit, 'school'), shell }

/** The Region's agents, whatever they are there for. */
export const regionSpace: Space<Agent> = {
  base: '/region',
  identify: (visit) => staffMember(visit, 'agent'),
  uploads: ({ id }) => uploadsOfStaff(id),
  shell,
}

/** The agents who have that role, and administrators. */
export const regionFor = (role: Role): Space<Agent> => regionOf[role]

const regionOf: Record<Role, Space<Agent>> = {
  content: reservedTo('content'),
  support: reservedTo('support'),
  finance: reservedTo('finance'),
  administrator: reservedTo('administrator'),
}

function reservedTo(role: Role): Space<Agent> {
  return {
    ...regionSpace,
    async identify(visit) {
      const agent = await regionSpace.identify(visit)
      if (agent instanceof Response || hasRole(agent, role)) return agent
      const sentence = `Cette page est réservée au rôle « ${ROLES[role]} ». Si vous en avez besoin, demandez ce rôle à un administrateur.`
      throw new UserError('forbidden.role', sentence, { status: 403, next: { href: '/region', label: 'Revenir à l’accueil de la Région' } })
    },
  }
}

/** Where each of the staff begins. */
export const HOMES: Record<Staff['kind'], string> = { partner: partnerSpace.base, school: schoolSpace.base, agent: regionSpace.base }

/** What is everybody's who works with the scheme: their own account. */
export const staffSpace: Space<Staff> = { base: '/professionnels/securite', identify: staffOfAnyKind, shell }

/** Where somebody of the staff who signs in was going, or begins. */
export const wayOf = (visit: Visit, kind: Staff['kind']): string => visit.takeWay(HOMES[kind], staffSpace.base) ?? HOMES[kind]

const SECURITY: MenuEntry = { href: '/professionnels/securite', label: 'Sécurité du compte', icon: 'key' }

/** An entry without a role is for all who come to that space. */
const MENUS: Record<Staff['kind'], (MenuEntry & { role?: Role })[]> = {
  partner: [
    { href: '/partenaire', label: 'Accueil', icon: 'home' },
    { href: '/partenaire/encaissement', label: 'Encaisser', icon: 'qr' },
    { href: '/partenaire/prepaiements', label: 'Prépaiements', icon: 'documents' },
    { href: '/partenaire/transactions', label: 'Transactions', icon: 'list' },
    { href: '/partenaire/versements', label: 'Versements', icon: 'euro' },
    SECURITY,
  ],
  school: [
    { href: '/etablissement', label: 'Demandes de carte', icon: 'list' },
    { href: '/etablissement/aides-thr', label: 'Aides THR', icon: 'documents' },
    SECURITY,
  ],
  agent: [
    { href: '/region', label: 'Accueil', icon: 'home' },
    { href: '/region/beneficiaires', label: 'Bénéficiaires', icon: 'users', role: 'support' },
    { href: '/region/demandes', label: 'Demandes à valider', icon: 'list', role: 'support' },
    { href: '/region/aides-thr', label: 'Aides THR', icon: 'documents', role: 'finance' },
    { href: '/region/paiements-thr', label: 'Paiements THR', icon: 'card', role: 'finance' },
    { href: '/region/reversements', label: 'Reversements', icon: 'euro', role: 'finance' },
    { href: '/region/cartes', label: 'Cartes à fabriquer', icon: 'card', role: 'support' },
    { href: '/region/partenaires', label: 'Partenaires', icon: 'shop', role: 'support' },
    { href: '/region/etablissements', label: 'Établissements', icon: 'school', role: 'support' },
    { href: '/region/campagnes', label: 'Campagnes', icon: 'settings', role: 'administrator' },
    { href: '/region/comptes', label: 'Comptes', icon: 'users', role: 'administrator' },
    { href: '/region/messages', label: 'Messages envoyés', icon: 'documents', role: 'support' },
    { href: '/region/questions', label: 'Questions reçues', icon: 'faq', role: 'support' },
    {
      href: '/region/contenus',
      label: 'Contenus',
      icon: 'documents',
      covers: ['/region/bons-plans', '/region/documents', '/region/questions-frequentes', '/region/dates-cles'],
      role: 'content',
    },
    { href: '/region/chiffres', label: 'Chiffres', icon: 'euro' },
    { href: '/region/journal', label: 'Journal', icon: 'list', role: 'administrator' },
    SECURITY,
  ],
}

function menuOf(actor: Staff): MenuEntry[] {
  return MENUS[actor.kind].filter(({ role }) => !role || (actor.kind === 'agent' && hasRole(actor, role)))
}

function shell(frame: Frame<Staff>) {
  const { visit, actor, content } = frame
  return framed(
    frame,
    <AppShell
      person={actor?.name ?? ''}
      place={placeOf(actor)}
      entries={actor ? menuOf(actor) : []}
      current={visit.url.pathname}
      signOut={{ csrf: visit.csrf() }}
    >
      {content}
    </AppShell>,
  )
}

function placeOf(actor: Staff | null): string {
  if (actor?.kind === 'partner') return actor.partner_name
  if (actor?.kind === 'school') return actor.school_name
  return 'Région Hauts-de-France'
}
