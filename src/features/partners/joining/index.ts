/** The door of the room: shops that ask to join. */
export { accountOf, endAccepted, endRefused, heldSent } from './end.ts'
export { partyOf, STATES, type State } from './joining.ts'
export {
  APPLICATION_ORDERS,
  APPLICATIONS_A_PAGE,
  type Application,
  applicationsSent,
  doublesOf,
  STATES_LISTED,
  sentApplication,
} from './queries.ts'
export { makeJoiningCode, makeJoiningLink } from './secrets.ts'
