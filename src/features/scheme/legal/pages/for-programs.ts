import { places } from '../../../../places.ts'
import { download, see } from '../../../../platform/http/page.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { publicSpace } from '../../../../spaces/public.tsx'

/** What programs ask of any site: whom to tell of a weakness, where a password is changed, what is not to be listed. */

const SECURITY_CONTACT = `mailto:${OUR_REGION.email}`

/** RFC 9116: less than a year ahead, so that nobody believes an address that is no longer read. */
const GOOD_FOR_DAYS = 180

const asText = (lines: string[]): Response =>
  new Response(`${lines.join('\n')}\n`, {
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'public, max-age=3600' },
  })

export const securityText = download(publicSpace, places.public.securityText, async ({ visit, now }) => {
  const { publicUrl } = visit.site.config
  const expires = new Date(now.getTime() + GOOD_FOR_DAYS * 86_400_000)
  return asText([
    `Contact: ${SECURITY_CONTACT}`,
    `Contact: ${publicUrl}${places.public.contact.to()}`,
    `Expires: ${expires.toISOString()}`,
    'Preferred-Languages: fr, en',
    `Canonical: ${publicUrl}${places.public.securityText.to()}`,
  ])
})

/** Managers of passwords lead there: young people to the page that changes theirs, staff to the one that makes a new one. */
export const changePassword = download(publicSpace, places.public.changePassword, async ({ actor }) =>
  see((actor && actor.kind !== 'beneficiary' ? places.public.staffForgottenPassword : places.beneficiary.password).to()),
)

const PRIVATE = [places.beneficiary.home, places.partner.home, places.school.requests, places.region.home, places.public.demoMessages].map(
  (place) => place.to(),
)

/** Whole words of a path only: the pages of partners, next to their space, are anybody’s. */
export const robotsText = download(publicSpace, places.public.robotsText, async () =>
  asText(['User-agent: *', ...PRIVATE.flatMap((path) => [`Disallow: ${path}$`, `Disallow: ${path}/`, `Disallow: ${path}?`])]),
)
