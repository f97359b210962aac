/** The door of the room: the lists that schools give of who is enrolled. */

export { type Columns, FIELD_NAMES, FIELDS, type Field, guessed } from './columns.ts'
export { inWords as exportedInWords, tryList } from './give.ts'
export { type AgentForSchool, type Giver, LIST_FOR_SCHOOL } from './giver.ts'
export { DROPPED, FAMILIES, fingerprintsOfIne, ineIn, type ListedContract } from './pupil.ts'
export {
  columnsOf,
  type EnrolledPupil,
  type EnrolmentList,
  holdLists,
  listById,
  listInUse,
  listsOf,
  pupilsAmong,
  pupilsOn,
} from './queries.ts'
export { listPolicy } from './read-list.ts'
export { giveUpList, offerList, pointAtColumns, takeList } from './take.ts'
