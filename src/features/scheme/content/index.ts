/** The door of the room: what the home page of a young person shows of it. */
export { GoodDealsBox } from './good-deal-cards.tsx'
export { KeyDates } from './key-dates.tsx'
export { keyDatesOf, newestGoodDeals } from './queries.ts'
