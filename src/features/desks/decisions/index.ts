export { type Case, type Decision, type Desk, deciderName, reason } from './desk.ts'
export { type DeskPages, deskPages } from './pages/desk-pages.ts'
export { SENT_ON, STATE } from './pages/list.tsx'
