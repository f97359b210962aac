/** The door of the room: requests that a school lets wait. */

export { ageInDays, isCertificateAsked, LATE } from './delay.ts'
export { forgetDelays } from './forget.ts'
export { Delay } from './pages/delay-panel.tsx'
export { waitingOf, waitingSchools } from './queries.ts'
