import type { VNode } from 'preact'
import { places } from '../places.ts'
import { frenchHour } from '../platform/dates.ts'
import type { Frame } from '../platform/http/page.ts'
import type { Site } from '../platform/http/site.ts'
import type { Visit } from '../platform/http/visit.ts'
import { Document } from '../ui/document.tsx'

const FONTS = [400, 700].flatMap((weight) => [
  `node_modules/@fontsource/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-${weight}-normal.woff2`,
  `src/ui/fonts/plain-zero-${weight}.woff2`,
])

/** The document around a shell: its title, its style sheet and the scripts of the page. */
export function framed(
  {
    visit,
    title,
    description,
    scripts,
  }: Pick<Frame<unknown>, 'title' | 'description' | 'scripts'> & { visit: { site: Pick<Site, 'assets'>; nonce: string | null } },
  shell: VNode,
): VNode {
  const { assets } = visit.site
  return (
    <Document
      title={title}
      description={description}
      nonce={visit.nonce}
      css={assets.url('src/ui/styles/site.css')}
      fonts={FONTS.map((font) => assets.url(font))}
      early={assets.url('src/ui/elements/early.ts')}
      scripts={['site', ...scripts].map((name) => assets.url(`src/ui/elements/${name}.ts`))}
    >
      {shell}
    </Document>
  )
}

/** When the session of whoever looks ends, and where it is prolonged; `signIn`: the address where they sign in again. */
export function sessionEndOf({ session, now }: Visit, { signIn }: { signIn: string }) {
  if (!session) return null
  const { endsAt, mayBeProlonged } = session
  return {
    seconds: Math.floor((endsAt.getTime() - now.getTime()) / 1000),
    hour: frenchHour(endsAt),
    mayBeProlonged,
    href: mayBeProlonged ? places.public.session.to() : signIn,
  }
}
