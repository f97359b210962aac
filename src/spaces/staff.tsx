import { places } from '../places.ts'
import { frenchMinute } from '../platform/dates.ts'
import { UserError } from '../platform/errors.ts'
import type { Frame, Space } from '../platform/http/page.ts'
import type { Visit } from '../platform/http/visit.ts'
import { uploadsOfStaff } from '../platform/limits.ts'
import { OUR_REGION } from '../platform/region.ts'
import { AppShell, type MenuEntry } from '../ui/shell.tsx'
import type { AccountHolder, Agent, AtWorkplaces, Guardian, PartnerUser, SchoolUser } from './actors.ts'
import { type Audience, bannersFor } from './banners.ts'
import { framed, sessionEndOf } from './framed.tsx'
import { accountHolder, guardianHere, staffMember, staffOfWorkplaces, whoTakes } from './identify.ts'
import { FOOTER } from './links.ts'
import { may, type Permission, ROLE_NAMES, ROLES, rolesThatMay } from './roles.ts'
import { mayAtSchool, mustHave, type SchoolPermission } from './school-roles.ts'
import { isForTills, mayAtShop, SHOP_ROLES, type ShopPermission, shopRolesThatMay } from './shop-roles.ts'
import { atTillShell } from './till.tsx'

/** What is a partner's, whatever its user is there for. */
export const partnerSpace: Space<PartnerUser> = {
  identify: (visit) => staffMember(visit, 'partner'),
  goesFirst: true,
  shell,
}

/** Those of a partner who may do that: a page names what it takes. Whoever is at a till of the day is let to what takes payments only. */
export function shopFor(permission: ShopPermission): ReservedAtShop {
  return {
    ...partnerSpace,
    shopPermission: permission,
    async identify(visit) {
      const user = await (isForTills(permission) ? whoTakes(visit) : partnerSpace.identify(visit))
      if (user instanceof Response || mayAtShop(user, permission)) return user
      throw notForThem(permission, user)
    },
  }
}

/** A part of a partner's space: see `shopFor`. */
export interface ReservedAtShop extends Space<PartnerUser> {
  shopPermission: ShopPermission
}

function notForThem(permission: ShopPermission, { roles, till }: PartnerUser): UserError {
  const theirs = shopRolesThatMay(permission)
  const who = inWords(theirs.map((role) => SHOP_ROLES[role].label))
  const sentence = theirs.some((role) => roles.includes(role))
    ? 'Votre gestionnaire ne vous a pas autorisé à rembourser. Demandez-le-lui, ou laissez-le faire ce remboursement.'
    : `Cette page est réservée au rôle ${who} de votre commerce. Si vous en avez besoin, demandez-le à votre gestionnaire.`
  return new UserError('forbidden.role', sentence, {
    status: 403,
    next: till
      ? { href: places.partner.till.to(), label: 'Revenir à la caisse' }
      : { href: places.partner.home.to(), label: 'Revenir à l’accueil' },
  })
}

const inWords = (labels: string[]): string =>
  new Intl.ListFormat('fr', { type: 'disjunction' }).format(labels.map((label) => `« ${label} »`))

/** What is a school's, whatever its user is there for. */
export const schoolSpace: Space<SchoolUser> = {
  identify: (visit) => staffMember(visit, 'school'),
  uploads: ({ id }) => uploadsOfStaff(id),
  shell,
}

/** Those of a school who may do that: a page names what it takes. */
export function schoolFor(permission: SchoolPermission): ReservedAtSchool {
  return {
    ...schoolSpace,
    schoolPermission: permission,
    async identify(visit) {
      const user = await schoolSpace.identify(visit)
      if (!(user instanceof Response)) mustHave(user, permission)
      return user
    },
  }
}

/** A part of a school's space: see `schoolFor`. */
export interface ReservedAtSchool extends Space<SchoolUser> {
  schoolPermission: SchoolPermission
}

