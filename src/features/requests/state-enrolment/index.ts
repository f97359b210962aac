/** The door of the room: what the State says of who is enrolled. */

export { forgetStateAnswers } from './forget.ts'
export { stateInWords } from './state-enrolment.ts'
