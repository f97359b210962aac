export { casesTaken } from './asked.ts'
export { type Decision, type Desk, deciderName, type Filter, historyInWords, reason, TO_A_SECOND_PERSON } from './desk.ts'
export { deskPages } from './pages/desk-pages.ts'
export { SENT_ON, STATE } from './pages/list.tsx'
