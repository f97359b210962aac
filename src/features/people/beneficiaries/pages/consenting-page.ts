import { places } from '../../../../places.ts'
import { csvAnswerAsRead } from '../../../../platform/csv.ts'
import { streamed } from '../../../../platform/database/streamed.ts'
import { dayOf } from '../../../../platform/dates.ts'
import { download, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { saysWhyBeforeAFileOfMany } from '../../../desks/vigilance/index.ts'
import { addressesConsenting, type Consent, countConsenting } from '../consenting.ts'
import { facts } from '../facts.ts'

export const goodDealsConsents = addressesFile(places.region.goodDealsConsents, 'good-deals', 'bons-plans')

export const newslettersConsents = addressesFile(places.region.newslettersConsents, 'newsletters', 'newsletters')

/** The addresses of those who consent, for the tool that writes to them. Who took them, and when, is written down. */
function addressesFile(place: typeof places.region.goodDealsConsents, to: Consent, list: string) {
  return download(
    regionFor('content.write'),
    place,
    {
      isSlow: true,
      mayLag: true,
      async find({ db, now, actor, visit }) {
        const people = await countConsenting(db, to)
        const about = visit.url.pathname
        const isAsked = await saysWhyBeforeAFileOfMany(db, actor, now, { people, about })
        return isAsked ? see(places.region.why.to({ about: 'people-exported' }, { vers: about })) : people
      },
      trace: ({ subject: people }) => ({ fact: facts['consents.downloaded'], details: { list, people } }),
    },
    async ({ now, visit }) => {
      const rows = streamed(visit.site.pool, addressesConsenting(to))
      return csvAnswerAsRead(`consentements-${list}-${dayOf(now)}.csv`, ['Adresse e-mail', 'Consentement donné le'], rows)
    },
  )
}
