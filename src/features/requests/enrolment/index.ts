/** The door of the room: whether whoever asked is on the list of their school. */

export { DIFFERS, type Differs, differsInWords, enrolmentInWords } from './enrolment.ts'
export { forgetEnrolment } from './forget.ts'
export { giveNumber, numberForm } from './give-number.ts'
export { useList } from './look.ts'
export { columnsForm, columnsIn, PointAtColumns } from './pages/columns-page.tsx'
export { contractWarning } from './pages/contract-warning.tsx'
export { LatestLists, LIST_STATES, ListToTry, listToTryForm, WhereItIsFound } from './pages/give-page.tsx'
export { ReportPanels, summaryOf } from './pages/report-page.tsx'
export { numberGiven, reportOf } from './queries.ts'
