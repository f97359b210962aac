export { type Decision, type Desk, deciderName, historyInWords, reason } from './desk.ts'
export { deskPages } from './pages/desk-pages.ts'
export { SENT_ON, STATE } from './pages/list.tsx'
