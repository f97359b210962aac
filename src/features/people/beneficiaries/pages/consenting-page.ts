import { places } from '../../../../places.ts'
import { csvAnswerAsRead } from '../../../../platform/csv.ts'
import { streamed } from '../../../../platform/database/streamed.ts'
import { dayOf } from '../../../../platform/dates.ts'
import { download } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { addressesConsenting, type Consent } from '../consenting.ts'
import { facts } from '../facts.ts'

export const goodDealsConsents = addressesFile(places.region.goodDealsConsents, 'good-deals', 'bons-plans')

export const newslettersConsents = addressesFile(places.region.newslettersConsents, 'newsletters', 'newsletters')

/** The addresses of those who consent, for the tool that writes to them. Who took them, and when, is written down. */
function addressesFile(place: typeof places.region.goodDealsConsents, to: Consent, list: string) {
  const trace = () => ({ fact: facts['consents.downloaded'], details: { list } }) as const
  return download(regionFor('content.write'), place, { trace, isSlow: true }, async ({ now, visit }) => {
    const rows = streamed(visit.site.pool, addressesConsenting(to))
    return csvAnswerAsRead(`consentements-${list}-${dayOf(now)}.csv`, ['Adresse e-mail', 'Consentement donné le'], rows)
  })
}
