/** The door of the room: requests that a school lets wait. */

export { ageInDays, DISTRESS_DAYS, delayInWords, isCertificateAsked } from './delay.ts'
export { forgetDelays } from './forget.ts'
export { Delay } from './pages/delay-panel.tsx'
export { waitingOf, waitingSchools } from './queries.ts'
export { schoolTakenOver } from './take-over.ts'
