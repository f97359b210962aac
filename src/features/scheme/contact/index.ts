/** What the rest of the house may use of questions. */
export { forgetQuestions } from './forget.ts'
