/** The door of the room: a partner that leaves, in order. */
export { partnerDeparture } from './leave.ts'
