import { places } from '../../../../places.ts'
import { record } from '../../../../platform/audit.ts'
import { csvAnswerAsRead } from '../../../../platform/csv.ts'
import { streamed } from '../../../../platform/database/streamed.ts'
import { dayOf } from '../../../../platform/dates.ts'
import { download } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { addressesConsenting, type Consent } from '../consenting.ts'

export const goodDealsConsents = addressesFile(places.region.goodDealsConsents, 'good-deals', 'bons-plans')

export const newslettersConsents = addressesFile(places.region.newslettersConsents, 'newsletters', 'newsletters')

/** The addresses of those who consent, for the tool that writes to them. Who took them, and when, is written down. */
function addressesFile(place: typeof places.region.goodDealsConsents, to: Consent, list: string) {
  return download(regionFor('content'), place, async ({ db, actor, now, visit }) => {
    await record(db, { at: now, fact: 'consents.downloaded', staff_id: actor.id, details: { list } })
    const rows = streamed(visit.site.pool, addressesConsenting(to))
    return csvAnswerAsRead(`consentements-${list}-${dayOf(now)}.csv`, ['Adresse e-mail', 'Consentement donné le'], rows)
  })
}
