/** The door of the room: what the home page of a young person shows of it. */

export {
  CONCERNED,
  type Concerned,
  type DocumentInput,
  documentForm,
  GOOD_DEAL_PICTURE,
  type GoodDealInput,
  goodDealForm,
  type KeyDateInput,
  keyDateForm,
  type Publication,
  type PublicationState,
  publicationState,
  type QuestionInput,
  questionForm,
  sizeInWords,
  slugOf,
  validityInWords,
} from './content.ts'
export { GoodDealsBox, GoodDealWhole } from './good-deal-cards.tsx'
export { KeyDates } from './key-dates.tsx'
export { Prose } from './prose.tsx'
export { keyDatesOf, newestGoodDeals } from './queries.ts'
