/** The door of the room: what asks guardians, and what ends with an account. */

export { consentsTyped } from './consents.ts'
export { forgetGuardians } from './forget.ts'
export { consentsAlone, isMinor } from './guardian.ts'
export { makeGuardianLink } from './link.ts'
export { NameAGuardian } from './pages/name-a-guardian.tsx'
export { type AskedConsent, consentsAskedBy, isGuardianAsked } from './queries.ts'
