export { DONE, howTheySignIn, Inviting, OneAccount, ownAccount, SAID, StateTag } from './pages/parts.tsx'
export { CHANGED_A_DAY, countChange, countInvitation, INVITED_A_DAY, OTHER_ACTIONS, oneRole, whoFields } from './users.ts'
