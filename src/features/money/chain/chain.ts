import type { Day } from '../../../platform/dates.ts'
import type { ShopOfChain, Taking } from './queries.ts'

interface Sum {
  lines: number
  cents: number
}

const sumOf = (takings: readonly Taking[]): Sum => ({
  lines: takings.reduce((sum, { lines }) => sum + lines, 0),
  cents: takings.reduce((sum, { taken_cents }) => sum + taken_cents, 0),
})

/** What was taken today and in the period, in all and by shop, those too that took nothing. */
export function byShop(
  shops: readonly ShopOfChain[],
  takings: readonly Taking[],
  { from, until, today }: { from: Day; until: Day; today: Day },
) {
  const [ofToday, ofPeriod] = [takings.filter(({ day }) => day === today), takings.filter(({ day }) => day >= from && day <= until)]
  const of = (rows: readonly Taking[], id: number) => sumOf(rows.filter(({ partner_id }) => partner_id === id))
  return {
    shops: shops.map((shop) => ({ ...shop, today: of(ofToday, shop.partner_id), period: of(ofPeriod, shop.partner_id) })),
    all: { today: sumOf(ofToday), period: sumOf(ofPeriod) },
    days: [...Map.groupBy(ofPeriod, ({ day }) => day)].map(([day, rows]) => ({ day, ...sumOf(rows) })),
  }
}
