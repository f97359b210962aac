// biome-ignore-all lint/security/noDangerouslySetInnerHtml: our own words, rendered by once()

import { type ComponentChildren, type ComponentProps, Fragment, type VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { OUR_REGION } from '../platform/region.ts'
import { CardName } from './blocks.tsx'
import { Icon, type IconName } from './icon.tsx'
import { SessionEnd } from './session-end.tsx'

export interface MenuEntry {
  href: string
  label: string
  icon: IconName
  /** The name of those that it stands among; alone without one. */
  group?: string
  /** Other addresses that it leads to. */
  covers?: readonly string[]
}

type Links = readonly (readonly [href: string, label: string])[]

/** The site's own links at the bottom of every page. They are the same on all: they are rendered once. */
export interface FooterLinks {
  help: Links
  information: Links
}

/** The entry of the page looked at: the longest address that it is, or that it is under. */
function currentEntry(entries: readonly MenuEntry[], pathname: string): MenuEntry | undefined {
  const isHere = (href: string) => pathname === href || pathname.startsWith(`${href}/`)
  return entries.filter(({ href, covers = [] }) => [href, ...covers].some(isHere)).sort((a, b) => b.href.length - a.href.length)[0]
}

const ariaCurrent = (href: string, pathname: string) => (href === pathname ? 'page' : 'true')

const SkipLink = () => (
  <a class="skip" href="#contenu">
    Aller au contenu
  </a>
)

const rendered = new Map<string, { __html: string }>()

/** Markup that is the same on everybody's pages, rendered the first time only. `key` says all that it depends on. */
function once(key: string, markup: () => VNode): { __html: string } {
  const known = rendered.get(key) ?? { __html: renderToString(markup()) }
  rendered.set(key, known)
  return known
}

const MenuLine = ({ href, icon, label, isCurrent }: MenuEntry & { isCurrent: 'page' | 'true' | undefined }) => (
  <li
    dangerouslySetInnerHTML={once(`${href} ${label} ${isCurrent}`, () => (
      <a class="menu-entry" href={href} aria-current={isCurrent}>
        <Icon name={icon} />
        <span class="menu-label">{label}</span>
      </a>
    ))}
  />
)

/** Entries by group, each group where its first entry is; one without any where there is none, for whoever signs out. */
function byGroup(entries: readonly MenuEntry[]): [string | undefined, MenuEntry[]][] {
  const groups = [...Map.groupBy(entries, ({ group }) => group)]
  return groups.length > 0 ? groups : [[undefined, []]]
}

/** Without scripts the menu opens because it is the target of the address. */
const MenuLink = () => (
  <a class="menu-link" href="#menu" data-menu-link>
    <Icon name="menu" />
    <span>Menu</span>
  </a>
)

const Wordmark = ({ href }: { href: string }) => (
  <a class="wordmark" href={href}>
    <CardName />
    <span class="unseen">, accueil</span>
  </a>
)

const initialsOf = (name: string) =>
  name
    .split(/[\s-]+/)
    .filter(Boolean)
    .map((word) => word[0])
    .filter((_, index, all) => index === 0 || index === all.length - 1)
    .join('')

const MenuTop = ({ person, place, photoUrl }: { person: string; place: string | undefined; photoUrl: string | null | undefined }) => (
  <div class="menu-top">
    <div class="person">
      {photoUrl ? (
        <img class="person-face" src={photoUrl} alt="" width="44" height="44" />
      ) : (
        <span class="person-face" aria-hidden="true">
          {initialsOf(person)}
        </span>
      )}
      <p class="person-words">
        <b>{person}</b>
        {place && <span>{place}</span>}
      </p>
    </div>
    <button class="menu-fold" type="button" data-menu-fold aria-expanded="true" aria-controls="menu">
      <Icon name="close" />
      <Icon name="menu" />
      <span class="menu-label" data-menu-fold-label>
        Réduire le menu
      </span>
    </button>
  </div>
)

/** What the Region says on every page: a word for its level, then the message. */
export interface BannerShown {
  id: number
  level: 'information' | 'warning' | 'outage'
  label: string
  text: string
}

const BOXES = { information: 'box-info', warning: 'box-warning', outage: 'box-wrong' } as const

export const Banners = ({ banners }: { banners: readonly BannerShown[] }) =>
  banners.length > 0 ? (
    <section class="banners" aria-label="Messages de la Région">
      {banners.map(({ id, level, label, text }) => (
        <p key={id} class={`box ${BOXES[level]} banner`}>
          <strong>{`${label} : `}</strong>
          {text}
        </p>
      ))}
    </section>
  ) : null

const SignOut = ({ action, csrf }: { action: string; csrf: string }) => (
  <li>
    <form method="post" action={action}>
      <input type="hidden" name="_csrf" value={csrf} />
      <button class="menu-entry" type="submit">
        <Icon name="sign-out" />
        <span class="menu-label">Déconnexion</span>
      </button>
    </form>
  </li>
)

/** Who is at a till that several share, and the one button by which another takes their place. */
export const AtTill = ({ cashier, till, change }: { cashier: string; till: string; change: string }) => (
  <section class="at-till" aria-label={`Caisse « ${till} »`}>
    <p>
      {'À la caisse : '}
      <strong>{cashier}</strong>
    </p>
    <a class="button button-quiet" href={change}>
      <span>
        Changer<span class="unseen"> de caissier</span>
      </span>
    </a>
  </section>
)

/** The page of someone signed in: the band, their menu, what they came for. `place`: where they work, when they do. */
export function AppShell({
  person,
  entries,
  current,
  signOut,
  place,
  photoUrl,
  sessionEnd,
  banners,
  readAt,
  footer,
  children,
}: {
  /** Their name. */
  person: string
  photoUrl?: string | null
  place?: string
  entries: readonly MenuEntry[]
  /** The pathname looked at. */
  current: string
  /** Null where nobody is signed in for themselves. */
  signOut: { action: string; csrf: string } | null
  sessionEnd: ComponentProps<typeof SessionEnd> | null
  banners: readonly BannerShown[]
  /** When the page was made, in words: on paper, above its title. */
  readAt?: string
  footer: FooterLinks
  children: ComponentChildren
}) {
  const here = currentEntry(entries, current)
  const groups = byGroup(entries)
  return (
    <>
      <SkipLink />
      <div class="shell">
        <header class="band">
          <Wordmark href={entries[0]?.href ?? '/'} />
          <MenuLink />
        </header>
        <nav class="menu" id="menu" aria-label="Menu principal">
          <div class="menu-inside">
            <MenuTop person={person} place={place} photoUrl={photoUrl} />
            {groups.map(([group, ofGroup], index) => (
              <Fragment key={group}>
                {group && (
                  <p class="menu-group" id={`menu-${index}`}>
                    {group}
                  </p>
                )}
                <ul class="menu-entries" aria-labelledby={group && `menu-${index}`}>
                  {ofGroup.map((entry) => (
                    <MenuLine key={entry.href} {...entry} isCurrent={entry === here ? ariaCurrent(entry.href, current) : undefined} />
                  ))}
                  {signOut && index === groups.length - 1 && <SignOut {...signOut} />}
                </ul>
              </Fragment>
            ))}
          </div>
        </nav>
        <main class="content" id="contenu" tabindex={-1}>
          <Banners banners={banners} />
          {readAt && <p class="on-paper">{`${OUR_REGION.card}, ${place ?? person} : page du ${readAt}`}</p>}
          {children}
        </main>
        {sessionEnd && <SessionEnd {...sessionEnd} />}
        <Footer {...footer} />
      </div>
    </>
  )
}

/** The page of anyone. `bare`: the content spans the whole width (a map, the home page's opening). */
export function PublicShell({
  entries,
  current,
  bare,
  banners = [],
  footer,
  children,
}: {
  entries: readonly MenuEntry[]
  current: string
  bare?: boolean
  banners?: readonly BannerShown[]
  footer: FooterLinks
  children: ComponentChildren
}) {
  const here = currentEntry(entries, current)
  return (
    <>
      <SkipLink />
      <div class="shell shell-public">
        <header class="band">
          <Wordmark href={entries[0]?.href ?? '/'} />
          <MenuLink />
          <nav class="band-nav" id="menu" aria-label="Menu principal">
            <ul>
              {entries.map((entry) => (
                <li key={entry.href}>
                  <a class="band-entry" href={entry.href} aria-current={entry === here ? ariaCurrent(entry.href, current) : undefined}>
                    <Icon name={entry.icon} />
                    <span>{entry.label}</span>
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        </header>
        <main class={bare ? 'content content-bare' : 'content'} id="contenu" tabindex={-1}>
          <Banners banners={banners} />
          {children}
        </main>
        <Footer {...footer} />
      </div>
    </>
  )
}

const FooterInside = ({ help, information }: FooterLinks) => (
  <div class="footer-inside">
    <div class="footer-region">
      <p class="footer-title">Région {OUR_REGION.name}</p>
      <p>
        Numéro vert
        <br />
        <a class="footer-phone" href={`tel:${OUR_REGION.dialled}`}>
          {OUR_REGION.phone}
        </a>
      </p>
    </div>
    <FooterColumn
      title="En savoir +"
      links={[
        [OUR_REGION.siteOfCard, OUR_REGION.card],
        [OUR_REGION.siteOfRegion, 'Ma Région'],
      ]}
    />
    <FooterColumn title="Besoin d’aide ?" links={help} />
    <FooterColumn title="Informations" links={information} />
  </div>
)

const FooterColumn = ({ title, links }: { title: string; links: Links }) => (
  <div>
    <p class="footer-title">{title}</p>
    <ul class="plain">
      {links.map(([href, label]) => (
        <li key={href}>
          <a href={href}>{label}</a>
        </li>
      ))}
    </ul>
  </div>
)

/** The same at the bottom of every page (guide, 4.2). */
const Footer = (links: FooterLinks) => <footer class="footer" dangerouslySetInnerHTML={once('footer', () => <FooterInside {...links} />)} />