/** Where whoever works at several shops or schools says for which of them. */
export const workplacesSpace: Space<AtWorkplaces> = {
  identify: staffOfWorkplaces,
  shell: (frame) =>
    frame.actor?.now ? shell({ ...frame, actor: frame.actor.now }) : drawn(frame, { audience: frame.actor?.of ?? 'public', entries: [] }),
}

/** The Region's agents, whatever they are there for. */
export const regionSpace: Space<Agent> = {
  identify: (visit) => staffMember(visit, 'agent'),
  uploads: ({ id }) => uploadsOfStaff(id),
  shell,
}

/** The agents who may do one of these: a page names what it takes. */
export function regionFor(...permissions: [Permission, ...Permission[]]): Reserved {
  return {
    ...regionSpace,
    permissions,
    async identify(visit) {
      const agent = await regionSpace.identify(visit)
      if (agent instanceof Response || permissions.some((permission) => may(agent, permission))) return agent
      const who = inWords(
        ROLE_NAMES.filter((role) => permissions.some((permission) => rolesThatMay(permission).includes(role))).map(
          (role) => ROLES[role].label,
        ),
      )
      throw new UserError(
        'forbidden.role',
        `Cette page est réservée au rôle ${who}. Si vous en avez besoin, demandez-le à un administrateur.`,
        {
          status: 403,
          next: { href: places.region.home.to(), label: 'Revenir à l’accueil de la Région' },
        },
      )
    },
  }
}

/** A part of the Region's space: see `regionFor`. */
export interface Reserved extends Space<Agent> {
  permissions: readonly Permission[]
}

/** A guardian's: the minors that they follow. */
export const guardianSpace: Space<Guardian> = { identify: guardianHere, shell }

/** Where each begins who signs in with an e-mail address. */
export const HOMES: Record<AccountHolder['kind'], string> = {
  partner: places.partner.home.to(),
  school: places.school.requests.to(),
  agent: places.region.home.to(),
  guardian: places.guardian.home.to(),
}

/** Likewise of one of them, where they are: a till of the day opens no other home. */
export const homeOf = (actor: AccountHolder): string =>
  actor.kind === 'partner' && actor.till ? places.partner.till.to() : HOMES[actor.kind]

/** Where they sign in. */
export const signInOf = ({ kind }: AccountHolder): string =>
  (kind === 'guardian' ? places.public.guardianSignIn : places.public.staffSignIn).to()

/** What is everybody's who works with the scheme, and a guardian's: their own account. */
export const staffSpace: Space<AccountHolder> = { identify: accountHolder, shell }

/** Where somebody of the staff who signs in was going, or begins. */
export const wayOf = (visit: Visit, kind: AccountHolder['kind']): string =>
  visit.takeWay(HOMES[kind], places.staff.security.to()) ?? HOMES[kind]

/** Who manages accounts, of any kind. */
export const ACCOUNTS = ['agent-accounts.manage', 'school-accounts.manage', 'partner-accounts.manage'] as const

const SECURITY: MenuEntry = { href: places.staff.security.to(), label: 'Sécurité du compte', icon: 'key' }

/** Without a permission it is for all who come to that space. */
type StaffEntry = MenuEntry & { for?: readonly Permission[]; at?: ShopPermission; inSchool?: SchoolPermission; hasOthers?: true }

/** What an agent does there names it. */
const inGroup = (group: string, entries: StaffEntry[]): StaffEntry[] => entries.map((entry) => ({ ...entry, group }))

