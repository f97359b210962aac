import { places } from '../../../../places.ts'
import { found } from '../../../../platform/errors.ts'
import { FormState } from '../../../../platform/forms/state.ts'
import { download } from '../../../../platform/http/page.ts'
import { shopFor } from '../../../../spaces/staff.tsx'
import { fileOf, mustBeTakeable, periodAsked } from '../../books/index.ts'
import { facts } from '../facts.ts'
import { type ShopOfChain, shopsOf } from '../queries.ts'

/** The lines of all the shops that somebody may read, to take away. */
export const chainExport = download(
  shopFor('lines.export'),
  places.partner.chainExport,
  {
    isSlow: true,
    mayLag: true,
    find: async ({ db, actor, now, params, query }) => {
      const [first, ...others] = await shopsOf(db, actor)
      const shops: [ShopOfChain, ...ShopOfChain[]] = [found(first), ...others]
      const { period, typed, errors } = periodAsked(query, now)
      const asked = { ...period, nature: null, by: null, statement: null, words: '' }
      const form = new FormState('', '', typed, errors)
      return { shops, ...(await mustBeTakeable(db, actor, { shops, ...params, asked, form, now })) }
    },
    trace: ({ params, subject: { shops, wanted, lines } }) => ({
      fact: facts['chain.exported'],
      details: {
        partners: shops.map(({ code }) => code).join(', '),
        format: params.format,
        from: wanted.from,
        until: wanted.until,
        transactions: lines,
      },
    }),
  },
  ({ db, actor, now, params, subject: { shops, wanted, days } }) =>
    fileOf(db, { shops, heading: shops[0].legal_name, by: actor.name, ...params, wanted, days, now }),
)
