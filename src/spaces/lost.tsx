import { places } from '../places.ts'
import type { Lost } from '../platform/http/app.tsx'
import { OUR_REGION } from '../platform/region.ts'
import { PageHeading } from '../ui/blocks.tsx'
import { ButtonLink } from '../ui/form.tsx'
import { PublicShell } from '../ui/shell.tsx'
import { framed } from './framed.tsx'
import { FOOTER, publicMenu } from './links.ts'
import { publicSpace } from './public.tsx'

/** What is shown where a page cannot be: it says what happened, what to do, and nothing else. */
export const lost: Lost = {
  identify: publicSpace.identify,
  shell: publicSpace.shell,
  content: ({ sentence, reference, next = { href: places.public.home.to(), label: 'Revenir à l’accueil' } }) => (
    <>
      <PageHeading>{sentence}</PageHeading>
      {reference ? (
        <p>
          Si le problème continue, appelez le <a href={`tel:${OUR_REGION.dialled}`}>{OUR_REGION.phone}</a> et donnez la référence{' '}
          <strong>{reference}</strong>.
        </p>
      ) : null}
      <p>
        <ButtonLink href={next.href}>{next.label}</ButtonLink>
      </p>
    </>
  ),
  busy: (site, nonce, sentence) =>
    framed(
      { visit: { site, nonce }, title: sentence, scripts: [] },
      <PublicShell entries={publicMenu(true)} current="" footer={FOOTER}>
        <PageHeading>{sentence}</PageHeading>
      </PublicShell>,
    ),
}
