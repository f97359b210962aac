/** The door of the room. */

export { forgetHolder } from './forget.ts'
export { giveCards } from './give.ts'
export { issueQrCode } from './issue-qr-code.ts'
export { ProblemChoice } from './problem-choice.tsx'
export { cardByNumber, liveCardOf } from './queries.ts'
export { takeQrCode } from './take-qr-code.ts'