const MENUS: Record<AccountHolder['kind'], StaffEntry[]> = {
  guardian: [{ href: places.guardian.home.to(), label: 'Les jeunes que j’accompagne', icon: 'users' }, SECURITY],
  partner: [
    { href: places.partner.home.to(), label: 'Accueil', icon: 'home' },
    { href: places.partner.till.to(), label: 'Encaisser', icon: 'qr', at: 'till.take' },
    { href: places.partner.prepayments.to(), label: 'Prépaiements', icon: 'documents', at: 'till.take' },
    {
      href: places.partner.transactions.to(),
      label: 'Transactions',
      icon: 'list',
      covers: [places.partner.closing.to()],
      at: 'lines.read',
    },
    { href: places.partner.settlements.to(), label: 'Reversements', icon: 'euro', at: 'settlements.read' },
    { href: places.partner.chain.to(), label: 'Tous mes points de vente', icon: 'shop', at: 'settlements.read', hasOthers: true },
    { href: places.partner.bankAccount.to(), label: 'Compte bancaire', icon: 'euro', at: 'account.propose' },
    { href: places.partner.agreement.to(), label: 'Convention', icon: 'documents', at: 'agreement.accept' },
    { href: places.partner.users.to(), label: 'Utilisateurs', icon: 'users', at: 'users.manage' },
    { href: places.partner.tills.to(), label: 'Caisses', icon: 'shop', at: 'tills.open' },
    { href: places.partner.mails.to(), label: 'Messages', icon: 'documents', at: 'mails.choose' },
    { href: places.partner.pin.to(), label: 'Code de caisse', icon: 'key', at: 'pin.choose' },
    { href: places.staff.workplaces.to(), label: 'Changer de point de vente', icon: 'shop', hasOthers: true },
    SECURITY,
  ],
  school: [
    { href: places.school.requests.to(), label: 'Demandes de carte', icon: 'list', inSchool: 'requests.read' },
    { href: places.school.progress.to(), label: 'Avancement', icon: 'check', inSchool: 'progress.read' },
    { href: places.school.enrolmentLists.to(), label: 'Liste des élèves', icon: 'users', inSchool: 'lists.give' },
    { href: places.school.aidRequests.to(), label: 'Aides THR', icon: 'documents', inSchool: 'requests.read' },
    { href: places.school.contractChanges.to(), label: 'Contrats', icon: 'documents', inSchool: 'requests.read' },
    { href: places.school.users.to(), label: 'Utilisateurs', icon: 'users', inSchool: 'users.manage' },
    { href: places.staff.workplaces.to(), label: 'Changer d’établissement', icon: 'school', hasOthers: true },
    SECURITY,
  ],
  agent: [
    { href: places.region.home.to(), label: 'Accueil', icon: 'home' },
    { href: places.region.actsOfTwo.to(), label: 'À valider à deux', icon: 'check' },
    ...inGroup('Aider', [
      { href: places.region.beneficiaries.to(), label: 'Bénéficiaires', icon: 'users', for: ['people.read'] },
      { href: places.region.shops.to(), label: 'Commerces', icon: 'shop', for: ['shops.read'] },
      { href: places.region.questions.to(), label: 'Questions reçues', icon: 'faq', for: ['questions.answer'] },
      { href: places.region.incidents.to(), label: 'Incidents', icon: 'warning', for: ['incidents.handle'] },
      { href: places.region.messages.to(), label: 'Messages envoyés', icon: 'documents', for: ['messages.read'] },
      { href: places.region.dataRequests.to(), label: 'Protection des données', icon: 'key', for: ['data.protect'] },
    ]),
    ...inGroup('Décider', [
      {
        href: places.region.requests.to(),
        label: 'Demandes à valider',
        icon: 'list',
        covers: [places.region.slowSchools.to(), places.region.outages.to()],
        for: ['requests.decide'],
      },
      { href: places.region.contractChanges.to(), label: 'Changements de contrat', icon: 'documents', for: ['requests.decide'] },
      { href: places.region.aidRequests.to(), label: 'Aides THR', icon: 'documents', for: ['aid.decide'] },
      { href: places.region.cards.to(), label: 'Cartes à fabriquer', icon: 'card', for: ['cards.make'] },
    ]),
    ...inGroup('Payer', [
      { href: places.region.aidBatches.to(), label: 'Virements THR', icon: 'euro', for: ['aid-batches.prepare'] },
      {
        href: places.region.settlements.to(),
        label: 'Reversements',
        icon: 'euro',
        covers: [places.region.bankAnswers.to()],
        for: ['settlements.read'],
      },
      {
        href: places.region.corrections.to(),
        label: 'Corrections',
        icon: 'euro',
        covers: [places.region.withdrawal.to()],
        for: ['corrections.ask'],
      },
    ]),
    ...inGroup('Tenir à jour', [
      { href: places.region.partners.to(), label: 'Partenaires', icon: 'shop', for: ['partners.manage'] },
      {
        href: places.region.schools.to(),
        label: 'Établissements',
        icon: 'school',
        covers: [places.region.courses.to()],
        for: ['schools.manage'],
      },
      {
        href: places.region.contents.to(),
        label: 'Contenus',
        icon: 'documents',
        covers: [
          places.region.goodDeals.to(),
          places.region.documents.to(),
          places.region.faqQuestions.to(),
          places.region.keyDates.to(),
          places.region.banners.to(),
        ],
        for: ['content.write'],
      },
      {
        href: places.region.imports.to(),
        label: 'Imports de fichiers',
        icon: 'upload',
        for: ['schools.manage', 'partners.manage', 'reference-data.import'],
      },
    ]),
    ...inGroup('Suivre', [
      { href: places.region.figures.to(), label: 'Chiffres', icon: 'list' },
      { href: places.region.journal.to(), label: 'Journal', icon: 'search', for: ['journal.read'] },
      { href: places.region.alerts.to(), label: 'Vigilance', icon: 'warning', for: ['vigilance.read'] },
    ]),
    ...inGroup('Régler', [
      { href: places.region.campaigns.to(), label: 'Campagnes', icon: 'settings', for: ['campaigns.manage'] },
      { href: places.region.staff.to(), label: 'Comptes', icon: 'users', for: ACCOUNTS },
      { href: places.region.beginning.to(), label: 'Mise en route', icon: 'settings', for: ['agent-accounts.manage'] },
    ]),
    ...inGroup('Votre compte', [SECURITY]),
  ],
}

