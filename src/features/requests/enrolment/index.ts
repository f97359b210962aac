/** The door of the room: whether whoever asked is on the list of their school. */

export { DIFFERS, type Differs, differsInWords, enrolmentInWords } from './enrolment.ts'
export { forgetEnrolment } from './forget.ts'
