import { places } from '../../../../places.ts'
import { download } from '../../../../platform/http/page.ts'
import { shopFor } from '../../../../spaces/staff.tsx'
import { asked } from '../books.ts'
import { facts } from '../facts.ts'
import { fileOf, mustBeTakeable } from '../take-away.ts'

/** What was found, to take away: no name of anybody but of those who work there. */
export const booksExport = download(
  shopFor('lines.export'),
  places.partner.booksExport,
  {
    isSlow: true,
    mayLag: true,
    find: ({ db, actor, now, params, query }) => mustBeTakeable(db, actor, { shops: [actor], ...params, ...asked(query, now), now }),
    trace: ({ actor, params, subject: { wanted, lines } }) => ({
      fact: facts['books.exported'],
      details: {
        partner: actor.partner_id,
        format: params.format,
        from: wanted.from,
        until: wanted.until,
        settlement: wanted.statement,
        transactions: lines,
      },
    }),
  },
  ({ db, actor, now, params, subject: { wanted, days } }) =>
    fileOf(db, { shops: [actor], heading: actor.partner_name, by: actor.name, ...params, wanted, days, now }),
)