function menuOf(actor: AccountHolder): MenuEntry[] {
  if (actor.kind === 'guardian') return MENUS.guardian
  if (actor.kind !== 'agent') {
    const entries = MENUS[actor.kind].filter(({ hasOthers }) => !hasOthers || actor.has_other_workplaces)
    if (actor.kind === 'partner') return entries.filter(({ at }) => !at || mayAtShop(actor, at))
    return entries.filter(({ inSchool }) => !inSchool || mayAtSchool(actor, inSchool))
  }
  return MENUS.agent.filter((entry) => !entry.for?.every((permission) => !may(actor, permission)))
}

function shell(frame: Frame<AccountHolder>) {
  const { actor } = frame
  if (actor?.kind === 'partner' && actor.till)
    return atTillShell(frame, { partner_name: actor.partner_name, till: actor.till.name, cashier: actor })
  return drawn(frame, {
    audience: actor && actor.kind !== 'guardian' ? actor.kind : 'public',
    entries: actor ? menuOf(actor) : [],
    place: placeOf(actor),
    ...(actor && { signIn: signInOf(actor) }),
  })
}

interface Around {
  audience: Audience
  entries: MenuEntry[]
  /** Where they work now. */
  place?: string
  /** Where they sign in. */
  signIn?: string
}

function drawn(frame: Frame<{ name: string }>, { audience, signIn = places.public.staffSignIn.to(), ...around }: Around) {
  const { visit, actor, content } = frame
  return framed(
    frame,
    <AppShell
      person={actor?.name ?? ''}
      {...around}
      current={visit.url.pathname}
      signOut={{ action: places.public.signOut.to(), csrf: visit.csrf() }}
      sessionEnd={sessionEndOf(visit, { signIn })}
      banners={bannersFor(visit, audience)}
      readAt={frenchMinute(visit.now)}
      footer={FOOTER}
    >
      {content}
    </AppShell>,
  )
}

function placeOf(actor: AccountHolder | null): string {
  if (actor?.kind === 'guardian') return 'Responsable légal'
  if (actor?.kind === 'partner') return actor.partner_name
  if (actor?.kind === 'school') return actor.school_name
  return `Région ${OUR_REGION.name}`
}
