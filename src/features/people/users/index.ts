export { changeUser } from './change-user.ts'
export { DONE, howTheySignIn, Inviting, OneAccount, ownAccount, SAID, StateTag, seenOn } from './pages/parts.tsx'
export { userOf, usersOf } from './queries.ts'
export { CHANGED_A_DAY, countChange, countInvitation, INVITED_A_DAY, OTHER_ACTIONS, oneRole, whoFields } from './users.ts'
